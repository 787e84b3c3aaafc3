/// A piece of YAML with its place in the notebook: what a step's body is made of before types are known.
public struct SourceNode: Sendable, Equatable {
  public enum Content: Sendable, Equatable {
    /// A scalar's text. Plain scalars may be typed by YAML 1.2's core schema; quoted and block ones are text.
    case scalar(String, isPlain: Bool)
    case list([SourceNode])
    /// In the order written; no key stands twice.
    case mapping([SourceField])
  }

  public var content: Content
  public var range: SourceRange
  /// For block scalars (`|`, `>`): the position of the first character of each line of the text, so that an error inside
  /// the text can be placed; empty for others, whose text begins at `range.start` (after the quote, where quoted).
  public var lineStarts: [SourcePosition]

  public init(_ content: Content, at range: SourceRange, lineStarts: [SourcePosition] = []) {
    self.content = content
    self.range = range
    self.lineStarts = lineStarts
  }

  /// Whether nothing is written, or YAML's null: an empty plain scalar, `null`, `~`.
  public var isNull: Bool {
    if case .scalar(let text, isPlain: true) = content { ["", "~", "null", "Null", "NULL"].contains(text) } else { false }
  }

  /// Whether a learner is to fill something in here: `___`, three underscores or more, alone or in a list or a mapping.
  ///
  /// - Parameter isExpression: whether a blank may be a part of the text: `radius > ___`.
  func hasBlank(isExpression: Bool = false) -> Bool {
    switch content {
    case .scalar(let text, isPlain: true):
      text.utf8.count >= 3 && text.utf8.allSatisfy { $0 == UInt8(ascii: "_") } || isExpression && text.contains("___")
    case .scalar: false
    case .list(let nodes): nodes.contains { $0.hasBlank() }
    case .mapping(let fields): fields.contains { $0.value.hasBlank() }
    }
  }

  /// What the node is called to its author.
  public var typeName: String {
    switch content {
    case .scalar: isNull ? "nothing" : "a single value"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// One key of a mapping and what stands under it.
public struct SourceField: Sendable, Equatable {
  public var key: String
  public var keyRange: SourceRange
  public var value: SourceNode

  public init(_ key: String, at keyRange: SourceRange, _ value: SourceNode) {
    self.key = key
    self.keyRange = keyRange
    self.value = value
  }
}
