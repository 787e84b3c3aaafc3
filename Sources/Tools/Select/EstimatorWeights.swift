import Tabular
import Tooling

extension StageSpecification {
  /// The weights that the estimator, fitted to `data`, gives its features.
  ///
  /// - Throws: `ToolError` where the stage is no estimator, or one that weighs no features; and what fitting throws.
  func featureWeights(_ data: TrainingData, _ context: RunContext) throws -> (rows: [[Double]], leavesFeaturesOut: Bool) {
    guard let estimator = try fit(data, context) as? any FeatureWeighing else {
      throw ToolError(
        "'\(tool)' does not tell how much its features count", remedy: "give a linear model or a forest, such as model.random_forest",
        parameter: "estimator")
    }
    let rows = estimator.featureWeights
    guard estimator.features == data.features.names, rows.allSatisfy({ $0.count == data.features.columns.count }) else {
      throw ToolError("'\(tool)' weighs other features than it was given", parameter: "estimator")
    }
    return (rows, estimator.leavesFeaturesOut)
  }
}
