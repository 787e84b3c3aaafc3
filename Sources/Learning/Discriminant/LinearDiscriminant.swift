public import LinearAlgebra
import RealModule

/// Linear discriminant analysis: classes are normally distributed about their means with one covariance, as scikit-learn's
/// `LinearDiscriminantAnalysis` fits it.
public struct LinearDiscriminant: Sendable, Equatable {
  public enum Solver: Sendable, Equatable {
    /// By singular values; takes features that depend on each other and that are constant.
    case svd
    /// By least squares on the covariance; gives no discriminants.
    case lsqr(CovarianceShrinkage)
    /// By eigenvalues of the covariances.
    case eigen(CovarianceShrinkage)
  }

  /// K × p.
  public let coefficients: Matrix
  public let intercepts: [Double]
  /// C × p: the directions in which the classes lie farthest apart, the best first, each turned so that its largest number is
  /// positive; no rows of the solver that gives none.
  public let scalings: Matrix
  /// What is taken off the features before the scalings.
  public let centre: [Double]
  /// Each discriminant's share of the variance between the classes.
  public let explainedVarianceRatio: [Double]

  /// - Throws: `FittingError` where the numbers are not those of a model.
  public init(coefficients: Matrix, intercepts: [Double], scalings: Matrix, centre: [Double], explainedVarianceRatio: [Double]) throws(FittingError) {
    let p = coefficients.columnCount
    guard intercepts.count == coefficients.rowCount, scalings.columnCount == p, centre.count == p, explainedVarianceRatio.count == scalings.rowCount,
      (coefficients.values + intercepts + scalings.values + centre).allSatisfy(\.isFinite)
    else { throw FittingError("the numbers are not those of a discriminant analysis: some are missing, or they differ in number") }
    self.coefficients = coefficients
    self.intercepts = intercepts
    self.scalings = scalings
    self.centre = centre
    self.explainedVarianceRatio = explainedVarianceRatio
  }

  /// - Parameters:
  ///   - features: n × p, without NaN.
  ///   - classes: n class numbers in 0..<`classCount`, each of them there.
  ///   - priors: the classes' shares, above 0, with a sum of 1; nil: those of the rows.
  ///   - componentCount: discriminants at most; nil: as many as there are.
  ///   - tolerance: singular values at most this large count as 0; of the svd solver.
  /// - Throws: `FittingError` where there are no more rows than classes, or the covariance cannot be inverted.
  public init(
    features: Matrix, classes: [Int], classCount: Int, solver: Solver, priors: [Double]?, componentCount: Int?, tolerance: Double, cores: Int = 1
  ) throws(FittingError) {
    let (n, p) = (features.rowCount, features.columnCount)
    guard n > classCount else { throw FittingError("there are \(n) rows of \(classCount) classes, and a discriminant analysis needs more rows than classes") }
    let groups = ClassGroups(features, classes, classCount, cores: cores)
    guard groups.means.values.allSatisfy(\.isFinite) else { throw .tooLarge }
    let priors = priors ?? groups.counts.map { Double($0) / Double(n) }
    let limit = min(classCount - 1, p, componentCount ?? .max)
    let solution: Solution
    switch solver {
    case .svd: solution = try Self.singular(groups, features, classes, priors, tolerance, cores)
    case .lsqr(let shrinkage):
      guard let within = symmetricEigenvectors(of: Self.within(groups, features, priors, shrinkage, cores)) else { throw .tooLarge }
      let cutoff = Double.ulpOfOne * (within.values.first ?? 0)
      let inverse = within.vectors.rowsWeighted(within.values.map { $0 > cutoff ? 1 / $0.squareRoot() : 0 })
      solution = Solution(
        weights: multiply(multiply(groups.means, inverse, transposeB: true), inverse), scalings: Matrix(rowCount: 0, columnCount: p), ratios: [],
        centre: [Double](repeating: 0, count: p))
    case .eigen(let shrinkage): solution = try Self.generalised(groups, features, priors, shrinkage, cores)
    }
    var intercepts = priors.map { Double.log($0) }
    for label in 0..<classCount {
      // The constants of −½ (x − μ)ᵀ Σ⁻¹ (x − μ), about the centre.
      for column in 0..<p {
        let weight = solution.weights[label, column]
        intercepts[label] -= weight * (0.5 * (groups.means[label, column] - solution.centre[column]) + solution.centre[column])
      }
    }
    let kept = min(limit, solution.scalings.rowCount)
    try self.init(
      coefficients: solution.weights, intercepts: intercepts, scalings: solution.scalings.selecting(rows: Array(0..<kept)).turned(),
      centre: solution.centre, explainedVarianceRatio: Array(solution.ratios.prefix(kept)))
  }

  /// The logarithms of the classes' probabilities up to a constant a row, n × K.
  public func decisions(_ features: Matrix, cores: Int = 1) -> Matrix {
    var result = multiply(features, coefficients, transposeB: true, cores: cores)
    for row in 0..<result.rowCount { for label in intercepts.indices { result[row, label] += intercepts[label] } }
    return result
  }

  /// The discriminants' scores, n × C.
  public func scores(_ features: Matrix, cores: Int = 1) -> Matrix {
    var result = multiply(features, scalings, transposeB: true, cores: cores)
    let offsets = multiply(scalings, centre)
    for row in 0..<result.rowCount { for place in offsets.indices { result[row, place] -= offsets[place] } }
    return result
  }

  private struct Solution {
    /// K × p: Σ⁻¹ μ of each class, of means less the centre.
    var weights: Matrix
    /// C × p, the best first.
    var scalings: Matrix
    var ratios: [Double]
    var centre: [Double]
  }

  private static func singular(
    _ groups: ClassGroups, _ features: Matrix, _ classes: [Int], _ priors: [Double], _ tolerance: Double, _ cores: Int
  ) throws(FittingError) -> Solution {
    let (n, p, classCount) = (features.rowCount, features.columnCount, groups.counts.count)
    let within = Matrix(rowCount: n, columnCount: p, rowsPerPiece: max(16, 65_536 / max(1, p)), cores: cores) { row, output in
      for column in 0..<p { output[column] = features.values[row * p + column] - groups.means.values[classes[row] * p + column] }
    }
    let means = classSums(of: within, cores: cores).rowsDivided(by: [Double(n)])
    let deviations = classSquares(of: within, about: means, cores: cores).values.map { square in
      let deviation = (square / Double(n)).squareRoot()
      return deviation == 0 ? 1 : deviation
    }
    let factor = 1 / Double(n).squareRoot()
    guard let inner = rightSingularVectors(of: within, columnWeights: deviations.map { factor / $0 }, cores: cores) else { throw .tooLarge }
    let rank = inner.values.count { $0 > tolerance }
    guard rank > 0 else { throw FittingError("no feature varies within the classes, so there is nothing to measure distances by") }
    // Features to coordinates in which the classes are round.
    var rounding = inner.vectors.selecting(rows: Array(0..<rank))
    for row in 0..<rank { for column in 0..<p { rounding[row, column] /= deviations[column] * inner.values[row] } }

    let centre = multiply(groups.means, priors, transposeA: true)
    var offsets = groups.means
    for label in 0..<classCount { for column in 0..<p { offsets[label, column] -= centre[column] } }
    var between = multiply(offsets, rounding, transposeB: true, cores: cores)
    for label in 0..<classCount {
      let weight = (Double(n) * priors[label] / Double(max(1, classCount - 1))).squareRoot()
      for column in 0..<rank { between[label, column] *= weight }
    }
    guard let outer = rightSingularVectors(of: between, cores: cores) else { throw .tooLarge }
    let spread = outer.values.count { $0 > tolerance * (outer.values.first ?? 0) }
    let scalings = multiply(outer.vectors.selecting(rows: Array(0..<spread)), rounding)
    let total = outer.values.reduce(0) { $0 + $1 * $1 }
    return Solution(
      weights: multiply(multiply(offsets, scalings, transposeB: true), scalings), scalings: scalings,
      ratios: outer.values.prefix(spread).map { $0 * $0 / total }, centre: centre)
  }

  /// The classes' covariances, each weighing as its class.
  private static func within(_ groups: ClassGroups, _ features: Matrix, _ priors: [Double], _ shrinkage: CovarianceShrinkage, _ cores: Int) -> Matrix {
    var sum = Matrix(rowCount: features.columnCount, columnCount: features.columnCount)
    for (label, rows) in groups.rows.enumerated() {
      let part = covariance(of: features.selecting(rows: rows), shrinkage, cores: cores)
      for place in sum.values.indices { sum.values[place] += priors[label] * part.values[place] }
    }
    return sum
  }

  private static func generalised(
    _ groups: ClassGroups, _ features: Matrix, _ priors: [Double], _ shrinkage: CovarianceShrinkage, _ cores: Int
  ) throws(FittingError) -> Solution {
    let within = within(groups, features, priors, shrinkage, cores)
    guard let inner = symmetricEigenvectors(of: within) else { throw .tooLarge }
    guard let least = inner.values.last, least > Double(features.columnCount) * .ulpOfOne * (inner.values.first ?? 0) else {
      throw FittingError("features depend on each other or are constant within the classes; use solver: svd, or set 'shrinkage'")
    }
    let rounding = inner.vectors.rowsWeighted(inner.values.map { 1 / $0.squareRoot() })
    var between = covariance(of: features, shrinkage, cores: cores)
    for place in between.values.indices { between.values[place] -= within.values[place] }
    guard let outer = symmetricEigenvectors(of: multiply(multiply(rounding, between), rounding, transposeB: true)) else { throw .tooLarge }
    let scalings = multiply(outer.vectors, rounding)
    let total = outer.values.reduce(0, +)
    return Solution(
      weights: multiply(multiply(groups.means, rounding, transposeB: true), rounding), scalings: scalings, ratios: outer.values.map { $0 / total },
      centre: [Double](repeating: 0, count: features.columnCount))
  }
}

extension FittingError {
  static var tooLarge: FittingError {
    FittingError("the features' squares are beyond the largest number, or their decomposition fails; scale the features with scale.standard")
  }
}

extension Matrix {
  /// Each row times its weight.
  fileprivate func rowsWeighted(_ weights: [Double]) -> Matrix {
    var result = self
    for row in 0..<rowCount { for column in 0..<columnCount { result[row, column] *= weights[row] } }
    return result
  }

  /// Each row by −1 where its largest number, by size, is negative: decompositions leave the sign open, and kernels differ in it.
  fileprivate func turned() -> Matrix {
    var result = self
    for row in 0..<rowCount {
      // Of numbers as good as equal the first, so that the last bits do not decide.
      let largest = (0..<columnCount).reduce(0.0) { max($0, abs(self[row, $1])) }
      guard let first = (0..<columnCount).first(where: { abs(self[row, $0]) >= largest * (1 - 1e-9) }), self[row, first] < 0 else { continue }
      for column in 0..<columnCount { result[row, column].negate() }
    }
    return result
  }
}

/// Rows by their class.
struct ClassGroups {
  let rows: [[Int]]
  let counts: [Int]
  /// K × p.
  let means: Matrix

  init(_ features: Matrix, _ classes: [Int], _ classCount: Int, cores: Int = 1) {
    var rows = [[Int]](repeating: [], count: classCount)
    for (row, label) in classes.enumerated() { rows[label].append(row) }
    self.rows = rows
    counts = rows.map(\.count)
    means = classSums(of: features, classes: classes, classCount: classCount, cores: cores).rowsDivided(by: counts.map { Double($0) })
  }
}
