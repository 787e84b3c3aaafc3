import Learning
import Tabular
import Tooling

/// How many values of a column fall in each of a row of bins of equal width.
///
///     ```{plot.histogram radii}
///     table: $tumours
///     x: mean_radius
///     color: diagnosis
///     ```
///
/// With `bins: auto` their number is numpy's `auto`: the finer of the rules of Sturges and of Freedman and Diaconis. A bin holds
/// its lower edge and not its upper; the last holds both. With `color` the groups share the bins: counts stand on one another,
/// densities lie over one another, each group's of area 1. Missing and infinite values are left out, and their number is noted.
struct HistogramPlot: Tool {
  static let name = "plot.histogram"
  static let summary = "Draw how a column's numbers are distributed."
  static let version = "1"
  static let citations = [
    Citation(
      "Freedman D, Diaconis P. On the histogram as a density estimator: L2 theory. Zeitschrift für Wahrscheinlichkeitstheorie und verwandte Gebiete 57, 453–476 (1981).",
      doi: "10.1007/BF01025868")
  ]

  @Input("The table to draw.") var table: Table
  @Param("The column of numbers.", of: "table") var x: ColumnName
  @Param("How many bins, or auto.", .in(1...10_000)) var bins = BinCount.auto
  @Param("The column whose values are drawn apart, each in its colour.", of: "table") var color: ColumnName?
  @Param("Whether bars show densities, of area 1 in all, and not counts.") var density = false
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let column = try table.numbers(x, for: "x").column
    let coloured = try color.map { try table.column($0.name, for: "color") }
    let plotted = PlottedColumns(table, [column] + (coloured.map { [$0] } ?? []), context)
    let numbers = plotted.values(column).numbers ?? []
    let histogram = Histogram(numbers, bins: bins.rule)
    let levels = try coloured.map {
      try ColumnLevels(plotted.values($0)).limited(to: colourLimit, $0.name, for: "color", "can be told apart by colour")
    }
    let groups = levels.map { zip($0.names, $0.rows).map { ($0 as String?, $1.map { numbers[$0] }) } } ?? [(nil, numbers)]

    var starts: [Double] = []
    var ends: [Double] = []
    var heights: [Double] = []
    var names: [String?] = []
    for (name, values) in groups {
      for (bin, count) in Self.counts(values, edges: histogram.edges).enumerated() {
        starts.append(histogram.edges[bin])
        ends.append(histogram.edges[bin + 1])
        let width = histogram.edges[bin + 1] - histogram.edges[bin]
        heights.append(density ? Double(count) / Double(values.count) / width : Double(count))
        names.append(name)
      }
    }
    let height = density ? "density" : "count"
    var columns = [Column("start", .number(starts)), Column("end", .number(ends)), Column(height, .number(heights))]
    let isOverlaid = density && levels != nil
    var layer = ChartLayer(
      "bins", isOverlaid ? Mark.bar().with("opacity", 0.5) : .bar(),
      [
        .x: .field("start", .quantitative, title: x.name, scale: .withoutZero, isBinned: true), .x2: .end("end"),
        .y: .field(height, .quantitative, title: density ? "Density" : "Count", isStacked: levels.map { _ in !isOverlaid }),
      ])
    var description = "Histogram of \(x.name): "
    description +=
      numbers.isEmpty ? "no values" : "\(counted(numbers.count, "value")) \(rangePhrase(numbers)) in \(counted(histogram.counts.count, "bin"))"
    if let fullest = histogram.counts.indices.max(by: { histogram.counts[$0] < histogram.counts[$1] }) {
      description +=
        "; the fullest, \(shortNumber(histogram.edges[fullest])) to \(shortNumber(histogram.edges[fullest + 1])), holds \(histogram.counts[fullest])"
    }
    if let levels, let color {
      columns.append(Column("group", .text(TextValues(names))))
      layer.encode(.color, .field("group", .nominal, title: color.name, sort: .values(levels.names)))
      description += "; by \(color.name): \(levels.listed)"
    }
    figure = try Chart(title: title, description: description + ".", datasets: [("bins", try Table(columns))], layers: [layer]).figure()
  }

  /// How many of `values` fall in each bin.
  private static func counts(_ values: [Double], edges: [Double]) -> [Int] {
    guard edges.count > 1 else { return [] }
    var counts = [Int](repeating: 0, count: edges.count - 1)
    var bin = 0
    for value in values.sorted() {
      while bin + 1 < counts.count, value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
    return counts
  }

  /// A number of bins, or that the data say.
  enum BinCount: ParameterValue {
    case auto
    case count(Int)

    static var type: ParameterType { .oneOf([.choice([.init("auto", "As many as the values' spread asks for.")]), .integer]) }
    static var placeholder: BinCount { .auto }

    var typedValue: TypedValue {
      switch self {
      case .auto: .text("auto")
      case .count(let count): .integer(count)
      }
    }

    init(_ value: TypedValue) throws {
      switch value {
      case .text("auto"): self = .auto
      case .integer(let count): self = .count(count)
      default: throw Self.mismatch(value)
      }
    }

    var rule: Histogram.Bins {
      switch self {
      case .auto: .automatic
      case .count(let count): .count(count)
      }
    }
  }
}
