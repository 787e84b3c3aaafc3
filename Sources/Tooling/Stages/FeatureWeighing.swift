/// A fitted predictor that tells how much each of its features counts, so that features can be selected by it.
public protocol FeatureWeighing: FittedPredictor {
  /// Rows of one weight a feature, in the order of `features`: a linear model's coefficients, a row a class where there are several,
  /// or a forest's importances.
  var featureWeights: [[Double]] { get }
  /// Whether a feature that does not count has the weight 0: then what is near to 0 is not selected.
  var leavesFeaturesOut: Bool { get }
}

extension FeatureWeighing {
  public var leavesFeaturesOut: Bool { false }
}
