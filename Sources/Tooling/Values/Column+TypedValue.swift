public import Tabular

extension Column.Values {
  /// One cell as a value; `.null` where it is missing.
  public func typedValue(at row: Int) -> TypedValue {
    switch self {
    case .number(let values): values[row].isNaN ? .null : .number(values[row])
    case .integer(let values): values[row].map { .integer(Int($0)) } ?? .null
    case .boolean(let values): values[row].map(TypedValue.boolean) ?? .null
    case .text(let values): values[row].map(TypedValue.text) ?? .null
    case .dictionary(let values): values[row].map(TypedValue.text) ?? .null
    case .timestamp: text(at: row).map(TypedValue.text) ?? .null
    }
  }
}
