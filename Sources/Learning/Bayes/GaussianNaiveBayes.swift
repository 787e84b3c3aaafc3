public import LinearAlgebra
import RealModule

/// Naive Bayes where each feature is normally distributed within each class: scikit-learn's `GaussianNB`.
public struct GaussianNaiveBayes: Sendable, Equatable {
  /// The logarithms of the classes' shares.
  public let logPriors: [Double]
  /// K × p.
  public let means: Matrix
  /// K × p, all above 0.
  public let variances: Matrix

  /// - Throws: `FittingError` where the numbers are not those of a model.
  public init(logPriors: [Double], means: Matrix, variances: Matrix) throws(FittingError) {
    guard means.rowCount == logPriors.count, variances.rowCount == means.rowCount, variances.columnCount == means.columnCount,
      variances.values.allSatisfy({ $0 > 0 && $0.isFinite }), means.values.allSatisfy(\.isFinite)
    else { throw FittingError("the numbers are not those of a naive Bayes: its variances are not all positive, or differ in number") }
    self.logPriors = logPriors
    self.means = means
    self.variances = variances
  }

  /// - Parameters:
  ///   - features: n × p, without NaN.
  ///   - classes: n class numbers in 0..<`classCount`, each of them there.
  ///   - sampleWeights: n weights above 0; nil: all 1.
  ///   - varSmoothing: the share of the widest feature's variance that is added to every variance.
  ///   - priors: the classes' shares, above 0; nil: those of the rows.
  /// - Throws: `FittingError` where a variance is 0 or beyond the largest number.
  public init(
    features: Matrix, classes: [Int], classCount: Int, sampleWeights: [Double]?, varSmoothing: Double, priors: [Double]?, cores: Int = 1
  ) throws(FittingError) {
    var totals = [Double](repeating: 0, count: classCount)
    for (row, label) in classes.enumerated() { totals[label] += sampleWeights?[row] ?? 1 }
    let means = classSums(of: features, classes: classes, classCount: classCount, weights: sampleWeights, cores: cores).rowsDivided(by: totals)
    var variances = classSquares(of: features, classes: classes, weights: sampleWeights, about: means, cores: cores).rowsDivided(by: totals)
    let widest = Self.widestVariance(of: features, cores: cores)
    // Where no feature varies there is nothing to take a share of, and the shares of the classes decide.
    let smoothing = varSmoothing * (widest > 0 ? widest : 1)
    for place in variances.values.indices { variances.values[place] += smoothing }
    let sum = totals.reduce(0, +)
    guard sum.isFinite, means.values.allSatisfy(\.isFinite), variances.values.allSatisfy(\.isFinite) else {
      throw FittingError("the features' squares are beyond the largest number; scale the features with scale.standard")
    }
    guard variances.values.allSatisfy({ $0 > 0 }) else {
      throw FittingError("a feature does not vary within a class, so its values there have no density; raise 'var_smoothing'")
    }
    try self.init(logPriors: (priors ?? totals.map { $0 / sum }).map { Double.log($0) }, means: means, variances: variances)
  }

  /// The largest variance of a feature over all rows, each counted once.
  private static func widestVariance(of features: Matrix, cores: Int) -> Double {
    let count = Double(features.rowCount)
    let means = classSums(of: features, cores: cores).rowsDivided(by: [count])
    return (classSquares(of: features, about: means, cores: cores).values.max() ?? 0) / count
  }

  /// The logarithm of each class's share times its density, n × K.
  public func logJoint(_ features: Matrix, cores: Int = 1) -> Matrix {
    let (classCount, p) = (logPriors.count, means.columnCount)
    precondition(features.columnCount == p, "the features must be as many as the model's")
    let constants = (0..<classCount).map { label in
      logPriors[label] - 0.5 * (0..<p).reduce(0) { $0 + Double.log(2 * .pi * variances[label, $1]) }
    }
    let precisions = variances.values.map { 1 / $0 }
    return Matrix(rowCount: features.rowCount, columnCount: classCount, rowsPerPiece: max(16, 65536 / max(1, p * classCount)), cores: cores) { row, output in
      for label in 0..<classCount {
        var sum = 0.0
        for column in 0..<p {
          let deviation = features.values[row * p + column] - means.values[label * p + column]
          sum = Relaxed.multiplyAdd(deviation * deviation, precisions[label * p + column], sum)
        }
        output[label] = constants[label] - 0.5 * sum
      }
    }
  }
}
