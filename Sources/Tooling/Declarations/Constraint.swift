/// What a parameter's value must satisfy beyond its type. It tests, describes itself, and makes a counterexample.
public indirect enum Constraint: Sendable, Hashable {
  case range(Bound?, Bound?)
  /// A text, a list or a mapping that holds something.
  case notEmpty
  /// Each of these: a list that is not empty, of numbers in a range.
  case all([Constraint])

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

  /// Whether `value` passes. A list or a mapping is in a range where all that it holds is; values that the constraint is not about pass.
  public func accepts(_ value: TypedValue) -> Bool { refusal(of: value) == nil }

  /// What of a value does not pass.
  public struct Refusal: Sendable, Hashable {
    /// Where in the value it stands: `[2]`, `.linear`; empty for the whole.
    public var path: String
    /// What follows "must be".
    public var phrase: String
    public var value: TypedValue
  }

  /// The first part of `value` that does not pass; nil where it passes.
  public func refusal(of value: TypedValue) -> Refusal? {
    switch self {
    case .all(let constraints): return constraints.lazy.compactMap { $0.refusal(of: value) }.first
    case .notEmpty:
      let isEmpty =
        switch value {
        case .text(let text): text.isEmpty
        case .list(let values): values.isEmpty
        case .record(let fields): fields.isEmpty
        default: false
        }
      return isEmpty ? Refusal(path: "", phrase: phrase, value: value) : nil
    case .range(let lower, let upper):
      switch value {
      case .list(let values): return values.enumerated().lazy.compactMap { place, value in self.refusal(of: value, under: "[\(place + 1)]") }.first
      case .record(let fields): return fields.lazy.compactMap { self.refusal(of: $0.value, under: ".\($0.name)") }.first
      default: break
      }
      guard let number = value.double else { return nil }
      if let lower, !(lower.isIncluded ? number >= lower.value : number > lower.value) { return Refusal(path: "", phrase: phrase, value: value) }
      if let upper, !(upper.isIncluded ? number <= upper.value : number < upper.value) { return Refusal(path: "", phrase: phrase, value: value) }
      return number.isNaN ? Refusal(path: "", phrase: phrase, value: value) : nil
    }
  }

  private func refusal(of value: TypedValue, under path: String) -> Refusal? {
    guard var refusal = refusal(of: value) else { return nil }
    refusal.path = path + refusal.path
    return refusal
  }

  /// The range among what is asked; nil where there is none.
  var range: Constraint? {
    switch self {
    case .range: self
    case .notEmpty: nil
    case .all(let constraints): constraints.lazy.compactMap(\.range).first
    }
  }

  /// What follows "must be" in a refusal: `in 1...100000`, `at least 1`, `above 0 and below 1`, `not empty`.
  public var phrase: String {
    switch self {
    case .notEmpty: "not empty"
    case .all(let constraints): constraints.map(\.phrase).joined(separator: " and ")
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
    case (.all(let constraints), _): return constraints.lazy.compactMap { $0.counterexample(of: type) }.first
    case (.notEmpty, .list): return .list([])
    case (.notEmpty, .mapping): return .record([])
    case (.notEmpty, _): return .text("")
    case (.range, .list(let element)): return counterexample(of: element).map { .list([$0]) }
    case (.range, .mapping(let element)): return counterexample(of: element).map { .record([.init("name", $0)]) }
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
