import Learning
import Tabular
import Tooling

/// Fits a lasso: least squares with a penalty on the absolute values of the coefficients, which makes many of them 0.
///
/// What is left is a short list of features that predict well together. Of features that say nearly the same it picks one, and another
/// sample may pick another; `model.elastic_net` keeps such features together. The penalty weighs all coefficients alike, so bring the
/// features to one scale first (scale.standard).
///
///     ```{model.lasso model}
///     data: $parts.train
///     target: progression
///     alpha: 0.5
///     ```
///
/// Parameters have scikit-learn's names and defaults. The minimum is the same, and it is found exactly where scikit-learn's solver stops
/// within `tol` of it.
///
/// Features must be numbers or booleans without missing values.
struct LassoTool: LinearModelStage {
  static let name = "model.lasso"
  static let summary = "Fit a linear regression that leaves most features out."
  static let version = "1"
  static let method = "the lasso"
  static let citations = [
    Citation("Tibshirani R. Regression shrinkage and selection via the lasso. Journal of the Royal Statistical Society B 58, 267–288 (1996).", doi: "10.1111/j.2517-6161.1996.tb02080.x"),
    Citation("Friedman J, Hastie T, Tibshirani R. Regularization paths for generalized linear models via coordinate descent. Journal of Statistical Software 33, 1–22 (2010).", doi: "10.18637/jss.v033.i01"),
  ]

  @Input("The rows to learn from.") var data: Table
  @Param("The column of numbers to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("Write regression where numbers might be taken for classes.") var task = LearningTask.auto

  @Param("The penalty on absolute values of coefficients: larger leaves fewer features.", .atLeast(0)) var alpha = 1.0
  @Param("Whether the model has a constant term.") var fitIntercept = true
  @Param("How many rounds over the coefficients the solver may take.", .in(1...1_000_000)) var maxIter = 1000
  @Param("The solver stops where the loss cannot fall by more than this share.", .above(0, to: 1)) var tol = 1e-4

  @Output("The model.", isMain: true, kind: .regressor) var model: ModelArchive?
  @Output("A row a feature: `feature`, `coefficient`; the constant term is called (intercept).") var coefficients: Table?

  func regress(_ training: LinearTraining, _ context: RunContext) throws -> FittedLinearModel {
    let parameters = ElasticNet.Parameters(l1Ratio: 1, fitsIntercept: fitIntercept, maxIterations: maxIter, tolerance: tol)
    return try FittedLinearModel(parameters, alpha: alpha, by: Self.name, training, context)
  }
}
