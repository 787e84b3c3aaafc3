import COpenBLAS

// Products with a block of a matrix' rows, on the calling thread, for passes that use a block twice while it is in the
// cache.

/// `a[rows] · bᵀ`.
///
/// - Parameters:
///   - a: n × p.
///   - rows: rows of `a`.
///   - b: k × p.
/// - Returns: rows × k.
public func multiplyRows(_ rows: Range<Int>, of a: Matrix, byTransposed b: Matrix) -> Matrix {
  precondition(rows.lowerBound >= 0 && rows.upperBound <= a.rowCount, "the rows must be rows of the matrix")
  precondition(a.columnCount == b.columnCount, "the inner dimensions of a product must agree")
  var result = Matrix(rowCount: rows.count, columnCount: b.rowCount)
  let p = BLAS.integer(a.columnCount)
  guard !rows.isEmpty, b.rowCount > 0, p > 0 else { return result }
  a.values.withUnsafeBufferPointer { a_ in
    guard let base = a_.baseAddress else { return }
    let block = base + rows.lowerBound * a.columnCount
    if b.rowCount == 1 {
      BLAS.library.dgemv(CblasRowMajor, CblasNoTrans, BLAS.integer(rows.count), p, 1, block, p, b.values, 1, 0, &result.values, 1)
    } else {
      BLAS.library.dgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, BLAS.integer(rows.count), BLAS.integer(b.rowCount), p,
        1, block, p, b.values, p, 0, &result.values, BLAS.integer(b.rowCount))
    }
  }
  return result
}

/// Adds `rᵀ · a[rows]` to `sum`.
///
/// - Parameters:
///   - r: rows × k.
///   - rows: rows of `a`.
///   - a: n × p.
///   - sum: k × p.
public func addTransposed(_ r: Matrix, timesRows rows: Range<Int>, of a: Matrix, to sum: inout Matrix) {
  precondition(rows.lowerBound >= 0 && rows.upperBound <= a.rowCount && rows.count == r.rowCount, "the rows must be rows of the matrix")
  precondition(sum.rowCount == r.columnCount && sum.columnCount == a.columnCount, "the sum must have the product's shape")
  let p = BLAS.integer(a.columnCount)
  guard !rows.isEmpty, r.columnCount > 0, p > 0 else { return }
  a.values.withUnsafeBufferPointer { a_ in
    guard let base = a_.baseAddress else { return }
    let block = base + rows.lowerBound * a.columnCount
    if r.columnCount == 1 {
      BLAS.library.dgemv(CblasRowMajor, CblasTrans, BLAS.integer(rows.count), p, 1, block, p, r.values, 1, 1, &sum.values, 1)
    } else {
      BLAS.library.dgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, BLAS.integer(r.columnCount), p, BLAS.integer(rows.count),
        1, r.values, BLAS.integer(r.columnCount), block, p, 1, &sum.values, p)
    }
  }
}
