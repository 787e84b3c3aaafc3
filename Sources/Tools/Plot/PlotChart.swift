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
/// temporal, the rest nominal. Marks are point, circle, square, line, area, bar, tick, rule, rect, text, boxplot, errorbar and errorband.
/// The figure keeps the rows of the columns that it names. A column that is not there is told with the nearest name that is.
///
/// **Transforms** work on the rows first, in order: filter, calculate, aggregate, joinaggregate, window, bin, density, regression, loess,
/// quantile, fold and stack. `filter` takes an expression over the row, `datum`, or a question to a column (equal, lt, lte, gt, gte, range,
/// oneOf, valid), and several of them under `and`, `or`, `not`. `calculate` makes a column, `joinaggregate` writes a group's summary beside
/// each of its rows, and `window` says what a row is among those before it: row_number, rank, lag, lead, or a sum or a mean so far.
///
///     ```{plot.chart growth}
///     data: $counts
///     transform:
///       - filter: {and: [{field: strain, oneOf: [wild, mutant]}, "datum.cells > 0"]}
///       - {calculate: "log(datum.cells) / LN2", as: doublings}
///       - window: [{op: mean, field: doublings, as: smooth}]
///         frame: [-3, 3]
///         groupby: [strain]
///         sort: [{field: hour}]
///     mark: line
///     encoding: {x: hour, y: smooth, color: strain}
///     ```
///
/// Expressions have `+ - * / %`, `== != < <= > >=`, `&& || !`, `test ? a : b`, text in quotes, and the functions abs, ceil, floor, round,
/// sqrt, exp, log, pow, min, max, clamp, sin, cos, tan, asin, acos, atan, hypot, isValid, isNaN, isFinite, toNumber, toString, length, lower,
/// upper and if. A column of an odd name is `datum['odd name']`. What is missing stays missing, and no comparison with it is true; Vega-Lite
/// itself counts it as 0 there. An expression with `: ` in it stands in quotes, since YAML has a meaning for that.
///
/// **Conditions** single rows out, in color, opacity, size, shape and text:
///
///     ```{plot.chart outliers}
///     data: $tumours
///     mark: point
///     encoding:
///       x: mean_radius
///       y: mean_area
///       color: {condition: {test: datum.mean_area > 1500, value: red}, value: lightgray}
///     ```
///
/// **Layers** lie over one another, and share what stands above them. One may show another step's table, or have a y axis of its own: the
/// second stands at the right, each named in the colour of its marks.
///
///     ```{plot.chart climate}
///     data: $months
///     encoding: {x: month}
///     layer:
///       - {mark: bar, encoding: {y: rain}}
///       - {mark: {type: line, color: orange}, encoding: {y: temperature}}
///       - {data: $records, mark: {type: rule, strokeDash: [4, 4]}, encoding: {y: temperature}}
///     resolve: {scale: {y: independent}}
///     ```
///
/// **Panels.** `row`, `column` and `facet` among the channels draw a panel for each value of a column; `facet` with `spec` does so for
/// layers. `hconcat`, `vconcat` and `concat` put charts beside and above one another. `repeat` draws its `spec` for each of several columns,
/// a list, or `row`, `column` and `layer`, where `{repeat: …}` stands for the column's name:
///
///     ```{plot.chart matrix}
///     data: $tumours
///     repeat: {row: [mean_radius, mean_texture], column: [mean_area, mean_concavity]}
///     spec:
///       mark: point
///       encoding:
///         x: {field: {repeat: column}}
///         y: {field: {repeat: row}}
///         color: diagnosis
///     ```
///
/// Panels of a facet share their scales and repeated charts have their own; `resolve: {scale: {x: independent, color: shared}}` says otherwise.
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
  @Param("The columns that 'spec' is drawn for, each in turn.") var `repeat`: FigureRepeatParameter?
  @Param("What each panel of a facet, or each chart that is repeated, shows.") var spec: FigureViewParameter?
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
    add("repeat", `repeat`?.json)
    add("spec", spec?.json)
    add("hconcat", hconcat?.json)
    add("vconcat", vconcat?.json)
    add("concat", concat?.json)
    add("columns", columns.map(JSON.integer))
    add("resolve", resolve?.json)
    guard mark != nil || layer != nil || hconcat != nil || vconcat != nil || concat != nil || ((facet != nil || `repeat` != nil) && spec != nil) else {
      throw ToolError("the chart has no mark", remedy: "write 'mark:', or 'layer:' with marks")
    }
    let datasets = [(name: "data", table: data)] + (tables ?? []).enumerated().map { (name: "table_\($0 + 1)", table: $1) }
    let written = try ChartSpecification(.object(members), datasets)
    let words = description ?? written.description(rows: data.rowCount)
    let head: [JSON.Member] = [.init("$schema", .text(Chart.schema)), .init("description", .text(words))] + (title.map { [.init("title", .text($0))] } ?? [])
    figure = Figure(specification: .object(head + written.members), datasets: try written.datasets())
  }
}
