import Tabular
import Tooling

/// Keeps one row of those that are equal.
///
///     ```{table.distinct patients}
///     table: $visits
///     columns: patient
///     ```
///
/// Rows are equal where they have the same values in `columns`; without it, in every column. Of equal rows the first stays, or the
/// last, or with `keep: none` none of them, so that only what stands once is left. Rows keep their order. Missing cells are equal to one
/// another, as in pandas.
struct DistinctRows: Tool {
  static let name = "table.distinct"
  static let summary = "Keep one row of those that are equal."
  static let version = "1"

  @Input("The table to take rows from.") var table: Table
  @Param("The columns in which rows are compared; by default all.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Which of equal rows to keep.") var keep = Keep.first
  @Output("Rows that differ from one another.", named: "table", isMain: true) var distinct: Table?

  mutating func run(_ context: RunContext) throws {
    let compared = try columns.map { columns throws(ToolError) in try columns.of(table, for: "columns") } ?? table.columns
    guard !compared.isEmpty else {
      distinct = table
      return
    }
    let groups = try RowGroups(of: compared, cores: context.cores)
    let rows: [Int32]
    switch keep {
    case .first: rows = groups.firstRows
    case .last: rows = groups.lastRows
    case .none:
      let sizes = groups.sizes
      rows = groups.firstRows.indices.filter { sizes[$0] == 1 }.map { groups.firstRows[$0] }
    }
    let dropped = table.rowCount - rows.count
    context.note(
      dropped == 0 ? "no two rows are equal" : "\(counted(dropped, "row")) of \(table.rowCount) \(dropped == 1 ? "is" : "are") left out", parameter: "table")
    distinct = dropped == 0 ? table : table.gathering(rows, cores: context.cores)
  }

  enum Keep: String, ParameterChoice {
    case first, last, none

    var help: String {
      switch self {
      case .first: "The first of them."
      case .last: "The last of them."
      case .none: "None: only rows that stand once are left."
      }
    }
  }
}
