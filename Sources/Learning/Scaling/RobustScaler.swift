import LinearAlgebra

/// Columns less their median, divided by the distance between two quantiles: outliers decide neither.
///
/// Equal to scikit-learn's `RobustScaler`: missing values (NaN) are left out when fitted and stay missing, and a column whose
/// quantiles are equal is not divided.
public struct RobustScaler: Sendable, Equatable {
  /// One a column; 0 where nothing is taken off, NaN where nothing could be fitted.
  public let centres: [Double]
  /// One a column, not 0.
  public let scales: [Double]

  public init(centres: [Double], scales: [Double]) {
    self.centres = centres
    self.scales = scales
  }

  /// - Parameters:
  ///   - quantiles: the two quantiles, as shares of 1.
  ///   - unitVariance: whether columns from a normal distribution get the variance 1.
  public init(
    fitting columns: [[Double]], centres: Bool = true, scales: Bool = true, quantiles: ClosedRange<Double> = 0.25...0.75,
    unitVariance: Bool = false, cores: Int = 1
  ) {
    let width = unitVariance ? NormalDistribution.quantile(quantiles.upperBound) - NormalDistribution.quantile(quantiles.lowerBound) : 1
    let fitted = mapPieces(columns.count, cores: cores) { place in
      let sorted = sortedNumbers(columns[place])
      let centre = centres ? quantile(ofSorted: sorted, 0.5) : 0
      let spread = quantile(ofSorted: sorted, quantiles.upperBound) - quantile(ofSorted: sorted, quantiles.lowerBound)
      return (centre, scales ? scaleWithoutZero(spread) / width : 1)
    }
    self.init(centres: fitted.map(\.0), scales: fitted.map(\.1))
  }

  /// One column scaled; as it is where there is no such column.
  public func transform(_ values: [Double], column: Int) -> [Double] {
    guard centres.indices.contains(column), scales.indices.contains(column) else { return values }
    let (centre, scale) = (centres[column], scales[column])
    return values.map { ($0 - centre) / scale }
  }
}
