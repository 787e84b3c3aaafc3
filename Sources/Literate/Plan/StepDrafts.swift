import Tooling

/// The steps of a notebook while their bodies are bound, in the order of the text, before references are followed.
struct StepDrafts {
  let catalogue: ToolCatalogue
  let parameters: [String: TypedValue]
  private(set) var steps: [PlannedStep] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Where in `steps` each name stands; nil for a step that could not be bound.
  private(set) var places: [String: Int?] = [:]
  /// Steps whose `each` is wrong: what their bodies say of `$each` is not held against them.
  private(set) var withBrokenEach: Set<Int> = []
  /// Names in the order of the text.
  private(set) var orderedNames: [String] = []
  private var lines: [String: Int] = [:]
  private var counts: [String: Int] = [:]

  init(catalogue: ToolCatalogue, parameters: [String: TypedValue]) {
    self.catalogue = catalogue
    self.parameters = parameters
  }

  var names: Set<String> { Set(orderedNames) }

  /// Binds a fence's body. Returns the step's place, or nil where there is no such tool.
  mutating func add(_ fence: Fence, tool name: String, _ toolRange: SourceRange, name stepName: String?, _ nameRange: SourceRange) -> Int? {
    let tool = catalogue[name]
    if tool == nil { diagnostics.append(.unknownTool(name, near: catalogue.nearName(to: name), at: toolRange)) }
    var isFirst = true
    if let stepName {
      if let line = lines[stepName] {
        diagnostics.append(.duplicateName(stepName, at: nameRange, first: line))
        isFirst = false
      } else {
        lines[stepName] = fence.line
        orderedNames.append(stepName)
        places[stepName] = .some(tool == nil ? nil : steps.count)
      }
    }
    let count = (counts[name] ?? 0) + 1
    counts[name] = count

    let (head, rest) = StepOptions.cut(fence.body, diagnostics: &diagnostics)
    var options = StepOptionsReader.read(head, parameters: parameters, diagnostics: &diagnostics)
    let reading = YAMLReader.read(rest, diagnostics: &diagnostics)
    guard let tool else { return nil }
    check(&options, tool)

    var binding = ToolBinding()
    if reading != .failed {
      let scope = BindingScope(parameters: parameters, hasEach: options.hasEach, catalogue: catalogue)
      var found: [Diagnostic] = []
      binding = tool.bind(reading.node, at: fence.range, scope: scope, diagnostics: &found)
      if let node = reading.node, !found.isEmpty { MangledValues(node, tool, rest).explain(&found) }
      diagnostics += found
    }
    if options.hasEach, options.each == nil { withBrokenEach.insert(steps.count) }
    let id = isFirst ? stepName ?? "\(name)#\(count)" : "\(name)#\(count)"
    steps.append(
      PlannedStep(
        id: id, name: isFirst ? stepName : nil, tool: tool, binding: binding, each: options.each, isSkipped: options.isSkipped,
        presentation: options.presentation, resources: options.resources, saves: options.saves, body: fence.literal,
        range: fence.range))
    return steps.count - 1
  }

  /// Checks what the options say of outputs.
  private mutating func check(_ options: inout StepOptions, _ tool: ToolDeclaration) {
    for (name, range) in options.namedOutputs where tool.output(name) == nil {
      diagnostics.append(.unknownOutput(name, of: tool, at: range))
    }
    for save in options.saves where save.output == nil && tool.mainOutput == nil {
      diagnostics.append(.saveNeedsOutput(tool, at: save.range))
    }
  }
}

/// Values that YAML read otherwise than their author meant: an expression cut short by ` #`, or taken for a list.
private struct MangledValues {
  private var remedies: [Int: String] = [:]

  init(_ body: SourceNode, _ tool: ToolDeclaration, _ text: PlacedText) {
    guard case .mapping(let fields) = body.content else { return }
    for field in fields where tool.parameter(field.key)?.type == .expression {
      let line = text.lines.first { $0.line == field.value.range.start.line }
      let quoting = "quote the whole value, or write '\(field.key): |' and go on on the next line"
      switch field.value.content {
      case .scalar(let written, isPlain: true):
        guard let line, field.value.lineStarts.isEmpty else { continue }
        let after = line.text.dropFirst(max(0, field.value.range.start.column - line.column) + written.utf8.count)
        if after.trimmed.first == UInt8(ascii: "#") { remedies[line.line] = "for YAML ' #' begins a comment: \(quoting)" }
      case .scalar: break
      case .list, .mapping: remedies[field.value.range.start.line] = "for YAML a bracket begins a list or mapping: \(quoting)"
      }
    }
  }

  func explain(_ diagnostics: inout [Diagnostic]) {
    for place in diagnostics.indices {
      guard let line = diagnostics[place].range?.start.line, let remedy = remedies[line] else { continue }
      diagnostics[place].remedy = remedy
    }
  }
}
