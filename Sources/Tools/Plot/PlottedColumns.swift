import Tabular
import Tooling

/// The rows of a table that a plot can show, and what it cannot.
struct PlottedColumns {
  let table: Table
  /// Rows in which every plotted column has a finite value, ascending.
  let rows: [Int]

  /// Notes how many rows are left out for missing values, and how many for infinite ones.
  init(_ table: Table, _ columns: [Column], _ context: RunContext) {
    let columns = columns.filter { column in
      if case .number = column.values { true } else { column.values.missingCount > 0 }
    }
    var isMissing = [Bool](repeating: false, count: table.rowCount)
    var isInfinite = isMissing
    for column in columns {
      if case .number(let numbers) = column.values {
        for (row, number) in numbers.enumerated() where !number.isFinite {
          if number.isNaN { isMissing[row] = true } else { isInfinite[row] = true }
        }
      } else {
        for (row, isAbsent) in column.values.missing.enumerated() where isAbsent { isMissing[row] = true }
      }
    }
    self.table = table
    self.rows = (0..<table.rowCount).filter { !isMissing[$0] && !isInfinite[$0] }
    let missing = isMissing.count { $0 }
    let infinite = zip(isMissing, isInfinite).count { !$0 && $1 }
    if missing > 0 { context.note("\(counted(missing, "row")) with missing values \(missing == 1 ? "is" : "are") not drawn") }
    if infinite > 0 { context.note("\(counted(infinite, "row")) with infinite values \(infinite == 1 ? "is" : "are") not drawn") }
  }

  /// The column's cells in the rows that are shown.
  func values(_ column: Column) -> Column.Values {
    rows.count == table.rowCount ? column.values : column.values.selecting(rows)
  }
}

extension Table {
  /// The column called `name`, with its numbers.
  ///
  /// - Throws: `ToolError` where it is not there or is not numbers.
  func numbers(_ name: ColumnName, for parameter: String) throws(ToolError) -> (column: Column, numbers: [Double]) {
    let column = try column(name.name, for: parameter)
    guard let numbers = column.values.numbers else {
      throw ToolError("'\(parameter)' needs a column of numbers, and '\(name.name)' is \(column.values.typeName)", parameter: parameter)
    }
    return (column, numbers)
  }
}

extension ColumnLevels {
  /// - Throws: `ToolError` where there are more levels than can be told apart.
  func limited(to limit: Int, _ name: String, for parameter: String, _ phrase: String) throws(ToolError) -> ColumnLevels {
    guard names.count <= limit else {
      throw ToolError(
        "the column '\(name)' has \(names.count) different values, and at most \(limit) \(phrase)",
        remedy: "name a column with fewer, or join rare ones", parameter: parameter)
    }
    return self
  }

  /// Each level and its count, for an alt text: `B (357), M (212)`.
  var listed: String {
    let first = zip(names, counts).prefix(8).map { "\(shortened($0)) (\($1))" }.joined(separator: ", ")
    return names.count > 8 ? "\(first) and \(names.count - 8) more" : first
  }
}

/// A value in a sentence, cut where it is long.
func shortened(_ text: String) -> String { text.count > 40 ? text.prefix(39) + "…" : text }

/// The least and the greatest of finite numbers in a sentence: `from 6.981 to 28.11`.
func rangePhrase(_ numbers: [Double]) -> String {
  guard let least = numbers.min(), let greatest = numbers.max() else { return "none" }
  return least == greatest ? "all \(shortNumber(least))" : "from \(shortNumber(least)) to \(shortNumber(greatest))"
}

/// More groups than these cannot be told apart by colour.
let colourLimit = 50
