import Learning
import Tabular
import Tooling

/// Fits a ridge regression: least squares with a penalty on the squares of the coefficients.
///
/// The penalty keeps coefficients small, which makes predictions steadier where features are many or say nearly the same. It weighs
/// all coefficients alike, so bring the features to one scale first (scale.standard).
///
///     ```{model.ridge model}
///     data: $parts.train
///     target: progression
///     alpha: 10
///     ```
///
/// Parameters have scikit-learn's names and defaults, and the minimum is the same.
///
/// Features must be numbers or booleans without missing values.
struct RidgeTool: LinearModelStage {
  static let name = "model.ridge"
  static let summary = "Fit a linear regression whose coefficients are kept small."
  static let version = "1"
  static let method = "ridge regression"
  static let citations = [
    Citation("Hoerl AE, Kennard RW. Ridge regression: biased estimation for nonorthogonal problems. Technometrics 12, 55–67 (1970).", doi: "10.1080/00401706.1970.10488634")
  ]

  @Input("The rows to learn from.") var data: Table
  @Param("The column of numbers to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("Write regression where numbers might be taken for classes.") var task = LearningTask.auto

  @Param("The penalty on squares of coefficients: larger is simpler.", .atLeast(0)) var alpha = 1.0
  @Param("Whether the model has a constant term.") var fitIntercept = true

  @Output("The model.", isMain: true, kind: .regressor) var model: ModelArchive?
  @Output("A row a feature: `feature`, `coefficient`; the constant term is called (intercept).") var coefficients: Table?

  func regress(_ training: LinearTraining, _ context: RunContext) throws -> FittedLinearModel {
    let (model, _) = try RidgeRegression.fit(
      features: training.matrix, targets: training.targets, alpha: alpha, sampleWeights: training.weights, fitsIntercept: fitIntercept,
      cores: context.cores)
    return FittedLinearModel(model, by: Self.name, training)
  }
}
