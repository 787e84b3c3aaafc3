/// The area under the ROC curve: how probable it is that a positive row scores above a negative one, ties counting half.
///
/// Mann–Whitney's statistic, equal to scikit-learn's `roc_auc_score`. NaN where a score is NaN or one of the sides is empty.
/// O(n).
/// - Parameters:
///   - isPositive: one a row.
///   - scores: one a row; higher is more positive.
///   - weights: one a row; a row whose weight is not a positive finite number is left out. Nil: 1 each.
public func rocAUC(isPositive: [Bool], scores: [Double], weights: [Double]? = nil) -> Double {
  rankingScores(isPositive, scores, weights).rocAUC
}

/// Average precision: precision at each distinct score, weighted by the recall that it adds, without interpolation.
///
/// scikit-learn's `average_precision_score`: 0 where no row is positive. NaN where a score is NaN or there is no row. O(n).
/// - Parameters: as of `rocAUC(isPositive:scores:weights:)`.
public func averagePrecision(isPositive: [Bool], scores: [Double], weights: [Double]? = nil) -> Double {
  rankingScores(isPositive, scores, weights).averagePrecision
}

private func rankingScores(_ isPositive: [Bool], _ scores: [Double], _ weights: [Double]?) -> RankingScores {
  let rows = BinaryRows(isPositive: isPositive, scores: scores, weights: weights)
  guard let ranking = SampleRanking(rows.scores, .descending) else { return .undefined }
  return RankingScores(ranking, positiveClass: 1, truth: rows.isPositive.map { $0 ? 1 : 0 }, weights: rows.weights)
}

/// The rows that count: those with a positive finite weight.
struct BinaryRows {
  private(set) var isPositive: [Bool] = []
  private(set) var scores: [Double] = []
  private(set) var weights: [Double] = []

  init(isPositive: [Bool], scores: [Double], weights: [Double]?) {
    for row in 0..<min(isPositive.count, scores.count, weights?.count ?? .max) {
      let weight = weights?[row] ?? 1
      guard weight > 0, weight.isFinite else { continue }
      self.isPositive.append(isPositive[row])
      self.scores.append(scores[row])
      self.weights.append(weight)
    }
  }
}

/// Both measures of a ranking in one walk along it.
struct RankingScores {
  var rocAUC: Double
  var averagePrecision: Double

  static let undefined = RankingScores(rocAUC: .nan, averagePrecision: .nan)

  private init(rocAUC: Double, averagePrecision: Double) {
    self.rocAUC = rocAUC
    self.averagePrecision = averagePrecision
  }

  /// - Parameters:
  ///   - ranking: rows by descending score.
  ///   - weights: not negative, one a row; a weight of 0 is a row that is not there.
  init(_ ranking: SampleRanking, positiveClass: Int32, truth: [Int32], weights: [Double]) {
    var positives = 0.0
    var negatives = 0.0
    var negativesBelow = 0.0
    var precisionSum = 0.0
    var start = 0
    let rows = ranking.rows
    for end in ranking.tieEnds {
      let end = Int(end)
      var gainedPositives = 0.0
      var gainedNegatives = 0.0
      for place in start..<end {
        let row = Int(rows[place])
        let weight = weights[row]
        // Without a branch: the classes of a ranking's middle come in no order that a processor could guess.
        let positive = truth[row] == positiveClass ? weight : 0
        gainedPositives += positive
        gainedNegatives += weight - positive
      }
      negativesBelow += gainedNegatives * (positives + gainedPositives / 2)
      positives += gainedPositives
      negatives += gainedNegatives
      if gainedPositives > 0 { precisionSum += gainedPositives * (positives / (positives + negatives)) }
      start = end
    }
    guard positives + negatives > 0 else {
      self = .undefined
      return
    }
    rocAUC = positives > 0 && negatives > 0 ? negativesBelow / (positives * negatives) : .nan
    averagePrecision = positives > 0 ? precisionSum / positives : 0
  }
}
