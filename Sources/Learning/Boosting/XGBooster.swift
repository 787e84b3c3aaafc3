import CXGBoost
import LinearAlgebra

/// XGBoost's model: trees that grow by gradients, and predict.
final class XGBooster {
  private let handle: BoosterHandle?
  private let library: XGBoostLibrary

  /// One without trees.
  ///
  /// - Parameters:
  ///   - matrices: those whose margins are kept from iteration to iteration.
  ///   - settings: XGBoost's parameters and their values.
  init(over matrices: [XGBoostMatrix], _ settings: [(name: String, value: String)]) throws(BoostingError) {
    let library = try XGBoostLibrary.loaded()
    var handle: BoosterHandle?
    let status = matrices.map(\.handle).withUnsafeBufferPointer { library.boosterCreate($0.baseAddress, bst_ulong($0.count), &handle) }
    self.handle = handle
    self.library = library
    try library.check(status)
    try set("verbosity", "0")
    for setting in settings { try set(setting.name, setting.value) }
  }

  /// One read back from what `json()` wrote.
  convenience init(json: [UInt8], cores: Int) throws(BoostingError) {
    try self.init(over: [], [("nthread", "\(cores)")])
    let status = json.withUnsafeBytes { library.boosterLoad(handle, $0.baseAddress, bst_ulong($0.count)) }
    try library.check(status)
  }

  private init(_ handle: BoosterHandle?, _ library: XGBoostLibrary) {
    self.handle = handle
    self.library = library
  }

  deinit { _ = library.boosterFree(handle) }

  private func set(_ name: String, _ value: String) throws(BoostingError) { try library.check(library.boosterSetParameter(handle, name, value)) }

  /// Grows the next trees from a first and a second derivative a row, or a row and class.
  func boost(_ matrix: XGBoostMatrix, _ gradients: inout BoostingGradients) throws(BoostingError) {
    let count = bst_ulong(gradients.first.count)
    let status = gradients.first.withUnsafeMutableBufferPointer { first in
      gradients.second.withUnsafeMutableBufferPointer { second in
        library.boosterBoost(handle, matrix.handle, first.baseAddress, second.baseAddress, count)
      }
    }
    try library.check(status)
  }

  /// What the trees sum to for the rows of one of its matrices, before the objective makes it a prediction; row-major over classes.
  func withMargins<Value>(_ matrix: XGBoostMatrix, _ body: (UnsafeBufferPointer<Float>) throws -> Value) throws -> Value {
    var (shape, dimensions, values): (UnsafePointer<bst_ulong>?, bst_ulong, UnsafePointer<Float>?) = (nil, 0, nil)
    try library.check(
      library.boosterPredict(
        handle, matrix.handle, "{\"type\": 1, \"training\": true, \"iteration_begin\": 0, \"iteration_end\": 0, \"strict_shape\": true}", &shape, &dimensions,
        &values))
    return try body(UnsafeBufferPointer(start: values, count: Self.count(shape, dimensions)))
  }

  /// Predictions of new rows, row-major over what is predicted of a row.
  func predict(_ features: Matrix) throws(BoostingError) -> [Float] {
    guard features.rowCount > 0 else { return [] }
    var (shape, dimensions, values): (UnsafePointer<bst_ulong>?, bst_ulong, UnsafePointer<Float>?) = (nil, 0, nil)
    let status = features.values.withUnsafeBufferPointer { rows in
      library.boosterPredictFromDense(
        handle, arrayInterface(rows.baseAddress, "<f8", [features.rowCount, features.columnCount]),
        "{\"type\": 0, \"training\": false, \"iteration_begin\": 0, \"iteration_end\": 0, \"strict_shape\": true, \"cache_id\": 0, \"missing\": NaN}", nil,
        &shape, &dimensions, &values)
    }
    try library.check(status)
    return Array(UnsafeBufferPointer(start: values, count: Self.count(shape, dimensions)))
  }

  private static func count(_ shape: UnsafePointer<bst_ulong>?, _ dimensions: bst_ulong) -> Int {
    UnsafeBufferPointer(start: shape, count: Int(dimensions)).reduce(1) { $0 * Int($1) }
  }

  var featureCount: Int {
    get throws(BoostingError) {
      var count: bst_ulong = 0
      try library.check(library.boosterFeatureCount(handle, &count))
      return Int(count)
    }
  }

  /// The model as XGBoost's JSON, which every later release reads.
  func json() throws(BoostingError) -> [UInt8] {
    var (count, bytes): (bst_ulong, UnsafePointer<CChar>?) = (0, nil)
    try library.check(library.boosterSave(handle, "{\"format\": \"json\"}", &count, &bytes))
    return UnsafeRawBufferPointer(start: bytes, count: Int(count)).map { $0 }
  }

  /// The trees of the first iterations alone.
  func first(iterations: Int) throws(BoostingError) -> XGBooster {
    var slice: BoosterHandle?
    try library.check(library.boosterSlice(handle, 0, Int32(iterations), 1, &slice))
    return XGBooster(slice, library)
  }

  /// Of each feature what XGBoost calls `type`: 0 where no split is on it.
  func featureScores(_ type: String, featureCount: Int) throws(BoostingError) -> [Double] {
    var (count, names): (bst_ulong, UnsafeMutablePointer<UnsafePointer<CChar>?>?) = (0, nil)
    var (dimensions, shape, scores): (bst_ulong, UnsafePointer<bst_ulong>?, UnsafePointer<Float>?) = (0, nil, nil)
    try library.check(
      library.boosterFeatureScore(handle, "{\"importance_type\": \"\(type)\"}", &count, &names, &dimensions, &shape, &scores))
    var found = [Double](repeating: 0, count: featureCount)
    for place in 0..<Int(count) {
      // Features have no names in the model; XGBoost calls them `f0`, `f1` and on.
      guard let name = names?[place], let feature = Int(String(cString: name).dropFirst()), found.indices.contains(feature), let scores else { continue }
      found[feature] = Double(scores[place])
    }
    return found
  }
}
