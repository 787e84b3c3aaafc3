import Tabular
import Tooling

/// One column or several: `site`, or `[site, year]`.
struct ColumnNames: ParameterValue {
  var columns: [ColumnName]

  init(_ columns: [ColumnName]) { self.columns = columns }

  static var type: ParameterType { .oneOf([.column(of: nil), .list(.column(of: nil))]) }
  static var placeholder: Self { Self([]) }
  /// One column is the same alone and in a list.
  var typedValue: TypedValue { columns.count == 1 ? .text(columns[0].name) : .list(columns.map(\.typedValue)) }

  init(_ value: TypedValue) throws {
    switch value {
    case .list(let names): columns = try names.map { try ColumnName($0) }
    default: columns = [try ColumnName(value)]
    }
  }

  /// The columns of the table, each named once.
  ///
  /// - Throws: `ToolError` at `parameter` for a column that is not there or is named twice.
  func of(_ table: Table, for parameter: String) throws(ToolError) -> [Column] {
    var found: [Column] = []
    for name in columns {
      guard !found.contains(where: { $0.name == name.name }) else {
        throw ToolError("'\(parameter)' names '\(name.name)' twice", remedy: "name each column once", parameter: parameter)
      }
      found.append(try table.column(name.name, for: parameter))
    }
    return found
  }
}
