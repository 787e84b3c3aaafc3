import LinearAlgebra
import Tooling

/// A step's body, read and bound to its tool: what can be told of it without the steps around it.
struct StepBody: Sendable {
  var options = StepOptions()
  var binding = ToolBinding()
  var diagnostics: [Diagnostic] = []

  /// The bodies of the fences that are steps, nil for the others. Most of a long notebook's planning is done here, so it is done
  /// side by side.
  static func read(_ fences: [Fence], catalogue: ToolCatalogue, parameters: [String: TypedValue]) -> [StepBody?] {
    let pieces = FixedPieces(of: fences.count, size: 64)
    return mapPieces(pieces.count, cores: 4) { piece in
      pieces.range(piece).map { place -> StepBody? in
        guard case .step(let tool, _, _, _) = fences[place].content else { return nil }
        return StepBody(fences[place], tool: catalogue[tool], catalogue, parameters)
      }
    }.flatMap { $0 }
  }

  /// - Parameter tool: nil where there is none of that name; the body is read for its mistakes all the same.
  private init(_ fence: Fence, tool: ToolDeclaration?, _ catalogue: ToolCatalogue, _ parameters: [String: TypedValue]) {
    let (head, rest) = StepOptions.cut(fence.body, diagnostics: &diagnostics)
    options = StepOptionsReader.read(head, parameters: parameters, diagnostics: &diagnostics)
    let reading = YAMLReader.read(rest, diagnostics: &diagnostics)
    guard let tool else { return }
    checkOutputs(of: tool)
    guard reading != .failed else { return }
    let scope = BindingScope(parameters: parameters, hasEach: options.hasEach, catalogue: catalogue)
    var found: [Diagnostic] = []
    binding = tool.bind(reading.node, at: fence.range, scope: scope, diagnostics: &found)
    if let node = reading.node, !found.isEmpty { MangledValues(node, tool, rest).explain(&found) }
    diagnostics += found
  }

  /// Checks what the options say of outputs.
  private mutating func checkOutputs(of tool: ToolDeclaration) {
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
