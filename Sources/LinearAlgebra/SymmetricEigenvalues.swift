import COpenBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix, by LAPACK's `dsyevd`.
///
/// - Parameter matrix: p × p; only its upper triangle is read.
/// - Returns: the values, falling, and the vectors, p × p, one a row, each up to its sign. Nil where the matrix is not finite, or the
///   decomposition fails.
/// - Complexity: O(p³).
public func symmetricEigenvectors(of matrix: Matrix) -> (values: [Double], vectors: Matrix)? {
  precondition(matrix.rowCount == matrix.columnCount, "eigenvalues are those of a square matrix")
  let count = matrix.rowCount
  guard matrix.values.allSatisfy(\.isFinite) else { return nil }
  guard count > 0 else { return ([], matrix) }
  var (order, info) = (BLAS.integer(count), Int32(0))
  var columns = matrix.values
  var rising = [Double](repeating: 0, count: count)
  /// Asks how much room is needed where a size is −1.
  func call(_ work: inout [Double], _ integers: inout [Int32], _ sizes: (Int32, Int32)) {
    var sizes = sizes
    BLAS.library.dsyevd("V", "L", &order, &columns, &order, &rising, &work, &sizes.0, &integers, &sizes.1, &info, 1, 1)
  }
  var (work, integers) = ([0.0], [Int32(0)])
  call(&work, &integers, (-1, -1))
  guard info == 0, let size = Int32(exactly: work[0].rounded(.up)) else { return nil }
  let integerCount = integers[0]
  work = [Double](repeating: 0, count: max(1, Int(size)))
  integers = [Int32](repeating: 0, count: max(1, Int(integerCount)))
  call(&work, &integers, (size, integerCount))
  guard info == 0, rising.allSatisfy(\.isFinite) else { return nil }
  var vectors = Matrix(rowCount: count, columnCount: count)
  for row in 0..<count { for column in 0..<count { vectors[row, column] = columns[(count - 1 - row) * count + column] } }
  return (rising.reversed(), vectors)
}
