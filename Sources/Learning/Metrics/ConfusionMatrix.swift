/// How often each true class was predicted as each class, and the measures that follow from it.
///
/// Measures are scikit-learn's, with `zero_division=0`: a ratio whose denominator is zero is 0. Means over classes take the
/// classes that occur in the truth or in the predictions. Of no rows, every mean is NaN.
public struct ConfusionMatrix: Sendable, Equatable {
  public let classCount: Int
  /// Weights summed: `classCount * classCount`, true classes down, predicted classes across.
  public let cells: [Double]

  /// - Parameters:
  ///   - truth: class codes in `0..<classCount`. A row whose truth or prediction is not among them is left out.
  ///   - predicted: as many class codes.
  ///   - weights: one a row; a row whose weight is not a positive finite number is left out. Nil: 1 each.
  public init(truth: [Int32], predicted: [Int32], classCount: Int, weights: [Double]? = nil) {
    let classes = max(classCount, 0)
    var cells = [Double](repeating: 0, count: classes * classes)
    let count = min(truth.count, predicted.count, weights?.count ?? .max)
    for row in 0..<count {
      let actual = Int(truth[row])
      let guess = Int(predicted[row])
      let weight = weights?[row] ?? 1
      guard (0..<classes).contains(actual), (0..<classes).contains(guess), weight > 0, weight.isFinite else { continue }
      cells[actual * classes + guess] += weight
    }
    self.init(classCount: classes, cells: cells)
  }

  /// - Parameter cells: `classCount * classCount` of them.
  init(classCount: Int, cells: [Double]) {
    self.classCount = classCount
    self.cells = cells
  }

  /// The weight of rows of class `truth` that were predicted as `predicted`; 0 outside the matrix.
  public subscript(truth: Int, predicted: Int) -> Double {
    guard (0..<classCount).contains(truth), (0..<classCount).contains(predicted) else { return 0 }
    return cells[truth * classCount + predicted]
  }

  /// Weight in all.
  public var total: Double { predictedTotals.reduce(0, +) }
  /// Weight of each true class.
  public var support: [Double] { perClass { truth in (0..<classCount).reduce(0) { $0 + self[truth, $1] } } }
  /// Weight of each predicted class.
  public var predictedTotals: [Double] { perClass { guess in (0..<classCount).reduce(0) { $0 + self[$1, guess] } } }
  /// Weight on the diagonal.
  public var correct: [Double] { perClass { self[$0, $0] } }

  // MARK: Per class

  /// Of what was predicted as the class, the share that is of it; 0 where nothing was.
  public var precision: [Double] { ratios(correct, predictedTotals) }
  /// Of the class, the share that was predicted as it; 0 where there is none.
  public var recall: [Double] { ratios(correct, support) }
  /// The harmonic mean of precision and recall: `2 tp / (2 tp + fp + fn)`.
  public var f1: [Double] {
    let (support, predicted) = (support, predictedTotals)
    return ratios(correct.map { 2 * $0 }, perClass { support[$0] + predicted[$0] })
  }

  // MARK: Whole

  /// The share of correct predictions.
  public var accuracy: Double { total > 0 ? correct.reduce(0, +) / total : .nan }

  /// The mean recall of the classes that occur in the truth.
  public var balancedAccuracy: Double {
    let (support, recall) = (support, recall)
    return mean(recall.indices.filter { support[$0] > 0 }.map { recall[$0] })
  }

  /// The mean of a measure over the classes that occur in the truth or the predictions.
  public func macroMean(_ measure: [Double]) -> Double {
    let (support, predicted) = (support, predictedTotals)
    return mean(measure.indices.filter { $0 < classCount && (support[$0] > 0 || predicted[$0] > 0) }.map { measure[$0] })
  }

  /// Matthews' correlation coefficient, of any number of classes; 0 where the truth or the predictions are one class.
  ///
  /// Gorodkin (2004), Comparing two K-category assignments by a K-category correlation coefficient.
  public var matthewsCorrelation: Double {
    let (truth, predicted, total) = (support, predictedTotals, total)
    guard total > 0 else { return .nan }
    guard truth.count(where: { $0 > 0 }) > 1, predicted.count(where: { $0 > 0 }) > 1 else { return 0 }
    // Products of different classes, so that nothing cancels where one class has nearly everything.
    func spread(_ margin: [Double]) -> Double {
      let rest = margin.map { total - $0 }
      return zip(margin, rest).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let both = correct.reduce(0, +) * total - zip(truth, predicted).reduce(0) { $0 + $1.0 * $1.1 }
    let spreads = spread(truth) * spread(predicted)
    return spreads > 0 ? both / spreads.squareRoot() : 0
  }

  /// Cohen's kappa: agreement beyond what the two margins give by chance; NaN where chance alone agrees in full.
  public var cohenKappa: Double {
    let (truth, predicted, total) = (support, predictedTotals, total)
    guard total > 0 else { return .nan }
    var observed = 0.0
    var expected = 0.0
    for a in 0..<classCount {
      for b in 0..<classCount where a != b {
        observed += cells[a * classCount + b]
        expected += truth[a] * (predicted[b] / total)
      }
    }
    return expected > 0 ? 1 - observed / expected : .nan
  }

  // MARK: Parts

  private func perClass(_ value: (Int) -> Double) -> [Double] { (0..<classCount).map(value) }
  private func ratios(_ numerators: [Double], _ denominators: [Double]) -> [Double] {
    zip(numerators, denominators).map { $1 > 0 ? $0 / $1 : 0 }
  }
  private func mean(_ values: [Double]) -> Double { values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count) }
}
