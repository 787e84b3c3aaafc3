public import LinearAlgebra

/// A number as a weighted sum of features and a constant: what linear regression, ridge, lasso and elastic net come to.
public struct LinearModel: Sendable, Equatable {
  /// One a feature.
  public let coefficients: [Double]
  public let intercept: Double

  public init(coefficients: [Double], intercept: Double) {
    self.coefficients = coefficients
    self.intercept = intercept
  }

  /// A number a row; NaN where a feature is missing.
  ///
  /// - Throws: `FittingError` where the number of features differs.
  public func predictions(_ features: Matrix, cores: Int = 1) throws(FittingError) -> [Double] {
    guard features.columnCount == coefficients.count else {
      throw FittingError("the model learnt from \(coefficients.count) features, and \(features.columnCount) were given")
    }
    return multiply(features, coefficients, cores: cores).map { $0 + intercept }
  }
}
