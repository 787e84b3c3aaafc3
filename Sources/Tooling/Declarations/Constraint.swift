/// What a parameter's value must satisfy beyond its type. It tests, describes itself, and makes a counterexample.
public enum Constraint: Sendable, Hashable {
  case range(Bound?, Bound?)
  /// A text or a list that holds something.
  case notEmpty

  public struct Bound: Sendable, Hashable {
    public var value: Double
    public var isIncluded: Bool
    public init(_ value: Double, isIncluded: Bool = true) {
      self.value = value
      self.isIncluded = isIncluded
    }
  }

  public static func `in`(_ range: ClosedRange<Double>) -> Self { .range(Bound(range.lowerBound), Bound(range.upperBound)) }
  public static func atLeast(_ value: Double) -> Self { .range(Bound(value), nil) }
  public static func above(_ value: Double) -> Self { .range(Bound(value, isIncluded: false), nil) }
  /// From `lower`, itself not allowed, up to `upper`, itself allowed or not.
  public static func above(_ lower: Double, to upper: Double, isIncluded: Bool = true) -> Self {
    .range(Bound(lower, isIncluded: false), Bound(upper, isIncluded: isIncluded))
  }

  /// Whether `value` passes. A list passes where all its elements do; values that the constraint is not about pass.
  public func accepts(_ value: TypedValue) -> Bool {
    switch self {
    case .notEmpty:
      switch value {
      case .text(let text): return !text.isEmpty
      case .list(let values): return !values.isEmpty
      case .record(let fields): return !fields.isEmpty
      default: return true
      }
    case .range(let lower, let upper):
      if case .list(let values) = value { return values.allSatisfy(accepts) }
      guard let number = value.double else { return true }
      if let lower, !(lower.isIncluded ? number >= lower.value : number > lower.value) { return false }
      if let upper, !(upper.isIncluded ? number <= upper.value : number < upper.value) { return false }
      return !number.isNaN
    }
  }

  /// What follows "must be" in a refusal: `in 1...100000`, `at least 1`, `above 0 and below 1`, `not empty`.
  public var phrase: String {
    switch self {
    case .notEmpty: "not empty"
    case .range(let lower?, let upper?) where lower.isIncluded && upper.isIncluded:
      "in \(TypedValue.shortest(lower.value))...\(TypedValue.shortest(upper.value))"
    case .range(let lower, let upper):
      [
        lower.map { "\($0.isIncluded ? "at least" : "above") \(TypedValue.shortest($0.value))" },
        upper.map { "\($0.isIncluded ? "at most" : "below") \(TypedValue.shortest($0.value))" },
      ].compactMap { $0 }.joined(separator: " and ")
    }
  }

  /// A value of `type` that is refused; nil where the type cannot hold one.
  public func counterexample(of type: ParameterType) -> TypedValue? {
    switch (self, type) {
    case (.notEmpty, .list): return .list([])
    case (.notEmpty, .mapping): return .record([])
    case (.notEmpty, _): return .text("")
    case (.range, .list(let element)): return counterexample(of: element).map { .list([$0]) }
    case (.range, .oneOf(let types)):
      return types.lazy.compactMap { self.counterexample(of: $0) }.first
    case (.range(let lower, let upper), .integer):
      if let lower { return .integer(Int(lower.value.rounded(.down)) - (lower.isIncluded ? 1 : 0)) }
      return upper.map { .integer(Int($0.value.rounded(.up)) + 1) }
    case (.range(let lower, let upper), .number):
      if let lower { return .number(lower.value - (lower.isIncluded ? 1 : 0)) }
      return upper.map { .number($0.value + 1) }
    default: return nil
    }
  }
}
