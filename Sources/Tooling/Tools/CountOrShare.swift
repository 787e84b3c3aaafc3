/// How many of something: a count (`3`), or a share of all written with a point (`0.5`).
public enum CountOrShare: ParameterValue, Hashable {
  case count(Int)
  case share(Double)

  public static var type: ParameterType { .oneOf([.integer, .number]) }
  public static var placeholder: CountOrShare { .count(0) }

  public var typedValue: TypedValue {
    switch self {
    case .count(let count): .integer(count)
    case .share(let share): .number(share)
    }
  }

  public init(_ value: TypedValue) throws {
    switch value {
    case .integer(let count): self = .count(count)
    case .number(let share): self = .share(share)
    default: throw Self.mismatch(value)
    }
  }

  /// How many of `total` that are: a share rounded down.
  ///
  /// - Throws: `ToolError` for a share above 1, and for less than none.
  public func count(of total: Int, _ parameter: String) throws(ToolError) -> Int {
    switch self {
    case .count(let count) where count >= 0: return count
    case .share(let share) where share >= 0 && share <= 1: return Int(share * Double(total))
    default:
      throw ToolError(
        ParameterDeclaration.refusal(parameter, "a count, or a share of at most 1.0", not: typedValue.description), parameter: parameter)
    }
  }
}
