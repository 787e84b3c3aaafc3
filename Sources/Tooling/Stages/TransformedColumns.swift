public import Tabular

// What fitted transformers do to the tables that they are given.

extension Table {
  /// The column `name`, which a transformer was fitted on.
  ///
  /// - Parameter verb: what the transformer does to it, for the error: `scales`.
  /// - Throws: `ToolError` with the near name where it is not there.
  public func fittedColumn(_ name: String, _ verb: String) throws(ToolError) -> Column {
    if let column = column(name) { return column }
    throw ToolError(
      "the table has no column '\(name)', which the transformer \(verb)\(didYouMean(name, among: names))",
      remedy: "give it a table with the columns that it was made from")
  }

  /// The column `name` as numbers, missing cells as NaN.
  ///
  /// - Throws: `ToolError` where it is not there or holds no numbers.
  public func fittedNumbers(_ name: String, _ verb: String) throws(ToolError) -> [Double] {
    let column = try fittedColumn(name, verb)
    guard let numbers = column.values.numbers else {
      throw ToolError("the column '\(name)' is \(column.values.typeName), and the transformer \(verb) numbers")
    }
    return numbers
  }

  /// The table with each column that has a replacement replaced, in its place, by one column, several or none, and `added` at the end.
  ///
  /// - Throws: `ToolError` where a new column has the name of another.
  public func replacingColumns(_ replacements: [String: [Column]], adding added: [Column] = []) throws(ToolError) -> Table {
    let columns = self.columns.flatMap { replacements[$0.name] ?? [$0] } + added
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.name).inserted {
      throw ToolError(
        "two columns would be called '\(column.name)'", remedy: "leave one out before with table.select, or name it otherwise")
    }
    do { return try Table(columns) } catch { throw ToolError(error.message) }
  }
}
