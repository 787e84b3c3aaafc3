public import LinearAlgebra

/// Linear regression by least squares, with or without a penalty on large coefficients, as scikit-learn's `LinearRegression` and
/// `Ridge`: it minimises Σ wᵢ (yᵢ − ŷᵢ)² + alpha · ‖coefficients‖², and the constant is not penalised.
///
/// The normal equations are solved by Cholesky over columns of one scale, and the solution is refined with residuals from the rows
/// themselves, which makes good what the equations lost. Where columns depend on each other too much for that, the singular value
/// decomposition gives the solution of smallest norm.
public enum RidgeRegression {
  /// - Parameters:
  ///   - features: n × p, finite.
  ///   - targets: n numbers, finite.
  ///   - alpha: the penalty, at least 0.
  ///   - sampleWeights: n weights, not negative; nil: all 1.
  ///   - cores: threads that may be used; they change no bit of the result.
  /// - Returns: the model, and the rank of the features where they had to be decomposed; nil where they are independent.
  /// - Throws: `FittingError`.
  /// - Complexity: O(n p²), and O(n² p) where there are more features than samples.
  public static func fit(
    features: Matrix, targets: [Double], alpha: Double = 0, sampleWeights: [Double]? = nil, fitsIntercept: Bool = true, cores: Int = 1
  ) throws(FittingError) -> (model: LinearModel, rank: Int?) {
    guard alpha >= 0, alpha.isFinite else { throw FittingError("'alpha' must be finite and at least 0, not \(alpha)") }
    let system = try CentredSystem(
      features: features, targets: targets, sampleWeights: sampleWeights, keepsWeights: true, centres: fitsIntercept, cores: cores)
    if let coefficients = system.columnCount <= system.rowCount ? primal(system, alpha, cores) : dual(system, alpha, cores) {
      return (system.model(coefficients), nil)
    }
    guard let (coefficients, rank) = decomposed(system, alpha) else {
      throw FittingError("the features have values too large to be squared; scale them down")
    }
    return (system.model(coefficients), rank)
  }

  /// From p equations; nil where they are too near to singular.
  private static func primal(_ system: CentredSystem, _ alpha: Double, _ cores: Int) -> [Double]? {
    let p = system.columnCount
    var matrix = gram(system.features, cores: cores)
    for column in 0..<p { matrix[column, column] += alpha }
    guard let equations = NormalEquations(matrix) else { return nil }
    var coefficients = equations.solve(multiply(system.features, system.targets, transposeA: true, cores: cores))
    for _ in 0..<2 {
      let residuals = zip(system.targets, multiply(system.features, coefficients, cores: cores)).map { $0 - $1 }
      let right = zip(multiply(system.features, residuals, transposeA: true, cores: cores), coefficients).map { $0 - alpha * $1 }
      for (column, step) in equations.solve(right).enumerated() { coefficients[column] += step }
    }
    return coefficients.allSatisfy(\.isFinite) ? coefficients : nil
  }

  /// From n equations, for more features than samples; nil where they are too near to singular.
  private static func dual(_ system: CentredSystem, _ alpha: Double, _ cores: Int) -> [Double]? {
    guard alpha > 0 else { return nil }
    var matrix = multiply(system.features, system.features, transposeB: true, cores: cores)
    for row in 0..<system.rowCount { matrix[row, row] += alpha }
    guard let equations = NormalEquations(matrix) else { return nil }
    let coefficients = multiply(system.features, equations.solve(system.targets), transposeA: true, cores: cores)
    return coefficients.allSatisfy(\.isFinite) ? coefficients : nil
  }

  /// By the singular value decomposition, with a row for each penalised coefficient.
  private static func decomposed(_ system: CentredSystem, _ alpha: Double) -> (coefficients: [Double], rank: Int)? {
    let (n, p) = (system.rowCount, system.columnCount)
    var (features, targets) = (system.features, system.targets)
    if alpha > 0 {
      var penalties = Matrix(rowCount: p, columnCount: p)
      for column in 0..<p { penalties[column, column] = alpha.squareRoot() }
      features = Matrix(rowCount: n + p, columnCount: p, values: features.values + penalties.values)
      targets += [Double](repeating: 0, count: p)
    }
    return leastSquares(features, targets, cutoff: Double(max(n, p)) * Double.ulpOfOne).map { ($0.solution, $0.rank) }
  }
}
