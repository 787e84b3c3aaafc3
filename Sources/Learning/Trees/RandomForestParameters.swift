/// How a random forest is grown. Names and defaults are scikit-learn's.
public struct RandomForestParameters: Sendable, Equatable {
  /// How the impurity of a node is measured.
  public enum Criterion: String, Sendable, CaseIterable {
    /// Of classes.
    case gini, entropy
    /// Of classes; the same as `entropy`.
    case logLoss = "log_loss"
    /// Of numbers: the variance.
    case squaredError = "squared_error"
  }

  /// How many features are drawn for each split.
  public enum MaxFeatures: Sendable, Equatable {
    case all
    /// ⌊√p⌋, at least 1.
    case sqrt
    /// ⌊log₂ p⌋, at least 1.
    case log2
    /// ⌊fraction · p⌋, at least 1; the fraction is in (0, 1].
    case fraction(Double)
    /// At least 1; more than there are is all.
    case count(Int)
  }

  /// How many samples are drawn for each tree.
  public enum MaxSamples: Sendable, Equatable {
    /// As a share in (0, 1] of the samples.
    case fraction(Double)
    /// At least 1.
    case count(Int)
  }

  public enum ClassWeight: Sendable, Equatable {
    /// n / (K · n of the class): every class counts the same.
    case balanced
    /// A weight for each class, not negative.
    case weights([Double])
  }

  /// The number of trees, at least 1.
  public var estimatorCount = 100
  /// `nil`: gini for classes, squared error for numbers.
  public var criterion: Criterion?
  /// Splits from the root to a leaf at most, at least 1; `nil`: no limit.
  public var maxDepth: Int?
  /// A node of fewer different samples is a leaf; at least 2.
  public var minSamplesSplit = 2
  /// Both sides of a split have this many different samples; at least 1.
  public var minSamplesLeaf = 1
  /// `nil`: √p for classes, all for numbers.
  public var maxFeatures: MaxFeatures?
  /// If given, at least 2: the tree grows where it gains most until it has so many leaves.
  public var maxLeafNodes: Int?
  /// A split decreases the impurity, weighted by the node's share of the samples, by this much; not negative.
  public var minImpurityDecrease = 0.0
  /// Whether each tree learns from samples drawn with replacement. If so, weights are the odds of being drawn.
  public var bootstrap = true
  /// With `bootstrap`, how many are drawn; `nil`: as many as there are.
  public var maxSamples: MaxSamples?
  /// Whether to judge the forest on the samples that each tree did not draw; needs `bootstrap`.
  public var oobScore = false
  /// Whether each feature drawn is split at a threshold drawn between its least and largest value, in place of its best: extremely
  /// randomised trees (Geurts and others, 2006).
  public var drawsThresholds = false
  /// For classes only.
  public var classWeight: ClassWeight?
  public var seed: UInt64 = 0

  public init() {}

  /// - Throws: `FittingError` for a number out of its range.
  func checked(isClassification: Bool, classCount: Int) throws(FittingError) {
    func require(_ holds: Bool, _ name: String, _ range: String, _ value: some CustomStringConvertible) throws(FittingError) {
      if !holds { throw FittingError("'\(name)' must be \(range), not \(value)") }
    }
    try require(estimatorCount >= 1, "n_estimators", "at least 1", estimatorCount)
    try require(maxDepth ?? 1 >= 1, "max_depth", "at least 1", maxDepth ?? 1)
    try require(minSamplesSplit >= 2, "min_samples_split", "at least 2", minSamplesSplit)
    try require(minSamplesLeaf >= 1, "min_samples_leaf", "at least 1", minSamplesLeaf)
    try require(maxLeafNodes ?? 2 >= 2, "max_leaf_nodes", "at least 2", maxLeafNodes ?? 2)
    try require(minImpurityDecrease >= 0, "min_impurity_decrease", "at least 0", minImpurityDecrease)
    switch maxFeatures {
    case .fraction(let fraction): try require(fraction > 0 && fraction <= 1, "max_features", "in (0, 1] as a fraction", fraction)
    case .count(let count): try require(count >= 1, "max_features", "at least 1", count)
    case .all, .sqrt, .log2, nil: break
    }
    switch maxSamples {
    case .fraction(let fraction): try require(fraction > 0 && fraction <= 1, "max_samples", "in (0, 1] as a fraction", fraction)
    case .count(let count): try require(count >= 1, "max_samples", "at least 1", count)
    case nil: break
    }
    if maxSamples != nil, !bootstrap { throw FittingError("'max_samples' needs 'bootstrap'; leave it out, or set 'bootstrap: true'") }
    if oobScore, !bootstrap { throw FittingError("'oob_score' needs 'bootstrap'; leave it out, or set 'bootstrap: true'") }
    if let criterion, (criterion == .squaredError) == isClassification {
      let choices = isClassification ? "gini, entropy or log_loss for classes" : "squared_error for numbers"
      throw FittingError("'criterion' must be \(choices), not \(criterion.rawValue)")
    }
    if let classWeight {
      guard isClassification else { throw FittingError("'class_weight' is for classes; leave it out for numbers") }
      if case .weights(let weights) = classWeight {
        guard weights.count == classCount, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
          throw FittingError("'class_weight' must give each of the \(classCount) classes a weight of at least 0")
        }
      }
    }
  }

  func maxFeatureCount(of p: Int, isClassification: Bool) -> Int {
    let count =
      switch maxFeatures ?? (isClassification ? .sqrt : .all) {
      case .all: p
      case .sqrt: Int(Double(p).squareRoot())
      case .log2: p > 0 ? Int.bitWidth - 1 - p.leadingZeroBitCount : 0
      case .fraction(let fraction): Int(fraction * Double(p))
      case .count(let count): count
      }
    return max(1, min(count, p))
  }

  /// How many of `n` samples a tree draws.
  func drawCount(of n: Int) -> Int {
    switch maxSamples {
    case nil: n
    case .fraction(let fraction): max(1, Int((fraction * Double(n)).rounded(.toNearestOrEven)))
    case .count(let count): count
    }
  }
}
