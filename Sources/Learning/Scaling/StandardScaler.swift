import LinearAlgebra

/// Columns brought to mean 0 and standard deviation 1: `z = (x - mean) / scale`.
///
/// Equal to scikit-learn's `StandardScaler`: the standard deviation divides by the count (or the weights' sum), missing values
/// (NaN) are left out when fitted and stay missing when transformed, and a column that is constant as far as rounding can
/// tell has scale 1. A column with an infinity has no mean: its numbers become NaN. So do those of a column that was missing
/// throughout when fitted.
public struct StandardScaler: Sendable, Equatable {
  /// One a column; 0 where `centres` is false. NaN where nothing could be fitted.
  public let means: [Double]
  /// One a column, more than 0; 1 where `scales` is false and for constant columns.
  public let scales: [Double]

  /// What an earlier fit gave.
  public init(means: [Double], scales: [Double]) {
    let count = min(means.count, scales.count)
    self.means = Array(means.prefix(count))
    self.scales = Array(scales.prefix(count))
  }

  /// Fits to columns; two passes over each, about its first value, so that a large mean costs no digits.
  /// - Parameters:
  ///   - columns: numbers, one array a column.
  ///   - weights: one a row; a row whose weight is not a positive finite number is left out. Nil: 1 each.
  ///   - centres: whether the mean is taken off.
  ///   - scales: whether the deviation is divided by.
  public init(fitting columns: [[Double]], weights: [Double]? = nil, centres: Bool = true, scales: Bool = true, cores: Int = 1) {
    let moments = mapPieces(columns.count, cores: cores) { WeightedMoments(of: columns[$0], weights: weights) }
    means = moments.map { centres ? $0.mean : 0 }
    self.scales = moments.map { scales && !$0.isConstant && $0.variance > 0 ? $0.variance.squareRoot() : 1 }
  }

  /// The columns scaled. Beyond the columns that were fitted there are none.
  public func transform(_ columns: [[Double]]) -> [[Double]] { zip(columns, means.indices).map { transform($0, column: $1) } }

  /// The inverse of `transform`.
  public func inverseTransform(_ columns: [[Double]]) -> [[Double]] {
    zip(columns, means.indices).map { values, column in values.map { $0 * scales[column] + means[column] } }
  }

  /// One column scaled; as it is where there is no such column.
  public func transform(_ values: [Double], column: Int) -> [Double] {
    guard means.indices.contains(column) else { return values }
    let (mean, scale) = (means[column], scales[column])
    return values.map { ($0 - mean) / scale }
  }
}
