import LinearAlgebra

/// Symmetric equations whose solution is trusted: over unknowns of one scale, and far enough from singular.
struct NormalEquations {
  private let factor: CholeskyFactor
  private let scales: [Double]

  /// - Parameter matrix: n × n, symmetric; unknowns whose row is all 0 come out as 0.
  /// - Returns: nil where unknowns depend on each other so far that half of the digits would be lost.
  init?(_ matrix: Matrix) {
    let n = matrix.rowCount
    let scales = (0..<n).map { matrix[$0, $0] > 0 ? matrix[$0, $0].squareRoot() : 1 }
    var scaled = matrix
    for row in 0..<n {
      for column in 0..<n { scaled[row, column] /= scales[row] * scales[column] }
      if matrix[row, row] == 0 { scaled[row, row] = 1 }
    }
    guard let factor = try? CholeskyFactor(scaled), factor.smallestPivot > 1e-5 else { return nil }
    self.factor = factor
    self.scales = scales
  }

  func solve(_ right: [Double]) -> [Double] {
    zip(factor.solve(zip(right, scales).map { $0 / $1 }), scales).map { $0 / $1 }
  }
}
