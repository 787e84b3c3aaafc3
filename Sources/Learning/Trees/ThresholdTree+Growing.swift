public import LinearAlgebra

extension ThresholdTree {
  /// How a tree is grown. Names and defaults are scikit-learn's.
  public struct Parameters: Sendable, Equatable {
    /// Of classes: entropy in place of the Gini impurity.
    public var usesEntropy = false
    /// Splits from the root to a leaf at most, at least 1; nil: no limit.
    public var maxDepth: Int?
    public var minSamplesSplit = 2
    public var minSamplesLeaf = 1
    /// If given, at least 2: the tree grows where it gains most until it has so many leaves.
    public var maxLeafNodes: Int?
    public var minImpurityDecrease = 0.0
    /// Splits that gain less for each leaf are taken back (Breiman and others, 1984).
    public var ccpAlpha = 0.0

    public init() {}
  }

  /// Grows a tree that tells classes apart.
  ///
  /// - Parameters:
  ///   - features: n × p, at least one of each; NaN is missing.
  ///   - classes: n class numbers in 0..<`classCount`.
  ///   - weights: n weights above 0.
  public init(features: Matrix, classes: [Int], classCount: Int, weights: [Double], parameters: Parameters = Parameters(), cores: Int = 1) throws(FittingError) {
    let whole = weights.reduce(0, +)
    guard whole.isFinite else { throw FittingError("the weights' sum is beyond the largest number") }
    guard classCount > 2 else {
      let loads = zip(classes, weights).map { SIMD2($1, $0 == 1 ? $1 : 0) }
      if parameters.usesEntropy {
        try self.init(features, MomentScore<BinaryEntropyCriterion>(loads: loads, numbers: nil, offset: 0), whole, parameters, cores)
      } else {
        try self.init(features, MomentScore<BinaryGiniCriterion>(loads: loads, numbers: nil, offset: 0), whole, parameters, cores)
      }
      return
    }
    let score = ClassScore(classes: classes.map { Int32(truncatingIfNeeded: $0) }, weights: weights, classCount: classCount, usesEntropy: parameters.usesEntropy)
    try self.init(features, score, whole, parameters, cores)
  }

  /// Grows a tree that predicts numbers.
  public init(features: Matrix, numbers: [Double], weights: [Double], parameters: Parameters = Parameters(), cores: Int = 1) throws(FittingError) {
    let whole = weights.reduce(0, +)
    // About one of the numbers, so that large ones lose no digits in sums, and equal ones are themselves to the last bit.
    let offset = numbers.first ?? 0
    let loads = zip(numbers, weights).map { SIMD2($1, $1 * ($0 - offset)) }
    guard whole.isFinite, loads.reduce(0, { $0 + abs($1.y) * abs($1.y) }).isFinite else {
      throw FittingError("the target's squares are beyond the largest number")
    }
    try self.init(
      features, MomentScore<VarianceCriterion>(loads: loads, numbers: numbers.map { $0 - offset }, offset: offset), whole, parameters, cores)
  }

  private init<Score: SplitScore>(_ features: Matrix, _ score: Score, _ whole: Double, _ parameters: Parameters, _ cores: Int) throws(FittingError) {
    guard features.rowCount > 0, features.columnCount > 0, features.rowCount < Int(Int32.max), features.columnCount < Int(Int32.max) else {
      throw FittingError("a tree needs at least one row and one feature, and at most two billion of each")
    }
    var grower = ThresholdGrower(features, score, whole, parameters, cores)
    grower.grow()
    let (nodes, values) = parameters.ccpAlpha > 0 ? grower.pruned() : (grower.nodes, grower.values)
    try self.init(
      featureCount: features.columnCount, nodes: nodes,
      values: Matrix(rowCount: nodes.count, columnCount: score.width, values: values))
  }
}
