/// The singular values of a matrix, descending, and its right singular vectors, a row each: by way of a QR decomposition in pieces of
/// fixed size, whose triangle LAPACK's `dgesdd` decomposes. No product of the matrix with itself is made, so small singular values
/// keep their digits.
///
/// - Parameters:
///   - columns: the matrix column after column, each of `rowCount` numbers; at least as many rows as columns.
///   - cores: threads that may be used; they change no bit of the result.
/// - Returns: nil where the decomposition fails, as it does for what is not finite.
/// - Complexity: O(n p²).
public func singularValues(
  ofColumns columns: [Double], rowCount: Int, columnCount: Int, cores: Int = 1
) -> (values: [Double], vectors: Matrix)? {
  precondition(columns.count == rowCount * columnCount && rowCount >= columnCount, "the matrix must be as tall as it is wide")
  guard columns.allSatisfy(\.isFinite) else { return nil }
  guard columnCount > 0 else { return ([], Matrix(rowCount: 0, columnCount: 0)) }
  guard var triangle = triangularFactor(columns, rowCount, columnCount, cores) else { return nil }
  var (n, info) = (BLAS.integer(columnCount), Int32(0))
  var values = [Double](repeating: 0, count: columnCount)
  var left = [Double](repeating: 0, count: columnCount * columnCount)
  var right = left
  var integers = [Int32](repeating: 0, count: 8 * columnCount)
  func call(_ work: inout [Double], _ size: Int32) {
    var size = size
    BLAS.library.dgesdd("A", &n, &n, &triangle, &n, &values, &left, &n, &right, &n, &work, &size, &integers, &info, 1)
  }
  var work = [0.0]
  call(&work, -1)
  guard info == 0 else { return nil }
  work = [Double](repeating: 0, count: max(1, Int(work[0])))
  call(&work, BLAS.integer(work.count))
  guard info == 0 else { return nil }
  // LAPACK gives Vᵀ column after column.
  var vectors = Matrix(rowCount: columnCount, columnCount: columnCount)
  for row in 0..<columnCount { for column in 0..<columnCount { vectors[row, column] = right[column * columnCount + row] } }
  return (values, vectors)
}

/// The triangle R of a QR decomposition, column after column. Pieces of rows are decomposed by themselves, then their triangles
/// together (Demmel and others, 2012).
private func triangularFactor(_ columns: [Double], _ rowCount: Int, _ columnCount: Int, _ cores: Int) -> [Double]? {
  let pieces = FixedPieces(of: rowCount, size: max(1024, 4 * columnCount))
  let triangles = mapPieces(pieces.count, cores: cores) { piece -> [Double]? in
    let rows = pieces.range(piece)
    var block = [Double](unsafeUninitializedCapacity: rows.count * columnCount) { buffer, count in
      for column in 0..<columnCount {
        for (place, row) in rows.enumerated() { buffer.initializeElement(at: column * rows.count + place, to: columns[column * rowCount + row]) }
      }
      count = rows.count * columnCount
    }
    return upperTriangle(of: &block, rows.count, columnCount)
  }
  if triangles.count == 1 { return triangles[0] }
  let heights = (0..<pieces.count).map { min(pieces.range($0).count, columnCount) }
  let height = heights.reduce(0, +)
  var stack = [Double](repeating: 0, count: height * columnCount)
  var start = 0
  for (triangle, triangleHeight) in zip(triangles, heights) {
    guard let triangle else { return nil }
    for column in 0..<columnCount {
      for row in 0..<triangleHeight { stack[column * height + start + row] = triangle[column * triangleHeight + row] }
    }
    start += triangleHeight
  }
  return upperTriangle(of: &stack, height, columnCount)
}

/// The upper triangle (or trapezium, of fewer rows than columns) that `dgeqrf` leaves in a block, zeros below.
private func upperTriangle(of block: inout [Double], _ rowCount: Int, _ columnCount: Int) -> [Double]? {
  var (m, n, info) = (BLAS.integer(rowCount), BLAS.integer(columnCount), Int32(0))
  let height = min(rowCount, columnCount)
  var reflectors = [Double](repeating: 0, count: height)
  func call(_ work: inout [Double], _ size: Int32) {
    var size = size
    BLAS.library.dgeqrf(&m, &n, &block, &m, &reflectors, &work, &size, &info)
  }
  var work = [0.0]
  call(&work, -1)
  guard info == 0 else { return nil }
  work = [Double](repeating: 0, count: max(1, Int(work[0])))
  call(&work, BLAS.integer(work.count))
  guard info == 0 else { return nil }
  var triangle = [Double](repeating: 0, count: height * columnCount)
  for column in 0..<columnCount {
    for row in 0..<min(column + 1, height) { triangle[column * height + row] = block[column * rowCount + row] }
  }
  return triangle
}
