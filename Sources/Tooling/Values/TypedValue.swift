/// A value of a parameter, a field of metrics, or a result of an expression: typed data with a canonical order.
public indirect enum TypedValue: Sendable, Hashable {
  /// Missing, or an optional parameter that was not given.
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([TypedValue])
  /// Fields in the order of the declaration, or as written where names are free.
  case record([Field])

  public struct Field: Sendable, Hashable {
    public var name: String
    public var value: TypedValue
    public init(_ name: String, _ value: TypedValue) {
      self.name = name
      self.value = value
    }
  }

  /// The value of a record's field; nil for other values and unknown names.
  public subscript(_ name: String) -> TypedValue? {
    guard case .record(let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }

  /// Numbers and integers as float64; nil for the rest.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// What the type is called to a person.
  public var typeName: String {
    switch self {
    case .null: "nothing"
    case .boolean: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .text: "text"
    case .list: "list"
    case .record: "record"
    }
  }
}

extension TypedValue: CustomStringConvertible {
  /// As an author would write it in YAML's flow style: `100`, `0.25`, `sqrt`, `[a, b]`, `{k: 9}`; missing is `none`.
  public var description: String {
    switch self {
    case .null: "none"
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): TypedValue.shortest(value)
    case .text(let value): value
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .record(let fields): "{" + fields.map { "\($0.name): \($0.value)" }.joined(separator: ", ") + "}"
    }
  }

  /// The shortest text that reads back as the same number, whole numbers without a fraction: `3`, `0.1`, `1e-08`.
  public static func shortest(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
