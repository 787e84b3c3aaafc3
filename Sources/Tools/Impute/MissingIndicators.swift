import Tabular
import Tooling

/// Columns that say where values were missing.
struct MissingIndicators {
  /// The columns that they tell of.
  let names: [String]

  /// True where a column of the table has no value: `missingindicator_age`.
  func columns(of table: Table) throws(ToolError) -> [Column] {
    var columns: [Column] = []
    for name in names {
      let values = try table.fittedColumn(name, "fills in").values
      let missing = values.missing
      columns.append(
        Column(
          "missingindicator_" + name,
          .boolean(Optionals(missing.isEmpty ? [Bool](repeating: false, count: values.count) : missing, zero: false))))
    }
    return columns
  }
}
