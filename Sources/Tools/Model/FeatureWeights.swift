import Learning
import LinearAlgebra
import Tooling

// What models tell tools that select features.

extension FittedForest: FeatureWeighing {
  var featureWeights: [[Double]] { [forest.importances] }
}

extension FittedGradientBoosting: FeatureWeighing {
  var featureWeights: [[Double]] { [importances] }
}

extension FittedLinearModel: FeatureWeighing {
  var featureWeights: [[Double]] { [model.coefficients] }
  var leavesFeaturesOut: Bool { [LassoTool.name, LassoPathTool.name].contains(tool) }
}

extension FittedPenaltyPath: FeatureWeighing {
  var featureWeights: [[Double]] { linear.featureWeights }
  var leavesFeaturesOut: Bool { path.points[place].l1Ratio == 1 }
}

extension FittedLogisticRegression: FeatureWeighing {
  var featureWeights: [[Double]] {
    let coefficients = regression.coefficients
    return (0..<coefficients.rowCount).map { row in (0..<coefficients.columnCount).map { coefficients[row, $0] } }
  }
}

extension FittedDecisionTree: FeatureWeighing {
  var featureWeights: [[Double]] { [tree.importances] }
}

extension FittedLinearMargins: FeatureWeighing {
  var featureWeights: [[Double]] { margins.map(\.coefficients) }
}
