import Learning
import Tabular
import Tooling

/// A bar a value of a column: how many rows have it, or what another column comes to in them.
///
///     ```{plot.bar kinds}
///     table: $tumours
///     x: diagnosis
///     y: mean_radius
///     aggregate: median
///     ```
///
/// Without `y` bars are counts of rows. With `color` each bar is divided: counts and sums stand on one another, means and
/// medians side by side. Values that are missing are left out, and their number is noted. At most 200 bars are drawn.
struct BarChart: Tool {
  static let name = "plot.bar"
  static let summary = "Draw a bar for each value of a column: counts, or means, sums or medians of another."
  static let version = "1"

  @Input("The table to draw.") var table: Table
  @Param("The column with a bar a value.", of: "table") var x: ColumnName
  @Param("The column of numbers that the bars sum up; without it they count rows.", of: "table") var y: ColumnName?
  @Param("What a bar shows of its rows' numbers; by default their mean, and without y their count.") var aggregate: Aggregate?
  @Param("The column whose values are drawn apart, each in its colour.", of: "table") var color: ColumnName?
  @Param("Whether bars lie.") var horizontal = false
  @Param("In which order bars stand.") var sort = Order.name
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let named = try table.column(x.name, for: "x")
    let measured = try y.map { try table.numbers($0, for: "y").column }
    let coloured = try color.map { try table.column($0.name, for: "color") }
    let aggregate = aggregate ?? (measured == nil ? .count : .mean)
    if measured == nil, aggregate != .count {
      throw ToolError("'aggregate: \(aggregate.rawValue)' needs 'y', the column of numbers", remedy: "name it under 'y'", parameter: "aggregate")
    }
    let plotted = PlottedColumns(table, [named, measured, coloured].compactMap { $0 }, context)
    let bars = try ColumnLevels(plotted.values(named)).limited(to: 200, named.name, for: "x", "bars are drawn")
    let levels = try coloured.map {
      try ColumnLevels(plotted.values($0)).limited(to: colourLimit, $0.name, for: "color", "can be told apart by colour")
    }
    let numbers = measured.flatMap { plotted.values($0).numbers }

    var names: [String?] = []
    var heights: [Double] = []
    var groups: [String?] = []
    var whole: [Double] = []
    for (bar, rows) in zip(bars.names, bars.rows) {
      whole.append(aggregate.value(rows, numbers))
      for (group, members) in Self.divide(rows, by: levels) {
        names.append(bar)
        heights.append(aggregate.value(members, numbers))
        groups.append(group)
      }
    }
    let order = sort.places(whole)
    let height = aggregate == .count ? "Count" : "\(aggregate.rawValue.capitalised) of \(y?.name ?? "")"
    var columns = [Column("name", .text(TextValues(names))), Column("value", .number(heights))]
    let isBeside = levels != nil && !aggregate.adds
    let (along, upwards): (Channel, Channel) = horizontal ? (.y, .x) : (.x, .y)
    var layer = ChartLayer(
      "bars", .bar(),
      [
        along: .field("name", .nominal, title: x.name, sort: .values(order.map { bars.names[$0] })),
        upwards: .field("value", .quantitative, title: height, isStacked: levels.map { _ in !isBeside }),
      ])
    if let levels, let color {
      columns.append(Column("group", .text(TextValues(groups))))
      layer.encode(.color, .field("group", .nominal, title: color.name, sort: .values(levels.names)))
      if isBeside { layer.encode(horizontal ? .yOffset : .xOffset, .field("group", .nominal, sort: .values(levels.names))) }
    }
    let listed = order.prefix(8).map { "\(shortened(bars.names[$0])) \(shortNumber(whole[$0]))" }.joined(separator: ", ")
    var description = "Bar chart of \(aggregate == .count ? "counts of rows" : "the \(aggregate.rawValue) of \(y?.name ?? "")") by \(x.name)"
    description += order.isEmpty ? ": nothing to show" : ": \(listed)" + (order.count > 8 ? " and \(order.count - 8) more" : "")
    if let color { description += "; divided by \(color.name)" }
    figure = try Chart(title: title, description: description + ".", datasets: [("bars", try Table(columns))], layers: [layer]).figure()
  }

  /// The rows of a bar by colour; all of them where there is none.
  private static func divide(_ rows: [Int], by levels: ColumnLevels?) -> [(name: String?, rows: [Int])] {
    guard let levels else { return [(nil, rows)] }
    var parts = levels.names.map { (name: Optional($0), rows: [Int]()) }
    for row in rows { parts[Int(levels.codes[row])].rows.append(row) }
    return parts.filter { !$0.rows.isEmpty }
  }

  enum Aggregate: String, ParameterChoice {
    case count, mean, sum, median

    var help: String {
      switch self {
      case .count: "How many rows."
      case .mean: "The mean."
      case .sum: "The sum."
      case .median: "The median."
      }
    }

    /// Whether the parts of a bar come to the bar.
    var adds: Bool { self == .count || self == .sum }

    func value(_ rows: [Int], _ numbers: [Double]?) -> Double {
      guard let numbers, self != .count else { return Double(rows.count) }
      switch self {
      case .count: return Double(rows.count)
      case .sum: return rows.reduce(0) { $0 + numbers[$1] }
      case .mean: return rows.reduce(0) { $0 + numbers[$1] } / Double(rows.count)
      case .median: return quantile(ofSorted: rows.map { numbers[$0] }.sorted(), 0.5)
      }
    }
  }

  enum Order: String, ParameterChoice {
    case name, ascending, descending

    var help: String {
      switch self {
      case .name: "By their names; a dictionary's in its own order, numbers by size."
      case .ascending: "The lowest bar first."
      case .descending: "The highest bar first."
      }
    }

    /// The places of bars in order; equal ones by name.
    func places(_ heights: [Double]) -> [Int] {
      switch self {
      case .name: Array(heights.indices)
      case .ascending: heights.indices.sorted { (heights[$0], $0) < (heights[$1], $1) }
      case .descending: heights.indices.sorted { (heights[$1], $0) < (heights[$0], $1) }
      }
    }
  }
}

extension String {
  /// With its first letter large.
  fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
