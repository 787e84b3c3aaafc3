/// The eigenvalues and eigenvectors of a symmetric matrix, by LAPACK's `dsyevd`.
///
/// - Parameter matrix: n × n; only one triangle is read.
/// - Returns: the eigenvalues ascending, and a row an eigenvector, of length 1; nil where the decomposition fails, as it does for
///   what is not finite.
/// - Complexity: O(n³), on the calling thread.
public func symmetricEigen(_ matrix: Matrix) -> (values: [Double], vectors: Matrix)? {
  precondition(matrix.rowCount == matrix.columnCount, "eigenvalues are those of a square matrix")
  guard matrix.values.allSatisfy(\.isFinite) else { return nil }
  var vectors = matrix
  var values = [Double](repeating: 0, count: matrix.rowCount)
  var (n, info) = (BLAS.integer(matrix.rowCount), Int32(0))
  guard n > 0 else { return (values, vectors) }
  /// Asks how much room is needed where `size` is −1.
  func call(_ work: inout [Double], _ size: Int32, _ integers: inout [Int32], _ integerSize: Int32) {
    var (size, integerSize) = (size, integerSize)
    BLAS.library.dsyevd("V", "L", &n, &vectors.values, &n, &values, &work, &size, &integers, &integerSize, &info, 1, 1)
  }
  var (work, integers) = ([0.0], [Int32(0)])
  call(&work, -1, &integers, -1)
  guard info == 0 else { return nil }
  work = [Double](repeating: 0, count: max(1, Int(work[0])))
  integers = [Int32](repeating: 0, count: max(1, Int(integers[0])))
  call(&work, BLAS.integer(work.count), &integers, BLAS.integer(integers.count))
  // Eigenvectors are LAPACK's columns, which are our rows.
  return info == 0 ? (values, vectors) : nil
}
