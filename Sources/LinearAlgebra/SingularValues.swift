import COpenBLAS

/// The singular values of `a` and its right singular vectors, by LAPACK's `dgesdd`.
///
/// Where there are more rows than columns, blocks of rows are first brought to triangles (tall and skinny QR), which runs on all
/// cores, and keeps the small singular values that a product `aᵀ · a` would lose.
///
/// - Parameters:
///   - a: n × p.
///   - columnWeights: p numbers by which the columns are multiplied first; nil: 1.
/// - Returns: the k = min(n, p) values, falling, and the vectors, k × p, one a row, each up to its sign. Nil where `a` is not finite,
///   or the decomposition fails.
/// - Complexity: O(n p · min(n, p)).
public func rightSingularVectors(of a: Matrix, columnWeights: [Double]? = nil, cores: Int = 1) -> (values: [Double], vectors: Matrix)? {
  guard a.values.allSatisfy(\.isFinite) else { return nil }
  guard a.rowCount > 0, a.columnCount > 0 else { return ([], Matrix(rowCount: 0, columnCount: a.columnCount)) }
  var matrix = triangle(of: a, cores: cores)
  if let columnWeights {
    precondition(columnWeights.count == a.columnCount, "there is a weight for each column")
    for row in 0..<matrix.rowCount { for column in columnWeights.indices { matrix[row, column] *= columnWeights[column] } }
    guard matrix.values.allSatisfy(\.isFinite) else { return nil }
  }
  // Row-major n × p is LAPACK's p × n: what it calls left vectors are the right ones.
  let count = min(matrix.rowCount, matrix.columnCount)
  var (p, n, k, info) = (BLAS.integer(matrix.columnCount), BLAS.integer(matrix.rowCount), BLAS.integer(count), Int32(0))
  var values = [Double](repeating: 0, count: count)
  var vectors = Matrix(rowCount: count, columnCount: matrix.columnCount)
  var others = [Double](repeating: 0, count: count * matrix.rowCount)
  var integers = [Int32](repeating: 0, count: 8 * count)
  /// Asks how much room is needed where `size` is −1.
  func call(_ work: inout [Double], size: Int32) {
    var size = size
    BLAS.library.dgesdd(
      "S", &p, &n, &matrix.values, &p, &values, &vectors.values, &p, &others, &k, &work, &size, &integers, &info, 1)
  }
  var work = [0.0]
  call(&work, size: -1)
  guard info == 0, let size = Int32(exactly: work[0].rounded(.up)) else { return nil }
  work = [Double](repeating: 0, count: max(1, Int(size)))
  call(&work, size: size)
  guard info == 0, values.allSatisfy(\.isFinite) else { return nil }
  return (values, vectors)
}

/// A matrix of p rows with the same singular values and right vectors; `a` itself where it is no longer than that.
private func triangle(of a: Matrix, cores: Int) -> Matrix {
  let p = a.columnCount
  // Blocks of fixed size, decided by the shape alone, so that the cores change no bit.
  let pieces = FixedPieces(of: a.rowCount, size: max(2048, 4 * p))
  guard a.rowCount > p else { return a }
  let triangles = mapPieces(pieces.count, cores: cores) { piece in
    let rows = pieces.range(piece)
    return a.values.withUnsafeBufferPointer { lowerTriangle(of: Array($0[(rows.lowerBound * p)..<(rows.upperBound * p)]), columnCount: p) }
  }
  guard triangles.count > 1 else { return triangles[0] }
  return triangle(
    of: Matrix(rowCount: triangles.reduce(0) { $0 + $1.rowCount }, columnCount: p, values: triangles.flatMap(\.values)), cores: cores)
}

/// R of the QR factorisation of row-major `values`: LAPACK reads them as the transpose, of which it is the L of LQ.
private func lowerTriangle(of values: [Double], columnCount p: Int) -> Matrix {
  let rowCount = values.count / p
  let count = min(rowCount, p)
  var values = values
  var (order, length, info) = (BLAS.integer(p), BLAS.integer(rowCount), Int32(0))
  var scales = [Double](repeating: 0, count: count)
  // LAPACK's blocked algorithm wants p times its block size.
  var work = [Double](repeating: 0, count: 64 * p)
  var size = BLAS.integer(work.count)
  BLAS.library.dgelqf(&order, &length, &values, &order, &scales, &work, &size, &info)
  var triangle = Matrix(rowCount: count, columnCount: p)
  for row in 0..<count { for column in row..<p { triangle[row, column] = values[row * p + column] } }
  return triangle
}
