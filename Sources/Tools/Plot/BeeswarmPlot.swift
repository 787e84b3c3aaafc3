import Learning
import Tabular
import Tooling

/// Every value of a column as a point, those of one height beside one another so that each is seen.
///
///     ```{plot.beeswarm radii}
///     table: $tumours
///     y: mean_radius
///     x: diagnosis
///     ```
///
/// Points move sideways only, as far as they need to; where a group has more than its room takes, they lie over one another at its
/// edges. Missing and infinite values are left out, and their number is noted. At most 5,000 points are drawn.
struct BeeswarmPlot: Tool {
  static let name = "plot.beeswarm"
  static let summary = "Draw every value of a column as a point, by groups, none hiding another."
  static let version = "1"

  @Input("The table to draw.") var table: Table
  @Param("The column of numbers.", of: "table") var y: ColumnName
  @Param("The column with a swarm a value; without it there is one swarm.", of: "table") var x: ColumnName?
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let groups = try GroupedNumbers(table, value: y, "y", group: x, "x", limit: 30, "swarms are drawn", context)
    guard groups.count <= 5000 else {
      throw ToolError("'\(y.name)' has \(groups.count) values, and at most 5000 are drawn one by one", remedy: "plot.violin draws any number", parameter: "y")
    }
    let all = groups.numbers.joined()
    // A point is about a fiftieth of the plot high, and a swarm's room as wide as thirty.
    let diameter = ((all.max() ?? 0) - (all.min() ?? 0)) / 52
    var names: [String?] = [], values: [Double] = [], offsets: [Double] = []
    for (name, numbers) in zip(groups.names, groups.numbers) {
      let sorted = numbers.sorted()
      names += sorted.map { _ in name }
      values += sorted
      offsets += Self.offsets(sorted, diameter: diameter)
    }
    let swarm = Encoding.field("group", .nominal, title: x?.name ?? "", sort: .values(groups.names), hasGuide: x != nil)
    let layer = ChartLayer(
      "points", .circle(opacity: 0.8, size: groups.count > 1000 ? 12 : 26),
      [
        .x: swarm, .y: .field("value", .quantitative, title: y.name, scale: .withoutZero),
        .xOffset: .field("offset", .quantitative, scale: .domain(-15, 15)), .color: swarm.with("legend", .null),
      ])
    figure = try Chart(
      title: title, description: "Beeswarm plot of \(y.name)\(x.map { " by \($0.name)" } ?? ""): \(groups.summary).",
      datasets: [
        ("points", try Table([Column("group", .text(TextValues(names))), Column("value", .number(values)), Column("offset", .number(offsets))]))
      ], layers: [layer]
    ).figure()
  }

  /// How far each point is from the middle, in diameters: the nearest free place, right and left in turn.
  ///
  /// - Parameter sorted: heights, ascending.
  private static func offsets(_ sorted: [Double], diameter: Double) -> [Double] {
    var offsets: [Double] = []
    var first = 0
    for (place, height) in sorted.enumerated() {
      while first < place, height - sorted[first] >= diameter { first += 1 }
      var candidates = [0.0]
      for other in first..<place {
        let rise = diameter > 0 ? (height - sorted[other]) / diameter : 0
        let reach = (max(0, 1 - rise * rise)).squareRoot()
        candidates += [offsets[other] + reach, offsets[other] - reach]
      }
      let free = candidates.sorted { (abs($0), -$0) < (abs($1), -$1) }.first { candidate in
        (first..<place).allSatisfy { other in
          let rise = diameter > 0 ? (height - sorted[other]) / diameter : 0
          let run = candidate - offsets[other]
          return run * run + rise * rise >= 1 - 1e-9
        }
      }
      offsets.append(max(-15, min(15, free ?? 0)))
      // Equal values without end would take for ever: past what is seen they lie at the edge.
      if place - first > 120 { first = place - 120 }
    }
    return offsets
  }
}
