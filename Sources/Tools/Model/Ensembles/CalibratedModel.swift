import Learning
import Tabular
import Tooling

/// Fits a pipeline whose probabilities come true as often as they say: of rows given 0.8, eight in ten.
///
/// Many models rank well and yet say 0.99 where they are right nine times in ten, as naive Bayes does, or shy away from 0 and 1, as forests
/// do. A curve from what they say to what comes true is learnt from rows that they had not learnt from.
///
///     ```{model.calibrated forest}
///     data: $parts.train
///     target: diagnosis
///     pipeline: [model.random_forest: {n_estimators: 300}]
///     method: isotonic
///     ```
///
/// `method: sigmoid` learns two numbers and needs few rows; `method: isotonic` takes any curve that rises, and wants a thousand rows or more.
/// The rows are dealt into folds; outside each the pipeline is fitted, inside the curve is learnt, and the probabilities are the mean over the
/// folds' models. With `ensemble: false` one curve is learnt from the predictions of all folds, and the pipeline fitted once on all rows:
/// quicker to apply, and smaller.
///
/// To see whether it helped, compare `brier_score`, `log_loss` and the figure `calibration` of `model.evaluate` on rows kept apart; `roc_auc` hardly
/// changes.
///
/// Of more than two classes each has a curve, against the rest, and the probabilities are divided by their sum. Curves start from the
/// log-odds of models that have a decision function (logistic regression, support vector machines, discriminant analysis), and from
/// the probability of others, as scikit-learn's `CalibratedClassifierCV` does; names and defaults are its own, but for `pipeline` (its
/// `estimator`), `folds` (its `cv`), and rows that are shuffled before they are dealt.
struct CalibratedModel: EstimatorStage {
  static let name = "model.calibrated"
  static let summary = "Fit a pipeline whose probabilities come true as often as they say."
  static let version = "1"
  static let citations = [
    Citation("Platt J. Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods. Advances in Large Margin Classifiers, 61–74 (1999)."),
    Citation("Zadrozny B, Elkan C. Transforming classifier scores into accurate multiclass probability estimates. KDD, 694–699 (2002).", doi: "10.1145/775047.775151"),
    Citation("Niculescu-Mizil A, Caruana R. Predicting good probabilities with supervised learning. ICML, 625–632 (2005).", doi: "10.1145/1102351.1102430"),
  ]

  enum Method: String, ParameterChoice {
    case sigmoid, isotonic
    var help: String {
      switch self {
      case .sigmoid: "An S-shaped curve of two numbers (Platt)."
      case .isotonic: "Any curve that rises; for many rows."
      }
    }
  }

  @Input("The rows to learn from.") var data: Table
  @Param("The column of classes to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Write classification where classes are whole numbers.") var task = LearningTask.auto

  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("The curve from what the pipeline says to what comes true.") var method = Method.sigmoid
  @Param("Whether each fold's pipeline predicts with its own curve.") var ensemble = true
  @Param("How many folds.", .in(2...1000)) var folds = 5
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Of the random numbers that deal the rows.", .atLeast(0)) var seed = 0

  @Output("The pipeline with its curves.", isMain: true, kind: .classifier) var model: ModelArchive?

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedCalibration {
    guard let target = data.target, case .classes(let codes, let description) = target else {
      throw ToolError("calibration is for classes, and the target '\(data.target?.description.name ?? "")' is numbers", remedy: "if they are classes, set task: classification", parameter: "target")
    }
    guard description.classes.count > 1 else { throw ToolError("the rows to learn from are all of one class", parameter: "target") }
    let folds = try InnerFolds(count: folds, shuffles: shuffle, seed: seed).fitted([pipeline], at: [PipelinePlace()], data, needsEveryClass: true, context)[0]
    func curves(_ scores: ClassScores, _ rows: [Int]) -> [ProbabilityCalibrator] {
      let weights = data.weights.map { weights in rows.map { weights[$0] } }.flatMap { $0.contains { $0 > 0 } ? $0 : nil }
      return scores.columns.map { code, values in
        let isOfClass = rows.map { Int(codes[$0]) == code }
        return switch method {
        case .sigmoid: .sigmoid(ProbabilitySigmoid(fitting: values, isFirst: isOfClass, weights: weights))
        case .isotonic: .isotonic(IsotonicRegression(fitting: values, to: isOfClass.map { $0 ? 1 : 0 }, weights: weights))
        }
      }
    }
    let isLogOdds = (folds.first?.predictor).map(hasDecisionFunction) ?? false
    func member(_ predictor: any FittedPredictor, _ prediction: Prediction, _ rows: [Int]) -> FittedCalibration.Member {
      .init(predictor: predictor, curves: curves(ClassScores(prediction, isLogOdds: isLogOdds), rows))
    }
    let members =
      ensemble
      ? folds.map { member($0.predictor, $0.prediction, $0.rows) }
      : [member(try FittedPipeline.fit(pipeline, data, context), folds.joined(rowCount: codes.count), Array(codes.indices))]
    return FittedCalibration(target: description, features: data.features.names, isLogOdds: isLogOdds, members: members)
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedCalibration(archive, context) }
}

/// Whether a model's probabilities are made from decisions, whose log-odds are the better scale.
private func hasDecisionFunction(_ predictor: any FittedPredictor) -> Bool {
  switch predictor {
  case let pipeline as FittedPipeline: hasDecisionFunction(pipeline.predictor)
  case is FittedLogisticRegression, is FittedLinearMargins, is FittedSupportVectors, is FittedLinearDiscriminant, is FittedQuadraticDiscriminant: true
  default: false
  }
}
