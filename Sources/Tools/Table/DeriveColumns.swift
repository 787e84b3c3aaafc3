import Tabular
import Tooling

/// Adds columns that are calculated from others, or puts them in the place of others.
///
///     ```{table.derive measured}
///     table: $patients
///     columns:
///       bmi: weight / height ^ 2
///       is_obese: bmi >= 30
///       group: if(is_obese, 'obese', 'other')
///     ```
///
/// Each column has a name and an expression over the columns there are; later ones may use earlier ones. A name that the table
/// has already replaces that column where it stands; a new one comes last.
///
/// Operators, from the tightest: `^` (power), `-x`, `* / %` (the remainder, with the divisor's sign), `+ -`, comparisons
/// `== != < <= > >=`, `in ['a', 'b']`, `is missing`, `not`, `and`, `or`. What is calculated with a missing cell is missing. Whole
/// numbers stay whole in `+ - *` and `%`; `/` gives numbers with a fraction. What has no value (`0 / 0`, `log(-1)`) is missing.
///
/// | functions of a row's values | |
/// |---|---|
/// | `if(condition, a, b)` | `a` where the condition is true, `b` where it is false, missing where it is missing |
/// | `coalesce(a, b, …)` | the first that is not missing: `coalesce(dose, 0)` |
/// | `least(a, b, …)`, `greatest(a, b, …)` | the least and the greatest of them |
/// | `abs`, `sqrt`, `exp`, `log`, `log2`, `log10` | `log` is the natural logarithm |
/// | `round(x)`, `round(x, digits)`, `floor`, `ceil` | halves are rounded to the even neighbour, as in R and Python |
/// | `lower`, `upper`, `trim`, `length` | letter case, blanks at the ends, number of characters |
/// | `replace(text, 'part', 'other')`, `concat(a, b, …)` | |
/// | `contains`, `starts_with`, `ends_with` | `starts_with(gene, 'MT-')` |
/// | `matches(text, 'pattern')` | whether a regular expression is found in it |
/// | `number(text)`, `text(x)` | a text's number, missing where it says none; a value as text |
///
/// `min`, `max`, `mean`, `sd`, `median` and the other functions of `table.summarise` take one column and give one value of all its
/// rows without the missing ones: `(x - mean(x)) / sd(x)`. Where a model learns from the table, do such scaling in the model's pipeline (`scale.standard`),
/// or the rows to test on have a say in it.
struct DeriveColumns: Tool {
  static let name = "table.derive"
  static let summary = "Add columns calculated from others."
  static let version = "1"

  @Input("The table to add to.") var table: Table
  @Param("Names of the new columns, each with an expression over the columns before it.", .notEmpty) var columns: ParameterMapping<BoundExpression>
  @Output("The table with the new columns.", named: "table", isMain: true) var derived: Table?

  mutating func run(_ context: RunContext) throws {
    var whole = table
    for field in columns.fields {
      try context.checkCancellation()
      guard !field.name.isEmpty else { throw ToolError("a column of 'columns' has no name", parameter: "columns") }
      let values = try field.value.evaluate(over: whole, for: "columns.\(field.name)", cores: context.cores)
      let column = Column(field.name, values)
      // A table without columns has no rows either.
      if let place = whole.names.firstIndex(of: field.name) {
        var columns = whole.columns
        columns[place] = column
        whole = try Table(columns)
      } else {
        whole = try Table(whole.columns + [column])
      }
    }
    derived = whole
  }
}
