/// Something to tell the author, and where.
///
/// Diagnostics are values: they are gathered, never thrown one by one.
public struct Diagnostic: Error, Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable, Comparable {
    case note, warning, error

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    private var rank: Int { switch self { case .note: 0; case .warning: 1; case .error: 2 } }
  }

  public var severity: Severity
  /// One sentence without a full stop: what is wrong, and the near name where there is one.
  public var message: String
  /// How to mend it, a sentence without a full stop; nil where the message says it.
  public var remedy: String?
  public var range: SourceRange?

  public init(_ severity: Severity, _ message: String, at range: SourceRange? = nil, remedy: String? = nil) {
    self.severity = severity
    self.message = message
    self.remedy = remedy
    self.range = range
  }

  public static func error(_ message: String, at range: SourceRange? = nil, remedy: String? = nil) -> Self {
    Self(.error, message, at: range, remedy: remedy)
  }

  public static func warning(_ message: String, at range: SourceRange? = nil, remedy: String? = nil) -> Self {
    Self(.warning, message, at: range, remedy: remedy)
  }
}

/// A place in a notebook: a line and a column, both from 1; columns count UTF-8 bytes.
public struct SourcePosition: Hashable, Sendable, Comparable {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// A stretch of one line.
public struct SourceRange: Hashable, Sendable {
  public var start: SourcePosition
  /// In UTF-8 bytes; 0 or 1 is drawn as one caret.
  public var length: Int

  public init(_ start: SourcePosition, length: Int = 1) {
    self.start = start
    self.length = length
  }

  public init(line: Int, column: Int, length: Int = 1) {
    self.init(SourcePosition(line: line, column: column), length: length)
  }
}
