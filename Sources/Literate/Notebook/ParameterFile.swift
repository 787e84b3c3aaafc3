public import Tooling

/// Values for a notebook's parameters in a file of their own: a YAML (or JSON) mapping of names to single values.
public struct ParameterFile: Sendable {
  public private(set) var values: [String: TypedValue] = [:]
  public private(set) var diagnostics: [Diagnostic]
  /// The file's text as lines are counted in it.
  public let source: String

  public init(_ bytes: [UInt8]) {
    let text = NotebookText(bytes)
    source = text.string
    diagnostics = text.diagnostics
    let lines = PlacedText(lines: (1...text.lineCount).map { .init(text: text.line($0), line: $0, column: 1) })
    guard let node = YAMLReader.read(lines, diagnostics: &diagnostics).node else { return }
    guard case .mapping(let fields) = node.content else {
      diagnostics.append(.error("a file of parameters must be a mapping of names to values, not \(node.typeName)", at: node.range))
      return
    }
    for field in fields {
      // The parameter's declaration, which is the notebook's, says what the text means.
      if case .scalar(let written, _) = field.value.content {
        values[field.key] = .text(written)
      } else {
        diagnostics.append(.error(ParameterDeclaration.refusal(field.key, "a single value", not: field.value.typeName), at: field.value.range))
      }
    }
  }
}
