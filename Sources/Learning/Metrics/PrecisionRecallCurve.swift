/// Precision against recall as the threshold rises.
///
/// Equal to scikit-learn's `precision_recall_curve`: where no row is positive, recall is 1 at every threshold.
public struct PrecisionRecallCurve: Sendable, Equatable {
  /// One a threshold, and 1 at the end.
  public let precision: [Double]
  /// One a threshold, descending, and 0 at the end.
  public let recall: [Double]
  /// The distinct scores, ascending; one fewer than the points.
  public let thresholds: [Double]

  /// Nil where a score is NaN or no row has a weight.
  /// - Parameters:
  ///   - isPositive: one a row.
  ///   - scores: one a row; higher is more positive.
  ///   - weights: one a row; a row whose weight is not a positive finite number is left out. Nil: 1 each.
  ///   - dropsIntermediate: of the points with one recall keeps the first and the last; the curve looks the same.
  public init?(isPositive: [Bool], scores: [Double], weights: [Double]? = nil, dropsIntermediate: Bool = false) {
    guard let counts = ThresholdCounts(isPositive: isPositive, scores: scores, weights: weights) else { return nil }
    let hits = counts.truePositives
    var kept = Array(hits.indices)
    if dropsIntermediate, kept.count > 2 {
      kept = kept.filter { place in
        place == 0 || place == hits.count - 1 || hits[place] != hits[place - 1] || hits[place + 1] != hits[place]
      }
    }
    let positives = hits.last ?? 0
    precision = kept.reversed().map { hits[$0] / (hits[$0] + counts.falsePositives[$0]) } + [1]
    recall = kept.reversed().map { positives > 0 ? hits[$0] / positives : 1 } + [0]
    thresholds = kept.reversed().map { counts.thresholds[$0] }
  }
}
