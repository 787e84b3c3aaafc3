import LinearAlgebra
import Tooling

/// The quality of an ensemble on the rows that its members had not drawn, with a warning where some were drawn by all.
///
/// - Parameters:
///   - predictions: a row a row of the data: probabilities of the classes, or a number; NaN where every member drew the row.
///   - member: what the ensemble is made of, in words: `tree`.
func outOfBagMetrics(_ predictions: Matrix, of member: String, _ data: TrainingData, _ context: RunContext) throws -> Metrics? {
  guard let target = data.target else { return nil }
  let judged = (0..<predictions.rowCount).filter { !predictions[$0, 0].isNaN }
  let unjudged = predictions.rowCount - judged.count
  if unjudged > 0 {
    context.warn(
      "\(counted(unjudged, "row")) of \(predictions.rowCount) had been drawn by every \(member), and 'oob' is without \(unjudged == 1 ? "it" : "them")",
      remedy: "raise 'n_estimators'", parameter: "n_estimators")
  }
  let width = predictions.columnCount
  let values = judged.flatMap { row in (0..<width).map { predictions[row, $0] } }
  let prediction: Prediction = target.description.isClassification ? .probabilities(values, classCount: width) : .numbers(values)
  let weights = data.weights.map { weights in judged.map { weights[$0] } }
  return try Assessment(target.selecting(rows: judged), prediction, weights: weights).metrics()
}
