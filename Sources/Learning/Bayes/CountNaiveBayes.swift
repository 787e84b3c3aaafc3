public import LinearAlgebra
import RealModule

/// Naive Bayes of counts (scikit-learn's `MultinomialNB`) or of what is present and what is absent (`BernoulliNB`).
///
/// Both weigh the features: the logarithm of a class's share times its probability is a weighted sum of the features.
public struct CountNaiveBayes: Sendable, Equatable {
  public enum Distribution: Sendable, Equatable {
    /// Features are counts: of each class, the share of all counts that is each feature's.
    case multinomial
    /// A feature is present above the threshold.
    case bernoulli(threshold: Double)
  }

  public let distribution: Distribution
  public let logPriors: [Double]
  /// K × p: the logarithms of the features' probabilities within each class.
  public let logProbabilities: Matrix
  /// K × p and K: the weighted sum.
  private let weights: Matrix
  private let constants: [Double]

  /// - Throws: `FittingError` where the numbers are not those of a model.
  public init(_ distribution: Distribution, logPriors: [Double], logProbabilities: Matrix) throws(FittingError) {
    guard logProbabilities.rowCount == logPriors.count, logProbabilities.values.allSatisfy({ $0 <= 0 && $0.isFinite }) else {
      throw FittingError("the numbers are not those of a naive Bayes: its probabilities are not all above 0, or differ in number")
    }
    self.distribution = distribution
    self.logPriors = logPriors
    self.logProbabilities = logProbabilities
    switch distribution {
    case .multinomial:
      weights = logProbabilities
      constants = logPriors
    case .bernoulli:
      var weights = logProbabilities
      var constants = logPriors
      for label in logPriors.indices {
        for column in 0..<weights.columnCount {
          let absent = Double.log(onePlus: -Double.exp(logProbabilities[label, column]))
          weights[label, column] -= absent
          constants[label] += absent
        }
      }
      guard weights.values.allSatisfy(\.isFinite) else {
        throw FittingError("a feature is present throughout a class, as far as the digits tell; raise 'alpha'")
      }
      self.weights = weights
      self.constants = constants
    }
  }

  /// - Parameters:
  ///   - features: n × p, without NaN; for counts, none below 0.
  ///   - classes: n class numbers in 0..<`classCount`, each of them there.
  ///   - sampleWeights: n weights above 0; nil: all 1.
  ///   - alpha: what is added to each count, above 0.
  ///   - fitsPriors: whether the classes' shares are those of the rows, or all the same.
  ///   - priors: the classes' shares, above 0, in place of those.
  /// - Throws: `FittingError` where counts' sums are beyond the largest number.
  public init(
    _ distribution: Distribution, features: Matrix, classes: [Int], classCount: Int, sampleWeights: [Double]?, alpha: Double,
    fitsPriors: Bool, priors: [Double]?
  ) throws(FittingError) {
    let p = features.columnCount
    var totals = [Double](repeating: 0, count: classCount)
    var counts = Matrix(rowCount: classCount, columnCount: p)
    for row in 0..<features.rowCount {
      let (label, weight) = (classes[row], sampleWeights?[row] ?? 1)
      totals[label] += weight
      for column in 0..<p {
        let value = features.values[row * p + column]
        switch distribution {
        case .multinomial: counts.values[label * p + column] += weight * value
        case .bernoulli(let threshold): if value > threshold { counts.values[label * p + column] += weight }
        }
      }
    }
    for label in 0..<classCount {
      for column in 0..<p { counts[label, column] += alpha }
      let whole =
        switch distribution {
        case .multinomial: (0..<p).reduce(0) { $0 + counts[label, $1] }
        case .bernoulli: totals[label] + 2 * alpha
        }
      guard whole.isFinite else { throw FittingError("the counts' sums are beyond the largest number; scale the features down") }
      for column in 0..<p { counts[label, column] = Double.log(counts[label, column]) - Double.log(whole) }
    }
    let sum = totals.reduce(0, +)
    let shares = priors ?? totals.map { fitsPriors ? $0 / sum : 1 / Double(classCount) }
    try self.init(distribution, logPriors: shares.map { Double.log($0) }, logProbabilities: counts)
  }

  /// The logarithm of each class's share times its probability, n × K, but for what is the same in all classes.
  public func logJoint(_ features: Matrix, cores: Int = 1) -> Matrix {
    precondition(features.columnCount == weights.columnCount, "the features must be as many as the model's")
    var features = features
    if case .bernoulli(let threshold) = distribution {
      for place in features.values.indices { features.values[place] = features.values[place] > threshold ? 1 : 0 }
    }
    var sums = multiply(features, weights, transposeB: true, cores: cores)
    for row in 0..<sums.rowCount { for label in constants.indices { sums[row, label] += constants[label] } }
    return sums
  }
}
