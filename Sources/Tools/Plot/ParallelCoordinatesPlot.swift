import Tabular
import Tooling

/// A line a row over several columns, each scaled from its least value to its greatest.
///
///     ```{plot.parallel_coordinates petals}
///     table: $irises
///     features: [sepal_length, sepal_width, petal_length, petal_width]
///     color: species
///     ```
///
/// Rows in which one of the columns is missing or infinite are left out, and their number is noted; of more than 500 rows every so manyth
/// is drawn.
struct ParallelCoordinatesPlot: Tool {
  static let name = "plot.parallel_coordinates"
  static let summary = "Draw a line a row over several columns."
  static let version = "1"
  static let citations = [Citation("Inselberg A. The plane with parallel coordinates. The Visual Computer 1, 69–91 (1985).", doi: "10.1007/BF01898350")]

  @Input("The table to draw.") var table: Table
  @Param("The columns of numbers, from left to right.", .notEmpty, of: "table") var features: [ColumnName]
  @Param("The column that colours the lines.", of: "table") var color: ColumnName?
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    guard features.count <= 50 else { throw ToolError("\(features.count) columns are named, and at most 50 are drawn", parameter: "features") }
    let measured = try features.map { try table.numbers($0, for: "features").column }
    let coloured = try color.map { try table.column($0.name, for: "color") }
    let plotted = PlottedColumns(table, measured + (coloured.map { [$0] } ?? []), context)
    let levels = try coloured.map {
      try ColumnLevels(plotted.values($0)).limited(to: colourLimit, $0.name, for: "color", "can be told apart by colour")
    }
    let step = max(1, (plotted.rows.count + 499) / 500)
    let kept = Array(stride(from: 0, to: plotted.rows.count, by: step))
    var columns: (row: [Double], feature: [String?], share: [Double], value: [Double], group: [String?]) = ([], [], [], [], [])
    let numbers = measured.map { plotted.values($0).numbers ?? [] }
    let ranges = numbers.map { ($0.min() ?? 0, $0.max() ?? 1) }
    for row in kept {
      for (place, feature) in features.enumerated() {
        let (low, high) = ranges[place]
        let number = numbers[place][row]
        columns.row.append(Double(plotted.rows[row] + 1))
        columns.feature.append(feature.name)
        columns.share.append(high > low ? (number - low) / (high - low) : 0.5)
        columns.value.append(number)
        columns.group.append(levels.map { $0.names[Int($0.codes[row])] })
      }
    }
    var lines = [
      Column("row", .number(columns.row)), Column("feature", .text(TextValues(columns.feature))), Column("share", .number(columns.share)),
      Column("value", .number(columns.value)),
    ]
    var layer = ChartLayer(
      "lines", Mark.line().with("strokeWidth", 1).with("opacity", kept.count > 100 ? 0.35 : 0.6),
      [
        .x: .field("feature", .nominal, title: "", sort: .values(features.map(\.name))),
        .y: .field("share", .quantitative, title: "Least to greatest", scale: .domain(0, 1), format: ".0%"), .detail: .field("row", .nominal),
      ])
    if let levels, let color {
      lines.append(Column("group", .text(TextValues(columns.group))))
      layer.encode(.color, .field("group", .nominal, title: color.name, sort: .values(levels.names)))
    }
    let listed = zip(features, ranges).prefix(8).map { "\($0.name) \(shortNumber($1.0)) to \(shortNumber($1.1))" }.joined(separator: ", ")
    let by = levels.flatMap { levels in color.map { "; coloured by \($0.name): \(levels.listed)" } } ?? ""
    figure = try Chart(
      title: title, description: "Parallel coordinates of \(counted(kept.count, "row")): \(listed)\(by).", datasets: [("lines", try Table(lines))], layers: [layer]
    ).figure()
  }
}
