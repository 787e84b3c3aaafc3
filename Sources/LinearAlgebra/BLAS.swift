import COpenBLAS

/// The house's use of OpenBLAS: always on one thread, because the bytes of its results change with the count.
enum BLAS {
  /// Read once before the first use of a BLAS or LAPACK function; setting the count takes time and a lock.
  static let isReady: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  /// LAPACK's and BLAS' integers have 32 bits here.
  static func integer(_ count: Int) -> Int32 { Int32(count) }
}

/// The processor whose kernels OpenBLAS uses, such as `Zen`: results differ in their last bits between kernels.
public func linearAlgebraKernel() -> String {
  String(cString: openblas_get_corename())
}
