import COpenBLAS

/// The Cholesky factor of a symmetric, positive definite matrix, by LAPACK's `dpotrf`.
public struct CholeskyFactor: Sendable {
  /// n × n; its lower triangle, read column-major, is the factor.
  private let factor: Matrix

  /// - Parameter matrix: n × n; only its upper triangle is read.
  /// - Throws: `NotPositiveDefinite` where the matrix is not positive definite, or not finite.
  public init(_ matrix: Matrix) throws(NotPositiveDefinite) {
    precondition(matrix.rowCount == matrix.columnCount, "a Cholesky factor needs a square matrix")
    var factor = matrix
    var n = BLAS.integer(matrix.rowCount)
    var info: Int32 = 0
    // The upper triangle of row-major is the lower triangle of LAPACK's column-major.
    if n > 0 { BLAS.library.dpotrf("L", &n, &factor.values, &n, &info, 1) }
    guard info == 0, (0..<matrix.rowCount).allSatisfy({ factor[$0, $0].isFinite }) else {
      throw NotPositiveDefinite(order: info > 0 ? Int(info) : matrix.rowCount)
    }
    self.factor = factor
  }

  /// The smallest number on the factor's diagonal: how near the matrix is to singular, where its own diagonal is all 1.
  public var smallestPivot: Double { (0..<factor.rowCount).reduce(.infinity) { min($0, factor[$1, $1]) } }

  /// The x of `matrix · x = right`, for one or several right sides.
  ///
  /// - Parameter right: the right sides one after the other, n numbers each.
  public func solve(_ right: [Double]) -> [Double] {
    var n = BLAS.integer(factor.rowCount)
    guard n > 0 else { return [] }
    precondition(right.count % factor.rowCount == 0, "right sides have as many numbers as the matrix has rows")
    var count = BLAS.integer(right.count / factor.rowCount)
    var solution = right
    var info: Int32 = 0
    factor.values.withUnsafeBufferPointer { BLAS.library.dpotrs("L", &n, &count, $0.baseAddress, &n, &solution, &n, &info, 1) }
    return solution
  }
}

/// A matrix that should have been positive definite is not.
public struct NotPositiveDefinite: Error, CustomStringConvertible {
  /// The leading minor of this order is not positive.
  public let order: Int

  public var description: String {
    "the matrix is not positive definite (its leading minor of order \(order) is not positive); "
      + "columns may depend on each other: leave one out, or add to the diagonal"
  }
}
