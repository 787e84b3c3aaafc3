import COpenBLAS
import Glibc

/// The house's use of OpenBLAS: always on one thread, because the bytes of its results change with the count.
///
/// It is loaded when the first product is asked for. Linked, it would start its threads in every process, and they would spin
/// for a while beside commands that never multiply; told before it is loaded, it starts none.
struct BLAS: Sendable {
  static let library = BLAS()

  let dgemm:
    @Sendable @convention(c) (
      CBLAS_ORDER, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, Int32, Int32, Int32, Double, UnsafePointer<Double>?, Int32,
      UnsafePointer<Double>?, Int32, Double, UnsafeMutablePointer<Double>?, Int32
    ) -> Void
  let dgemv:
    @Sendable @convention(c) (
      CBLAS_ORDER, CBLAS_TRANSPOSE, Int32, Int32, Double, UnsafePointer<Double>?, Int32, UnsafePointer<Double>?, Int32, Double,
      UnsafeMutablePointer<Double>?, Int32
    ) -> Void
  let dsyrk:
    @Sendable @convention(c) (
      CBLAS_ORDER, CBLAS_UPLO, CBLAS_TRANSPOSE, Int32, Int32, Double, UnsafePointer<Double>?, Int32, Double,
      UnsafeMutablePointer<Double>?, Int32
    ) -> Void
  /// LAPACK's Fortran symbols: matrices are column-major, every argument goes by address, and the last, hidden argument is the
  /// length of the character argument.
  let dpotrf:
    @Sendable @convention(c) (
      UnsafePointer<CChar>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Int32>?, Int
    ) -> Void
  let dpotrs:
    @Sendable @convention(c) (
      UnsafePointer<CChar>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, UnsafePointer<Double>?, UnsafePointer<Int32>?,
      UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Int32>?, Int
    ) -> Void
  let dgelsd:
    @Sendable @convention(c) (
      UnsafePointer<Int32>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?,
      UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Double>?, UnsafePointer<Double>?, UnsafeMutablePointer<Int32>?,
      UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?
    ) -> Void
  let dgelqf:
    @Sendable @convention(c) (
      UnsafePointer<Int32>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Double>?,
      UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Int32>?
    ) -> Void
  let dgesdd:
    @Sendable @convention(c) (
      UnsafePointer<CChar>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?,
      UnsafeMutablePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?,
      UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?, Int
    ) -> Void
  let dsyevd:
    @Sendable @convention(c) (
      UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?,
      UnsafeMutablePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Int32>?, UnsafePointer<Int32>?,
      UnsafeMutablePointer<Int32>?, Int, Int
    ) -> Void
  let sgemm:
    @Sendable @convention(c) (
      CBLAS_ORDER, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, Int32, Int32, Int32, Float, UnsafePointer<Float>?, Int32,
      UnsafePointer<Float>?, Int32, Float, UnsafeMutablePointer<Float>?, Int32
    ) -> Void
  let coreName: @Sendable @convention(c) () -> UnsafePointer<CChar>?

  private init() {
    setenv("OPENBLAS_NUM_THREADS", "1", 1)
    let handle = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL)
    func symbol<Function>(_ name: String, as _: Function.Type = Function.self) -> Function {
      guard let handle, let address = dlsym(handle, name) else {
        // Without its linear algebra there is nothing that the process could go on with.
        let text = "OpenBLAS cannot be loaded: \(dlerror().map { String(cString: $0) } ?? name). Debian has it as libopenblas0.\n"
        _ = write(2, text, text.utf8.count)
        exit(71)
      }
      return unsafeBitCast(address, to: Function.self)
    }
    dgemm = symbol("cblas_dgemm")
    dgemv = symbol("cblas_dgemv")
    dsyrk = symbol("cblas_dsyrk")
    dpotrf = symbol("dpotrf_")
    dpotrs = symbol("dpotrs_")
    dgelsd = symbol("dgelsd_")
    dgelqf = symbol("dgelqf_")
    dgesdd = symbol("dgesdd_")
    dsyevd = symbol("dsyevd_")
    sgemm = symbol("cblas_sgemm")
    coreName = symbol("openblas_get_corename")
  }

  /// BLAS' and LAPACK's integers have 32 bits here.
  static func integer(_ count: Int) -> Int32 { Int32(count) }
}

/// The processor whose kernels OpenBLAS uses, such as `Zen`: results differ in their last bits between kernels.
public func linearAlgebraKernel() -> String {
  BLAS.library.coreName().map { String(cString: $0) } ?? "unknown"
}
