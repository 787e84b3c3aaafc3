import Tabular
import Tooling

/// Makes one row of each group of rows: how many there are, their means, medians, extremes.
///
///     ```{table.summarise by_site}
///     table: $patients
///     by: [site, sex]
///     columns:
///       patients: count()
///       mean_age: mean(age)
///       oldest: max(age)
///       relapsed: sum(relapse) / count(relapse)
///     ```
///
/// Rows that have the same values in the columns of `by` are a group; without `by` the whole table is one. Each new column is an
/// expression over these functions of a column, which leave missing cells out:
///
/// | | |
/// |---|---|
/// | `count()`, `count(x)` | how many rows; how many of them are not missing in `x` |
/// | `sum`, `mean`, `median`, `min`, `max` | |
/// | `sd`, `var` | the sample's, over n - 1; missing for fewer than two values |
/// | `quantile(x, 0.25)` | interpolated between values, as in pandas, numpy and R |
/// | `first`, `last` | in the order of the rows |
/// | `n_distinct` | how many different values there are |
///
/// Their results may be worked with as in `table.derive`: `sd(x) / mean(x)`, `round(mean(age), 1)`. The columns of `by` may stand by
/// themselves. Groups come in the order of their values, missing ones last: rows whose group is missing are a group of their own, as
/// in dplyr. (pandas leaves them out: `table.filter` with `where: site is not missing` does so here.)
///
/// A group with few rows has an uncertain mean: keep `count()` beside it.
struct SummariseTable: Tool {
  static let name = "table.summarise"
  static let summary = "Make one row of each group of rows: counts, means, extremes."
  static let version = "1"

  @Input("The table to summarise.") var table: Table
  @Param("The column whose values are the groups, or several; by default the table is one group.", .notEmpty, of: "table") var by: [ColumnName]?
  @Param("Names of the new columns, each with an expression over functions of columns.", .notEmpty) var columns: ParameterMapping<BoundExpression>
  @Output("A row for each group: the columns of 'by', then the new ones.", named: "table", isMain: true) var summary: Table?

  mutating func run(_ context: RunContext) throws {
    let grouping = try by.map { names throws(ToolError) in try names.of(table, for: "by") } ?? []
    let groups = grouping.isEmpty ? try RowGroups(whole: table.rowCount) : try RowGroups(of: grouping, cores: context.cores)
    let keys = try Table(grouping).gathering(groups.firstRows, cores: context.cores)
    var cells = keys.columns
    for field in columns.fields {
      try context.checkCancellation()
      guard !cells.contains(where: { $0.name == field.name }) else {
        throw ToolError("'\(field.name)' stands under 'by' and under 'columns'", remedy: "choose another name", parameter: "columns")
      }
      let values = try field.value.evaluate(over: table, groups: groups, keys: keys, for: "columns.\(field.name)", cores: context.cores)
      cells.append(Column(field.name, values))
    }
    let order = try Table.order(by: keys.columns.map { SortKey($0.values) }, cores: context.cores)
    summary = grouping.isEmpty ? try Table(cells) : try Table(cells).gathering(order, cores: context.cores)
  }
}
