import _StringProcessing

/// A regular expression of `matches`, found anywhere in a text.
///
/// The syntax is that of Swift's `Regex`, which is Perl's and Python's in all that is common. Patterns over 500 bytes or with
/// more than 32 open brackets are refused, since reading them would be recursion without bound.
struct TextPattern {
  private let regex: Regex<AnyRegexOutput>

  /// - Throws: a sentence that says what is wrong with the pattern.
  init(_ pattern: String) throws(EvaluationError) {
    if let problem = TextPattern.shapeProblem(of: pattern) { throw EvaluationError(problem) }
    do {
      regex = try Regex(pattern)
    } catch {
      throw EvaluationError("'\(pattern)' is no regular expression")
    }
  }

  func isFound(in text: String) -> Bool { (try? regex.firstMatch(in: text)) != nil }

  /// What is wrong with `pattern`, or nil.
  static func problem(of pattern: String) -> String? {
    do {
      _ = try TextPattern(pattern)
      return nil
    } catch {
      return error.message
    }
  }

  private static func shapeProblem(of pattern: String) -> String? {
    if pattern.utf8.count > 500 { return "the regular expression is longer than 500 bytes" }
    let opened = pattern.utf8.count { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") }
    return opened > 32 ? "the regular expression has more than 32 brackets" : nil
  }
}
