/// Predicted probabilities against how often the positive class came true, in bins: a reliability diagram.
///
/// Equal to scikit-learn's `calibration_curve`; weights are an addition.
public struct CalibrationCurve: Sendable, Equatable {
  public struct Bin: Sendable, Equatable {
    /// Where the bin starts (exclusive, but for the first) and ends (inclusive).
    public let lowerEdge, upperEdge: Double
    /// Rows in the bin, and their weight.
    public let count: Int
    public let weight: Double
    /// The weighted mean of the predicted probabilities in the bin.
    public let meanPredicted: Double
    /// The weighted share of positive rows in the bin.
    public let positiveShare: Double
  }

  public enum Strategy: String, Sendable, CaseIterable {
    /// Bins of equal width.
    case uniform
    /// Bins of as equal numbers of rows as ties allow.
    case quantile
  }

  /// The bins that have rows, from low to high.
  public let bins: [Bin]

  /// Rows whose probability is not in 0...1, or whose weight is not a positive finite number, are left out.
  /// - Parameter binCount: at least 1; fewer is taken as 1.
  public init(
    isPositive: [Bool], probabilities: [Double], weights: [Double]? = nil, binCount: Int = 10, strategy: Strategy = .uniform
  ) {
    let rows = BinaryRows(isPositive: isPositive, scores: probabilities, weights: weights)
    let binCount = max(1, min(binCount, 100_000))
    let valid = rows.scores.indices.filter { (0...1).contains(rows.scores[$0]) }
    let edges: [Double]
    switch strategy {
    case .uniform: edges = (0...binCount).map { $0 == binCount ? 1 : Double($0) * (1 / Double(binCount)) }
    case .quantile:
      let sorted = valid.map { rows.scores[$0] }.sorted()
      edges = (0...binCount).map { quantile(ofSorted: sorted, Double($0) / Double(binCount)) }
    }
    var count = [Int](repeating: 0, count: binCount)
    var weight = [Double](repeating: 0, count: binCount)
    var predicted = weight
    var positive = weight
    for row in valid {
      // The first inner edge that is not below the value closes its bin.
      let bin = firstPlace(in: 0..<(binCount - 1)) { edges[$0 + 1] >= rows.scores[row] }
      count[bin] += 1
      weight[bin] += rows.weights[row]
      predicted[bin] += rows.weights[row] * rows.scores[row]
      if rows.isPositive[row] { positive[bin] += rows.weights[row] }
    }
    bins = (0..<binCount).filter { count[$0] > 0 }.map { bin in
      Bin(
        lowerEdge: edges[bin], upperEdge: edges[bin + 1], count: count[bin], weight: weight[bin],
        meanPredicted: predicted[bin] / weight[bin], positiveShare: positive[bin] / weight[bin])
    }
  }
}
