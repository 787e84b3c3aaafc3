public import LinearAlgebra

/// Trees that each mend what those before them left wrong: Chen and Guestrin, *XGBoost: A Scalable Tree Boosting System* (2016), by
/// XGBoost itself.
///
/// The same rows, parameters and seed give the same bytes, whatever the number of cores.
public struct GradientBoosting: Sendable, Equatable {
  /// XGBoost's, by its names and with its defaults.
  public struct Parameters: Sendable, Equatable {
    public var objective = BoostingObjective.squaredError
    /// At least 1.
    public var iterationCount = 100
    /// Above 0, at most 1.
    public var learningRate = 0.3
    /// 0: any.
    public var maxDepth = 6
    /// At least 0, as all penalties below.
    public var minChildWeight = 1.0
    public var minSplitLoss = 0.0
    /// Shares, above 0 and at most 1: of rows a tree, and of features a tree, a level of it, a split.
    public var subsample = 1.0
    public var columnsByTree = 1.0
    public var columnsByLevel = 1.0
    public var columnsByNode = 1.0
    public var lambda = 1.0
    public var alpha = 0.0
    /// Nil: 0, and 0.7 of counts.
    public var maxDeltaStep: Double?
    /// Above 0; of two classes.
    public var positiveWeight = 1.0
    /// `hist`, `approx` or `exact`.
    public var treeMethod = "hist"
    /// At least 2; not of `exact`.
    public var maxBin = 256
    /// `depthwise` or `lossguide`; not of `exact`.
    public var growPolicy = "depthwise"
    /// 0: any.
    public var maxLeaves = 0
    /// Between 1 and 2, neither of them; of `reg:tweedie`.
    public var variancePower = 1.5
    /// Nil: as `BoostingObjective.baseScore` says.
    public var baseScore: Double?
    /// At least 1.
    public var parallelTreeCount = 1
    /// -1, 0 or 1 a feature; empty where none is constrained.
    public var monotone: [Int] = []
    /// After how many iterations without a smaller loss it ends; nil: never.
    public var patience: Int?
    public var seed: UInt64 = 0

    public init() {}

    func settings(classCount: Int, baseScore: Float, cores: Int) -> [(name: String, value: String)] {
      var settings: [(name: String, value: String)] = [
        ("objective", objective.rawValue), ("base_score", "\(baseScore)"), ("nthread", "\(cores)"), ("booster", "gbtree"),
        ("learning_rate", "\(learningRate)"), ("max_depth", "\(maxDepth)"), ("min_child_weight", "\(minChildWeight)"), ("gamma", "\(minSplitLoss)"),
        ("subsample", "\(subsample)"), ("colsample_bytree", "\(columnsByTree)"), ("colsample_bylevel", "\(columnsByLevel)"),
        ("colsample_bynode", "\(columnsByNode)"), ("reg_lambda", "\(lambda)"), ("reg_alpha", "\(alpha)"), ("max_delta_step", "\(deltaStep)"),
        ("tree_method", treeMethod), ("num_parallel_tree", "\(parallelTreeCount)"), ("seed", "\(seed % 0x8000_0000)"),
      ]
      if treeMethod != "exact" {
        settings += [("max_bin", "\(maxBin)"), ("grow_policy", growPolicy), ("max_leaves", "\(maxLeaves)")]
      }
      if objective == .softmax { settings.append(("num_class", "\(classCount)")) }
      if objective == .tweedie { settings.append(("tweedie_variance_power", "\(variancePower)")) }
      if !monotone.isEmpty { settings.append(("monotone_constraints", "(\(monotone.map { "\($0)" }.joined(separator: ",")))")) }
      return settings
    }

    var deltaStep: Double { maxDeltaStep ?? (objective == .poisson ? 0.7 : 0) }
  }

  /// Rows to learn from or to watch.
  public struct Rows: Sendable {
    public var features: Matrix
    /// Numbers, 0 and 1, or codes of classes.
    public var labels: [Float]
    /// All above 0; nil where all are 1.
    public var weights: [Float]?

    public init(features: Matrix, labels: [Float], weights: [Float]? = nil) {
      self.features = features
      self.labels = labels
      self.weights = weights
    }
  }

  /// XGBoost's JSON.
  public let json: [UInt8]
  /// A class a column of what it predicts; 1 for numbers, and for two classes, of which the second is predicted.
  public let outputCount: Int
  public let featureCount: Int

  public init(json: [UInt8], outputCount: Int, featureCount: Int) {
    self.json = json
    self.outputCount = outputCount
    self.featureCount = featureCount
  }

  /// - Throws: `BoostingError` where XGBoost is not installed or does not read the model.
  public func predictions(_ features: Matrix, cores: Int) throws -> [Float] {
    let booster = try XGBooster(json: json, cores: cores)
    guard try booster.featureCount == featureCount else { throw BoostingError("the model's file is damaged: its features differ in number") }
    let values = try booster.predict(features)
    guard values.count == features.rowCount * outputCount else { throw BoostingError("the model's file is damaged: its classes differ in number") }
    return values
  }

  /// A model, and how it came about.
  public struct Fit: Sendable {
    public let model: GradientBoosting
    /// Of each feature the loss that its splits took away.
    public let totalGains: [Double]
    /// The same as a mean over its splits.
    public let gains: [Double]
    /// Of each feature the number of its splits.
    public let splitCounts: [Double]
    /// Of each feature the second derivatives of the rows that its splits divided, a mean over its splits.
    public let covers: [Double]
    /// With rows to watch, the loss after each iteration.
    public let trainingLosses: [Double]
    public let validationLosses: [Double]
    /// The iterations that the model keeps.
    public let iterationCount: Int
  }

  /// - Parameters:
  ///   - watched: rows whose loss ends the iterations; without them all are run.
  ///   - classCount: of `softmax`.
  ///   - progress: told the iterations that are done.
  /// - Throws: `BoostingError`, and what `checkCancellation` throws.
  public static func fit(
    _ rows: Rows, watching watched: Rows? = nil, classCount: Int = 1, parameters: Parameters, cores: Int = 1,
    progress: (Int) -> Void = { _ in }, checkCancellation: () throws -> Void = {}
  ) throws -> Fit {
    let outputCount = parameters.objective == .softmax ? classCount : 1
    // Trees do not depend on the number of threads; of few numbers a thread takes longer to wake than to add them up.
    let cores = min(cores, max(1, rows.features.values.count / 50_000))
    let baseScore = parameters.baseScore.map { Float($0) } ?? parameters.objective.baseScore(labels: rows.labels, weights: rows.weights)
    let matrix = try XGBoostMatrix(rows.features, labels: rows.labels, weights: rows.weights, cores: cores)
    let watchedMatrix = try watched.map { try XGBoostMatrix($0.features, labels: $0.labels, weights: $0.weights, cores: cores) }
    let settings = parameters.settings(classCount: classCount, baseScore: baseScore, cores: cores)
    var booster = try XGBooster(over: [matrix] + (watchedMatrix.map { [$0] } ?? []), settings)
    func loss(_ rows: Rows) -> BoostingLoss {
      BoostingLoss(
        objective: parameters.objective, labels: rows.labels, weights: rows.weights, classCount: outputCount,
        positiveWeight: Float(parameters.positiveWeight), variancePower: Float(parameters.variancePower), step: Float(parameters.deltaStep), cores: cores)
    }
    let (training, validation) = (loss(rows), watched.map(loss))
    var gradients = BoostingGradients(count: rows.labels.count * outputCount)
    var (trainingLosses, validationLosses): ([Double], [Double]) = ([], [])
    var best = 0
    for iteration in 0..<parameters.iterationCount {
      try checkCancellation()
      try booster.withMargins(matrix) { margins in
        if iteration > 0, watched != nil { trainingLosses.append(training.mean(margins: margins)) }
        try gradients.update(training, margins: margins)
      }
      try booster.boost(matrix, &gradients)
      progress(iteration + 1)
      guard let watchedMatrix, let validation else { continue }
      validationLosses.append(try booster.withMargins(watchedMatrix, validation.mean))
      if validationLosses[iteration] < validationLosses[best] { best = iteration }
      if let patience = parameters.patience, iteration - best >= patience { break }
    }
    if watched != nil {
      trainingLosses.append(try booster.withMargins(matrix, training.mean))
      if best + 1 < validationLosses.count { booster = try booster.first(iterations: best + 1) }
    }
    func scores(_ type: String) throws -> [Double] { try booster.featureScores(type, featureCount: rows.features.columnCount) }
    return Fit(
      model: GradientBoosting(json: try booster.json(), outputCount: outputCount, featureCount: rows.features.columnCount),
      totalGains: try scores("total_gain"), gains: try scores("gain"), splitCounts: try scores("weight"), covers: try scores("cover"),
      trainingLosses: trainingLosses, validationLosses: validationLosses,
      iterationCount: watched == nil ? parameters.iterationCount : best + 1)
  }
}
