import Tooling

/// What the `#|` lines at the head of a body say.
struct StepOptions {
  var presentation = Presentation()
  var resources = Resources()
  var each: PlannedStep.EachSource?
  /// Whether an `each` stands there, right or wrong.
  var hasEach = false
  var isSkipped = false
  var saves: [PlannedStep.Save] = []
  /// Where outputs are named, to be checked when the tool is known.
  var namedOutputs: [(name: String, range: SourceRange)] = []
  /// Where the label stands.
  var label: PlacedLabel?

  static let names = [
    "caption", "alt", "label", "show", "hide", "fold", "height", "source", "columns", "cores", "memory", "time", "each", "skip", "save",
  ]
  static let scriptNames = ["inputs", "params", "outputs", "environment", "requires", "volatile"]

  /// Cuts a body into the mapping of its `#|` lines and the rest.
  static func cut(_ body: PlacedText, diagnostics: inout [Diagnostic]) -> (head: PlacedText, rest: PlacedText) {
    var head: [PlacedText.Line] = []
    var rest = body.lines[...]
    while let line = rest.first, isOption(line.text) {
      let cut = line.text.dropFirst(2).first == 0x20 ? 3 : 2
      head.append(.init(text: line.text.dropFirst(cut), line: line.line, column: line.column + cut))
      rest.removeFirst()
    }
    for (index, line) in rest.enumerated() where isOption(line.text) {
      diagnostics.append(.optionLineInBody(at: PlacedText(lines: Array(rest)).range(ofLine: index)))
      _ = line
    }
    return (PlacedText(lines: head), PlacedText(lines: Array(rest)))
  }

  private static func isOption(_ line: ArraySlice<UInt8>) -> Bool { line.starts(with: "#|".utf8) }
}

/// Reads `#|` lines.
struct StepOptionsReader {
  private let parameters: [String: TypedValue]
  private var fields = FieldReader()
  private var options = StepOptions()

  static func read(_ head: PlacedText, parameters: [String: TypedValue], diagnostics: inout [Diagnostic]) -> StepOptions {
    guard !head.lines.isEmpty, let node = YAMLReader.read(head, diagnostics: &diagnostics).node else { return StepOptions() }
    guard case .mapping(let written) = node.content else {
      diagnostics.append(.optionsAreNoMapping(node))
      return StepOptions()
    }
    var reader = StepOptionsReader(parameters: parameters)
    for field in written { reader.read(field) }
    diagnostics += reader.fields.diagnostics
    return reader.options
  }

  private init(parameters: [String: TypedValue]) { self.parameters = parameters }

  private mutating func read(_ field: SourceField) {
    switch field.key {
    case "caption": options.presentation.caption = fields.text(field)
    case "alt": options.presentation.alt = fields.text(field)
    case "label":
      options.presentation.label = fields.text(field)
      options.label = options.presentation.label.map { PlacedLabel(name: $0, range: field.value.range) }
    case "show": options.presentation.show = outputs(field)
    case "hide": options.presentation.hide = outputs(field, orAll: true)
    case "fold": options.presentation.fold = fields.boolean(field) ?? false
    case "height": options.presentation.height = fields.integer(field, in: 20...10_000)
    case "source": readSource(field)
    case "columns": options.presentation.columns = ColumnPresentationReader.read(field, diagnostics: &fields.diagnostics)
    case "cores": options.resources.cores = fields.integer(field, in: 1...1024)
    case "memory": options.resources.memory = memory(field)
    case "time": options.resources.time = time(field)
    case "each": readEach(field)
    case "skip": readSkip(field)
    case "save": readSave(field)
    case let key where StepOptions.scriptNames.contains(key): fields.diagnostics.append(.scriptOption(key, at: field.keyRange))
    default: fields.diagnostics.append(.unknownOption(field.key, among: StepOptions.names, at: field.keyRange))
    }
  }

  /// `true`, `false`, or `fold`.
  private mutating func readSource(_ field: SourceField) {
    if case .scalar("fold", isPlain: true) = field.value.content {
      options.presentation.source = true
      options.presentation.foldsSource = true
    } else if case .scalar(let text, isPlain: true) = field.value.content, case .boolean(let isShown)? = ParameterType.boolean.read(text, isPlain: true) {
      options.presentation.source = isShown
    } else {
      fields.refuse(field, "true, false or fold")
    }
  }

  private mutating func outputs(_ field: SourceField, orAll: Bool = false) -> [String] {
    let nodes: [SourceNode] = if case .list(let nodes) = field.value.content { nodes } else { [field.value] }
    return nodes.compactMap { node in
      guard let name = fields.text(node, named: field.key) else { return nil }
      if !orAll || name != "all" { options.namedOutputs.append((name, node.range)) }
      return name
    }
  }

  /// `2GB`, `500 MB`, `4GiB`: bytes.
  private mutating func memory(_ field: SourceField) -> Int? {
    guard let text = fields.text(field) else { return nil }
    let units: [(String, Double)] = [
      ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824),
      ("TiB", 1_099_511_627_776),
    ]
    for (unit, size) in units where text.hasSuffix(unit) {
      let number = String(text.dropLast(unit.count)).trimmingSpaces
      guard let amount = ParameterType.number.read(number, isPlain: true)?.double, amount > 0 else { break }
      if let bytes = Int(exactly: (amount * size).rounded()) { return bytes }
    }
    fields.refuse(field, "an amount of memory, such as 500MB or 2GB")
    return nil
  }

  /// `30s`, `10min`, `1h30min`: seconds.
  private mutating func time(_ field: SourceField) -> Double? {
    guard let text = fields.text(field) else { return nil }
    var rest = text[...]
    var total = 0.0
    while !rest.isEmpty {
      rest = rest.drop { $0 == " " }
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(number.count).drop { $0 == " " }
      let unit = rest.prefix(while: \.isLetter)
      rest = rest.dropFirst(unit.count)
      let seconds: Double? = switch unit { case "s": 1; case "min": 60; case "h": 3600; case "d": 86400; default: nil }
      guard let seconds, let amount = ParameterType.number.read(String(number), isPlain: true)?.double else {
        total = 0
        break
      }
      total += amount * seconds
    }
    if total > 0, total < 1e9 { return total }
    fields.refuse(field, "an amount of time, such as 30s, 10min or 2h")
    return nil
  }

  private mutating func readEach(_ field: SourceField) {
    options.hasEach = true
    guard let text = fields.text(field) else { return }
    guard let reference = Reference(text), !Fence.reservedNames.contains(reference.root) else {
      fields.diagnostics.append(.badEach("'\(text)'", at: field.value.range))
      return
    }
    options.each = .init(reference: reference, range: field.value.range)
  }

  private mutating func readSkip(_ field: SourceField) {
    guard case .scalar(let text, _) = field.value.content, let reference = Reference(text), reference.root == "params" else {
      options.isSkipped = fields.boolean(field) ?? false
      return
    }
    guard let name = reference.path.first, reference.path.count == 1 else {
      fields.diagnostics.append(.parameterAlone(reference, at: field.value.range))
      return
    }
    switch parameters[name] {
    case .boolean(let value)?: options.isSkipped = value
    case let value?: fields.diagnostics.append(.refusal("skip", "true or false", not: "\(value.quoted), the value of '\(reference)'", at: field.value.range))
    case nil: fields.diagnostics.append(.noParameter(name, among: parameters.keys.sorted(), at: field.value.range))
    }
  }

  private mutating func readSave(_ field: SourceField) {
    guard case .mapping(let outputs) = field.value.content else {
      if let path = path(field) { options.saves = [.init(path: path, range: field.value.range)] }
      return
    }
    for output in outputs {
      options.namedOutputs.append((output.key, output.keyRange))
      if let path = path(output) { options.saves.append(.init(output: output.key, path: path, range: output.value.range)) }
    }
  }

  private mutating func path(_ field: SourceField) -> String? {
    guard case .scalar(let path, _) = field.value.content, !path.isEmpty, !field.value.isNull, !path.hasSuffix("/") else {
      fields.refuse(field, "the name of a file, such as results/x.csv")
      return nil
    }
    return path
  }
}

extension String {
  fileprivate var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
