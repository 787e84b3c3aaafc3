import Foundation

/// Why an expression has no value: types that do not go together, a column or reference that is not there.
public struct EvaluationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A sentence without a full stop.
  public var message: String
  /// How to mend it, where the message does not say so.
  public var remedy: String?
  /// The column that it is about, by which its place in the expression is found.
  public var column: String?
  public init(_ message: String, remedy: String? = nil, column: String? = nil) {
    self.message = message
    self.remedy = remedy
    self.column = column
  }
  public var description: String { message }
}

extension Expression {
  /// The value for one set of values.
  ///
  /// Missing values follow SQL: a comparison or a calculation with one is missing, `false and missing` is false, `true or
  /// missing` is true. What has no finite or infinite value (`0 / 0`, `log(-1)`) is missing; `1 / 0` is infinite. Sums,
  /// differences and products of integers are integers while they fit. `%` has the sign of the divisor.
  ///
  /// - Parameters:
  ///   - resolve: what a reference is worth.
  ///   - column: what a column is worth; by default there are none.
  /// - Throws: `EvaluationError` for types that do not go together, and what the closures throw.
  public func evaluate(
    _ resolve: (Reference) throws -> TypedValue,
    column: (String) throws -> TypedValue = { name in
      throw EvaluationError("there is no column '\(name)' here; text stands in single quotes: '\(name)'")
    }
  ) throws -> TypedValue {
    func value(_ expression: Expression) throws -> TypedValue { try expression.evaluate(resolve, column: column) }
    switch self {
    case .literal(let value): return Scalar.tidy(value)
    case .column(let name, _): return Scalar.tidy(try column(name))
    case .reference(let reference, _): return Scalar.tidy(try resolve(reference))
    case .negate(let a): return try Scalar.negated(value(a))
    case .not(let a): return try Scalar.truth(value(a), of: "not").map { .boolean(!$0) } ?? .null
    case .isMissing(let a): return .boolean(try value(a) == .null)
    case .binary(.and, let a, let b): return try Scalar.and(value(a), value(b))
    case .binary(.or, let a, let b): return try Scalar.or(value(a), value(b))
    case .binary(let operation, let a, let b): return try Scalar.combined(operation, value(a), value(b))
    case .approximately(let a, let b, let tolerance):
      return try Scalar.approximately(value(a), value(b), tolerance: value(tolerance))
    case .membership(let a, let elements): return try Scalar.membership(value(a), elements.map(value))
    case .call(.if, let arguments) where arguments.count == 3:
      guard let condition = try Scalar.truth(value(arguments[0]), of: "if") else { return .null }
      return try value(arguments[condition ? 1 : 2])
    case .call(let function, let arguments):
      guard !function.isOverColumn else {
        throw EvaluationError("'\(function.rawValue)' works on a column of a table, and there is none here")
      }
      return try Scalar.call(function, arguments.map(value))
    }
  }
}

/// What the operators and functions do to single values.
enum Scalar {
  /// There is one kind of absence: NaN is missing.
  static func tidy(_ value: TypedValue) -> TypedValue {
    if case .number(let number) = value, number.isNaN { .null } else { value }
  }

  static func number(_ value: Double) -> TypedValue { value.isNaN ? .null : .number(value) }

  static func truth(_ value: TypedValue, of what: String) throws(EvaluationError) -> Bool? {
    switch value {
    case .null: return nil
    case .boolean(let truth): return truth
    default: throw EvaluationError("'\(what)' works on true and false, not on \(phrase(value))")
    }
  }

  static func and(_ a: TypedValue, _ b: TypedValue) throws(EvaluationError) -> TypedValue {
    switch (try truth(a, of: "and"), try truth(b, of: "and")) {
    case (false, _), (_, false): .boolean(false)
    case (true, true): .boolean(true)
    default: .null
    }
  }

  static func or(_ a: TypedValue, _ b: TypedValue) throws(EvaluationError) -> TypedValue {
    switch (try truth(a, of: "or"), try truth(b, of: "or")) {
    case (true, _), (_, true): .boolean(true)
    case (false, false): .boolean(false)
    default: .null
    }
  }

  static func negated(_ value: TypedValue) throws(EvaluationError) -> TypedValue {
    switch value {
    case .null: return .null
    case .integer(let whole) where whole != .min: return .integer(-whole)
    default: return number(-(try double(value, of: "-")))
    }
  }

  static func combined(_ operation: Expression.Operator, _ a: TypedValue, _ b: TypedValue) throws(EvaluationError) -> TypedValue {
    if a == .null || b == .null { return .null }
    switch operation {
    case .or: return try or(a, b)
    case .and: return try and(a, b)
    case .equal: return .boolean(try isEqual(a, b))
    case .notEqual: return .boolean(try !isEqual(a, b))
    case .less: return .boolean(try isLess(a, b, of: operation))
    case .greater: return .boolean(try isLess(b, a, of: operation))
    case .lessOrEqual: return .boolean(try !isLess(b, a, of: operation))
    case .greaterOrEqual: return .boolean(try !isLess(a, b, of: operation))
    case .add, .subtract, .multiply, .remainder:
      if case .integer(let a) = a, case .integer(let b) = b, let whole = wholeResult(operation, a, b) { return .integer(whole) }
      fallthrough
    case .divide, .power:
      return number(calculated(operation, try double(a, of: operation.rawValue), try double(b, of: operation.rawValue)))
    }
  }

  private static func wholeResult(_ operation: Expression.Operator, _ a: Int, _ b: Int) -> Int? {
    let result: (partialValue: Int, overflow: Bool)
    switch operation {
    case .add: result = a.addingReportingOverflow(b)
    case .subtract: result = a.subtractingReportingOverflow(b)
    case .multiply: result = a.multipliedReportingOverflow(by: b)
    case .remainder:
      result = a.remainderReportingOverflow(dividingBy: b)
      if !result.overflow, result.partialValue != 0, (result.partialValue < 0) != (b < 0) { return result.partialValue + b }
    default: return nil
    }
    return result.overflow ? nil : result.partialValue
  }

  /// One calculation on float64, as the vectorised evaluation does it too.
  static func calculated(_ operation: Expression.Operator, _ a: Double, _ b: Double) -> Double {
    switch operation {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .remainder: remainder(a, b)
    // C has pow(1, NaN) = 1; a calculation with a missing value is missing.
    case .power: a.isNaN || b.isNaN ? .nan : pow(a, b)
    default: .nan
    }
  }

  /// With the sign of the divisor, as Python, R and SQL's `mod` in spreadsheets have it.
  static func remainder(_ a: Double, _ b: Double) -> Double {
    let rest = a.truncatingRemainder(dividingBy: b)
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
  }

  static func isEqual(_ a: TypedValue, _ b: TypedValue) throws(EvaluationError) -> Bool {
    switch (a, b) {
    case (.integer(let a), .integer(let b)): return a == b
    case (.text(let a), .text(let b)): return a == b
    case (.boolean(let a), .boolean(let b)): return a == b
    default:
      guard let a = a.double, let b = b.double else { throw mismatch(a, b, "compare") }
      return a == b
    }
  }

  private static func isLess(_ a: TypedValue, _ b: TypedValue, of operation: Expression.Operator) throws(EvaluationError) -> Bool {
    switch (a, b) {
    case (.integer(let a), .integer(let b)): return a < b
    case (.text(let a), .text(let b)): return a < b
    default:
      guard let a = a.double, let b = b.double else { throw mismatch(a, b, "order") }
      return a < b
    }
  }

  static func approximately(_ a: TypedValue, _ b: TypedValue, tolerance: TypedValue) throws(EvaluationError) -> TypedValue {
    if a == .null || b == .null || tolerance == .null { return .null }
    let (x, y) = (try double(a, of: "~="), try double(b, of: "~="))
    return isNear(x, y, try double(tolerance, of: "±")) == 1 ? .boolean(true) : .boolean(false)
  }

  /// 1 where the two are within the tolerance, 0 where not, -1 where one is missing.
  static func isNear(_ x: Double, _ y: Double, _ tolerance: Double) -> Int8 {
    if x.isNaN || y.isNaN || tolerance.isNaN { return -1 }
    // Written decimals are not binary ones: 0.94 is within 0.93 ± 0.01.
    let slack = (x.magnitude + y.magnitude) * 4 * Double.ulpOfOne
    return x == y || (x - y).magnitude <= tolerance + slack ? 1 : 0
  }

  static func membership(_ value: TypedValue, _ elements: [TypedValue]) throws(EvaluationError) -> TypedValue {
    if value == .null { return .null }
    for element in elements where element != .null {
      if try isEqual(value, element) { return .boolean(true) }
    }
    return elements.contains(.null) ? .null : .boolean(false)
  }

  static func double(_ value: TypedValue, of what: String) throws(EvaluationError) -> Double {
    guard let number = value.double else { throw EvaluationError("'\(what)' works on numbers, not on \(phrase(value))") }
    return number
  }

  static func mismatch(_ a: TypedValue, _ b: TypedValue, _ verb: String) -> EvaluationError {
    EvaluationError("cannot \(verb) \(phrase(a)) and \(phrase(b))")
  }

  static func phrase(_ value: TypedValue) -> String {
    switch value {
    case .null: "a missing value"
    case .text(let text): "the text '\(text.count > 40 ? String(text.prefix(40)) + "…" : text)'"
    case .integer, .number: "the number \(value)"
    case .boolean: "\(value)"
    case .list: "a list"
    case .record: "a record"
    }
  }
}
