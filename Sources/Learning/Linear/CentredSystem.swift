import LinearAlgebra

/// The rows of a linear regression as its solvers want them: features and targets less their weighted means, each row times the root
/// of its weight. Weights have the mean 1, so that a penalty means the same whatever their unit.
struct CentredSystem: Sendable {
  /// n × p.
  let features: Matrix
  /// n numbers.
  let targets: [Double]
  private let featureMeans: [Double]
  private let targetMean: Double

  var rowCount: Int { features.rowCount }
  var columnCount: Int { features.columnCount }

  /// - Parameters:
  ///   - features: n × p, finite.
  ///   - targets: n numbers, finite.
  ///   - sampleWeights: n weights, not negative; nil: all 1.
  ///   - keepsWeights: whether weights stay as they are, and do not get the mean 1.
  ///   - centres: whether means are taken away: whether the model has a constant.
  /// - Throws: `FittingError` for counts that do not agree, and for numbers that are missing, infinite or too large.
  init(
    features: Matrix, targets: [Double], sampleWeights: [Double]?, keepsWeights: Bool = false, centres: Bool, cores: Int
  ) throws(FittingError) {
    let (n, p) = (features.rowCount, features.columnCount)
    guard n > 0, p > 0 else { throw FittingError("there are no samples or no features to learn from") }
    guard targets.count == n else { throw FittingError("there are \(n) samples and \(targets.count) targets") }
    guard features.values.allSatisfy(\.isFinite), targets.allSatisfy(\.isFinite) else {
      throw FittingError("the features or targets have missing or infinite values; fill them in, or leave those rows out")
    }
    var mean = 1.0
    if let given = sampleWeights {
      guard given.count == n else { throw FittingError("there are \(n) samples and \(given.count) weights") }
      let sum = given.reduce(0, +)
      guard given.allSatisfy({ $0 >= 0 && $0.isFinite }), sum > 0, sum.isFinite else {
        throw FittingError("sample weights must be finite and at least 0, and not all 0")
      }
      if !keepsWeights { mean = sum / Double(n) }
    }
    let weights = mean == 1 ? sampleWeights : sampleWeights?.map { $0 / mean }
    let weightSum = weights?.reduce(0, +) ?? Double(n)
    let pieces = FixedPieces(of: n, size: max(64, (1 << 18) / p))
    var means = [Double](repeating: 0, count: p)
    var targetMean = 0.0
    if centres {
      let parts = mapPieces(pieces.count, cores: cores) { piece in
        var part = [Double](repeating: 0, count: p + 1)
        for row in pieces.range(piece) {
          let weight = weights?[row] ?? 1
          for column in 0..<p { part[column] += weight * features.values[row * p + column] }
          part[p] += weight * targets[row]
        }
        return part
      }
      for part in parts {
        for column in 0..<p { means[column] += part[column] / weightSum }
        targetMean += part[p] / weightSum
      }
    }
    let roots = weights?.map { $0.squareRoot() }
    let centre = means
    let values = [Double](unsafeUninitializedCapacity: n * p) { buffer, count in
      // Each piece writes its own rows only.
      nonisolated(unsafe) let output = buffer
      forEachPiece(pieces.count, cores: cores) { piece in
        for row in pieces.range(piece) {
          let root = roots?[row] ?? 1
          for column in 0..<p { output.initializeElement(at: row * p + column, to: root * (features.values[row * p + column] - centre[column])) }
        }
      }
      count = n * p
    }
    let targetCentre = targetMean
    self.features = Matrix(rowCount: n, columnCount: p, values: values)
    self.targets = targets.indices.map { (roots?[$0] ?? 1) * (targets[$0] - targetCentre) }
    self.featureMeans = means
    self.targetMean = targetMean
  }

  /// The model in the data's own units.
  func model(_ coefficients: [Double]) -> LinearModel {
    LinearModel(
      coefficients: coefficients, intercept: zip(coefficients, featureMeans).reduce(targetMean) { $0 - $1.0 * $1.1 })
  }
}
