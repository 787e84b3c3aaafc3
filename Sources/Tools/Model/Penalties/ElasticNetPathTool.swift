import Learning
import Tabular
import Tooling

/// Fits an elastic net, and finds its penalty, and the share of it on absolute values, by cross-validation.
///
///     ```{model.elastic_net_cv model}
///     data: $parts.train
///     target: progression
///     l1_ratio: [0.1, 0.5, 0.9, 1]
///     ```
///
/// For each share a path of penalties is fitted in each fold, as `model.lasso_cv` does; `path` has the mean squared error of each, and
/// `figure` a curve a share, with a standard error on either side of the one that was chosen. Many genes that move together speak for a small share, few that count for one near 1.
///
/// `rule: one_se` takes the largest penalty within a standard error of the best. The error at the chosen one flatters a little: judge the model
/// by rows kept apart. The features should be of one scale (scale.standard as a stage before).
///
/// Names and defaults are scikit-learn's `ElasticNetCV`, but for `folds` (its `cv`), `n_alphas` and `alphas` (its `alphas`), and rows that are
/// shuffled before they are dealt.
///
/// Features must be numbers or booleans without missing values.
struct ElasticNetPathTool: ElasticNetPathStage {
  static let name = "model.elastic_net_cv"
  static let summary = "Fit an elastic net, and find its penalty by cross-validation."
  static let version = "2"
  static let method = "the elastic net"
  static let citations = ElasticNetTool.citations

  @Input("The rows to learn from.") var data: Table
  @Param("The column of numbers to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("Write regression where numbers might be taken for classes.") var task = LearningTask.auto

  @Param("Shares of the penalty that is on absolute values, to choose from: 1 is the lasso.", .all([.notEmpty, .above(0, to: 1)])) var l1Ratio = [0.5]
  @Param("How many penalties, for each share.", .in(2...10_000)) var nAlphas = 100
  @Param("The penalties; without it, 'n_alphas' at equal ratios.", .all([.notEmpty, .above(0)])) var alphas: [Double]?
  @Param("The least penalty as a share of the largest.", .above(0, to: 1, isIncluded: false)) var eps = 1e-3
  @Param("Which penalty is taken.") var rule = PenaltyRule.best
  @Param("Whether the model has a constant term.") var fitIntercept = true
  @Param("How many rounds over the coefficients the solver may take.", .in(1...1_000_000)) var maxIter = 1000
  @Param("The solver stops where the loss cannot fall by more than this share.", .above(0, to: 1)) var tol = 1e-4
  @Param("How many folds.", .in(2...1000)) var folds = 5
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Of the random numbers that deal the rows.", .atLeast(0)) var seed = 0

  @Output("The model of the chosen penalty.", isMain: true, kind: .regressor) var model: ModelArchive?
  @Output("A row a feature: `feature`, `coefficient`; the constant term is called (intercept).") var coefficients: Table?
  @Output("A row a penalty: of several shares `l1_ratio`, `alpha`, `mse`, its standard error `mse_se`, `features_used`.") var path: Table?
  @Output("What was chosen.", fields: PenaltyFields.ofElasticNet) var chosen: Metrics?
  @Output("The error and the coefficients over the penalty.", isOptional: true) var figure: Figure?

  var shares: [Double] { l1Ratio }
}
