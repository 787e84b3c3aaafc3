/// What acting on predicted probabilities is worth: the net benefit at each threshold (Vickers and Elkin, 2006).
///
/// Of all rows, the share of those rightly acted on, less those wrongly acted on at the odds of the threshold: who acts from 20 % on holds
/// four needless actions to be worth one that was needed.
public struct DecisionCurve: Sendable, Equatable {
  /// Ascending, each above 0 and below 1.
  public let thresholds: [Double]
  /// Where rows from the threshold on are acted on.
  public let netBenefit: [Double]
  /// Where all rows are.
  public let ofAll: [Double]

  /// - Parameters:
  ///   - isPositive: what each row is; at least one.
  ///   - probabilities: of the positive class, as many, in 0...1 and none NaN. A row at a threshold is acted on.
  ///   - thresholds: ascending, each above 0 and below 1.
  /// - Complexity: O(n log n), and O(log n) a threshold.
  public init(isPositive: [Bool], probabilities: [Double], thresholds: [Double]) {
    let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
    let sorted = order.map { probabilities[$0] }
    // Positive rows among the last of the order.
    var positiveFrom = [Int](repeating: 0, count: order.count + 1)
    for place in order.indices.reversed() { positiveFrom[place] = positiveFrom[place + 1] + (isPositive[order[place]] ? 1 : 0) }
    let count = Double(order.count)
    self.thresholds = thresholds
    func benefit(from place: Int, _ threshold: Double) -> Double {
      let right = Double(positiveFrom[place])
      return (right - (Double(order.count - place) - right) * threshold / (1 - threshold)) / count
    }
    netBenefit = thresholds.map { threshold in benefit(from: firstPlace(in: sorted.indices) { sorted[$0] >= threshold }, threshold) }
    ofAll = thresholds.map { benefit(from: 0, $0) }
  }
}
