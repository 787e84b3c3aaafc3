import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits nearest neighbours: a new row is predicted from the `n_neighbors` rows learnt from that are most like it.
///
/// Nothing is summarised: the model is the rows. It follows borders of any shape, and a prediction can be explained by pointing at
/// the neighbours. What is near depends on the features' units, so bring them to one scale first (scale.standard); features that
/// say nothing blur the distances, so choose some, or reduce them, where there are many.
///
///     ```{model.k_neighbors model}
///     data: $scaled
///     target: diagnosis
///     n_neighbors: 15
///     weights: distance
///     ```
///
/// More neighbours make a smoother prediction. With `weights: distance` nearer ones count for more; those at no distance then decide
/// alone. `metric: cosine` compares directions, as of expression profiles or counts of words, whatever their sum.
///
/// Parameters have scikit-learn's names and defaults. The search has no settings: it goes through a tree where columns are few,
/// else compares with every row, and always finds the true neighbours; of equally near rows those that stand first.
///
/// Features must be numbers or booleans without missing values. Weights of rows are not taken: rows of weight 0 are left out.
struct KNeighborsModel: EstimatorStage, ParameterChecking {
  static let name = "model.k_neighbors"
  static let summary = "Predict from the most similar rows."
  static let version = "1"
  static let citations = [
    Citation("Cover T, Hart P. Nearest neighbor pattern classification. IEEE Transactions on Information Theory 13, 21–27 (1967).", doi: "10.1109/TIT.1967.1053964")
  ]

  enum Weighting: String, ParameterChoice {
    case uniform, distance
    var help: String {
      switch self {
      case .uniform: "Every neighbour counts the same."
      case .distance: "A neighbour counts by the inverse of its distance."
      }
    }
  }

  enum Metric: String, ParameterChoice {
    case minkowski, euclidean, manhattan, cosine
    var help: String {
      switch self {
      case .minkowski: "By the power 'p' of the differences: 2 is euclidean, 1 manhattan."
      case .euclidean: "The straight line."
      case .manhattan: "The sum of the differences."
      case .cosine: "The angle between rows, whatever their size."
      }
    }
  }

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto

  @Param("How many neighbours.", .in(1...1_000_000)) var nNeighbors = 5
  @Param("How much a neighbour counts.") var weights = Weighting.uniform
  @Param("How distance is measured.") var metric = Metric.minkowski
  @Param("With metric: minkowski, the power.", .above(0, to: 100)) var p = 2.0

  @Output("The model.", isMain: true) var model: ModelArchive?

  /// `weights` is not the column of weights here.
  static let stepParameters = ["target", "features", "groups", "positive", "task"]

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedNeighbours(archive) }

  func problems(given: Set<String>) -> [ParameterProblem] {
    metric != .minkowski && given.contains("p") ? [.ignored("p", "where 'metric' is \(metric.rawValue)")] : []
  }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedNeighbours {
    let training = try EstimatorTraining(data, for: FittedNeighbours.method, context)
    training.warnOfWeights(FittedNeighbours.method, context)
    guard nNeighbors <= training.matrix.rowCount else {
      throw ToolError(
        "there are \(counted(training.matrix.rowCount, "row")) to learn from, and 'n_neighbors' is \(nNeighbors)", remedy: "take fewer neighbours",
        parameter: "n_neighbors")
    }
    if case .classes = training.values { _ = try training.classes(for: FittedNeighbours.method) }
    let measure: NearestNeighbours.Metric =
      switch metric {
      case .minkowski: .minkowski(p)
      case .euclidean: .euclidean
      case .manhattan: .manhattan
      case .cosine: .cosine
      }
    return FittedNeighbours(
      signature: training.signature, rows: training.matrix, values: training.values, metric: measure, count: nNeighbors,
      countsByDistance: weights == .distance)
  }
}
