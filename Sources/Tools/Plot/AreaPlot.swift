import Tabular
import Tooling

/// Areas under lines along a column, those of several groups on one another.
///
///     ```{plot.area cover}
///     table: $plots
///     x: year
///     y: cover
///     color: species
///     aggregate: sum
///     ```
///
/// With `stack: false` areas of groups lie over one another, each letting the others through. Rows in which a plotted column is
/// missing or infinite are left out, and their number is noted.
struct AreaPlot: Tool {
  static let name = "plot.area"
  static let summary = "Draw areas under lines, those of groups on one another."
  static let version = "1"

  @Input("The table to draw.") var table: Table
  @Param("The column across: numbers or times.", of: "table") var x: ColumnName
  @Param("The column upwards.", of: "table") var y: ColumnName
  @Param("The column with an area a value, each in its colour.", of: "table") var color: ColumnName?
  @Param("What becomes of rows at one x; by default each is a point of the outline.") var aggregate: LinePlot.Aggregate?
  @Param("Whether areas of groups stand on one another.") var stack = true
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let lines = try PlottedLines(table, x: x, y: y, color: color, aggregate: aggregate, context)
    var layer = ChartLayer("areas", .area(), lines.encodings(y: y.name, aggregate: aggregate, isStacked: stack && color != nil))
    if let color = lines.color { layer.encode(.color, color) }
    figure = try Chart(
      title: title, description: "Area plot of \(lines.height(y.name, aggregate)) against \(x.name): \(lines.summary).",
      datasets: [("areas", lines.table)], layers: [layer]
    ).figure()
  }
}
