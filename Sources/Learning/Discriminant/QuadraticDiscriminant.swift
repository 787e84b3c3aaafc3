public import LinearAlgebra
import RealModule

/// Quadratic discriminant analysis: each class is normally distributed with a covariance of its own, as scikit-learn's
/// `QuadraticDiscriminantAnalysis` fits it.
///
/// Whether a class's features depend on each other is judged on standardised features, so that no unit decides it.
public struct QuadraticDiscriminant: Sendable, Equatable {
  public enum Solver: Sendable, Equatable {
    /// By singular values; the covariance is `(1 − regularisation) · Σ + regularisation · I`.
    case svd(regularisation: Double)
    case eigen(CovarianceShrinkage)
  }

  public let logPriors: [Double]
  /// K × p.
  public let means: Matrix
  /// Of each class p × p: rows are the covariance's axes over their lengths.
  public let axes: [Matrix]
  /// The logarithm of the determinant of each covariance.
  public let logDeterminants: [Double]

  /// - Throws: `FittingError` where the numbers are not those of a model.
  public init(logPriors: [Double], means: Matrix, axes: [Matrix], logDeterminants: [Double]) throws(FittingError) {
    let p = means.columnCount
    guard means.rowCount == logPriors.count, axes.count == logPriors.count, logDeterminants.count == logPriors.count,
      axes.allSatisfy({ $0.columnCount == p && $0.values.allSatisfy(\.isFinite) }), (means.values + logDeterminants).allSatisfy(\.isFinite)
    else { throw FittingError("the numbers are not those of a discriminant analysis: some are missing, or they differ in number") }
    self.logPriors = logPriors
    self.means = means
    self.axes = axes
    self.logDeterminants = logDeterminants
  }

  /// Which class could not be fitted, as a number, and why.
  public struct Degenerate: Error {
    public let label: Int
    public let rowCount: Int
  }

  /// - Parameters:
  ///   - features: n × p, without NaN.
  ///   - classes: n class numbers in 0..<`classCount`, each of them there.
  ///   - priors: the classes' shares, above 0; nil: those of the rows.
  ///   - tolerance: of the svd solver: variances at most this large, of standardised features, count as 0.
  /// - Throws: `Degenerate` where a class's features depend on each other; `FittingError` where numbers are too large.
  public init(
    features: Matrix, classes: [Int], classCount: Int, solver: Solver, priors: [Double]?, tolerance: Double, cores: Int = 1
  ) throws {
    let groups = ClassGroups(features, classes, classCount)
    guard groups.means.values.allSatisfy(\.isFinite) else { throw FittingError.tooLarge }
    var axes: [Matrix] = []
    var logDeterminants: [Double] = []
    for (label, rows) in groups.rows.enumerated() {
      guard rows.count > 1, let shape = try Shape(features.selecting(rows: rows), solver, tolerance, cores) else {
        throw Degenerate(label: label, rowCount: rows.count)
      }
      axes.append(shape.axes)
      logDeterminants.append(shape.logDeterminant)
    }
    let shares = priors ?? groups.counts.map { Double($0) / Double(features.rowCount) }
    try self.init(logPriors: shares.map { Double.log($0) }, means: groups.means, axes: axes, logDeterminants: logDeterminants)
  }

  /// The logarithms of the classes' probabilities up to a constant a row, n × K.
  public func decisions(_ features: Matrix, cores: Int = 1) -> Matrix {
    let (n, p) = (features.rowCount, features.columnCount)
    var result = Matrix(rowCount: n, columnCount: logPriors.count)
    for label in logPriors.indices {
      var centred = features
      for row in 0..<n { for column in 0..<p { centred.values[row * p + column] -= means.values[label * p + column] } }
      let coordinates = multiply(centred, axes[label], transposeB: true, cores: cores)
      for row in 0..<n {
        var square = 0.0
        for place in (row * p)..<((row + 1) * p) { square = Relaxed.multiplyAdd(coordinates.values[place], coordinates.values[place], square) }
        result[row, label] = logPriors[label] - 0.5 * (square + logDeterminants[label])
      }
    }
    return result
  }

  /// A class's covariance.
  private struct Shape {
    let axes: Matrix
    let logDeterminant: Double

    /// Nil where it cannot be inverted.
    init?(_ rows: Matrix, _ solver: Solver, _ tolerance: Double, _ cores: Int) throws(FittingError) {
      let (n, p) = (Double(rows.rowCount), rows.columnCount)
      switch solver {
      case .eigen(let shrinkage):
        guard let found = symmetricEigenvectors(of: covariance(of: rows, shrinkage, cores: cores)) else { throw .tooLarge }
        guard let least = found.values.last, least > Double(p) * .ulpOfOne * (found.values.first ?? 0) else { return nil }
        self.init(found.vectors, found.values)
      case .svd(let regularisation):
        var centred = rows.centred().values
        var scales = [Double](repeating: 1, count: p)
        if regularisation == 0 {
          // Nothing is added, so that the units cancel.
          guard rows.rowCount > p else { return nil }
          scales = StandardScaler(fitting: (0..<p).map { column in (0..<rows.rowCount).map { rows[$0, column] } }).scales
          for row in 0..<rows.rowCount { for column in 0..<p { centred[row, column] /= scales[column] } }
        }
        guard let found = rightSingularVectors(of: centred, cores: cores) else { throw .tooLarge }
        guard found.values.count == p else { return nil }
        let variances = found.values.map { (1 - regularisation) * $0 * $0 / n + regularisation }
        guard variances.allSatisfy({ $0 > (regularisation == 0 ? tolerance : 0) }) else { return nil }
        var vectors = found.vectors
        for row in 0..<p { for column in 0..<p { vectors[row, column] /= scales[column] } }
        self.init(vectors, variances, scales: scales)
      }
    }

    private init(_ vectors: Matrix, _ variances: [Double], scales: [Double] = []) {
      var axes = vectors
      for row in variances.indices {
        let length = variances[row].squareRoot()
        for column in 0..<axes.columnCount { axes[row, column] /= length }
      }
      self.axes = axes
      logDeterminant = variances.reduce(0) { $0 + Double.log($1) } + 2 * scales.reduce(0) { $0 + Double.log($1) }
    }
  }
}
