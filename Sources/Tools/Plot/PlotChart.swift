import Tabular
import Tooling

/// A chart as a Vega-Lite specification: marks, what each channel shows, transforms, layers, facets, and charts side by side.
///
///     ```{plot.chart radii}
///     data: $tumours
///     mark: bar
///     encoding:
///       x: {field: mean_radius, bin: true}
///       y: {aggregate: count}
///       color: diagnosis
///     ```
///
/// The words are Vega-Lite's. A channel may be a column's name alone; its type is then the column's: numbers are quantitative, times
/// temporal, the rest nominal. Marks are point, circle, square, line, area, bar, tick, rule, rect, text, boxplot, errorbar and errorband;
/// transforms aggregate, joinaggregate, bin, density, regression, loess, quantile, fold and stack.
///
/// A layer, or a chart beside another, may show another step's table:
///
///     ```{plot.chart fit}
///     data: $tumours
///     encoding:
///       x: mean_radius
///       y: mean_compactness
///     layer:
///       - mark: {type: point, opacity: 0.4}
///       - mark: line
///         transform: [{loess: mean_compactness, on: mean_radius}]
///       - data: $averages
///         mark: {type: rule, strokeDash: [4, 4]}
///         encoding: {y: mean_compactness}
///     ```
///
/// The figure keeps the rows of the columns that it names. A column that is not there is told with the nearest name that is.
struct PlotChart: Tool {
  static let name = "plot.chart"
  static let summary = "Draw a chart that is given as a Vega-Lite specification."
  static let version = "1"
  static let citations = [
    Citation(
      "Satyanarayan A, Moritz D, Wongsuphasawat K, Heer J. Vega-Lite: a grammar of interactive graphics. IEEE Transactions on Visualization and Computer Graphics 23, 341–350 (2017).",
      doi: "10.1109/TVCG.2016.2599030")
  ]

  @Input("The table whose rows are drawn.") var data: Table
  @Input("The tables that parts of the chart show; they are gathered from each 'data: $step' in it.") var tables: [Table]?
  @Param("The shape that stands for a row.") var mark: FigureMarkParameter?
  @Param("What each channel shows: x, y, color, size and others.") var encoding: FigureEncodingParameter?
  @Param("What is done to the rows first, in order.") var transform: FigureTransformsParameter?
  @Param("Charts over one another.") var layer: FigureViewsParameter?
  @Param("The column, or columns, with a panel a value; 'spec' is what each panel shows.") var facet: FigureFacetParameter?
  @Param("What each panel of a facet shows.") var spec: FigureViewParameter?
  @Param("Charts beside one another.") var hconcat: FigureViewsParameter?
  @Param("Charts above one another.") var vconcat: FigureViewsParameter?
  @Param("Charts in rows of so many columns.") var concat: FigureViewsParameter?
  @Param("How many panels of a facet or of concat stand beside one another.", .in(1...50)) var columns: Int?
  @Param("Which scales the parts share, and which are their own.") var resolve: FigureResolveParameter?
  @Param("What stands above the plot.") var title: String?
  @Param("The alt text; by default what the channels show.") var description: String?
  @Param("How wide the plot is, in pixels; with height its proportions.", .in(20...4000)) var width: Int?
  @Param("How high the plot is, in pixels.", .in(20...4000)) var height: Int?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    var members: [JSON.Member] = [.init("data", ["name": "data"])]
    func add(_ name: String, _ value: JSON?) { if let value, value != .null { members.append(.init(name, value)) } }
    add("width", width.map(JSON.integer))
    add("height", height.map(JSON.integer))
    add("transform", transform?.json)
    add("mark", mark?.json)
    add("encoding", encoding?.json)
    add("layer", layer?.json)
    add("facet", facet?.json)
    add("spec", spec?.json)
    add("hconcat", hconcat?.json)
    add("vconcat", vconcat?.json)
    add("concat", concat?.json)
    add("columns", columns.map(JSON.integer))
    add("resolve", resolve?.json)
    guard mark != nil || layer != nil || hconcat != nil || vconcat != nil || concat != nil || (facet != nil && spec != nil) else {
      throw ToolError("the chart has no mark", remedy: "write 'mark:', or 'layer:' with marks")
    }
    let datasets = [(name: "data", table: data)] + (tables ?? []).enumerated().map { (name: "table_\($0 + 1)", table: $1) }
    let written = try ChartSpecification(.object(members), datasets)
    let words = description ?? written.description(rows: data.rowCount)
    let head: [JSON.Member] = [.init("$schema", .text(Chart.schema)), .init("description", .text(words))] + (title.map { [.init("title", .text($0))] } ?? [])
    figure = Figure(specification: .object(head + written.members), datasets: try written.datasets())
  }
}
