import RealModule
import Tabular
import Tooling

/// Effects against their significance: what is both large and sure stands out at the upper corners.
///
///     ```{plot.volcano genes}
///     table: $differences
///     x: log2_fold_change
///     p: p_value
///     label: gene
///     ```
///
/// Upwards is the negative decimal logarithm of the p-values. Rows beyond both thresholds are coloured, up and down apart, and the ten with
/// the least p-values are named where there is room. Rows in which a plotted column is missing are left out, and their number is noted; p-values
/// of 0 are drawn at the least that float64 has.
struct VolcanoPlot: Tool {
  static let name = "plot.volcano"
  static let summary = "Draw effects against their significance."
  static let version = "1"

  @Input("The table to draw.") var table: Table
  @Param("The column of effects, such as logarithms of fold changes.", of: "table") var x: ColumnName
  @Param("The column of p-values, adjusted or not.", of: "table") var p: ColumnName
  @Param("The column that names the rows.", of: "table") var label: ColumnName?
  @Param("Effects of this size and more count as large.", .atLeast(0)) var effect = 1.0
  @Param("P-values below this count as sure.", .above(0, to: 1)) var alpha = 0.05
  @Param("How many rows are named.", .in(0...100)) var labels = 10
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  private static let kinds = ["down", "up", "not significant"]

  mutating func run(_ context: RunContext) throws {
    let across = try table.numbers(x, for: "x").column
    let chances = try table.numbers(p, for: "p").column
    let named = try label.map { try table.column($0.name, for: "label") }
    if let wrong = chances.values.numbers?.first(where: { $0 < 0 || $0 > 1 }) {
      throw ToolError("'p' needs p-values, from 0 to 1, and '\(p.name)' has \(shortNumber(wrong))", parameter: "p")
    }
    let plotted = PlottedColumns(table, [across, chances], context)
    let effects = plotted.values(across).numbers ?? [], values = plotted.values(chances).numbers ?? []
    let heights = values.map { -Double.log10(max($0, .leastNormalMagnitude)) }
    let kinds = zip(effects, values).map { effect, p in p < alpha && abs(effect) >= self.effect ? effect < 0 ? "down" : "up" : "not significant" }
    let names = named.map { ColumnLevels(plotted.values($0)) }.map { levels in levels.codes.map { $0 < 0 ? nil : levels.names[Int($0)] } }
    var columns = [Column("effect", .number(effects)), Column("height", .number(heights)), Column("kind", .text(TextValues(kinds.map(Optional.some))))]
    if let names { columns.append(Column("name", .text(TextValues(names)))) }
    let points = try Table(columns)
    let x = Encoding.field("effect", .quantitative, title: self.x.name, scale: .withoutZero)
    let y = Encoding.field("height", .quantitative, title: "−log₁₀ \(p.name)")
    let palette: JSON = ["#0072B2", "#D55E00", "#B5B5B5"]
    var dots = ChartLayer(
      "points", .circle(opacity: 0.7, size: 16),
      [
        .x: x, .y: y,
        .color: .field(
          "kind", .nominal, title: "", scale: Encoding.Scale([.init("domain", .array(Self.kinds.map(JSON.text))), .init("range", palette)]), sort: .values(Self.kinds)),
      ])
    if names != nil { dots.encode(.detail, .field("name", .nominal)) }
    var layers = [
      dots,
      ChartLayer("sides", .rule(isDashed: true), [.x: .field("effect", .quantitative, title: self.x.name)]),
      ChartLayer("threshold", .rule(isDashed: true), [.y: .field("height", .quantitative, title: "−log₁₀ \(p.name)")]),
    ]
    var datasets = [
      (name: "points", table: points), ("sides", try Table([Column("effect", .number(effect > 0 ? [-effect, effect] : [0]))])),
      ("threshold", try Table([Column("height", .number([-Double.log10(alpha)]))])),
    ]
    if names != nil, labels > 0 {
      let best = kinds.indices.filter { kinds[$0] != "not significant" }.sorted { (values[$0], $0) < (values[$1], $1) }.prefix(labels)
      datasets.append(("named", points.selecting(rows: Array(best))))
      layers.append(ChartLayer("named", Mark.text().with("dy", -9).with("fontSize", 11), [.x: x, .y: y, .text: .field("name", .nominal)]))
    }
    let counts = Self.kinds.map { kind in kinds.count { $0 == kind } }
    figure = try Chart(
      title: title,
      description: "Volcano plot of \(counted(effects.count, "row")): \(counts[1]) up and \(counts[0]) down, of effects of at least \(shortNumber(effect)) and p below \(shortNumber(alpha)).",
      datasets: datasets, layers: layers
    ).figure()
  }
}
