import Learning
import Tabular
import Tooling

/// True against false positive rates at every threshold of one or several scores.
///
///     ```{plot.roc curves}
///     table: $predictions
///     truth: diagnosis
///     scores: [forest, logistic]
///     positive: M
///     ```
///
/// Rows in which a column is missing or infinite are left out, and their number is noted.
struct ROCPlot: Tool {
  static let name = "plot.roc"
  static let summary = "Draw true against false positive rates of scores."
  static let version = "1"
  static let citations = [Citation("Fawcett T. An introduction to ROC analysis. Pattern Recognition Letters 27, 861–874 (2006).", doi: "10.1016/j.patrec.2005.10.010")]

  @Input("The table to draw.") var table: Table
  @Param("The column of true classes.", of: "table") var truth: ColumnName
  @Param("The columns of scores; the higher, the more likely the positive class.", .notEmpty, of: "table") var scores: [ColumnName]
  @Param("The positive class; by default the last in sorted order.") var positive: String?
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let rows = try PlottedScores(table, truth: truth, scores: scores, positive: positive, context)
    var curves: [(name: String, x: [Double], y: [Double])] = []
    var areas: [String] = []
    for score in rows.scores {
      guard let curve = ROCCurve(isPositive: rows.isPositive, scores: score.numbers), curve.area.isFinite else {
        context.note("'\(score.name)' has no curve: there must be rows of the class '\(rows.positive)' and of others", parameter: "truth")
        continue
      }
      let area = shortNumber(curve.area, digits: 3)
      areas.append("\(score.name) \(area)")
      curves.append(("\(score.name) (\(area))", curve.falsePositiveRate, curve.truePositiveRate))
    }
    figure = try PlottedScores.figure(
      curves, .line(), x: "False positive rate", y: "True positive rate", chance: [(0, 0), (1, 1)], title: title,
      description: "ROC curves of the class '\(rows.positive)', \(counted(rows.isPositive.count, "row")); areas: \(areas.isEmpty ? "none" : areas.joined(separator: ", ")).")
  }
}
