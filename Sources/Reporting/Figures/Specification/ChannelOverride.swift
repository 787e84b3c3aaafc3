import Tabular
import Tooling

/// A constant in the units of the drawing, and the rows that a test gives it to.
struct ChannelOverride {
  let holds: [Bool]
  let value: JSON

  /// - Throws: where the test names a column that is not there, or is none.
  init(_ condition: FigureChannel.Condition, _ table: Table) throws(FigureError) {
    holds = try FigurePredicate.rows(condition.test, table)
    value = condition.value
  }
}

extension LayerData {
  /// Numbers of a channel with those that conditions give; `standard` where rows have neither. Nil where no row has an exception.
  func overridden(_ name: String, _ numbers: [Double]?, standard: Double) -> [Double]? {
    guard overrides[name] != nil else { return numbers }
    return (0..<rowCount).map { row in override(name, row)?.double ?? numbers?[row] ?? standard }
  }
}
