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
    let judged = try JudgedRows(data, of: predictor.target, positive: positive, weights: weights, context)
    let truth = judged.truth
    let prediction = try predictor.predict(judged.rows, context)
    let assessment = try judged.assessment(prediction)
    let absent = assessment.absentClasses
    if !absent.isEmpty {
      context.warn(
        "no row held out is of the class \(absent.prefix(5).map { "'\(shortened($0))'" }.joined(separator: ", "))\(absent.count > 5 ? " and \(absent.count - 5) more" : ""), so some metrics are undefined",
        remedy: "hold out rows of every class: 'stratify' of table.split")
    }
    metrics = assessment.metrics(resamples: bootstrap, confidence: confidence, seed: seed, cores: context.cores)
    predictions = try Table([rowColumn(judged.places), truthColumn(truth)] + predictionColumns(prediction, of: truth.description))
    roc = try assessment.rocFigure()
    pr = try assessment.precisionRecallFigure()
    confusion = try assessment.confusionFigure()
    calibration = try assessment.calibrationFigure()
    predicted = try assessment.predictedFigure()
    residuals = try assessment.residualFigure()
  }
}
