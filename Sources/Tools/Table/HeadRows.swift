import Tabular
import Tooling

/// Keeps the first rows of a table, or the last.
///
///     ```{table.head top}
///     table: $ranked
///     rows: 20
///     ```
///
/// After `table.sort` these are the rows with the greatest or the least values. A table with fewer rows is kept whole.
struct HeadRows: Tool {
  static let name = "table.head"
  static let summary = "Keep the first or the last rows of a table."
  static let version = "1"

  @Input("The table to take rows from.") var table: Table
  @Param("How many rows to keep.", .atLeast(0)) var rows = 10
  @Param("At which end of the table they are taken.") var from = End.start
  @Output("The rows kept, in their order.", named: "table", isMain: true) var head: Table?

  mutating func run(_ context: RunContext) throws {
    let count = min(rows, table.rowCount)
    head = table.slice(from == .start ? 0..<count : table.rowCount - count..<table.rowCount)
  }

  enum End: String, ParameterChoice {
    case start, end

    var help: String { self == .start ? "The first rows." : "The last rows." }
  }
}
