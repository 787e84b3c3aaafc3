import Tabular
import Tooling

/// Gives columns other names.
///
///     ```{table.rename tidy}
///     table: $measured
///     columns:
///       'Mean Radius [mm]': mean_radius
///       Dx: diagnosis
///     ```
///
/// Each old name stands before its new one. Columns stay where they are, and those not named keep their names; two may change
/// names with each other.
struct RenameColumns: Tool {
  static let name = "table.rename"
  static let summary = "Give columns other names."
  static let version = "1"

  @Input("The table with the columns.") var table: Table
  @Param("Old names, each with the new one.", .notEmpty) var columns: ParameterMapping<String>
  @Output("The table under the new names.", named: "table", isMain: true) var renamed: Table?

  mutating func run(_ context: RunContext) throws {
    var names: [String: String] = [:]
    for field in columns.fields {
      guard !field.value.isEmpty else { throw ToolError("the new name of '\(field.name)' is empty", parameter: "columns") }
      names[try table.column(field.name, for: "columns").name] = field.value
    }
    let columns = table.columns.map { Column(names[$0.name] ?? $0.name, $0.values) }
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.name).inserted {
      throw ToolError(
        "two columns would be called '\(column.name)'", remedy: "choose another name, or drop the other column with table.select", parameter: "columns")
    }
    renamed = try Table(columns)
  }
}
