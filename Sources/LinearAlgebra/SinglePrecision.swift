import COpenBLAS

/// `a · bᵀ` in float32, on the calling thread: where a product only has to be near, at twice the speed.
///
/// Each number of the result is within `inner · 2⁻²⁴ / (1 − inner · 2⁻²⁴)` of the exact one, times the product of the absolute values.
///
/// - Parameters:
///   - a: m × inner, row-major.
///   - b: n × inner, row-major.
///   - output: takes the m × n numbers, row-major.
public func multiplyTransposed(
  _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, inner: Int, into output: UnsafeMutableBufferPointer<Float>
) {
  guard inner > 0, !a.isEmpty, !b.isEmpty else { return }
  let (m, n) = (a.count / inner, b.count / inner)
  precondition(a.count == m * inner && b.count == n * inner && output.count == m * n, "the product's parts must agree in size")
  let width = BLAS.integer(inner)
  BLAS.library.sgemm(
    CblasRowMajor, CblasNoTrans, CblasTrans, BLAS.integer(m), BLAS.integer(n), width, 1, a.baseAddress, width, b.baseAddress, width, 0,
    output.baseAddress, BLAS.integer(n))
}
