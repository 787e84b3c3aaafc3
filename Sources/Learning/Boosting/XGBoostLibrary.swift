import CXGBoost
import Glibc

/// XGBoost's C API, loaded when the first model is boosted or predicts: linked, it would cost every command its start-up and its OpenMP.
///
/// OpenMP's threads spin for milliseconds beside other work unless `OMP_WAIT_POLICY` is `passive` before the process has threads: whoever starts
/// the process sees to that.
///
/// All handles are its own; what it returns lies in buffers that the next call on the same thread overwrites.
struct XGBoostLibrary: Sendable {
  typealias Matrices = UnsafePointer<DMatrixHandle?>

  let lastError: @Sendable @convention(c) () -> UnsafePointer<CChar>?
  let setGlobalConfig: @Sendable @convention(c) (UnsafePointer<CChar>?) -> Int32
  let matrixCreateFromDense: @Sendable @convention(c) (UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafeMutablePointer<DMatrixHandle?>?) -> Int32
  let matrixSetInfo: @Sendable @convention(c) (DMatrixHandle?, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> Int32
  let matrixFree: @Sendable @convention(c) (DMatrixHandle?) -> Int32
  let boosterCreate: @Sendable @convention(c) (Matrices?, bst_ulong, UnsafeMutablePointer<BoosterHandle?>?) -> Int32
  let boosterFree: @Sendable @convention(c) (BoosterHandle?) -> Int32
  let boosterSetParameter: @Sendable @convention(c) (BoosterHandle?, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> Int32
  let boosterBoost:
    @Sendable @convention(c) (BoosterHandle?, DMatrixHandle?, UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?, bst_ulong) -> Int32
  let boosterPredict:
    @Sendable @convention(c) (
      BoosterHandle?, DMatrixHandle?, UnsafePointer<CChar>?, UnsafeMutablePointer<UnsafePointer<bst_ulong>?>?, UnsafeMutablePointer<bst_ulong>?,
      UnsafeMutablePointer<UnsafePointer<Float>?>?
    ) -> Int32
  let boosterPredictFromDense:
    @Sendable @convention(c) (
      BoosterHandle?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, DMatrixHandle?, UnsafeMutablePointer<UnsafePointer<bst_ulong>?>?,
      UnsafeMutablePointer<bst_ulong>?, UnsafeMutablePointer<UnsafePointer<Float>?>?
    ) -> Int32
  let boosterLoad: @Sendable @convention(c) (BoosterHandle?, UnsafeRawPointer?, bst_ulong) -> Int32
  let boosterSave:
    @Sendable @convention(c) (BoosterHandle?, UnsafePointer<CChar>?, UnsafeMutablePointer<bst_ulong>?, UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> Int32
  let boosterSlice: @Sendable @convention(c) (BoosterHandle?, Int32, Int32, Int32, UnsafeMutablePointer<BoosterHandle?>?) -> Int32
  let boosterFeatureCount: @Sendable @convention(c) (BoosterHandle?, UnsafeMutablePointer<bst_ulong>?) -> Int32
  let boosterFeatureScore:
    @Sendable @convention(c) (
      BoosterHandle?, UnsafePointer<CChar>?, UnsafeMutablePointer<bst_ulong>?, UnsafeMutablePointer<UnsafeMutablePointer<UnsafePointer<CChar>?>?>?,
      UnsafeMutablePointer<bst_ulong>?, UnsafeMutablePointer<UnsafePointer<bst_ulong>?>?, UnsafeMutablePointer<UnsafePointer<Float>?>?
    ) -> Int32

  /// - Throws: `BoostingError` where it is not installed.
  static func loaded() throws(BoostingError) -> XGBoostLibrary {
    let library = try result.get()
    // What is printed would stand in the step's console. The setting is a thread's own.
    _ = library.setGlobalConfig("{\"verbosity\": 0}")
    return library
  }

  private static let result: Result<XGBoostLibrary, BoostingError> = {
    do throws(BoostingError) { return .success(try XGBoostLibrary()) } catch { return .failure(error) }
  }()

  private init() throws(BoostingError) {
    guard let handle = dlopen("libxgboost.so.0", RTLD_NOW | RTLD_LOCAL) ?? dlopen("libxgboost.so", RTLD_NOW | RTLD_LOCAL) else {
      throw BoostingError(
        "XGBoost cannot be loaded: \(dlerror().map { String(cString: $0) } ?? "libxgboost.so.0")", remedy: "install it: apt-get install libxgboost-dev")
    }
    func symbol<Function>(_ name: String, as _: Function.Type = Function.self) throws(BoostingError) -> Function {
      guard let address = dlsym(handle, name) else {
        throw BoostingError("this XGBoost lacks the function \(name)", remedy: "install version 1.7 or later: apt-get install libxgboost-dev")
      }
      return unsafeBitCast(address, to: Function.self)
    }
    lastError = try symbol("XGBGetLastError")
    setGlobalConfig = try symbol("XGBSetGlobalConfig")
    matrixCreateFromDense = try symbol("XGDMatrixCreateFromDense")
    matrixSetInfo = try symbol("XGDMatrixSetInfoFromInterface")
    matrixFree = try symbol("XGDMatrixFree")
    boosterCreate = try symbol("XGBoosterCreate")
    boosterFree = try symbol("XGBoosterFree")
    boosterSetParameter = try symbol("XGBoosterSetParam")
    boosterBoost = try symbol("XGBoosterBoostOneIter")
    boosterPredict = try symbol("XGBoosterPredictFromDMatrix")
    boosterPredictFromDense = try symbol("XGBoosterPredictFromDense")
    boosterLoad = try symbol("XGBoosterLoadModelFromBuffer")
    boosterSave = try symbol("XGBoosterSaveModelToBuffer")
    boosterSlice = try symbol("XGBoosterSlice")
    boosterFeatureCount = try symbol("XGBoosterGetNumFeature")
    boosterFeatureScore = try symbol("XGBoosterFeatureScore")
  }

  /// - Throws: `BoostingError` with XGBoost's words where a call failed.
  func check(_ status: Int32) throws(BoostingError) {
    if status != 0 { throw BoostingError(from: lastError().map { String(cString: $0) } ?? "nothing") }
  }
}
