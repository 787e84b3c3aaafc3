import Learning
import Tabular
import Tooling

/// Says what is in each column of a table: its type, how many cells are missing, how many different values there are, and for
/// numbers where they lie.
///
/// The summary has a row a column. `sd` is the sample's (divided by one less than the count) and quartiles are interpolated
/// between values, both as in pandas. `most_frequent` is the value that most cells have, of several the first in order, and
/// `share` its part of the cells that are not missing. Figures that a column cannot have are missing.
struct DescribeTable: Tool {
  static let name = "table.describe"
  static let summary = "Describe each column of a table: type, missing cells, distribution."
  static let version = "1"

  @Input("The table to describe.") var table: Table
  @Output("One row a column: what it holds.", isMain: true) var summary: Table?

  mutating func run(_ context: RunContext) throws {
    var descriptions: [ColumnDescription] = []
    for column in table.columns {
      try context.checkCancellation()
      descriptions.append(ColumnDescription(column))
    }
    func integers(_ figure: (ColumnDescription) -> Int) -> Column.Values {
      .integer(Optionals(descriptions.map { Int64(figure($0)) }, zero: 0))
    }
    func numbers(_ figure: (ColumnSummary) -> Double) -> Column.Values {
      .number(descriptions.map { $0.numbers.map(figure) ?? .nan })
    }
    summary = try Table([
      Column("column", .text(TextValues(descriptions.map(\.name)))), Column("type", .text(TextValues(descriptions.map(\.type)))),
      Column("count", integers(\.count)), Column("missing", integers(\.missing)), Column("distinct", integers(\.distinct)),
      Column("mean", numbers(\.mean)), Column("sd", numbers(\.standardDeviation)), Column("min", numbers(\.minimum)),
      Column("q1", numbers(\.lowerQuartile)), Column("median", numbers(\.median)), Column("q3", numbers(\.upperQuartile)),
      Column("max", numbers(\.maximum)), Column("most_frequent", .text(TextValues(descriptions.map(\.mostFrequent)))),
      Column("share", .number(descriptions.map(\.share))),
    ])
  }
}

/// What one column holds.
private struct ColumnDescription {
  let name: String
  let type: String
  let count: Int
  let missing: Int
  let distinct: Int
  /// Nil for columns that are not numbers.
  let numbers: ColumnSummary?
  let mostFrequent: String?
  let share: Double

  init(_ column: Column) {
    name = column.name
    type = column.values.typeName
    missing = column.values.missingCount
    count = column.count - missing
    let levels = ColumnLevels(column.values)
    distinct = levels.names.count
    let place = levels.counts.indices.max { levels.counts[$0] < levels.counts[$1] || (levels.counts[$0] == levels.counts[$1] && $0 > $1) }
    mostFrequent = place.map { levels.names[$0] }
    share = place.map { Double(levels.counts[$0]) / Double(column.count - column.values.missingCount) } ?? .nan
    switch column.values {
    case .number, .integer: numbers = column.values.numbers.map { ColumnSummary($0) }
    case .boolean, .text, .dictionary, .timestamp: numbers = nil
    }
  }
}
