import Learning
import Tabular
import Tooling

/// What acting on a model's probabilities is worth, at every threshold from which one would act (decision curve analysis).
///
/// The threshold says how the two errors weigh: a doctor who treats from a risk of 10 % on holds nine needless treatments to be worth one
/// that was needed. The net benefit is the share of the rows rightly acted on, less those needlessly acted on at these odds. A model is of
/// use where its curve lies above both others, that of acting on all rows and that of acting on none.
///
///     ```{plot.decision_curve worth}
///     table: $scores.predictions
///     truth: truth
///     scores: [probability_M]
///     positive: M
///     to: 0.6
///     ```
///
/// Look only at the thresholds that someone would choose, from `from` to `to`. Without `to` the curves end where acting, on all rows or on those that a
/// model says, is worth no more than acting on none; what lies above says nothing of the model. The probabilities must be calibrated (`plot.calibration`, `model.calibrated`). Rows in
/// which a column is missing or infinite are left out, and their number is noted.
struct DecisionCurvePlot: ParameterChecking {
  static let name = "plot.decision_curve"
  static let summary = "Draw what acting on predicted probabilities is worth at every threshold."
  static let version = "2"
  static let citations = [
    Citation("Vickers AJ, Elkin EB. Decision curve analysis: a novel method for evaluating prediction models. Medical Decision Making 26, 565–574 (2006).", doi: "10.1177/0272989X06295361")
  ]

  @Input("The table to draw.") var table: Table
  @Param("The column of true classes.", of: "table") var truth: ColumnName
  @Param("The columns of probabilities of the positive class, from 0 to 1.", .notEmpty, of: "table") var scores: [ColumnName]
  @Param("The positive class; by default the last in sorted order.") var positive: String?
  @Param("The least threshold.", .above(0, to: 1, isIncluded: false)) var from = 0.01
  @Param("The greatest threshold; without it, the last at which acting is worth more than not, and a tenth more.", .above(0, to: 1, isIncluded: false))
  var to: Double?
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.", isMain: true) var figure: Figure?
  @Output("A row a threshold: `threshold`, the net benefit of acting on all rows, `all`, and by each column of scores.", named: "table") var benefits: Table?

  private static let count = 99
  private static let greatest = 0.99

  /// The last threshold at which a curve lies above that of acting on none, and a tenth more.
  private func usefulEnd(_ rows: PlottedScores) -> Double {
    let thresholds = equalSteps(from: from, to: Self.greatest, count: Self.count)
    let curves = rows.scores.map { DecisionCurve(isPositive: rows.isPositive, probabilities: $0.numbers, thresholds: thresholds) }
    let last = thresholds.indices.last { place in curves.contains { $0.netBenefit[place] > 0 || $0.ofAll[place] > 0 } }
    return min(Self.greatest, max(from + 0.1, last.map { thresholds[$0] * 1.1 } ?? Self.greatest))
  }

  func problems(given: Set<String>) -> [ParameterProblem] {
    from < to ?? Self.greatest ? [] : [.error("'from' must be below \(to == nil ? "\(Self.greatest)" : "'to'")", at: "from")]
  }

  mutating func run(_ context: RunContext) throws {
    let rows = try PlottedScores(table, truth: truth, scores: scores, positive: positive, context)
    guard !rows.isPositive.isEmpty else { throw ToolError("no row has all of its columns", parameter: "table") }
    try rows.requireProbabilities()
    let thresholds = equalSteps(from: from, to: to ?? usefulEnd(rows), count: Self.count)
    var curves: [(name: String, x: [Double], y: [Double])] = []
    for score in rows.scores {
      if score.name.hasPrefix("probability_"), score.name != "probability_\(rows.positive)" {
        throw ToolError(
          "'\(score.name)' is of another class than the positive one, '\(rows.positive)'", remedy: "set positive: \(score.name.dropFirst("probability_".count))", parameter: "scores")
      }
      let curve = DecisionCurve(isPositive: rows.isPositive, probabilities: score.numbers, thresholds: thresholds)
      if curves.isEmpty { curves = [("act on all", thresholds, curve.ofAll), ("act on none", thresholds, thresholds.map { _ in 0 })] }
      curves.append((score.name, thresholds, curve.netBenefit))
    }
    benefits = try Table(
      [Column("threshold", .number(thresholds)), Column("all", .number(curves[0].y))]).replacingColumns([:], adding: curves.dropFirst(2).map { Column($0.name, .number($0.y)) })
    figure = try figure(curves, rows)
  }

  private func figure(_ curves: [(name: String, x: [Double], y: [Double])], _ rows: PlottedScores) throws -> Figure {
    let best = curves.dropFirst(2).map { curve in
      let useful = curve.x.indices.filter { curve.y[$0] > max(0, curves[0].y[$0]) }
      guard let first = useful.first, let last = useful.last else { return "\(curve.name) nowhere above both" }
      return "\(curve.name) above both from \(shortNumber(curve.x[first], digits: 2)) to \(shortNumber(curve.x[last], digits: 2))"
    }
    // Acting on all rows falls without bound; what lies far below none is not worth the space.
    let highest = curves.flatMap(\.y).max() ?? 1
    let floor = -max(highest, 0.05) / 3
    return try Chart(
      title: title, description: "Net benefit of acting on the class '\(rows.positive)', \(counted(rows.isPositive.count, "row")): \(best.joined(separator: "; ")).",
      datasets: [("curves", try PlottedScores.table(curves.map { curve in
        let shown = curve.x.indices.filter { curve.y[$0] >= floor }
        return (curve.name, shown.map { curve.x[$0] }, shown.map { curve.y[$0] })
      }))],
      layers: [
        ChartLayer(
          "curves", .line(),
          [
            .x: .field("x", .quantitative, title: "Threshold", scale: .withoutZero, sort: Encoding.Sort.none),
            .y: .field("y", .quantitative, title: "Net benefit"),
            .color: .field("curve", .nominal, title: "", sort: .values(curves.map(\.name))),
          ])
      ]
    ).figure()
  }
}
