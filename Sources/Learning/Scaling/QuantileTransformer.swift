import LinearAlgebra

/// Columns spread evenly over 0...1, or as a normal distribution is, by their quantiles: ranks in place of values.
///
/// Equal to scikit-learn's `QuantileTransformer` where that takes all rows: missing values (NaN) are left out when fitted and stay
/// missing, and what lies beyond the quantiles becomes an end.
public struct QuantileTransformer: Sendable, Equatable {
  public enum Distribution: String, Sendable { case uniform, normal }

  /// Ascending, one list a column; NaN where nothing could be fitted.
  public let quantiles: [[Double]]
  public let distribution: Distribution

  public init(quantiles: [[Double]], distribution: Distribution) {
    self.quantiles = quantiles
    self.distribution = distribution
  }

  /// - Parameter quantileCount: how many quantiles are kept of each column; at most one a row.
  public init(fitting columns: [[Double]], quantileCount: Int = 1000, distribution: Distribution = .uniform, cores: Int = 1) {
    let count = max(1, min(quantileCount, columns.first?.count ?? 0))
    quantiles = mapPieces(columns.count, cores: cores) { place in
      let sorted = sortedNumbers(columns[place])
      // The product first: where a quantile is a value, rounding must not part them.
      return (0..<count).map { quantile(ofSorted: sorted, atPlace: Double($0 * max(0, sorted.count - 1)) / Double(max(1, count - 1))) }
    }
    self.distribution = distribution
  }

  /// The share of the values below the quantile at `place`.
  private static func share(_ place: Int, of count: Int) -> Double { count == 1 ? 0 : Double(place) / Double(count - 1) }

  /// One column changed; as it is where there is no such column.
  public func transform(_ values: [Double], column: Int) -> [Double] {
    guard quantiles.indices.contains(column), let low = quantiles[column].first, let high = quantiles[column].last else { return values }
    guard !low.isNaN else { return values.map { _ in .nan } }
    let shares = quantiles[column].indices.map { Self.share($0, of: quantiles[column].count) }
    return quantiles[column].withUnsafeBufferPointer { quantiles in
      switch distribution {
      case .uniform:
        return values.map { value in
          value.isNaN ? value : value <= low ? 0 : value >= high ? 1 : Self.share(below: value, quantiles, shares)
        }
      case .normal:
        // So near to the ends a normal quantile would be far out: scikit-learn's bound.
        let bound = 1e-7
        let (least, most) = (NormalDistribution.quantile(bound - .ulpOfOne), NormalDistribution.quantile(1 - (bound - .ulpOfOne)))
        return values.map { value in
          if value.isNaN { return value }
          if value - bound < low { return least }
          if value + bound > high { return most }
          let quantile = NormalDistribution.quantile(Self.share(below: value, quantiles, shares))
          return quantile < least ? least : quantile > most ? most : quantile
        }
      }
    }
  }

  /// The share of the values below one that lies between the ends; in the middle of those that equal it.
  @inline(__always)
  private static func share(below value: Double, _ quantiles: UnsafeBufferPointer<Double>, _ shares: [Double]) -> Double {
    // The last quantile that is not above the value, by halving without branches.
    var (place, length) = (0, quantiles.count)
    while length > 1 {
      let half = length / 2
      place += quantiles[place + half] <= value ? half : 0
      length -= half
    }
    if quantiles[place] == value {
      var first = place
      while first > 0, quantiles[first - 1] == value { first -= 1 }
      return 0.5 * (shares[first] + shares[place])
    }
    guard place + 1 < quantiles.count else { return shares[place] }
    let slope = (shares[place + 1] - shares[place]) / (quantiles[place + 1] - quantiles[place])
    return slope * (value - quantiles[place]) + shares[place]
  }
}
