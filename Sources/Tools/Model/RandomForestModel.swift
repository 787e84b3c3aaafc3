import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits a random forest: many decision trees, each grown on rows drawn with replacement and choosing each split from a few
/// features drawn at random. The forest's prediction is the mean of its trees'.
///
/// It tells classes apart or predicts numbers, as the target says (see `task`). Features need no scaling, and missing values
/// are taken as they are: each split learns to which side they belong.
///
///     ```{model.random_forest forest}
///     data: $parts.train
///     target: diagnosis
///     n_estimators: 300
///     ```
///
/// Parameters have scikit-learn's names and defaults. Two things differ: features are cut into at most 255 bins before trees
/// grow, as in gradient boosting libraries, which makes large tables fast and costs no accuracy that can be measured; and the
/// random numbers are our own, so a seed gives other trees than scikit-learn's, of the same quality.
///
/// `importances` says by how much the splits on each feature decreased the impurity, as shares of 1, with their standard
/// deviation over the trees. Features with many values are favoured by this measure. With `oob_score: true`, `oob` measures
/// each row by the trees that had not drawn it: an honest estimate without rows held out.
struct RandomForestModel: Stage {
  static let name = "model.random_forest"
  static let summary = "Fit a random forest that tells classes apart or predicts numbers."
  static let version = "1"
  static let citations = [Citation("Breiman L. Random forests. Machine Learning 45, 5–32 (2001).", doi: "10.1023/A:1010933404324")]

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights: the odds with which a tree draws the row.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto

  @Param("How many trees.", .in(1...100_000)) var nEstimators = 100
  @Param("How a split is judged.") var criterion = ForestCriterion.auto
  @Param("How many splits deep a tree may grow; without it, until its leaves are pure.", .in(1...100_000)) var maxDepth: Int?
  @Param("A node of fewer rows is not split.", .in(2...1_000_000_000)) var minSamplesSplit = 2
  @Param("Each side of a split has at least so many rows.", .in(1...1_000_000_000)) var minSamplesLeaf = 1
  @Param(
    "How many features each split chooses from: sqrt, log2, all, a count, or a fraction with a point (0.5); without it, sqrt for classes and all for numbers.",
    .above(0)) var maxFeatures: ForestMaxFeatures?
  @Param("How many leaves a tree may have, grown where it gains most; without it, any number.", .in(2...1_000_000_000)) var maxLeafNodes: Int?
  @Param("A split must decrease the impurity by so much.", .atLeast(0)) var minImpurityDecrease = 0.0
  @Param("Whether each tree learns from rows drawn with replacement.") var bootstrap = true
  @Param("How many rows each tree draws: a count, or a fraction with a point (0.5); without it, as many as there are.", .above(0))
  var maxSamples: ForestMaxSamples?
  @Param("Whether to judge the forest on the rows that each tree did not draw.") var oobScore = false
  @Param("Whether classes weigh by their rows, or each the same.") var classWeight = ClassWeighting.none
  @Param("Of the random numbers: another seed, another forest.", .atLeast(0)) var seed = 0

  @Output("The forest.", isMain: true) var model: ModelArchive?
  @Output("The features by importance: `feature`, `importance`, `sd`, the largest first.") var importances: Table?
  @Output("The importances as bars.") var figure: Figure?
  @Output("With `oob_score`: the forest's quality on rows that trees had not drawn.", isOptional: true, fields: MetricFields.ofEvaluation)
  var oob: Metrics?

  mutating func run(_ context: RunContext) throws {
    let roles = ColumnRoles(target: target, features: features, groups: groups, weights: weights, positive: positive, task: task)
    let training = try Dataset(data, roles, context).training
    let fitted = try grow(training, context)
    model = fitted.archive()
    let table = try fitted.importanceTable()
    importances = table
    figure = try importanceFigure(table)
    oob = try outOfBagMetrics(of: fitted.forest, training, context)
  }

  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage { try grow(data, context) }

  static func read(_ archive: ModelArchive) throws -> any FittedStage { try FittedForest(archive) }

  private func grow(_ data: TrainingData, _ context: RunContext) throws -> FittedForest {
    guard let target = data.target else { throw ToolError("a random forest needs a target", parameter: "target") }
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
    return FittedForest(target: target.description, features: names, forest: forest)
  }

  private func forestParameters(_ target: TargetDescription) throws(ToolError) -> RandomForestParameters {
    if !target.isClassification, classWeight != .none {
      throw ToolError("'class_weight' is for classes, and the target '\(target.name)' is numbers", remedy: "leave it out", parameter: "class_weight")
    }
    if !bootstrap, maxSamples != nil {
      throw ToolError("'max_samples' says how many rows are drawn, and without 'bootstrap' none are", remedy: "leave it out", parameter: "max_samples")
    }
    if !bootstrap, oobScore {
      throw ToolError("'oob_score' needs rows that trees did not draw, and without 'bootstrap' there are none", remedy: "leave it out", parameter: "oob_score")
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
    parameters.seed = UInt64(bitPattern: Int64(seed))
    return parameters
  }

  private func outOfBagMetrics(of forest: RandomForest, _ data: TrainingData, _ context: RunContext) throws -> Metrics? {
    guard let predictions = forest.outOfBag?.predictions, let target = data.target else { return nil }
    let judged = (0..<predictions.rowCount).filter { !predictions[$0, 0].isNaN }
    let unjudged = predictions.rowCount - judged.count
    if unjudged > 0 {
      context.warn(
        "\(counted(unjudged, "row")) of \(predictions.rowCount) had been drawn by every tree, and 'oob' is without \(unjudged == 1 ? "it" : "them")",
        remedy: "grow more trees: 'n_estimators'", parameter: "n_estimators")
    }
    let width = predictions.columnCount
    let values = judged.flatMap { row in (0..<width).map { predictions[row, $0] } }
    let prediction: Prediction = target.description.isClassification ? .probabilities(values, classCount: width) : .numbers(values)
    let weights = data.weights.map { weights in judged.map { weights[$0] } }
    return try Assessment(target.selecting(rows: judged), prediction, weights: weights).metrics()
  }

  private func importanceFigure(_ table: Table) throws -> Figure {
    let shown = table.selecting(rows: Array(0..<min(30, table.rowCount)))
    let names = shown.column("feature")?.values.strings?.compactMap { $0 } ?? []
    let first = names.first.map { "; '\($0)' is the most important" } ?? ""
    let rest = table.rowCount > shown.rowCount ? " (the first \(shown.rowCount) of \(table.rowCount))" : ""
    return try Chart(
      description: "Importance of the features\(rest)\(first).", height: max(60, 18 * shown.rowCount), datasets: [("importances", shown)],
      layers: [
        ChartLayer(
          "importances", .bar(),
          [
            .x: .field("importance", .quantitative, title: "Importance"),
            .y: .field("feature", .nominal, title: "", sort: .values(names)),
          ])
      ]
    ).figure()
  }
}

extension FittedForest {
  /// `feature`, `importance`, `sd`, the largest first, equals in the features' order.
  func importanceTable() throws -> Table {
    let (means, spreads) = (forest.importances, forest.importanceSpreads)
    let order = features.indices.sorted { (means[$1], $0) < (means[$0], $1) }
    return try Table([
      Column("feature", .text(TextValues(order.map { features[$0] }))), Column("importance", .number(order.map { means[$0] })),
      Column("sd", .number(order.map { spreads[$0] })),
    ])
  }
}
