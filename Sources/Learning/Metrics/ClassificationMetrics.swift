public import LinearAlgebra

/// All measures of a classifier's predictions, worked out once, from one place for evaluation and cross-validation alike.
///
/// Values equal scikit-learn 1.9's, with `zero_division=0`. With two classes `precision`, `recall` and `f1` are the positive
/// class's and the ranking measures its; otherwise they are macro means, those of rankings one-vs-rest.
///
/// Edge cases: a row whose truth or prediction is not a class, or whose weight is not a positive finite number, is left
/// out. `roc_auc` is NaN where a class (of two: either) has no row, `average_precision` of a class without rows is 0, both
/// are NaN where a probability is NaN. `log_loss` and `brier_score` are NaN where a number is no probability. Of no rows,
/// all is NaN.
public struct ClassificationMetrics: Sendable {
  public let classCount: Int
  /// The code of the positive class, with two classes; else nil.
  public let positive: Int?
  /// What is true, predicted and both, of each class.
  public let totals: ClassTotals
  /// In order: accuracy, balanced_accuracy, precision, recall, f1, then with probabilities roc_auc, average_precision,
  /// log_loss, brier_score, and matthews_corrcoef, cohen_kappa.
  public let values: [Metric]
  /// precision, recall, f1, support, and with probabilities roc_auc, average_precision.
  public let perClass: [ClassMetric]

  /// The rows that count, for `intervals`.
  let rows: ClassificationRows

  /// - Parameters:
  ///   - truth: class codes in `0..<classCount`.
  ///   - predicted: as many class codes.
  ///   - probabilities: rows × classes, or nil where the classifier has none. A matrix of another shape is taken as none.
  ///   - classCount: how many classes there are.
  ///   - positive: the positive class's code, with two classes; the last by default.
  ///   - weights: one a row; nil: 1 each.
  public init(
    truth: [Int32], predicted: [Int32], probabilities: Matrix?, classCount: Int, positive: Int? = nil, weights: [Double]? = nil
  ) {
    let rows = ClassificationRows(
      truth: truth, predicted: predicted, probabilities: probabilities, classCount: classCount, positive: positive, weights: weights)
    self.rows = rows
    self.classCount = rows.classCount
    self.positive = rows.positive
    let totals = rows.totals(weights: rows.weights)
    self.totals = totals
    let rankings = rows.classRankings.map { rows.rankingScores($0, positiveClass: $1, weights: rows.weights) }
    let flat = rows.values(totals: totals, flatRankings: rows.flat(rankings), weights: rows.weights)
    values = zip(rows.names, flat).map { Metric($0, $1) }
    var perClass = [
      ClassMetric("precision", totals.precision), ClassMetric("recall", totals.recall),
      ClassMetric("f1", totals.f1), ClassMetric("support", totals.support),
    ]
    if rows.hasProbabilities {
      perClass.append(ClassMetric("roc_auc", rankings.map(\.rocAUC)))
      perClass.append(ClassMetric("average_precision", rankings.map(\.averagePrecision)))
    }
    self.perClass = perClass
  }

  /// Of the rows that count, which class was predicted as which.
  public var confusion: ConfusionMatrix {
    ConfusionMatrix(truth: rows.truth, predicted: rows.predicted, classCount: classCount, weights: rows.weights)
  }

  /// A metric by name; nil where it is not among `values`.
  public subscript(name: String) -> Double? { values.first { $0.name == name }?.value }
}

/// What a classifier's measures are summed from: losses and rankings made once, so that other weights cost one walk.
struct ClassificationRows: Sendable {
  let classCount: Int
  let positive: Int?
  let hasProbabilities: Bool
  let weights: [Double]
  let truth, predicted: [Int32]
  /// Of each row, minus the logarithm of what its class was given, and the squares of the probabilities' errors.
  private let logLosses, squareLosses: [Double]
  /// Of each class, the rows by falling probability; nil where one is NaN.
  let classRankings: [(SampleRanking?, Int32)]

  init(truth: [Int32], predicted: [Int32], probabilities: Matrix?, classCount: Int, positive: Int?, weights: [Double]?) {
    let classes = max(0, min(classCount, Int(Int32.max)))
    self.classCount = classes
    let isBinary = classes == 2
    let positive = isBinary ? (positive == 0 ? 0 : 1) : nil
    self.positive = positive
    let count = min(truth.count, predicted.count, weights?.count ?? .max)
    let probabilities = probabilities.flatMap { $0.rowCount >= count && $0.columnCount == classes ? $0 : nil }
    hasProbabilities = probabilities != nil

    let kept = (0..<count).filter { row in
      let weight = weights?[row] ?? 1
      return weight > 0 && weight.isFinite && (0..<classes).contains(Int(truth[row])) && (0..<classes).contains(Int(predicted[row]))
    }
    self.weights = kept.map { weights?[$0] ?? 1 }
    self.truth = kept.map { truth[$0] }
    self.predicted = kept.map { predicted[$0] }
    guard let probabilities else {
      logLosses = []
      squareLosses = []
      classRankings = []
      return
    }
    logLosses = kept.map { probabilities.logLoss(row: $0, truth: Int(truth[$0])) }
    squareLosses = kept.map { row in
      guard let positive else { return probabilities.squareLoss(row: row, truth: Int(truth[row])) }
      let probability = probabilities[row, positive]
      guard isProbability(probability) else { return .nan }
      let error = probability - (Int(truth[row]) == positive ? 1 : 0)
      return error * error
    }
    classRankings = (0..<classes).map { column in
      (SampleRanking(kept.map { probabilities[$0, column] }, .descending), Int32(truncatingIfNeeded: column))
    }
  }

  /// The names of `values`, in order.
  var names: [String] {
    ["accuracy", "balanced_accuracy", "precision", "recall", "f1"]
      + (hasProbabilities ? ["roc_auc", "average_precision", "log_loss", "brier_score"] : [])
      + ["matthews_corrcoef", "cohen_kappa"]
  }

  /// All metrics with other weights for the rows: not negative; 0 leaves a row out.
  func values(weights: [Double]) -> [Double] {
    let needed = positive.map { hasProbabilities ? [classRankings[$0]] : [] } ?? classRankings
    let rankings = needed.map { rankingScores($0, positiveClass: $1, weights: weights) }
    return values(totals: totals(weights: weights), flatRankings: rankings, weights: weights)
  }

  /// - Parameter flatRankings: those that the flat metrics are means of.
  func values(totals: ClassTotals, flatRankings: [RankingScores], weights: [Double]) -> [Double] {
    func flat(_ measure: [Double]) -> Double {
      guard let positive else { return totals.macroMean(measure) }
      return totals.total > 0 ? measure[positive] : .nan
    }
    var values = [
      totals.accuracy, totals.balancedAccuracy, flat(totals.precision), flat(totals.recall), flat(totals.f1),
    ]
    if hasProbabilities {
      let (logLoss, squareLoss) = losses(weights: weights)
      let classes = Double(flatRankings.count)
      values.append(flatRankings.reduce(0) { $0 + $1.rocAUC } / classes)
      values.append(flatRankings.reduce(0) { $0 + $1.averagePrecision } / classes)
      values.append(classCount > 1 ? logLoss : .nan)
      values.append(classCount > 1 ? squareLoss : .nan)
    }
    return values + [totals.matthewsCorrelation, totals.cohenKappa]
  }

  /// Of all classes' rankings, those that the flat metrics are means of.
  func flat(_ rankings: [RankingScores]) -> [RankingScores] {
    guard let positive, rankings.indices.contains(positive) else { return rankings }
    return [rankings[positive]]
  }

  func totals(weights: [Double]) -> ClassTotals {
    var totals = ClassTotals(classCount: classCount)
    guard classCount <= 64 else {
      for (row, weight) in weights.enumerated() where weight > 0 {
        totals.add(weight, truth: Int(truth[row]), predicted: Int(predicted[row]))
      }
      return totals
    }
    // One sum a row, without a branch; few classes make a small matrix.
    var cells = [Double](repeating: 0, count: classCount * classCount)
    for (row, weight) in weights.enumerated() { cells[Int(truth[row]) * classCount + Int(predicted[row])] += weight }
    for (cell, weight) in cells.enumerated() where weight > 0 {
      totals.add(weight, truth: cell / classCount, predicted: cell % classCount)
    }
    return totals
  }

  func rankingScores(_ ranking: SampleRanking?, positiveClass: Int32, weights: [Double]) -> RankingScores {
    guard let ranking else { return .undefined }
    return RankingScores(ranking, positiveClass: positiveClass, truth: truth, weights: weights)
  }

  private func losses(weights: [Double]) -> (log: Double, square: Double) {
    var total = 0.0
    var log = 0.0
    var square = 0.0
    for (row, weight) in weights.enumerated() where weight > 0 {
      total += weight
      log += weight * logLosses[row]
      square += weight * squareLosses[row]
    }
    return (log / total, square / total)
  }
}
