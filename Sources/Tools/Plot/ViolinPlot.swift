import Learning
import Tabular
import Tooling

/// How a column's numbers are distributed in each group: a kernel density estimate and its mirror image.
///
///     ```{plot.violin radii}
///     table: $tumours
///     y: mean_radius
///     x: diagnosis
///     ```
///
/// Violins are of equal area and end at their group's least and greatest value. Missing and infinite values are left out, and their
/// number is noted.
struct ViolinPlot: Tool {
  static let name = "plot.violin"
  static let summary = "Draw how a column's numbers are distributed in each group."
  static let version = "1"
  static let citations = [Citation("Hintze JL, Nelson RD. Violin plots: a box plot–density trace synergism. The American Statistician 52, 181–184 (1998).", doi: "10.1080/00031305.1998.10480559")]

  @Input("The table to draw.") var table: Table
  @Param("The column of numbers.", of: "table") var y: ColumnName
  @Param("The column with a violin a value; without it there is one violin.", of: "table") var x: ColumnName?
  @Param("The standard deviation of the kernel, in the column's units; by default from the data.", .above(0)) var bandwidth: Double?
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let groups = try GroupedNumbers(table, value: y, "y", group: x, "x", limit: 30, "violins are drawn", context)
    let curves = try DensityCurves(groups, bandwidth: bandwidth, reach: 0).table()
    let name = Encoding.field("group", .nominal, title: x?.name ?? "", sort: .values(groups.names))
    let layer = ChartLayer(
      "curves", Mark.area(opacity: 0.85).with("orient", "horizontal"),
      [
        .x: Encoding.field("density", .quantitative, title: "").with("stack", "center").with("axis", ["labels": false, "ticks": false, "grid": false]),
        .y: .field("value", .quantitative, title: y.name, scale: .withoutZero), .color: name.with("legend", .null),
        .column: name.with("spacing", 0),
      ])
    figure = try Chart(
      title: title, description: "Violin plot of \(y.name)\(x.map { " by \($0.name)" } ?? ""): \(groups.summary).", datasets: [("curves", curves)],
      layers: [layer]
    ).figure()
  }
}
