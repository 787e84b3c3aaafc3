import Learning
import Tabular
import Tooling

/// Predicted probabilities against how often they came true, in bins: a calibrated model lies on the diagonal.
///
///     ```{plot.calibration honesty}
///     table: $predictions
///     truth: diagnosis
///     scores: [forest, logistic]
///     positive: M
///     ```
///
/// Rows in which a column is missing or infinite are left out, and their number is noted.
struct CalibrationPlot: Tool {
  static let name = "plot.calibration"
  static let summary = "Draw predicted probabilities against how often they came true."
  static let version = "1"
  static let citations = [Citation("Niculescu-Mizil A, Caruana R. Predicting good probabilities with supervised learning. ICML, 625–632 (2005).", doi: "10.1145/1102351.1102430")]

  @Input("The table to draw.") var table: Table
  @Param("The column of true classes.", of: "table") var truth: ColumnName
  @Param("The columns of probabilities of the positive class, from 0 to 1.", .notEmpty, of: "table") var scores: [ColumnName]
  @Param("The positive class; by default the last in sorted order.") var positive: String?
  @Param("How many bins.", .in(1...100)) var bins = 10
  @Param("What stands above the plot.") var title: String?
  @Output("The plot.") var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let rows = try PlottedScores(table, truth: truth, scores: scores, positive: positive, context)
    try rows.requireProbabilities()
    var curves: [(name: String, x: [Double], y: [Double])] = []
    for score in rows.scores {
      let curve = CalibrationCurve(isPositive: rows.isPositive, probabilities: score.numbers, binCount: bins)
      curves.append((score.name, curve.bins.map(\.meanPredicted), curve.bins.map(\.positiveShare)))
    }
    let farthest = curves.map { curve in "\(curve.name) \(shortNumber(zip(curve.x, curve.y).map { abs($0 - $1) }.max() ?? 0, digits: 2))" }
    figure = try PlottedScores.figure(
      curves, .line(hasPoints: true), x: "Predicted probability", y: "Observed share", chance: [(0, 0), (1, 1)], title: title,
      description: "Calibration of the class '\(rows.positive)', \(counted(rows.isPositive.count, "row")); farthest from the diagonal: \(farthest.joined(separator: ", ")).")
  }
}
