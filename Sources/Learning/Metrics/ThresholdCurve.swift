/// What a measure of two classes comes to when rows are called positive from a threshold on, at equal steps from the lowest score to the
/// highest: what scikit-learn's `TunedThresholdClassifierCV` chooses by.
public struct ThresholdCurve: Sendable {
  /// Ascending.
  public let thresholds: [Double]
  /// At each threshold; the positive class has the code 1.
  public let totals: [ClassTotals]

  /// - Parameters:
  ///   - isPositive: what each row is; at least one.
  ///   - scores: as many; finite.
  ///   - weights: as many, not negative; nil: 1 each.
  ///   - count: how many thresholds; at least 2.
  public init(isPositive: [Bool], scores: [Double], weights: [Double]? = nil, count: Int) {
    let low = scores.min() ?? 0
    let high = scores.max() ?? 1
    let thresholds = equalSteps(from: low, to: high, count: count)
    self.thresholds = thresholds
    // Of each step, the weight of the rows that are positive up to it and no longer at the next threshold.
    var positive = [Double](repeating: 0, count: count)
    var negative = positive
    for (row, score) in scores.enumerated() {
      let below = max(0, firstPlace(in: 0..<count) { thresholds[$0] > score } - 1)
      if isPositive[row] { positive[below] += weights?[row] ?? 1 } else { negative[below] += weights?[row] ?? 1 }
    }
    let allPositive = positive.reduce(0, +)
    let allNegative = negative.reduce(0, +)
    var (missed, spared) = (0.0, 0.0)
    totals = (0..<count).map { step in
      var totals = ClassTotals(classCount: 2)
      totals.add(max(0, allPositive - missed), truth: 1, predicted: 1)
      totals.add(missed, truth: 1, predicted: 0)
      totals.add(max(0, allNegative - spared), truth: 0, predicted: 1)
      totals.add(spared, truth: 0, predicted: 0)
      missed += positive[step]
      spared += negative[step]
      return totals
    }
  }

  /// A measure at any threshold: linear between the curve's own, level beyond them.
  ///
  /// - Parameters:
  ///   - threshold: any number that is not NaN.
  ///   - values: the measure at each of the curve's thresholds; NaN where it is undefined.
  /// - Returns: NaN where one of the two values that it lies between is, and of a curve without thresholds.
  /// - Complexity: O(1).
  public func value(at threshold: Double, of values: [Double]) -> Double {
    guard let first = thresholds.first, let last = thresholds.last, last > first else { return values.first ?? .nan }
    if threshold <= first { return values[0] }
    if threshold >= last { return values[values.count - 1] }
    let place = min(values.count - 2, Int((threshold - first) / (last - first) * Double(values.count - 1)))
    let width = thresholds[place + 1] - thresholds[place]
    guard width > 0 else { return values[place + 1] }
    let share = min(max((threshold - thresholds[place]) / width, 0), 1)
    return values[place] + share * (values[place + 1] - values[place])
  }
}
