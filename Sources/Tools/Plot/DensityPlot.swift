import Learning
import Tabular
import Tooling

/// How densely a column's numbers lie, as a smooth line: a Gaussian kernel density estimate.
///
///     ```{plot.density radii}
///     table: $tumours
///     x: mean_radius
///     color: diagnosis
///     ```
///
/// The bandwidth, where none is given, is Scott's rule for each group. Each group's area is 1. Missing and infinite values are left
/// out, and their number is noted.
struct DensityPlot: Tool {
  static let name = "plot.density"
  static let summary = "Draw how densely a column's numbers lie, as a smooth line."
  static let version = "1"
  static let citations = [Citation("Scott DW. Multivariate Density Estimation: Theory, Practice, and Visualization. Wiley (1992).", doi: "10.1002/9780470316849")]

  @Input("The table to draw.") var table: Table
  @Param("The column of numbers.", of: "table") var x: ColumnName
  @Param("The column with a line a value, each in its colour.", of: "table") var color: ColumnName?
  @Param("The standard deviation of the kernel, in the column's units; by default from the data.", .above(0)) var bandwidth: Double?
  @Param("Whether the share of values up to each place is drawn, and not their density.") var cumulative = false
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let groups = try GroupedNumbers(table, value: x, "x", group: color, "color", limit: colourLimit, "can be told apart by colour", context)
    let curves = DensityCurves(groups, bandwidth: bandwidth, reach: 3, isCumulative: cumulative)
    let height = cumulative ? "Share of values" : "Density"
    let x = Encoding.field("value", .quantitative, title: x.name, scale: .withoutZero)
    var area = ChartLayer("curves", .area(opacity: 0.25), [.x: x, .y: .field("density", .quantitative, title: height, isStacked: false)])
    var line = ChartLayer("curves", .line(), [.x: x, .y: .field("density", .quantitative, title: height)])
    if let color {
      let encoding = Encoding.field("group", .nominal, title: color.name, sort: .values(groups.names))
      area.encode(.color, encoding)
      line.encode(.color, encoding)
    }
    figure = try Chart(
      title: title, description: "\(cumulative ? "Cumulative density" : "Density") of \(self.x.name)\(color.map { " by \($0.name)" } ?? ""): \(groups.summary).",
      datasets: [("curves", try curves.table())], layers: cumulative ? [line] : [area, line]
    ).figure()
  }
}
