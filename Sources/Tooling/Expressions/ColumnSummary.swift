import Tabular

/// `min max mean sd count`: one value of all cells of a column that are not missing.
enum ColumnSummary {
  static func value(_ function: Expression.Function, _ column: Column) throws(EvaluationError) -> TypedValue {
    if function == .count { return .integer(column.count - column.values.missingCount) }
    guard let cells = column.values.numbers else {
      throw EvaluationError("'\(function.rawValue)' works on numbers, and '\(column.name)' is a column of \(column.values.typeName)")
    }
    let numbers = cells.filter { !$0.isNaN }
    guard !numbers.isEmpty else { return .null }
    switch function {
    case .min: return extreme(numbers.min(), of: column)
    case .max: return extreme(numbers.max(), of: column)
    case .mean: return Scalar.number(mean(numbers))
    case .sd:
      guard numbers.count > 1 else { return .null }
      let centre = mean(numbers)
      let squares = numbers.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
      return Scalar.number((squares / Double(numbers.count - 1)).squareRoot())
    default: throw EvaluationError("'\(function.rawValue)' is no function of a column")
    }
  }

  private static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

  private static func extreme(_ value: Double?, of column: Column) -> TypedValue {
    guard let value else { return .null }
    if case .integer = column.values, let whole = Int(exactly: value) { return .integer(whole) }
    return .number(value)
  }
}
