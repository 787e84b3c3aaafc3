/// An expression over the row at hand, `datum`: what `calculate`, `filter` and `test` hold.
///
/// It is the part of Vega's expression language that needs nothing but a row: arithmetic, comparisons, `&& || !`, `? :` and functions.
/// What is missing stays missing in arithmetic, and a comparison with it is false.
public indirect enum DatumExpression: Sendable, Hashable {
  case number(Double)
  case text(String)
  case flag(Bool)
  case missing
  /// A column, by its name.
  case field(String)
  case negate(Self)
  case not(Self)
  case arithmetic(Arithmetic, Self, Self)
  case comparison(Comparison, Self, Self)
  case both(Self, Self)
  case either(Self, Self)
  case choice(Self, then: Self, otherwise: Self)
  case call(Function, [Self])

  public enum Arithmetic: String, Sendable, Hashable { case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%" }

  public enum Comparison: String, Sendable, Hashable {
    case equal = "==", notEqual = "!=", identical = "===", notIdentical = "!==", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
  }

  public enum Function: String, Sendable, Hashable, CaseIterable {
    case abs, ceil, floor, round, sqrt, exp, log, pow, min, max, clamp, sin, cos, tan, asin, acos, atan, hypot
    case isValid, isNaN, isFinite, toNumber, toString, length, lower, upper, `if`

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
      switch self {
      case .pow, .hypot: 2...2
      case .clamp, .if: 3...3
      case .min, .max: 1...20
      default: 1...1
      }
    }
  }

  /// What an expression gives: all rows the same.
  public enum Kind: Sendable, Hashable { case number, text, flag }

  /// - Parameter field: what a column holds.
  public func kind(of field: (String) -> Kind) -> Kind {
    func common(_ a: Self, _ b: Self) -> Kind {
      if a == .missing { return b.kind(of: field) }
      let (first, second) = (a.kind(of: field), b.kind(of: field))
      return b == .missing || first == second ? first : .text
    }
    switch self {
    case .number, .missing, .negate: return .number
    case .text: return .text
    case .flag, .not, .comparison: return .flag
    case .field(let name): return field(name)
    case .arithmetic(.add, let a, let b): return a.kind(of: field) == .text || b.kind(of: field) == .text ? .text : .number
    case .arithmetic: return .number
    case .both(let a, let b), .either(let a, let b), .choice(_, let a, let b): return common(a, b)
    case .call(.if, let arguments): return arguments.count == 3 ? common(arguments[1], arguments[2]) : .number
    case .call(let function, _):
      switch function {
      case .isValid, .isNaN, .isFinite: return .flag
      case .toString, .lower, .upper: return .text
      default: return .number
      }
    }
  }

  /// The columns that it reads, each once, in the order written.
  public var fields: [String] {
    switch self {
    case .number, .text, .flag, .missing: return []
    case .field(let name): return [name]
    case .negate(let a), .not(let a): return a.fields
    case .arithmetic(_, let a, let b), .comparison(_, let a, let b), .both(let a, let b), .either(let a, let b): return Self.united([a, b])
    case .choice(let a, let b, let c): return Self.united([a, b, c])
    case .call(_, let arguments): return Self.united(arguments)
    }
  }

  private static func united(_ parts: [Self]) -> [String] {
    var names: [String] = []
    for name in parts.flatMap(\.fields) where !names.contains(name) { names.append(name) }
    return names
  }
}
