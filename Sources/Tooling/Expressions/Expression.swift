/// An expression of `{expect}`, `where:` and derived columns, parsed.
///
/// From loosest to tightest: `or`, `and`, `not`, comparisons with `in` and `is` (never chained), `+ -`, `* / %`, unary `-`,
/// `^` (to the right).
public indirect enum Expression: Sendable, Hashable {
  case literal(TypedValue)
  /// A column, by its name.
  case column(String, SourceOffset)
  case reference(Reference, SourceOffset)
  case negate(Expression)
  case not(Expression)
  case binary(Operator, Expression, Expression)
  /// `~=` within a tolerance; only in `{expect}`.
  case approximately(Expression, Expression, tolerance: Expression)
  case membership(Expression, [Expression])
  case isMissing(Expression)
  case call(Function, [Expression])

  public enum Operator: String, Sendable, Hashable, CaseIterable {
    case or, and
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%", power = "^"
  }

  public enum Function: String, Sendable, Hashable, CaseIterable {
    case `if`, coalesce, least, greatest
    case abs, log, log2, log10, exp, sqrt, round, floor, ceil
    case min, max, mean, sd, variance = "var", median, quantile, sum, count, distinctCount = "n_distinct", first, last
    case lower, upper, trim, replace, contains, startsWith = "starts_with", endsWith = "ends_with", matches, length, concat
    case number, text
  }

  /// A place in the expression's text: bytes from its start, and how many.
  public struct SourceOffset: Sendable, Hashable {
    public var offset: Int
    public var length: Int
    public init(offset: Int, length: Int) {
      self.offset = offset
      self.length = length
    }
  }
}

/// What is wrong with an expression, and where in its text.
public struct ExpressionError: Error, Sendable, Hashable {
  public var message: String
  public var remedy: String?
  public var place: Expression.SourceOffset
  public init(_ message: String, remedy: String? = nil, at place: Expression.SourceOffset) {
    self.message = message
    self.remedy = remedy
    self.place = place
  }
}
