import Tabular
import Tooling

/// Keeps the rows of a table for which a condition is true.
///
///     ```{table.filter elderly}
///     table: $patients
///     where: age >= 60 and diagnosis in ['ductal', 'lobular']
///     ```
///
/// The condition is an expression over the table's columns. Text stands in single quotes, `'M'`; a column whose name is more
/// than letters, digits and underscores in back-quotes, `` `mean radius` ``. Conditions are put together with `and`, `or` and
/// `not`; `$params.limit` is a parameter of the notebook, `$step.metrics.mean` a result of another step.
///
/// A comparison with a missing cell is neither true nor false but missing, and such rows are left out: `age >= 60` drops
/// patients of unknown age, and `not (age >= 60)` drops them too. `age >= 60 or age is missing` keeps them. Rows keep their
/// order, columns their types.
///
/// The functions that `table.derive` lists may stand here too: `matches(gene, '^ENSG')`, `x > mean(x) + 3 * sd(x)`.
struct FilterRows: Tool {
  static let name = "table.filter"
  static let summary = "Keep the rows for which a condition is true."
  static let version = "1"

  @Input("The table to take rows from.") var table: Table
  @Param("The condition on a row, an expression over its columns.") var `where`: BoundExpression
  @Output("The rows for which it is true, in their order.", named: "table", isMain: true) var filtered: Table?

  mutating func run(_ context: RunContext) throws {
    let selection = try `where`.rows(of: table, for: "where", cores: context.cores)
    let (kept, missing) = (selection.rows.count, selection.missingCount)
    context.note(
      "\(kept) of \(counted(table.rowCount, "row")) \(kept == 1 ? "is" : "are") kept"
        + (missing == 0 ? "" : "; for \(missing) of the others the condition is missing"), parameter: "where")
    filtered = kept == table.rowCount ? table : table.gathering(selection.rows, cores: context.cores)
  }
}
