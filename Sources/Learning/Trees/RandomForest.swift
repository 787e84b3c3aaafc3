public import LinearAlgebra
import Synchronization

/// A forest of randomised decision trees (Breiman, 2001), grown as scikit-learn grows them, on features cut into at most
/// 255 bins each. A missing value (NaN) is a bin of its own, and each split learns on which side it belongs.
///
/// Each tree draws from a random stream of its own, so the number of cores changes no bit of the forest.
public struct RandomForest: Sendable {
  /// What the forest predicts.
  public enum Task: Sendable, Equatable {
    case classification(classCount: Int)
    case regression
  }

  /// How the forest did on the samples that trees had not drawn.
  public struct OutOfBag: Sendable, Equatable {
    /// The accuracy, or R² for numbers, over the samples that some tree had not drawn; NaN if there is none.
    public let score: Double
    /// n × K probabilities, or n × 1 numbers; a row of NaN where every tree had drawn the sample.
    public let predictions: Matrix
  }

  public let task: Task
  /// By how much the splits on each feature decreased the impurity, as shares of 1 (all 0 where nothing was split).
  public let importances: [Double]
  /// The standard deviation of each importance over the trees.
  public let importanceSpreads: [Double]
  /// If asked for.
  public internal(set) var outOfBag: OutOfBag?

  let bins: FeatureBins
  let trees: [DecisionTree]

  /// The number of features.
  public var featureCount: Int { bins.edges.count }
  /// The number of trees.
  public var treeCount: Int { trees.count }
  /// Splits and leaves of all trees.
  public var nodeCount: Int { trees.reduce(0) { $0 + $1.nodes.count } }

  /// Grows a forest that tells classes apart.
  ///
  /// - Parameters:
  ///   - features: n × p; NaN is missing.
  ///   - classes: n class numbers in 0..<`classCount`.
  ///   - sampleWeights: n weights, not negative; `nil`: all 1.
  ///   - cores: threads that may be used.
  ///   - progress: told how many trees are grown, from any thread.
  /// - Throws: `FittingError` for parameters out of range, no samples or features, and counts that do not agree.
  public init(
    features: Matrix, classes: [Int], classCount: Int, sampleWeights: [Double]? = nil,
    parameters: RandomForestParameters = RandomForestParameters(), cores: Int = 1,
    progress: @Sendable (_ trees: Int) -> Void = { _ in }
  ) throws(FittingError) {
    guard classCount >= 1, classes.allSatisfy({ (0..<classCount).contains($0) }) else {
      throw FittingError("classes are numbers from 0 to one less than their count, which is \(classCount)")
    }
    try parameters.checked(isClassification: true, classCount: classCount)
    guard sampleWeights?.count ?? classes.count == classes.count else {
      throw FittingError("there are \(classes.count) samples and \(sampleWeights?.count ?? 0) weights")
    }
    var weights = sampleWeights
    if let classWeight = parameters.classWeight {
      let ofClass: [Double]
      switch classWeight {
      case .weights(let given): ofClass = given
      case .balanced:
        var counts = [Int](repeating: 0, count: classCount)
        for label in classes { counts[label] += 1 }
        let present = counts.filter { $0 > 0 }.count
        ofClass = counts.map { $0 > 0 ? Double(classes.count) / Double(present * $0) : 0 }
      }
      weights = classes.indices.map { (sampleWeights?[$0] ?? 1) * ofClass[classes[$0]] }
    }
    let target = ForestTarget.classes(classes.map { Int32(truncatingIfNeeded: $0) }, classCount: classCount)
    try self.init(features, target, weights, parameters, cores, progress)
  }

  /// Grows a forest that predicts numbers.
  ///
  /// - Parameters:
  ///   - features: n × p; NaN is missing.
  ///   - targets: n finite numbers.
  ///   - sampleWeights: n weights, not negative; `nil`: all 1.
  ///   - cores: threads that may be used.
  ///   - progress: told how many trees are grown, from any thread.
  /// - Throws: `FittingError` for parameters out of range, no samples or features, and counts that do not agree.
  public init(
    features: Matrix, targets: [Double], sampleWeights: [Double]? = nil,
    parameters: RandomForestParameters = RandomForestParameters(), cores: Int = 1,
    progress: @Sendable (_ trees: Int) -> Void = { _ in }
  ) throws(FittingError) {
    guard targets.allSatisfy(\.isFinite) else { throw FittingError("the target has missing or infinite values; leave those rows out") }
    try parameters.checked(isClassification: false, classCount: 0)
    try self.init(features, .numbers(targets), sampleWeights, parameters, cores, progress)
  }

  private init(
    _ features: Matrix, _ target: ForestTarget, _ weights: [Double]?, _ parameters: RandomForestParameters, _ cores: Int,
    _ progress: @Sendable (Int) -> Void
  ) throws(FittingError) {
    let n = features.rowCount
    guard n > 0, features.columnCount > 0 else {
      throw FittingError("a forest needs at least one sample and one feature, and there are \(n) samples of \(features.columnCount) features")
    }
    guard target.count == n else { throw FittingError("there are \(n) samples and \(target.count) targets") }
    guard n < Int(UInt32.max), features.columnCount < Int(Int32.max) else { throw FittingError("a forest takes at most 4 billion samples") }
    if let weights {
      guard weights.count == n else { throw FittingError("there are \(n) samples and \(weights.count) weights") }
      guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else { throw FittingError("sample weights must be finite and at least 0") }
      let sum = weights.reduce(0, +)
      guard sum > 0, sum.isFinite else { throw FittingError("the sample weights must have a positive, finite sum, not \(sum)") }
    }
    let data = BinnedSamples(features, cores: cores)
    let drawing = SampleDrawing(count: n, weights: weights, parameters: parameters)
    let planting = ForestPlanting(data: data, target: target, drawing: drawing, parameters: parameters)
    let count = Atomic<Int>(0)
    let grown = mapPieces(parameters.estimatorCount, cores: cores) { tree in
      defer { progress(count.add(1, ordering: .relaxed).newValue) }
      return planting.grow(tree)
    }

    task = target.task
    bins = data.bins
    trees = grown.map(\.tree)
    (importances, importanceSpreads) = Self.importances(grown, featureCount: features.columnCount)
    if parameters.oobScore { outOfBag = Self.outOfBag(trees, data, target, drawing, cores: cores) }
  }

  /// The means over the trees, scaled to a sum of 1, and the spreads.
  private static func importances(_ grown: [GrownTree], featureCount: Int) -> (means: [Double], spreads: [Double]) {
    var means = [Double](repeating: 0, count: featureCount)
    for tree in grown { for (feature, decrease) in tree.importances { means[Int(feature)] += decrease / Double(grown.count) } }
    // A tree that lacks a feature is off its mean by all of it.
    var squares = means.map { $0 * $0 * Double(grown.count) }
    for tree in grown {
      for (feature, decrease) in tree.importances {
        let mean = means[Int(feature)]
        squares[Int(feature)] += (decrease - mean) * (decrease - mean) - mean * mean
      }
    }
    let sum = means.reduce(0, +)
    return (sum > 0 ? means.map { $0 / sum } : means, squares.map { max(0, $0 / Double(grown.count)).squareRoot() })
  }
}

/// What a forest learns.
enum ForestTarget: Sendable {
  case classes([Int32], classCount: Int)
  case numbers([Double])

  var count: Int {
    switch self {
    case .classes(let classes, _): classes.count
    case .numbers(let numbers): numbers.count
    }
  }

  var task: RandomForest.Task {
    switch self {
    case .classes(_, let classCount): .classification(classCount: classCount)
    case .numbers: .regression
    }
  }
}
