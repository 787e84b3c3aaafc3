import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits a pipeline many times, each time on rows drawn anew, and takes the mean of what the fitted ones predict (bootstrap aggregating).
///
///     ```{model.bagging steady}
///     data: $parts.train
///     target: diagnosis
///     pipeline: [model.decision_tree]
///     n_estimators: 50
///     oob_score: true
///     ```
///
/// It steadies models that a few rows change much, such as trees; a linear model it hardly changes. Each member draws as many rows as there
/// are, with replacement, so about a third of them are not among its own: by these `oob` judges the whole, without a test set. With `weights`
/// a row's weight is the odds with which it is drawn.
///
/// `max_samples: 1.0` are as many rows as there are, and `max_samples: 1` is one row. With `max_features` each member sees features drawn at
/// random. Rows drawn that are all of one class are drawn again, a hundred times at most.
///
/// Names and defaults are scikit-learn's (`BaggingClassifier`, `BaggingRegressor`), `pipeline` is its `estimator`. The same seed draws other
/// rows than there.
struct BaggingModel: EstimatorStage, ParameterChecking {
  static let name = "model.bagging"
  static let summary = "Fit a pipeline on many draws of the rows, and take the mean."
  static let version = "1"
  static let citations = [Citation("Breiman L. Bagging predictors. Machine Learning 24, 123–140 (1996).", doi: "10.1007/BF00058655")]

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows: the odds with which a row is drawn.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto

  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("How often it is fitted.", .in(1...1000)) var nEstimators = 10
  @Param("How many rows each draws, a count, or a fraction with a point (0.5).", .above(0)) var maxSamples = CountOrFraction.fraction(1)
  @Param("How many features each sees, a count, or a fraction with a point (0.5).", .above(0)) var maxFeatures = CountOrFraction.fraction(1)
  @Param("Whether rows are drawn with replacement.") var bootstrap = true
  @Param("Whether to judge by the rows that each did not draw; not with groups, whose other rows it may have drawn.") var oobScore = false
  @Param("Of the random numbers: another seed, other draws.", .atLeast(0)) var seed = 0

  @Output("The fitted pipelines together.", isMain: true) var model: ModelArchive?
  @Output("With `oob_score`: the quality on rows that members had not drawn.", isOptional: true, fields: MetricFields.ofEvaluation) var oob: Metrics?

  func problems(given: Set<String>) -> [ParameterProblem] {
    if oobScore, !bootstrap, maxSamples == .fraction(1) {
      return [.error("'oob_score' needs rows that members did not draw, and without 'bootstrap' each draws all", remedy: "set 'max_samples' below 1.0", at: "oob_score", isOfName: true)]
    }
    return []
  }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedCommittee {
    guard let target = data.target else { throw ToolError("bagging needs a target", parameter: "target") }
    let names = data.features.names
    let featureCount = try maxFeatures.count(of: names.count, "max_features", units: "features")
    if oobScore, data.groups != nil {
      throw ToolError(
        "'oob_score' judges by rows of groups that members have learnt from", remedy: "leave 'oob_score' out, and judge by model.cross_validate", parameter: "oob_score")
    }
    let draw = try RowDraw(data, count: maxSamples.count(of: data.features.rowCount, "max_samples", units: "rows"), isWithReplacement: bootstrap)
    if oobScore, !bootstrap, draw.count == data.features.rowCount {
      throw ToolError("'oob_score' needs rows that members did not draw, and without 'bootstrap' each draws all", remedy: "set 'max_samples' below 1.0", parameter: "oob_score")
    }
    let unweighted = TrainingData(features: data.features, target: target, groups: data.groups)
    let members = try context.mapPieces(nEstimators, "member") { piece, context in
      var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(truncatingIfNeeded: piece))
      let rows = draw.rows(&random)
      var drawn = unweighted.selecting(rows: rows)
      if featureCount < names.count {
        let chosen = random.permutation(names.count).prefix(featureCount).sorted()
        drawn.features = try drawn.features.selecting(columns: chosen.map { names[$0] })
      }
      let predictor = try FittedPipeline.fit(pipeline, drawn, context)
      guard oobScore else { return Member(predictor: predictor) }
      let own = Set(rows)
      let left = (0..<data.features.rowCount).filter { !own.contains($0) }
      guard !left.isEmpty else { return Member(predictor: predictor) }
      return Member(predictor: predictor, left: left, prediction: try predictor.predict(data.features.selecting(rows: left), context))
    }
    return FittedCommittee(
      by: Self.name, target: target.description, features: names, members: members.map(\.predictor),
      outOfBag: oobScore ? Self.outOfBag(members, rowCount: data.features.rowCount) : nil)
  }

  mutating func tell(of fitted: FittedCommittee, _ data: TrainingData, _ context: RunContext) throws {
    oob = try fitted.outOfBag.flatMap { try outOfBagMetrics($0, of: "member", data, context) }
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedCommittee(archive, context) }

  private struct Member {
    var predictor: any FittedPredictor
    /// The rows that it did not draw, and what it predicts for them.
    var left: [Int] = []
    var prediction: Prediction?
  }

  /// The mean of what the members that did not draw a row predict for it; NaN where all drew it.
  private static func outOfBag(_ members: [Member], rowCount: Int) -> Matrix {
    let width = members.lazy.compactMap(\.prediction).first?.values.width ?? 1
    var sums = Matrix(rowCount: rowCount, columnCount: width)
    var counts = [Double](repeating: 0, count: rowCount)
    for member in members {
      guard let values = member.prediction?.values.0 else { continue }
      for (place, row) in member.left.enumerated() {
        counts[row] += 1
        for column in 0..<width { sums[row, column] += values[place * width + column] }
      }
    }
    for row in 0..<rowCount { for column in 0..<width { sums[row, column] = counts[row] > 0 ? sums[row, column] / counts[row] : .nan } }
    return sums
  }
}

/// How a member's rows are drawn.
private struct RowDraw: Sendable {
  let count: Int
  private let rowCount: Int
  private let isWithReplacement: Bool
  /// Nil where all rows are as likely.
  private let odds: WeightedDraw?
  /// A class a row, where there are classes.
  private let codes: [Int32]?

  /// - Throws: `ToolError` where rows that are drawn once have weights, or none has one above 0.
  init(_ data: TrainingData, count: Int, isWithReplacement: Bool) throws(ToolError) {
    if data.weights != nil, !isWithReplacement {
      throw ToolError("'weights' are the odds of draws with replacement", remedy: "set bootstrap: true, or leave the weights out", parameter: "weights")
    }
    odds = data.weights.flatMap(WeightedDraw.init)
    guard data.weights == nil || odds != nil else { throw ToolError("there are no rows of a weight above 0 to learn from", parameter: "weights") }
    self.count = count
    self.isWithReplacement = isWithReplacement
    rowCount = data.features.rowCount
    if case .classes(let codes, _)? = data.target { self.codes = codes } else { codes = nil }
  }

  /// Rows of two or more classes, where a hundred tries find some; ascending.
  func rows(_ random: inout RandomSource) -> [Int] {
    var drawn: [Int] = []
    for _ in 0..<100 {
      drawn = once(&random).sorted()
      guard let codes, let first = drawn.first, drawn.allSatisfy({ codes[$0] == codes[first] }) else { break }
    }
    return drawn
  }

  private func once(_ random: inout RandomSource) -> [Int] {
    guard isWithReplacement else { return Array(random.permutation(rowCount).prefix(count)) }
    return (0..<count).map { _ in odds?.row(&random) ?? random.below(rowCount) }
  }
}
