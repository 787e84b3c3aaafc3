public import LinearAlgebra
import RealModule

/// A support vector machine that predicts numbers: what is off by less than a margin costs nothing, as scikit-learn's `SVR`.
public struct SupportVectorRegressor: Sendable, Equatable {
  public let kernel: VectorKernel
  /// Rows at the margin or outside it.
  public let vectors: Matrix
  public let coefficients: [Double]
  public let constant: Double

  /// - Throws: `FittingError` where the numbers are not those of a machine.
  public init(kernel: VectorKernel, vectors: Matrix, coefficients: [Double], constant: Double) throws(FittingError) {
    guard coefficients.count == vectors.rowCount, constant.isFinite, (coefficients + vectors.values).allSatisfy(\.isFinite) else {
      throw FittingError("the numbers are not those of a support vector machine: some are missing, or they differ in number")
    }
    self.kernel = kernel
    self.vectors = vectors
    self.coefficients = coefficients
    self.constant = constant
  }

  /// - Parameters:
  ///   - features: n × p, without NaN.
  ///   - numbers: n finite numbers.
  ///   - weights: n weights above 0, by which the penalty is multiplied.
  ///   - margin: what may be off for nothing, not negative (`epsilon`).
  /// - Returns: the machine, and whether the solver ended.
  /// - Throws: what `checkCancellation` throws; `FittingError` where the kernel is beyond the largest number.
  public static func fit(
    features: Matrix, numbers: [Double], weights: [Double], margin: Double, parameters: SupportVectorClassifier.Parameters, cores: Int = 1,
    checkCancellation: () throws -> Void = {}
  ) throws -> (machine: SupportVectorRegressor, converged: Bool) {
    // Each row has two variables: by how much it pulls the prediction up, and down.
    let n = features.rowCount
    let variables = MarginSolver.Variables(
      rows: Array(0..<n) + Array(0..<n), signs: (0..<(2 * n)).map { $0 < n ? 1 : -1 }, costs: numbers.map { margin - $0 } + numbers.map { margin + $0 },
      bounds: (weights + weights).map { parameters.penalty * $0 })
    let solution = try MarginSolver.solve(
      variables, features, parameters.kernel, tolerance: parameters.tolerance, maxIterations: parameters.maxIterations, cores: cores,
      checkCancellation: checkCancellation)
    let all = (0..<n).map { solution.multipliers[$0] - solution.multipliers[$0 + n] }
    let used = all.indices.filter { all[$0] != 0 }
    let machine = try SupportVectorRegressor(
      kernel: parameters.kernel, vectors: features.selecting(rows: used), coefficients: used.map { all[$0] }, constant: solution.constant)
    return (machine, solution.converged)
  }

  public func predictions(_ features: Matrix, cores: Int = 1) -> [Double] {
    precondition(features.columnCount == vectors.columnCount, "the features must be as many as the machine's")
    let (squares, vectorSquares) = (features.rowSquares(), vectors.rowSquares())
    let blocks = FixedPieces(of: features.rowCount, size: max(16, min(512, (1 << 20) / max(1, vectors.rowCount))))
    return mapPieces(blocks.count, cores: cores) { piece in
      let kernels = kernel.values(blocks.range(piece), of: features, squares: squares, with: vectors, otherSquares: vectorSquares)
      return vectors.rowCount == 0 ? blocks.range(piece).map { _ in constant } : multiply(kernels, coefficients).map { $0 + constant }
    }.flatMap { $0 }
  }
}
