import Learning
import Tabular
import Tooling

/// Precision against recall at every threshold of one or several scores.
///
///     ```{plot.precision_recall curves}
///     table: $predictions
///     truth: diagnosis
///     scores: [forest, logistic]
///     positive: M
///     ```
///
/// The dashed line is what chance would give: the positive class's share. Rows in which a column is missing or infinite are left out, and their
/// number is noted.
struct PrecisionRecallPlot: Tool {
  static let name = "plot.precision_recall"
  static let summary = "Draw precision against recall of scores."
  static let version = "1"
  static let citations = [Citation("Saito T, Rehmsmeier M. The precision-recall plot is more informative than the ROC plot when evaluating binary classifiers on imbalanced datasets. PLOS ONE 10, e0118432 (2015).", doi: "10.1371/journal.pone.0118432")]

  @Input("The table to draw.") var table: Table
  @Param("The column of true classes.", of: "table") var truth: ColumnName
  @Param("The columns of scores; the higher, the more likely the positive class.", .notEmpty, of: "table") var scores: [ColumnName]
  @Param("The positive class; by default the last in sorted order.") var positive: String?
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let rows = try PlottedScores(table, truth: truth, scores: scores, positive: positive, context)
    var curves: [(name: String, x: [Double], y: [Double])] = []
    var means: [String] = []
    for score in rows.scores {
      let mean = averagePrecision(isPositive: rows.isPositive, scores: score.numbers)
      guard mean.isFinite, let curve = PrecisionRecallCurve(isPositive: rows.isPositive, scores: score.numbers, dropsIntermediate: true) else {
        context.note("'\(score.name)' has no curve: there must be rows of the class '\(rows.positive)'", parameter: "truth")
        continue
      }
      means.append("\(score.name) \(shortNumber(mean, digits: 3))")
      curves.append(("\(score.name) (\(shortNumber(mean, digits: 3)))", curve.recall.reversed(), curve.precision.reversed()))
    }
    let share = Double(rows.isPositive.count { $0 }) / Double(max(1, rows.isPositive.count))
    figure = try PlottedScores.figure(
      curves, .line(.stepAfter), x: "Recall", y: "Precision", chance: [(0, share), (1, share)], title: title,
      description: "Precision against recall of the class '\(rows.positive)', \(counted(rows.isPositive.count, "row")); average precision: \(means.isEmpty ? "none" : means.joined(separator: ", ")).")
  }
}
