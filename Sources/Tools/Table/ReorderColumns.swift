import Tabular
import Tooling

/// Moves columns to the front or to the end; the others stay between them in their order.
///
///     ```{table.reorder arranged}
///     table: $measured
///     first: [patient, diagnosis]
///     last: comment
///     ```
///
/// To keep some columns only, use `table.select`, which puts them in the order named too.
struct ReorderColumns: Tool {
  static let name = "table.reorder"
  static let summary = "Move columns to the front or to the end."
  static let version = "1"

  @Input("The table with the columns.") var table: Table
  @Param("The columns to put in front, in this order.", .notEmpty, of: "table") var first: [ColumnName]?
  @Param("The columns to put at the end, in this order.", .notEmpty, of: "table") var last: [ColumnName]?
  @Output("The same columns in another order.", named: "table", isMain: true) var reordered: Table?

  mutating func run(_ context: RunContext) throws {
    guard first != nil || last != nil else {
      throw ToolError("'table.reorder' needs 'first' or 'last'", remedy: "name the columns to move", parameter: "first")
    }
    let front = try first.map { names throws(ToolError) in try names.of(table, for: "first") } ?? []
    let end = try last.map { names throws(ToolError) in try names.of(table, for: "last") } ?? []
    let moved = Set((front + end).map(\.name))
    if moved.count < front.count + end.count, let both = end.first(where: { column in front.contains { $0.name == column.name } }) {
      throw ToolError("'\(both.name)' stands under 'first' and under 'last'", remedy: "leave it out of one", parameter: "last")
    }
    reordered = try Table(front + table.columns.filter { !moved.contains($0.name) } + end)
  }
}
