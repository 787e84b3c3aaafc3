import Tabular
import Tooling

extension [ColumnName] {
  /// The columns of the table, each named once.
  ///
  /// - Throws: `ToolError` at `parameter` for a column that is not there or is named twice.
  func of(_ table: Table, for parameter: String) throws(ToolError) -> [Column] {
    var found: [Column] = []
    for name in self {
      guard !found.contains(where: { $0.name == name.name }) else {
        throw ToolError("'\(parameter)' names '\(name.name)' twice", remedy: "name each column once", parameter: parameter)
      }
      found.append(try table.column(name.name, for: parameter))
    }
    return found
  }
}
