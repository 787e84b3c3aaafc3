public import LinearAlgebra
import RealModule

/// Linear regression whose penalty makes most coefficients 0, as scikit-learn's `ElasticNet` and `Lasso`: it minimises
/// 1/(2n) · Σ wᵢ (yᵢ − ŷᵢ)² + alpha · l1Ratio · ‖coefficients‖₁ + alpha · (1 − l1Ratio)/2 · ‖coefficients‖², where the weights have
/// the mean 1 and the constant is not penalised. With `l1Ratio` 1 it is the lasso.
///
/// Coefficients descend one at a time (Friedman, Hastie & Tibshirani, 2010), over those that the sequential strong rule
/// (Tibshirani et al., 2012) lets in, until the optimality conditions hold for all. Once it is settled which are not 0, and with
/// what signs, they follow from linear equations, and the solution is exact.
public struct ElasticNet: Sendable {
  public struct Parameters: Sendable, Equatable {
    /// The share of the penalty that is on absolute values, in 0...1 (`l1_ratio`).
    public var l1Ratio: Double
    /// `fit_intercept`.
    public var fitsIntercept: Bool
    /// Rounds over the coefficients at most, at least 1 (`max_iter`).
    public var maxIterations: Int
    /// Where equations cannot settle it, descent ends where the duality gap is below this share of the targets' sum of squares;
    /// positive (`tol`).
    public var tolerance: Double

    public init(l1Ratio: Double = 0.5, fitsIntercept: Bool = true, maxIterations: Int = 1000, tolerance: Double = 1e-4) {
      self.l1Ratio = l1Ratio
      self.fitsIntercept = fitsIntercept
      self.maxIterations = maxIterations
      self.tolerance = tolerance
    }
  }

  /// A model for one penalty.
  public struct Solution: Sendable, Equatable {
    public let alpha: Double
    public let model: LinearModel
    /// Rounds of descent.
    public let iterations: Int
    public let converged: Bool
  }

  private let system: CentredSystem
  private var parameters: Parameters
  private let products: FeatureProducts
  private let cores: Int

  /// Takes in the data.
  ///
  /// - Parameters:
  ///   - features: n × p, finite.
  ///   - targets: n numbers, finite.
  ///   - sampleWeights: n weights, not negative; nil: all 1.
  ///   - cores: threads that may be used; they change no bit of the result.
  /// - Throws: `FittingError`.
  public init(
    features: Matrix, targets: [Double], sampleWeights: [Double]? = nil, parameters: Parameters = Parameters(), cores: Int = 1
  ) throws(FittingError) {
    try parameters.check()
    system = try CentredSystem(features: features, targets: targets, sampleWeights: sampleWeights, centres: parameters.fitsIntercept, cores: cores)
    self.parameters = parameters
    self.cores = cores
    products = FeatureProducts(system, cores: cores)
    guard products.withTarget.allSatisfy(\.isFinite), products.squares.allSatisfy(\.isFinite) else {
      throw FittingError("the features have values too large to be squared; scale them down")
    }
  }

  /// The same rows with another share of the penalty on absolute values, in 0...1; what was worked out from them serves both.
  ///
  /// - Throws: `FittingError` for a share out of range.
  public func sharing(l1Ratio: Double) throws(FittingError) -> ElasticNet {
    var other = self
    other.parameters.l1Ratio = l1Ratio
    try other.parameters.check()
    return other
  }

  /// The smallest penalty at which every coefficient is 0; infinite without a penalty on absolute values.
  public var largestAlpha: Double {
    let largest = products.withTarget.map(abs).max() ?? 0
    return parameters.l1Ratio > 0 ? largest / parameters.l1Ratio : .infinity
  }

  /// Penalties evenly spaced by ratio from the largest that matters down to `epsilon` of it, as scikit-learn's paths have them.
  public func alphas(count: Int = 100, epsilon: Double = 1e-3) -> [Double] {
    let largest = largestAlpha
    guard largest > 0, largest.isFinite, count > 1 else { return [largest.isFinite && largest > 0 ? largest : Double.ulpOfOne] }
    return (0..<count).map { largest * Double.pow(epsilon, Double($0) / Double(count - 1)) }
  }

  /// - Throws: `FittingError` for a penalty that is negative or not finite.
  public func solution(alpha: Double) throws(FittingError) -> Solution { try path([alpha])[0] }

  /// The models of several penalties, each begun from the one before: quickest from the largest to the smallest.
  ///
  /// - Throws: `FittingError` for a penalty that is negative or not finite.
  public func path(_ alphas: [Double]) throws(FittingError) -> [Solution] {
    for alpha in alphas where !(alpha >= 0 && alpha.isFinite) { throw FittingError("'alpha' must be finite and at least 0, not \(alpha)") }
    var descent = CoordinateDescent(products, targetSquare: system.targets.reduce(0) { $0 + $1 * $1 } / Double(system.rowCount), cores: cores)
    return alphas.map { alpha in
      let (iterations, converged) = descent.minimise(
        absolute: alpha * parameters.l1Ratio, square: alpha * (1 - parameters.l1Ratio), maxIterations: parameters.maxIterations,
        tolerance: parameters.tolerance)
      return Solution(alpha: alpha, model: system.model(descent.coefficients), iterations: iterations, converged: converged)
    }
  }
}

extension ElasticNet.Parameters {
  fileprivate func check() throws(FittingError) {
    guard (0...1).contains(l1Ratio) else { throw FittingError("'l1_ratio' must be in 0...1, not \(l1Ratio)") }
    guard maxIterations >= 1 else { throw FittingError("'max_iter' must be at least 1, not \(maxIterations)") }
    guard tolerance > 0 else { throw FittingError("'tol' must be positive, not \(tolerance)") }
  }
}

/// Products of features with each other and with the target, over n: all at once where there are few features, and a column when it
/// is first asked for where there are many.
final class FeatureProducts: Sendable {
  let system: CentredSystem
  /// xⱼ · y / n.
  let withTarget: [Double]
  /// xⱼ · xⱼ / n.
  let squares: [Double]
  private let all: Matrix?
  private let cores: Int

  var count: Int { withTarget.count }

  init(_ system: CentredSystem, cores: Int) {
    self.system = system
    self.cores = cores
    let n = Double(system.rowCount)
    withTarget = multiply(system.features, system.targets, transposeA: true, cores: cores).map { $0 / n }
    if system.columnCount <= 4096, system.columnCount <= 2 * system.rowCount {
      var all = gram(system.features, cores: cores)
      for place in all.values.indices { all.values[place] /= n }
      self.all = all
      squares = (0..<system.columnCount).map { all[$0, $0] }
    } else {
      all = nil
      var sums = [Double](repeating: 0, count: system.columnCount)
      for row in 0..<system.rowCount {
        for column in sums.indices { sums[column] += system.features[row, column] * system.features[row, column] }
      }
      squares = sums.map { $0 / n }
    }
  }

  /// The products of one feature with every other.
  func column(_ column: Int) -> [Double] {
    if let all { return Array(all.values[(column * count)..<((column + 1) * count)]) }
    let values = (0..<system.rowCount).map { system.features[$0, column] }
    return multiply(system.features, values, transposeA: true, cores: cores).map { $0 / Double(system.rowCount) }
  }
}
