import Execution
import Literate
import Tooling

/// The line below a step's results that says how they were made, and folds open to everything about it.
extension PageDrawing {
  func record(of step: PlannedStep, at place: Int, _ result: StepOutcome?) -> HTML {
    let first = result?.elements.first?.result
    let version = first?.version ?? step.tool.version
    let context: TemplateFields = [
      "name": step.id, "tool": step.tool.name, "version": version, "made": made(result),
      "summary": step.tool.summary, "hasSummary": !step.tool.summary.isEmpty,
      "toolWord": PageWords.tool, "versionWord": PageWords.version, "inputsWord": PageWords.inputs, "parametersWord": PageWords.parameters,
      "parameterWord": PageWords.parameter, "valueWord": PageWords.value, "consoleWord": PageWords.console, "keyWord": PageWords.key,
      "outputsWord": PageWords.outputs, "defaultWord": PageWords.isDefault,
      "inputs": inputs(of: step), "hasInputs": !step.binding.inputs.isEmpty || step.each != nil,
      "parameters": parameters(of: step, first), "hasParameters": !step.tool.parameters.isEmpty,
      "outputs": result.map { outputs($0, of: step, at: place) } ?? [], "hasOutputs": result?.outputs.isEmpty == false,
      "key": result?.key ?? "", "hasKey": result?.key != nil,
      "consoles": consoles(result),
    ]
    return templates.render("record", context)
  }

  /// When, where and in what time; empty where nothing was made or the page is to be reproducible.
  private func made(_ result: StepOutcome?) -> String {
    guard !options.isReproducible, let elements = result?.elements, let first = elements.first?.result else { return "" }
    let last = elements.max { $0.result.time < $1.result.time }?.result ?? first
    let seconds = elements.reduce(0) { $0 + $1.result.seconds }
    var parts: [String] = []
    if elements.count > 1 { parts.append(PageWords.elements(elements.count)) }
    if let time = CalendarText(seconds: last.time) { parts.append(PageWords.madeOn(time.dateAndTime)) }
    let hosts = Set(elements.map(\.result.host)).sorted().filter { !$0.isEmpty }
    if !hosts.isEmpty { parts.append(PageWords.onHost(hosts.joined(separator: ", "))) }
    parts.append(PageWords.inTime(DurationText.text(seconds: seconds)))
    return parts.joined(separator: " ")
  }

  private func inputs(of step: PlannedStep) -> [TemplateFields] {
    var rows: [TemplateFields] = []
    if let each = step.each { rows.append(["name": "each", "sources": [source(each.reference)]]) }
    for input in step.binding.inputs {
      rows.append([
        "name": input.name,
        "sources": input.sources.map { source -> TemplateFields in
          switch source {
          case .reference(let reference, _): self.source(reference)
          case .path(let argument, _): ["text": Self.text(of: argument), "href": "", "isLinked": false]
          }
        },
      ])
    }
    return rows
  }

  private func source(_ reference: Reference) -> TemplateFields {
    let place = plan.steps.firstIndex { $0.name == reference.root }
    return ["text": reference.description, "href": place.map { "#" + anchor(ofStep: $0) } ?? "", "isLinked": place != nil]
  }

  private func parameters(of step: PlannedStep, _ result: StepResult?) -> [TemplateFields] {
    step.tool.parameters.map { parameter in
      let written = step.binding.parameters.first { $0.name == parameter.name }?.argument
      let value = result?.arguments[parameter.name]
      let text = value.map { parameterText($0, of: step) } ?? written.map { parameterText($0, of: step) } ?? parameter.standard.map(ParameterText.text) ?? ""
      let isDefault = value.map { $0 == parameter.standard } ?? (written == nil)
      return ["name": parameter.name, "value": text, "isDefault": isDefault, "help": parameter.help]
    }
  }

  private func outputs(_ result: StepOutcome, of step: PlannedStep, at place: Int) -> [TemplateFields] {
    result.outputs.map {
      [
        "name": $0.name, "kind": $0.kind.rawValue, "size": ByteCountText.text(Double($0.byteCount)), "digest": $0.digest, "place": place,
        "lineage": PageWords.lineage(of: "\(step.id).\($0.name)"),
      ]
    }
  }

  private func consoles(_ result: StepOutcome?) -> [TemplateFields] {
    var consoles = (result?.elements ?? []).map { ($0.name, $0.result.console) }
    if let result { consoles.append(("", result.console)) }
    return consoles.filter { !$0.1.isEmpty }.map { element, text in
      ["title": element.isEmpty ? PageWords.console : "\(PageWords.console): \(element)", "text": ConsoleText.shown(text)]
    }
  }

  /// An argument as its author wrote it.
  static func text(of argument: Argument) -> String {
    switch argument {
    case .value(let value): ParameterText.text(value)
    case .reference(let reference, _): reference.description
    case .template(let parts):
      parts.map { part in
        switch part {
        case .text(let text): text
        case .reference(let reference, _): "${" + reference.description.dropFirst() + "}"
        }
      }.joined()
    case .expression(let text, _, _): text
    case .list(let arguments): "[" + arguments.map(text).joined(separator: ", ") + "]"
    case .record(let fields): "{" + fields.map { "\($0.name): \(text(of: $0.argument))" }.joined(separator: ", ") + "}"
    }
  }
}

/// A parameter's value in tables of parameters.
enum ParameterText {
  static func text(_ value: TypedValue) -> String {
    // An expression's value is its text and what its references were worth.
    if case .record(let fields) = value, fields.count == 2, fields[0].name == "text", fields[1].name == "values",
      case .text(let text) = fields[0].value, case .record(let values) = fields[1].value
    {
      return values.isEmpty ? text : text + " (" + values.map { "\($0.name) = \($0.value)" }.joined(separator: ", ") + ")"
    }
    return value.description
  }
}

/// What a step said on its console.
enum ConsoleText {
  /// The head and the tail of what is long, without the terminal's colour codes.
  static func shown(_ text: String) -> String {
    let plain = withoutControl(text)
    let lines = plain.split(separator: "\n", omittingEmptySubsequences: false)
    let (head, tail) = (150, 50)
    guard lines.count > head + tail + 1 else { return String(plain.prefix(60_000)) }
    let left = PageWords.linesLeftOut(lines.count - head - tail)
    return String((lines.prefix(head) + [left[...]] + lines.suffix(tail)).joined(separator: "\n").prefix(60_000))
  }

  private static func withoutControl(_ text: String) -> String {
    guard text.utf8.contains(0x1B) else { return text }
    var result = String.UnicodeScalarView()
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "\u{1B}" else {
        result.append(scalar)
        continue
      }
      guard scalars.first == "[" else { continue }
      scalars.removeFirst()
      // A control sequence ends with a byte from @ to ~.
      while let next = scalars.popFirst(), !(0x40...0x7E).contains(next.value) {}
    }
    return String(result)
  }
}
