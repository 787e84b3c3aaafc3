import Tabular
import Tooling

/// Rows along a column, by groups: what lines and areas are drawn from.
struct PlottedLines {
  /// The plotted columns, under their own names.
  let table: Table
  /// Of the groups; nil where there are none.
  let color: Encoding?
  /// The number of rows, the range of x, and the groups, for an alt text.
  let summary: String
  private let across: Column

  init(
    _ table: Table, x: ColumnName, y: ColumnName, color: ColumnName?, aggregate: LinePlot.Aggregate?, _ context: RunContext
  ) throws {
    across = try table.column(x.name, for: "x")
    switch across.values {
    case .number, .integer, .timestamp: break
    case .boolean, .text, .dictionary:
      throw ToolError(
        "'x' needs a column of numbers or times, and '\(x.name)' is \(across.values.typeName)", remedy: "plot.bar draws numbers by groups", parameter: "x")
    }
    let measured = try table.numbers(y, for: "y").column
    let coloured = try color.map { try table.column($0.name, for: "color") }
    let plotted = PlottedColumns(table, [across, measured] + (coloured.map { [$0] } ?? []), context)
    let levels = try coloured.map {
      try ColumnLevels(plotted.values($0)).limited(to: colourLimit, $0.name, for: "color", "can be told apart by colour")
    }
    var seen: Set<String> = []
    let columns = [across, measured, coloured].compactMap { $0 }.filter { seen.insert($0.name).inserted }
    var rows = try Table(columns.map { Column($0.name, plotted.values($0)) })
    if let aggregate, x.name != y.name { rows = try Self.summed(rows, x: x.name, y: y.name, levels, aggregate) }
    self.table = rows
    self.color = coloured.map { .field($0.name, .nominal, sort: levels.map { .values($0.names) }) }
    let range = plotted.values(across).numbers.flatMap { $0.isEmpty ? nil : "; \(x.name) \(rangePhrase($0))" } ?? ""
    let groups = levels.flatMap { levels in color.map { "; by \($0.name): \(levels.listed)" } } ?? ""
    summary = counted(plotted.rows.count, "row") + range + groups
  }

  /// One row for each group and x.
  private static func summed(_ table: Table, x: String, y: String, _ levels: ColumnLevels?, _ aggregate: LinePlot.Aggregate) throws -> Table {
    guard let across = table.column(x), let numbers = table.column(y)?.values.numbers else { return table }
    let places = ColumnLevels(across.values)
    let width = max(1, places.names.count)
    var groups: [Int: [Int]] = [:]
    for row in 0..<table.rowCount {
      let group = levels.map { Int($0.codes[row]) } ?? 0
      groups[group * width + Int(places.codes[row]), default: []].append(row)
    }
    let kept = groups.sorted { $0.key < $1.key }.map(\.value)
    return try Table(
      table.columns.map { column in
        column.name == y
          ? Column(y, .number(kept.map { rows in aggregate.value(rows.map { numbers[$0] }) })) : Column(column.name, column.values.selecting(kept.map { $0[0] }))
      })
  }

  /// `height`, or `mean of height`.
  func height(_ name: String, _ aggregate: LinePlot.Aggregate?) -> String { aggregate.map { "\($0.rawValue) of \(name)" } ?? name }

  func encodings(y name: String, aggregate: LinePlot.Aggregate?, isStacked: Bool?) -> KeyValuePairs<Channel, Encoding> {
    [
      .x: .field(across.name, Encoding.Measure(across.values), scale: .withoutZero),
      .y: .field(name, .quantitative, title: aggregate == nil ? nil : height(name, aggregate), scale: isStacked == nil ? .withoutZero : nil, isStacked: isStacked),
    ]
  }
}
