/// A column cut into bins: scikit-learn's `KBinsDiscretizer`, of one column and all of its rows.
public struct ColumnBins: Sendable, Equatable {
  public enum Strategy: String, Sendable {
    /// Bins of one width.
    case uniform
    /// Bins of as many rows each.
    case quantile
    /// Bins around the centres that clustering the values gives.
    case kmeans
  }

  /// Ascending, one more than bins: what equals an inner edge is in the bin above it. Of a constant column the infinities.
  public let edges: [Double]
  public var count: Int { edges.count - 1 }

  /// - Parameter edges: ascending, two or more.
  public init(edges: [Double]) { self.edges = edges }

  /// - Parameters:
  ///   - values: finite.
  ///   - count: at least 2. Bins that would be narrower than 10⁻⁸ are joined, but for `uniform` ones.
  public init(of values: [Double], count: Int, strategy: Strategy) {
    let sorted = sortedNumbers(values)
    guard let low = sorted.first, let high = sorted.last, low < high else {
      self.init(edges: [-.infinity, .infinity])
      return
    }
    let even = (0...count).map { $0 == count ? high : low + Double($0) * ((high - low) / Double(count)) }
    switch strategy {
    case .uniform: self.init(edges: even)
    case .quantile: self.init(edges: Self.joined((0...count).map { Self.averagedQuantile(of: sorted, $0, count) }))
    case .kmeans:
      let centres = LineClusters(sorted, startingAt: zip(even, even.dropFirst()).map { ($0 + $1) * 0.5 }).centres
      self.init(edges: Self.joined([low] + zip(centres, centres.dropFirst()).map { ($0 + $1) * 0.5 } + [high]))
    }
  }

  /// Without edges as good as equal to the one before.
  private static func joined(_ edges: [Double]) -> [Double] {
    var joined: [Double] = []
    for (place, edge) in edges.enumerated() where place == 0 || edge - edges[place - 1] > 1e-8 { joined.append(edge) }
    return joined.count > 1 ? joined : [-.infinity, .infinity]
  }

  /// The quantile `place` of `count`: the value there, or the mean of two where it falls between them (Hyndman and Fan's second).
  private static func averagedQuantile(of sorted: [Double], _ place: Int, _ count: Int) -> Double {
    let (whole, rest) = (place * sorted.count).quotientAndRemainder(dividingBy: count)
    if rest > 0 { return sorted[whole] }
    return whole == 0 ? sorted[0] : whole == sorted.count ? sorted[whole - 1] : (sorted[whole - 1] + sorted[whole]) / 2
  }

  /// The bin of each value, from 0. Values beyond the ends are in the first or the last bin.
  public func places(of values: [Double]) -> [Int32] {
    let inner = edges.dropFirst().dropLast().map { $0 }
    return values.map { value in
      var (low, length) = (0, inner.count)
      while length > 0 {
        let half = length / 2
        if inner[low + half] <= value { (low, length) = (low + half + 1, length - half - 1) } else { length = half }
      }
      return Int32(truncatingIfNeeded: low)
    }
  }
}
