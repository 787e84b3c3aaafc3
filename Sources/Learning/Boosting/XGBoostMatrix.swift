import CXGBoost
import LinearAlgebra

/// Rows as XGBoost keeps them: features as float32, NaN missing.
final class XGBoostMatrix {
  let handle: DMatrixHandle?
  let rowCount: Int
  private let library: XGBoostLibrary

  /// - Throws: `BoostingError` where a number is beyond float32.
  init(_ features: Matrix, labels: [Float], weights: [Float]?, cores: Int) throws(BoostingError) {
    let library = try XGBoostLibrary.loaded()
    rowCount = features.rowCount
    var handle: DMatrixHandle?
    let status = features.values.withUnsafeBufferPointer { values in
      library.matrixCreateFromDense(
        arrayInterface(values.baseAddress, "<f8", [features.rowCount, features.columnCount]), "{\"missing\": NaN, \"nthread\": \(cores)}", &handle)
    }
    self.handle = handle
    self.library = library
    try library.check(status)
    try set("label", labels)
    if let weights { try set("weight", weights) }
  }

  deinit { _ = library.matrixFree(handle) }

  private func set(_ field: String, _ values: [Float]) throws(BoostingError) {
    let status = values.withUnsafeBufferPointer { library.matrixSetInfo(handle, field, arrayInterface($0.baseAddress, "<f4", [$0.count])) }
    try library.check(status)
  }
}

/// Numbers in memory, as NumPy's array interface tells of them.
func arrayInterface<Number>(_ base: UnsafePointer<Number>?, _ type: String, _ shape: [Int]) -> String {
  "{\"data\": [\(UInt(bitPattern: base)), true], \"shape\": [\(shape.map { "\($0)" }.joined(separator: ", "))], \"typestr\": \"\(type)\", \"version\": 3}"
}
