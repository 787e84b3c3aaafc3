import Learning
import Tabular
import Tooling

/// Fits a ridge regression, and finds its penalty: each row is predicted by the model of the others, which costs no more than one fit.
///
///     ```{model.ridge_cv model}
///     data: $parts.train
///     target: progression
///     alphas: [0.01, 0.1, 1, 10, 100]
///     ```
///
/// `path` has the mean squared error of each penalty; `figure` shows it, and how the coefficients shrink. With `folds` the rows are
/// dealt into folds instead; with `groups` and no `folds` each group is left out by itself. The features should be of one scale (scale.standard as a stage before).
///
/// Names and defaults are scikit-learn's `RidgeCV`, but for `folds` (its `cv`).
///
/// Features must be numbers or booleans without missing values.
struct RidgePathTool: PenaltyPathStage, ParameterChecking {
  static let name = "model.ridge_cv"
  static let summary = "Fit a ridge regression, and find its penalty by leaving rows out."
  static let version = "2"
  static let method = "ridge regression"
  static let citations =
    RidgeTool.citations + [
      Citation("Golub GH, Heath M, Wahba G. Generalized cross-validation as a method for choosing a good ridge parameter. Technometrics 21, 215–223 (1979).", doi: "10.1080/00401706.1979.10489751")
    ]

  @Input("The rows to learn from.") var data: Table
  @Param("The column of numbers to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("Write regression where numbers might be taken for classes.") var task = LearningTask.auto

  @Param("The penalties to choose from.", .all([.notEmpty, .above(0)])) var alphas = [0.1, 1, 10]
  @Param("Which penalty is taken.") var rule = PenaltyRule.best
  @Param("Whether the model has a constant term.") var fitIntercept = true
  @Param("How many folds; without it, each row is left out by itself.", .in(2...1000)) var folds: Int?
  @Param("With folds: whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Of the random numbers that deal the rows.", .atLeast(0)) var seed = 0

  @Output("The model of the chosen penalty.", isMain: true, kind: .regressor) var model: ModelArchive?
  @Output("A row a feature: `feature`, `coefficient`; the constant term is called (intercept).") var coefficients: Table?
  @Output("A row a penalty: `alpha`, `mse`, with folds its standard error `mse_se`, `features_used`.") var path: Table?
  @Output("What was chosen.", fields: PenaltyFields.all) var chosen: Metrics?
  @Output("The error and the coefficients over the penalty.", isOptional: true) var figure: Figure?

  func problems(given: Set<String>) -> [ParameterProblem] {
    folds == nil ? ["shuffle", "seed"].filter(given.contains).map { .ignored($0, "without 'folds'") } : []
  }

  func path(_ training: LinearTraining, _ data: TrainingData, _ context: RunContext) throws -> PenaltyPath {
    if rule == .oneStandardError, folds == nil, data.groups == nil {
      throw ToolError("rule: one_se needs the errors of folds", remedy: "set 'folds'", parameter: "rule")
    }
    let count = folds ?? data.groups.map { Set($0).count }
    if let count, count > 1000 {
      throw ToolError("there are \(count) groups to leave out one by one, and 1000 are possible", remedy: "set 'folds'", parameter: "groups")
    }
    let dealt = try count.map { try InnerFolds(count: $0, shuffles: shuffle, seed: seed).dealt(data) }
    return try PenaltyPath(
      ridge: training.matrix, targets: training.targets, sampleWeights: training.weights, folds: dealt?.repeats[0], foldCount: count ?? 0, alphas: alphas,
      fitsIntercept: fitIntercept, cores: context.cores)
  }
}
