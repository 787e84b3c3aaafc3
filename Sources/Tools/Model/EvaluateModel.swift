import Learning
import Tabular
import Tooling

/// Measures a model on rows that it has not learnt from.
///
/// The target is the model's own column, which the data must have; rows where it is missing are left out, with a warning. A
/// class that the model has not learnt is an error.
///
///     ```{model.evaluate scores}
///     model: $forest
///     data: $parts.test
///     ```
///
/// **Metrics** have scikit-learn's names and values. Of two classes `precision`, `recall` and `f1` are the positive class's; of
/// more, they are means over the classes, and `roc_auc` is one against the rest. `per_class` has the measures of each class.
/// Where only one class is held out, what needs two (`roc_auc`) is undefined, and a warning says so.
///
/// **Intervals** are percentile bootstrap intervals: the rows are drawn anew, within each class, `bootstrap` times, and the
/// middle 95 % of the metrics make the interval. They say how much the metrics owe to the choice of the held-out rows, not of
/// the training rows.
///
/// **Figures**: `roc`, `pr`, `confusion`, and of two classes `calibration`; for numbers `predicted` and `residuals`.
struct EvaluateModel: Tool {
  static let name = "model.evaluate"
  static let summary = "Measure a model on rows that it has not learnt from."
  static let version = "1"
  static let citations = [
    Citation("Efron B, Tibshirani RJ. An Introduction to the Bootstrap. Chapman & Hall (1993).", doi: "10.1201/9780429246593")
  ]

  @Input("The model.") var model: ModelArchive
  @Input("The rows held out, with the target.") var data: Table
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the model's.") var positive: String?
  @Param("How often rows are drawn anew for the intervals; 0 for none.", .in(0...100_000)) var bootstrap = 1000
  @Param("How sure an interval is.", .above(0, to: 1, isIncluded: false)) var confidence = 0.95
  @Param("Of the random numbers of the bootstrap.", .atLeast(0)) var seed = 0

  @Output("The metrics, their intervals, and those of each class.", isMain: true, fields: MetricFields.ofEvaluation) var metrics: Metrics?
  @Output("A row for each row judged: its number in the data, `truth`, `prediction`, and the classes' probabilities.")
  var predictions: Table?
  @Output("ROC curves.", isOptional: true) var roc: Figure?
  @Output("Precision-recall curves.", isOptional: true) var pr: Figure?
  @Output("The confusion matrix.", isOptional: true) var confusion: Figure?
  @Output("Predicted probabilities against how often they came true, of two classes.", isOptional: true) var calibration: Figure?
  @Output("Predictions against the truth, of numbers.", isOptional: true) var predicted: Figure?
  @Output("Errors against predictions, of numbers.", isOptional: true) var residuals: Figure?

  mutating func run(_ context: RunContext) throws {
    let predictor = try model.predictor(context)
    let (truth, rows) = try truth(of: predictor.target, context)
    let judged = rows.count == data.rowCount ? data : data.selecting(rows: rows)
    let prediction = try predictor.predict(judged, context)
    let assessment = try Assessment(truth, prediction, weights: try judged.evaluationWeights(weights?.name))
    let absent = assessment.absentClasses
    if !absent.isEmpty {
      context.warn(
        "no row held out is of the class \(absent.prefix(5).map { "'\(shortened($0))'" }.joined(separator: ", "))\(absent.count > 5 ? " and \(absent.count - 5) more" : ""), so some metrics are undefined",
        remedy: "hold out rows of every class: 'stratify' of table.split")
    }
    metrics = assessment.metrics(resamples: bootstrap, confidence: confidence, seed: seed, cores: context.cores)
    predictions = try Table([rowColumn(rows), truthColumn(truth)] + predictionColumns(prediction, of: truth.description))
    roc = try assessment.rocFigure()
    pr = try assessment.precisionRecallFigure()
    confusion = try assessment.confusionFigure()
    calibration = try assessment.calibrationFigure()
    predicted = try assessment.predictedFigure()
    residuals = try assessment.residualFigure()
  }

  /// The target as it was, by the model's classes, and the rows that have it.
  private func truth(of target: TargetDescription, _ context: RunContext) throws -> (Target, rows: [Int]) {
    var description = target
    if target.isClassification {
      description.positive = try positive.map { try target.positiveClass($0) } ?? target.positive
    } else if positive != nil {
      throw ToolError("'positive' is for classes, and the model predicts the number '\(target.name)'", remedy: "leave it out", parameter: "positive")
    }
    guard let column = data.column(target.name) else {
      throw ToolError(
        "the data have no column '\(target.name)', which the model predicts\(didYouMean(target.name, among: data.names))",
        remedy: "evaluation needs the truth; use model.predict on rows without it", parameter: "data")
    }
    guard data.rowCount > 0 else { throw ToolError("the data have no rows to judge the model by", parameter: "data") }
    let result: (Target, [Int])
    if target.isClassification {
      let codes = try target.codes(of: column)
      let rows = codes.indices.filter { codes[$0] != nil }
      result = (.classes(rows.compactMap { codes[$0] }, description), rows)
    } else {
      guard let numbers = column.values.numbers else {
        throw ToolError("the model predicts numbers, and '\(target.name)' is \(column.values.typeName) here", parameter: "data")
      }
      if let row = numbers.firstIndex(where: \.isInfinite) {
        throw ToolError("'\(target.name)' is infinite in row \(row + 1)", remedy: "leave such rows out with table.filter", parameter: "data")
      }
      let rows = numbers.indices.filter { !numbers[$0].isNaN }
      result = (.numbers(rows.map { numbers[$0] }, description), rows)
    }
    guard !result.1.isEmpty else { throw ToolError("'\(target.name)' is missing in every row", parameter: "data") }
    let dropped = data.rowCount - result.1.count
    if dropped > 0 { context.warn("\(counted(dropped, "row")) without a value of '\(target.name)' \(dropped == 1 ? "is" : "are") left out") }
    return result
  }
}

extension Table {
  /// - Throws: `ToolError` where a weight is missing, negative or infinite, or all are 0.
  fileprivate func evaluationWeights(_ name: String?) throws -> [Double]? {
    guard let name else { return nil }
    return try rowWeights(in: name, rows: Array(0..<rowCount))
  }
}
