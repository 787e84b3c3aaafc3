import Learning
import Tabular
import Tooling

/// Fits a linear regression: a number as a weighted sum of the features, by least squares.
///
/// A coefficient says by how much the prediction grows with each unit of its feature, the others held still. Coefficients of features
/// in different units cannot be compared, so scale the features (scale.standard) where they are to be.
///
///     ```{model.linear_regression model}
///     data: $parts.train
///     target: progression
///     ```
///
/// The solution is scikit-learn's. Where features depend on each other, or there are more of them than rows, many weighted sums fit
/// alike; the one with the smallest coefficients is given, with a warning, and `model.ridge` or `model.lasso` is the better choice.
///
/// Features must be numbers or booleans without missing values.
struct LinearRegressionTool: LinearModelStage {
  static let name = "model.linear_regression"
  static let summary = "Fit a linear regression that predicts a number by least squares."
  static let version = "1"
  static let method = "linear regression"
  static let citations = [
    Citation("Galton F. Regression towards mediocrity in hereditary stature. Journal of the Anthropological Institute 15, 246–263 (1886).", doi: "10.2307/2841583")
  ]

  @Input("The rows to learn from.") var data: Table
  @Param("The column of numbers to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("Write regression where numbers might be taken for classes.") var task = LearningTask.auto

  @Param("Whether the model has a constant term.") var fitIntercept = true

  @Output("The model.", isMain: true, kind: .regressor) var model: ModelArchive?
  @Output("A row a feature: `feature`, `coefficient`; the constant term is called (intercept).") var coefficients: Table?

  func regress(_ training: LinearTraining, _ context: RunContext) throws -> FittedLinearModel {
    let (model, rank) = try RidgeRegression.fit(
      features: training.matrix, targets: training.targets, sampleWeights: training.weights, fitsIntercept: fitIntercept, cores: context.cores)
    if let rank, rank < training.features.count {
      context.warn(
        "\(counted(training.features.count, "feature")) tell no more than \(rank) would: the smallest coefficients that fit are given, and others fit as well",
        remedy: "leave features out, or use model.ridge or model.lasso", parameter: "features")
    }
    return FittedLinearModel(model, by: Self.name, training)
  }
}
