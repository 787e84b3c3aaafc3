import Tabular
import Tooling

/// True classes beside scores, for the plots of how well scores tell one class from the rest.
struct PlottedScores {
  let positive: String
  let isPositive: [Bool]
  /// By column, in the order named.
  let scores: [(name: String, numbers: [Double])]

  /// - Parameter positive: the class to tell; nil for the last in sorted order.
  init(_ table: Table, truth: ColumnName, scores names: [ColumnName], positive: String?, _ context: RunContext) throws {
    let classes = try table.column(truth.name, for: "truth")
    let measured = try names.map { try table.numbers($0, for: "scores").column }
    let plotted = PlottedColumns(table, [classes] + measured, context)
    let levels = try ColumnLevels(plotted.values(classes)).limited(to: 100, truth.name, for: "truth", "are classes")
    if let positive, !levels.names.contains(positive) {
      throw ToolError(
        "'\(truth.name)' has no class '\(positive)'\(didYouMean(positive, among: levels.names))", remedy: "classes are \(levels.names.prefix(8).joined(separator: ", "))",
        parameter: "positive")
    }
    let name = positive ?? levels.names.last ?? ""
    let code = levels.names.firstIndex(of: name).map(Int32.init) ?? -1
    self.positive = name
    isPositive = levels.codes.map { $0 == code }
    scores = measured.map { ($0.name, plotted.values($0).numbers ?? []) }
  }

  /// - Throws: `ToolError` that names a score that is no probability.
  func requireProbabilities() throws(ToolError) {
    for score in scores {
      guard let wrong = score.numbers.first(where: { $0 < 0 || $0 > 1 }) else { continue }
      throw ToolError("'scores' needs probabilities, from 0 to 1, and '\(score.name)' has \(shortNumber(wrong))", parameter: "scores")
    }
  }

  /// More points than this cannot be told apart on a page.
  private static let mostPoints = 1000

  /// Curves as one table, points of each in its order; every so manyth where there are too many.
  static func table(_ curves: [(name: String, x: [Double], y: [Double])]) throws -> Table {
    var names: [String?] = [], x: [Double] = [], y: [Double] = []
    for curve in curves {
      let count = curve.x.count
      let shown = count > mostPoints ? (0..<mostPoints).map { $0 * (count - 1) / (mostPoints - 1) } : Array(0..<count)
      for place in shown {
        names.append(curve.name)
        x.append(curve.x[place])
        y.append(curve.y[place])
      }
    }
    return try Table([Column("x", .number(x)), Column("y", .number(y)), Column("curve", .text(TextValues(names)))])
  }

  /// Curves over the unit square, with the line that chance would give.
  static func figure(
    _ curves: [(name: String, x: [Double], y: [Double])], _ mark: Mark, x: String, y: String, chance: [(x: Double, y: Double)], title: String?, description: String
  ) throws -> Figure {
    let across = Encoding.field("x", .quantitative, title: x, scale: .domain(0, 1), sort: Encoding.Sort.none)
    let up = Encoding.field("y", .quantitative, title: y, scale: .domain(0, 1))
    var layer = ChartLayer("curves", mark, [.x: across, .y: up])
    if curves.count > 1 { layer.encode(.color, .field("curve", .nominal, title: "", sort: .values(curves.map(\.name)))) }
    return try Chart(
      title: title, description: description, width: 360, height: 360,
      datasets: [
        ("curves", try table(curves)), ("chance", try Table([Column("x", .number(chance.map(\.x))), Column("y", .number(chance.map(\.y)))])),
      ],
      layers: [ChartLayer("chance", .line(isDashed: true).with("opacity", 0.5), [.x: across, .y: up]), layer]
    ).figure()
  }
}
