import Tabular
import Tooling

/// Keeps some columns of a table, in the order named, or all but some.
///
///     ```{table.select shape}
///     table: $tumours
///     columns: [diagnosis, mean_radius, mean_texture]
///     ```
///
/// `drop: [id]` keeps every column but `id`. One of the two is given, never both.
struct SelectColumns: Tool {
  static let name = "table.select"
  static let summary = "Keep some columns of a table, in the order named, or drop some."
  static let version = "1"

  @Input("The table to take columns from.") var table: Table
  @Param("The columns to keep, in this order.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("The columns to leave out.", .notEmpty, of: "table") var drop: [ColumnName]?
  @Output("The columns kept.", named: "table", isMain: true) var selected: Table?

  mutating func run(_ context: RunContext) throws {
    switch (columns, drop) {
    case (let columns?, nil):
      var seen: Set<String> = []
      for column in columns {
        _ = try table.column(column.name, for: "columns")
        guard seen.insert(column.name).inserted else {
          throw ToolError("'columns' names '\(column.name)' twice", remedy: "name each column once", parameter: "columns")
        }
      }
      selected = try table.selecting(columns: columns.map(\.name))
    case (nil, let drop?):
      let dropped = Set(try drop.map { try table.column($0.name, for: "drop").name })
      let kept = table.names.filter { !dropped.contains($0) }
      guard !kept.isEmpty else {
        throw ToolError("'drop' names every column of the table, and none would be left", parameter: "drop")
      }
      selected = try table.selecting(columns: kept)
    case (nil, nil):
      throw ToolError("'table.select' needs 'columns' or 'drop'", remedy: "name the columns to keep, or those to drop", parameter: "columns")
    case (_?, _?):
      throw ToolError("'columns' and 'drop' cannot both be given", remedy: "name the columns to keep, or those to drop", parameter: "drop")
    }
  }
}
