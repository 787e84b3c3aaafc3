import Learning
import Tabular
import Tooling

/// Fits a lasso, and finds its penalty by cross-validation: a hundred penalties for little more than the price of one.
///
///     ```{model.lasso_cv model}
///     data: $parts.train
///     target: progression
///     rule: one_se
///     ```
///
/// Penalties go from the largest that matters, at which every coefficient is 0, down to `eps` of it; in each fold the whole path is fitted,
/// each model begun from the one before. `path` has the mean squared error of each penalty over the folds; `figure` shows it, and how the
/// coefficients come in as the penalty falls.
///
/// The penalty with the least error predicts best, and tends to keep too many features; `rule: one_se` takes the largest one within a
/// standard error of it. The error at the chosen penalty flatters a little: judge the model by rows kept apart. The features should be of
/// one scale (scale.standard as a stage before).
///
/// Names and defaults are scikit-learn's `LassoCV`, but for `folds` (its `cv`), `n_alphas` and `alphas` (its `alphas`), and rows that are
/// shuffled before they are dealt.
///
/// Features must be numbers or booleans without missing values.
struct LassoPathTool: ElasticNetPathStage {
  static let name = "model.lasso_cv"
  static let summary = "Fit a lasso, and find its penalty by cross-validation."
  static let version = "2"
  static let method = "the lasso"
  static let citations = [
    Citation("Tibshirani R. Regression shrinkage and selection via the lasso. Journal of the Royal Statistical Society B 58, 267–288 (1996).", doi: "10.1111/j.2517-6161.1996.tb02080.x"),
    Citation("Friedman J, Hastie T, Tibshirani R. Regularization paths for generalized linear models via coordinate descent. Journal of Statistical Software 33, 1–22 (2010).", doi: "10.18637/jss.v033.i01"),
  ]

  @Input("The rows to learn from.") var data: Table
  @Param("The column of numbers to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("Write regression where numbers might be taken for classes.") var task = LearningTask.auto

  @Param("How many penalties.", .in(2...10_000)) var nAlphas = 100
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
  @Output("A row a penalty: `alpha`, `mse`, its standard error `mse_se`, `features_used`.") var path: Table?
  @Output("What was chosen.", fields: PenaltyFields.all) var chosen: Metrics?
  @Output("The error and the coefficients over the penalty.", isOptional: true) var figure: Figure?

  var shares: [Double] { [1] }
}

/// What tools that choose a penalty say of it.
enum PenaltyFields {
  static let all: [FieldDeclaration] = [
    .init("alpha", "The penalty."), .init("mse", "The mean squared error over the folds."), .init("features_used", "How many coefficients are not 0."),
  ]
  static let ofElasticNet = all + [.init("l1_ratio", "The share on absolute values, of several that were tried.")]
}
