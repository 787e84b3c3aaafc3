import Tabular
import Tooling

/// Fits several pipelines on the same rows and lets them predict together: by the mean of their predictions, or by a vote.
///
///     ```{model.voting committee}
///     data: $parts.train
///     target: diagnosis
///     pipelines:
///       linear: [scale.standard, model.logistic_regression]
///       forest: [model.random_forest: {n_estimators: 300}]
///       neighbours: [scale.standard, model.k_neighbors]
///     voting: soft
///     ```
///
/// It helps where the pipelines are about equally good and wrong in different rows; one that is clearly worse pulls the others down, unless
/// `voting_weights` makes it count less. `model.stacking` learns from held-out rows how much each should count.
///
/// With `voting: hard` each pipeline votes for one class, and the class with most votes wins, of equals the first; the probabilities are the
/// shares of the votes. With `voting: soft` the probabilities are the mean of the pipelines' own, which is better where these can be trusted
/// (see `model.calibrated`). Of numbers the prediction is their mean.
///
/// Names and defaults are scikit-learn's (`VotingClassifier`, `VotingRegressor`), but for `pipelines` (its `estimators`) and `voting_weights`
/// (its `weights`, which is the column of the rows' weights here).
struct VotingModel: EstimatorStage, ParameterChecking {
  static let name = "model.voting"
  static let summary = "Fit several pipelines that predict together."
  static let version = "1"
  static let citations = [
    Citation("Kittler J, Hatef M, Duin RPW, Matas J. On combining classifiers. IEEE Transactions on Pattern Analysis and Machine Intelligence 20, 226–239 (1998).", doi: "10.1109/34.667881")
  ]

  enum Voting: String, ParameterChoice {
    case hard, soft
    var help: String {
      switch self {
      case .hard: "Each pipeline votes for one class."
      case .soft: "The mean of the pipelines' probabilities."
      }
    }
  }

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto

  @Param("Names, each with the stages of a pipeline, the predictor last.", .notEmpty) var pipelines: ParameterMapping<[StageSpecification]>
  @Param("How classes are decided.") var voting = Voting.hard
  @Param("How much each pipeline counts, by its name; without it, each the same.", .above(0)) var votingWeights: ParameterMapping<Double>?

  @Output("The pipelines together.", isMain: true) var model: ModelArchive?

  func problems(given: Set<String>) -> [ParameterProblem] {
    votingWeights.map { NamedPipelines.problems(of: $0, by: pipelines, parameter: "voting_weights") } ?? []
  }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedCommittee {
    guard let target = data.target else { throw ToolError("a vote needs a target", parameter: "target") }
    let pipelines = try NamedPipelines(pipelines)
    let members = try context.mapPieces(pipelines.names.count, "pipeline") { piece, context in
      try FittedPipeline.fit(pipelines.stages[piece], data, at: pipelines.places[piece], context)
    }
    return FittedCommittee(
      by: Self.name, target: target.description, features: data.features.names, members: members,
      weights: votingWeights.map { weights in pipelines.names.map { weights[$0] ?? 1 } }, isVoting: voting == .hard && target.description.isClassification)
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedCommittee(archive, context) }
}
