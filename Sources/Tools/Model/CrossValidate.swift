import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Judges a pipeline by cross-validation: the rows are dealt into folds, and each fold is predicted by the pipeline fitted on
/// the others. The whole pipeline is fitted anew for each fold, so nothing leaks from the rows that judge it.
///
///     ```{model.cross_validate scores}
///     data: $tumours
///     target: diagnosis
///     pipeline:
///       - scale.standard
///       - model.logistic_regression: {C: 0.1}
///     folds: 10
///     ```
///
/// **Metrics** are means over the folds (and repeats), `<metric>_sd` their standard deviation over the folds (n − 1 in the
/// denominator); `folds` has the metrics of every fold. A metric that is undefined in a fold is left out of its mean, with a
/// warning. Metrics are weighted where `weights` is given.
///
/// **Intervals** are those of the means, by Student's t with the correction of Nadeau and Bengio for folds that share their
/// training rows, cut off at the metric's bounds.
///
/// Folds are stratified where the target is classes (`stratify`), and never divide a group where `groups` is given. Two
/// cross-validations of the same data, target, groups and `seed` have the same folds, so their metrics can be compared fold by
/// fold. More `repeats` fit only those that are new. With `split: leave_one_out` each row, or each group, is a fold; with `split: time` rows
/// stand in the order of time, and each fold is predicted from the rows before it.
struct CrossValidate: FoldingTool {
  static let name = "model.cross_validate"
  static let summary = "Judge a pipeline by cross-validation."
  static let version = "1"
  static let citations = [
    Citation("Stone M. Cross-validatory choice and assessment of statistical predictions. Journal of the Royal Statistical Society B 36, 111–147 (1974).", doi: "10.1111/j.2517-6161.1974.tb00994.x"),
    Citation("Nadeau C, Bengio Y. Inference for the generalization error. Machine Learning 52, 239–281 (2003).", doi: "10.1023/A:1024068626366"),
  ]

  @Input("The rows to learn from and to judge by.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("How the rows are dealt into folds.") var split = FoldSplit.kFold
  @Param("How many folds, where 'split' leaves it open.", .in(2...10_000)) var folds = 5
  @Param("How often the rows are dealt anew.", .in(1...1000)) var repeats = 1
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Whether each fold has its share of every class; without it, where the target is classes.") var stratify: Bool?
  @Param("How sure an interval is.", .above(0, to: 1, isIncluded: false)) var confidence = 0.95
  @Param("Of the random numbers that deal the rows.", .atLeast(0)) var seed = 0

  @Output(
    "Means over the folds, their standard deviations and intervals, and the means of each class.", isMain: true,
    fields: MetricFields.ofCrossValidation) var metrics: Metrics?
  @Output("A row a fold: `repeat`, `fold`, `train_rows`, `test_rows`, the metrics.", named: "folds") var foldMetrics: Table?
  @Output("A row for each row held out: `repeat`, `fold`, `row` (its number in the data), `truth`, `prediction`, and the classes' probabilities.")
  var predictions: Table?
  @Output("ROC curves: of each fold of the first repeat, or of each class of more than two.", isOptional: true) var roc: Figure?
  @Output("The confusion matrix of the first repeat's predictions.", isOptional: true) var confusion: Figure?
  @Output("The first repeat's predictions against the truth, of numbers.", isOptional: true) var predicted: Figure?

  func expand(_ context: RunContext) throws -> [SubStep] {
    let plan = try foldPlan(context)
    return plan.dealing + plan.judging(pipeline)
  }

  mutating func gather(_ results: SubStepResults, _ context: RunContext) throws {
    let held = try foldPlan(context).held(results, try judgedData(context))
    let summary = try held.summary()
    metrics = summary.metrics(rowCount: held.dataset.rows.count, confidence: confidence, context)
    foldMetrics = try summary.table()
    predictions = try held.table()

    let pooled = try held.first.pooled()
    confusion = try pooled.confusionFigure()
    predicted = try pooled.predictedFigure()
    roc = held.target.positiveCode == nil ? try pooled.rocFigure() : try foldCurves(summary, pooled)
  }

  /// A curve a fold, as many as can be told apart.
  private func foldCurves(_ summary: FoldSummary, _ pooled: Assessment) throws -> Figure? {
    let curves = summary.folds.filter { $0.ofRepeat == 1 }.prefix(10).compactMap { fold -> Curve? in
      guard case .classes(let truth, _, let probabilities, _) = fold.assessment.measured, let positive = fold.assessment.target.positiveCode,
        let curve = ROCCurve(
          isPositive: truth.map { Int($0) == positive }, scores: (0..<truth.count).map { probabilities[$0, positive] },
          weights: fold.assessment.weights),
        curve.area.isFinite
      else { return nil }
      return Curve(name: "fold \(fold.number)", x: curve.falsePositiveRate, y: curve.truePositiveRate)
    }
    return try pooled.rocFigure(of: Array(curves), area: metrics?["roc_auc"] ?? .nan)
  }
}
