/// Fisher's F distribution: of the quotient of two variances.
public enum FisherDistribution {
  /// How likely the quotient is above `value`; NaN for degrees of freedom that are not above 0.
  public static func upperTail(_ value: Double, _ numeratorDegrees: Double, _ denominatorDegrees: Double) -> Double {
    guard !value.isNaN, numeratorDegrees > 0, denominatorDegrees > 0 else { return .nan }
    if value <= 0 { return 1 }
    if value.isInfinite { return 0 }
    let product = numeratorDegrees * value
    guard product.isFinite else { return 0 }
    // The smaller of the share and its complement is the one that keeps its digits.
    let (share, complement) = (product / (product + denominatorDegrees), denominatorDegrees / (product + denominatorDegrees))
    return share < complement
      ? incompleteBeta(share, numeratorDegrees / 2, denominatorDegrees / 2).upper
      : incompleteBetaUpper(complement: complement, numeratorDegrees / 2, denominatorDegrees / 2)
  }
}

/// The chi-square distribution: of a sum of squared standard normal variables.
public enum ChiSquareDistribution {
  /// How likely the sum is above `value`; NaN for degrees of freedom that are not above 0.
  public static func upperTail(_ value: Double, _ degrees: Double) -> Double {
    guard !value.isNaN, degrees > 0 else { return .nan }
    return value <= 0 ? 1 : incompleteGammaUpper(degrees / 2, value / 2)
  }
}
