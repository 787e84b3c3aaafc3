/// The receiver operating characteristic: the true against the false positive rate as the threshold falls.
///
/// Equal to scikit-learn's `roc_curve`. Where no row is positive (negative), that rate is NaN throughout.
public struct ROCCurve: Sendable, Equatable {
  /// Ascending from 0 to 1.
  public let falsePositiveRate: [Double]
  /// Ascending from 0 to 1.
  public let truePositiveRate: [Double]
  /// Descending; a row is called positive from this score on. The first is infinite: none is.
  public let thresholds: [Double]

  /// Nil where a score is NaN or no row has a weight.
  /// - Parameters:
  ///   - isPositive: one a row.
  ///   - scores: one a row; higher is more positive.
  ///   - weights: one a row; a row whose weight is not a positive finite number is left out. Nil: 1 each.
  ///   - dropsCollinear: leaves out points that lie on the line between their neighbours; the curve looks the same.
  public init?(isPositive: [Bool], scores: [Double], weights: [Double]? = nil, dropsCollinear: Bool = true) {
    guard let counts = ThresholdCounts(isPositive: isPositive, scores: scores, weights: weights) else { return nil }
    var kept = Array(counts.thresholds.indices)
    if dropsCollinear, kept.count > 2 {
      func bends(_ values: [Double], _ place: Int) -> Bool {
        (values[place + 1] - values[place]) - (values[place] - values[place - 1]) != 0
      }
      kept = kept.filter { place in
        place == 0 || place == counts.thresholds.count - 1 || bends(counts.falsePositives, place) || bends(counts.truePositives, place)
      }
    }
    func rates(_ values: [Double]) -> [Double] {
      guard let last = values.last, last > 0 else { return [Double](repeating: .nan, count: kept.count + 1) }
      return [0] + kept.map { values[$0] / last }
    }
    falsePositiveRate = rates(counts.falsePositives)
    truePositiveRate = rates(counts.truePositives)
    thresholds = [.infinity] + kept.map { counts.thresholds[$0] }
  }

  /// The area under the curve by trapezia.
  public var area: Double {
    guard falsePositiveRate.count > 1 else { return .nan }
    return (1..<falsePositiveRate.count).reduce(0) { sum, place in
      let width = falsePositiveRate[place] - falsePositiveRate[place - 1]
      return sum + width * (truePositiveRate[place] + truePositiveRate[place - 1]) / 2
    }
  }
}

/// Weight of true and false positives at each distinct score, as the threshold falls.
struct ThresholdCounts {
  private(set) var thresholds: [Double] = []
  private(set) var truePositives: [Double] = []
  private(set) var falsePositives: [Double] = []

  init?(isPositive: [Bool], scores: [Double], weights: [Double]?) {
    let counted = BinaryRows(isPositive: isPositive, scores: scores, weights: weights)
    guard !counted.scores.isEmpty, let ranking = SampleRanking(counted.scores, .descending) else { return nil }
    var positives = 0.0
    var negatives = 0.0
    var start = 0
    for end in ranking.tieEnds {
      for place in start..<Int(end) {
        let row = Int(ranking.rows[place])
        if counted.isPositive[row] { positives += counted.weights[row] } else { negatives += counted.weights[row] }
      }
      thresholds.append(counted.scores[Int(ranking.rows[start])])
      truePositives.append(positives)
      falsePositives.append(negatives)
      start = Int(end)
    }
  }
}
