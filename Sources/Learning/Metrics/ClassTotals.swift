/// Of each class how much is true, predicted, and both, and the measures that follow from it.
///
/// Measures are scikit-learn's, with `zero_division=0`: a ratio whose denominator is zero is 0. Means over classes take the
/// classes that occur in the truth or in the predictions. Of no rows, every mean is NaN.
public struct ClassTotals: Sendable, Equatable {
  /// Weight of each true class.
  public private(set) var support: [Double]
  /// Weight of each predicted class.
  public private(set) var predicted: [Double]
  /// Weight of each class where it is both.
  public private(set) var correct: [Double]
  /// Weight of wrong predictions, summed by itself: as a difference it would lose digits where nearly all are right.
  public private(set) var wrong = 0.0

  init(classCount: Int) {
    support = [Double](repeating: 0, count: classCount)
    predicted = support
    correct = support
  }

  /// - Precondition: the codes are in range.
  mutating func add(_ weight: Double, truth: Int, predicted guess: Int) {
    support[truth] += weight
    predicted[guess] += weight
    if truth == guess { correct[truth] += weight } else { wrong += weight }
  }

  public var classCount: Int { support.count }
  /// Weight in all.
  public var total: Double { support.reduce(0, +) }

  // MARK: Per class

  /// Of what was predicted as the class, the share that is of it; 0 where nothing was.
  public var precision: [Double] { ratios(correct, predicted) }
  /// Of the class, the share that was predicted as it; 0 where there is none.
  public var recall: [Double] { ratios(correct, support) }
  /// The harmonic mean of precision and recall: `2 tp / (2 tp + fp + fn)`.
  public var f1: [Double] { ratios(correct.map { 2 * $0 }, zip(support, predicted).map { $0 + $1 }) }

  // MARK: Whole

  /// The share of correct predictions.
  public var accuracy: Double { total > 0 ? correct.reduce(0, +) / total : .nan }

  /// The mean recall of the classes that occur in the truth.
  public var balancedAccuracy: Double { mean(zip(recall, support).filter { $1 > 0 }.map { $0.0 }) }

  /// The mean of a measure over the classes that occur in the truth or the predictions.
  public func macroMean(_ measure: [Double]) -> Double {
    mean(zip(measure, zip(support, predicted)).filter { $1.0 > 0 || $1.1 > 0 }.map { $0.0 })
  }

  /// Matthews' correlation coefficient, of any number of classes; 0 where the truth or the predictions are one class.
  ///
  /// Gorodkin (2004), Comparing two K-category assignments by a K-category correlation coefficient.
  public var matthewsCorrelation: Double {
    let total = total
    guard total > 0 else { return .nan }
    guard support.count(where: { $0 > 0 }) > 1, predicted.count(where: { $0 > 0 }) > 1 else { return 0 }
    // Products of different classes, so that nothing cancels where one class has nearly everything.
    func spread(_ margin: [Double]) -> Double { margin.reduce(0) { $0 + $1 * (total - $1) } }
    let both = correct.reduce(0, +) * total - zip(support, predicted).reduce(0) { $0 + $1.0 * $1.1 }
    let spreads = spread(support) * spread(predicted)
    return spreads > 0 ? max(-1, min(1, both / spreads.squareRoot())) : 0
  }

  /// Cohen's kappa: agreement beyond what the two margins give by chance; NaN where chance alone agrees in full.
  public var cohenKappa: Double {
    let total = total
    guard total > 0, support.count(where: { $0 > 0 }) > 1 || predicted.count(where: { $0 > 0 }) > 1 || wrong > 0 else { return .nan }
    let expected = zip(support, predicted).reduce(0) { $0 + $1.0 * ((total - $1.1) / total) }
    return expected > 0 ? 1 - wrong / expected : .nan
  }

  // MARK: Parts

  private func ratios(_ numerators: [Double], _ denominators: [Double]) -> [Double] {
    zip(numerators, denominators).map { $1 > 0 ? $0 / $1 : 0 }
  }
  private func mean(_ values: [Double]) -> Double { values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count) }
}
