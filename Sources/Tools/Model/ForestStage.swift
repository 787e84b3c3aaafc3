import Learning
import LinearAlgebra
import Tabular
import Tooling

/// A tool that fits a forest. It declares its parameters, with the defaults of its kind; how it grows is the same for all.
protocol ForestStage: EstimatorStage, ParameterChecking where Fitted == FittedForest {
  var nEstimators: Int { get }
  var criterion: TreeCriterion { get }
  var maxDepth: Int? { get }
  var minSamplesSplit: Int { get }
  var minSamplesLeaf: Int { get }
  var maxFeatures: ForestMaxFeatures? { get }
  var maxLeafNodes: Int? { get }
  var minImpurityDecrease: Double { get }
  var bootstrap: Bool { get }
  var maxSamples: CountOrFraction? { get }
  var oobScore: Bool { get }
  var classWeight: ClassWeighting { get }
  var seed: Int { get }
  var importances: Table? { get set }
  var figure: Figure? { get set }
  var oob: Metrics? { get set }

  /// What learns, in words: `a random forest`.
  static var method: String { get }
  /// Whether thresholds are drawn, not searched.
  static var drawsThresholds: Bool { get }
}

extension ForestStage {
  mutating func tell(of fitted: FittedForest, _ data: TrainingData, _ context: RunContext) throws {
    let table = try importanceTable(fitted.features, fitted.forest.importances, deviations: fitted.forest.importanceSpreads)
    importances = table
    figure = try importanceFigure(table)
    oob = try fitted.forest.outOfBag.flatMap { try outOfBagMetrics($0.predictions, of: "tree", data, context) }
  }

  func problems(given: Set<String>) -> [ParameterProblem] {
    guard !bootstrap else { return [] }
    return (maxSamples == nil
      ? [] : [.error("'max_samples' says how many rows are drawn, and without 'bootstrap' none are", remedy: "leave it out", at: "max_samples", isOfName: true)])
      + (oobScore
        ? [.error("'oob_score' needs rows that trees did not draw, and without 'bootstrap' there are none", remedy: "leave it out", at: "oob_score", isOfName: true)] : [])
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedForest(archive) }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedForest {
    guard let target = data.target else { throw ToolError("\(Self.method) needs a target", parameter: "target") }
    let names = data.features.names
    let matrix = try numericFeatures(of: data.features, names, context)
    let parameters = try forestParameters(target.description)
    let count = parameters.estimatorCount
    let progress: @Sendable (Int) -> Void = { context.progress(Double($0) / Double(count), "tree \($0) of \(count)") }
    let forest =
      switch target {
      case .classes(let codes, let description):
        try RandomForest(
          features: matrix, classes: codes.map { Int($0) }, classCount: description.classes.count, sampleWeights: data.weights,
          parameters: parameters, cores: context.cores, progress: progress)
      case .numbers(let numbers, _):
        try RandomForest(
          features: matrix, targets: numbers, sampleWeights: data.weights, parameters: parameters, cores: context.cores, progress: progress)
      }
    return FittedForest(by: Self.name, target: target.description, features: names, forest: forest)
  }

  private func forestParameters(_ target: TargetDescription) throws(ToolError) -> RandomForestParameters {
    if !target.isClassification, classWeight != .none {
      throw ToolError("'class_weight' is for classes, and the target '\(target.name)' is numbers", remedy: "leave it out", parameter: "class_weight")
    }
    var parameters = RandomForestParameters()
    parameters.estimatorCount = nEstimators
    parameters.criterion = try criterion.parameter(target)
    parameters.maxDepth = maxDepth
    parameters.minSamplesSplit = minSamplesSplit
    parameters.minSamplesLeaf = minSamplesLeaf
    parameters.maxFeatures = try maxFeatures?.parameter()
    parameters.maxLeafNodes = maxLeafNodes
    parameters.minImpurityDecrease = minImpurityDecrease
    parameters.bootstrap = bootstrap
    parameters.maxSamples = try maxSamples?.parameter()
    parameters.oobScore = oobScore
    parameters.classWeight = classWeight == .balanced ? .balanced : nil
    parameters.drawsThresholds = Self.drawsThresholds
    parameters.seed = UInt64(bitPattern: Int64(seed))
    return parameters
  }
}
