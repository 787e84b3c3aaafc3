/// The x of smallest norm among those that minimise ‖a·x − b‖, by LAPACK's `dgelsd`: the singular value decomposition, which takes
/// columns that depend on each other.
///
/// - Parameters:
///   - a: n × p.
///   - b: n numbers.
///   - cutoff: singular values below this share of the largest count as 0.
/// - Returns: p numbers, and the rank of `a`; nil where the decomposition fails, as it does for what is not finite.
/// - Complexity: O(n p · min(n, p)), and a copy of `a`.
public func leastSquares(_ a: Matrix, _ b: [Double], cutoff: Double) -> (solution: [Double], rank: Int)? {
  precondition(b.count == a.rowCount, "a matrix of \(a.rowCount) rows needs as many right sides")
  let (n, p) = (a.rowCount, a.columnCount)
  guard n > 0, p > 0 else { return ([Double](repeating: 0, count: p), 0) }
  // LAPACK's matrices are column-major.
  var columns = [Double](unsafeUninitializedCapacity: n * p) { buffer, count in
    for column in 0..<p { for row in 0..<n { buffer.initializeElement(at: column * n + row, to: a.values[row * p + column]) } }
    count = n * p
  }
  var right = b + [Double](repeating: 0, count: max(0, p - n))
  var (rowCount, columnCount, rightCount) = (BLAS.integer(n), BLAS.integer(p), Int32(1))
  var (rightStride, rank, info) = (BLAS.integer(max(n, p)), Int32(0), Int32(0))
  var cutoff = cutoff
  var singularValues = [Double](repeating: 0, count: min(n, p))
  /// Asks how much room is needed where `size` is −1.
  func call(_ work: inout [Double], _ integers: inout [Int32], size: Int32) {
    var size = size
    BLAS.library.dgelsd(
      &rowCount, &columnCount, &rightCount, &columns, &rowCount, &right, &rightStride, &singularValues, &cutoff, &rank, &work, &size,
      &integers, &info)
  }
  var (work, integers) = ([0.0], [Int32(0)])
  call(&work, &integers, size: -1)
  guard info == 0 else { return nil }
  work = [Double](repeating: 0, count: max(1, Int(work[0])))
  integers = [Int32](repeating: 0, count: max(1, Int(integers[0])))
  call(&work, &integers, size: BLAS.integer(work.count))
  guard info == 0, right.prefix(p).allSatisfy(\.isFinite) else { return nil }
  return (Array(right.prefix(p)), Int(rank))
}
