import Learning
import Tabular
import Tooling

/// A column's quartiles, whiskers and outliers, after Tukey, in all rows or by the values of another column.
///
///     ```{plot.box radii}
///     table: $tumours
///     y: mean_radius
///     x: diagnosis
///     ```
///
/// The box goes from the lower quartile to the upper, with the median in it. Whiskers end at the last values within 1.5 box
/// lengths of the box; what lies beyond is drawn as points. Missing and infinite values are left out, and their number is noted.
struct BoxPlot: Tool {
  static let name = "plot.box"
  static let summary = "Draw the quartiles, whiskers and outliers of a column, by groups."
  static let version = "1"
  static let citations = [Citation("Tukey JW. Exploratory Data Analysis. Addison-Wesley (1977).")]

  @Input("The table to draw.") var table: Table
  @Param("The column of numbers.", of: "table") var y: ColumnName
  @Param("The column with a box a value; without it there is one box.", of: "table") var x: ColumnName?
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let measured = try table.numbers(y, for: "y").column
    let named = try x.map { try table.column($0.name, for: "x") }
    let plotted = PlottedColumns(table, [measured] + (named.map { [$0] } ?? []), context)
    let numbers = plotted.values(measured).numbers ?? []
    let levels = try named.map { try ColumnLevels(plotted.values($0)).limited(to: 100, $0.name, for: "x", "boxes are drawn") }
    let groups = levels.map { zip($0.names, $0.rows).map { ($0, $1.map { numbers[$0] }) } } ?? [("all", numbers)]
    let boxes = groups.compactMap { name, values in BoxPlotStatistics(values).map { (name: name, box: $0) } }
    let outliers = boxes.flatMap { group in group.box.outliers.map { (name: group.name, value: $0) } }
    func figures(_ figure: (BoxPlotStatistics) -> Double) -> Column.Values { .number(boxes.map { figure($0.box) }) }
    let names = boxes.map { Optional($0.name) }

    let across = Encoding.field(
      "group", .nominal, title: x?.name ?? "", sort: .values(boxes.map(\.name)), hasGuide: x != nil)
    func upwards(_ column: String) -> Encoding { .field(column, .quantitative, title: y.name, scale: .withoutZero) }
    figure = try Chart(
      title: title, description: description(boxes, count: numbers.count),
      datasets: [
        (
          "boxes",
          try Table([
            Column("group", .text(TextValues(names))), Column("lower_whisker", figures(\.lowerWhisker)), Column("q1", figures(\.lowerQuartile)),
            Column("median", figures(\.median)), Column("q3", figures(\.upperQuartile)), Column("upper_whisker", figures(\.upperWhisker)),
          ])
        ),
        (
          "outliers",
          try Table([
            Column("group", .text(TextValues(outliers.map { Optional($0.name) }))), Column("value", .number(outliers.map(\.value))),
          ])
        ),
      ],
      layers: [
        ChartLayer("boxes", .rule(), [.x: across, .y: upwards("lower_whisker"), .y2: .end("q1")]),
        ChartLayer("boxes", .rule(), [.x: across, .y: upwards("q3"), .y2: .end("upper_whisker")]),
        ChartLayer("boxes", .bar().with("size", 28), [.x: across, .y: upwards("q1"), .y2: .end("q3")]),
        ChartLayer("boxes", .tick(thickness: 2).with("size", 28).with("color", "white"), [.x: across, .y: upwards("median")]),
        ChartLayer("outliers", .circle(opacity: 0.7), [.x: across, .y: upwards("value")]),
      ]
    ).figure()
  }

  private func description(_ boxes: [(name: String, box: BoxPlotStatistics)], count: Int) -> String {
    let listed = boxes.prefix(8).map { group in
      let box = group.box
      let figures = "median \(shortNumber(box.median)), quartiles \(shortNumber(box.lowerQuartile)) and \(shortNumber(box.upperQuartile))"
      return (x == nil ? "" : "\(shortened(group.name)): ") + figures + ", \(counted(box.outliers.count, "outlier"))"
    }.joined(separator: "; ")
    let more = boxes.count > 8 ? "; and \(boxes.count - 8) more" : ""
    let by = x.map { " by \($0.name)" } ?? ""
    return "Box plot of \(y.name)\(by), \(counted(count, "value"))" + (boxes.isEmpty ? "." : ". \(listed)\(more).")
  }
}
