import Learning
import Tabular
import Tooling

/// Fits several pipelines and, on what they predict for rows that they had not learnt from, a last one that learns how much each is to be
/// trusted (stacked generalisation).
///
///     ```{model.stacking stack}
///     data: $parts.train
///     target: diagnosis
///     pipelines:
///       linear: [scale.standard, model.logistic_regression]
///       forest: [model.random_forest: {n_estimators: 300}]
///     ```
///
/// The rows are dealt into folds; each pipeline is fitted outside each fold and predicts the rows inside. What the last pipeline
/// (`final_estimator`) learns from has a row a row and a column a pipeline: the probability of the second of two classes, a column a class of
/// more, or the number predicted. Then the pipelines are fitted on all rows. With `passthrough` the last one sees the features too.
///
/// `pipelines` tells how each did on the rows held out from it. The stack itself has learnt from these: judge it by a test set, or as
/// the pipeline of a `model.cross_validate`.
///
/// Names and defaults are scikit-learn's (`StackingClassifier`, `StackingRegressor`), but for `pipelines` (its `estimators`), `folds` (its `cv`),
/// rows that are shuffled before they are dealt (`shuffle: false` deals as there), and the last estimator of numbers, which is
/// `model.ridge` with a fixed penalty.
struct StackingModel: EstimatorStage {
  static let name = "model.stacking"
  static let summary = "Fit several pipelines, and one that learns from what they predict."
  static let version = "1"
  static let citations = [Citation("Wolpert DH. Stacked generalization. Neural Networks 5, 241–259 (1992).", doi: "10.1016/S0893-6080(05)80023-1")]

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto

  @Param("Names, each with the stages of a pipeline, the predictor last.", .notEmpty) var pipelines: ParameterMapping<[StageSpecification]>
  @Param("The stages that learn from what the pipelines predict; without it, model.logistic_regression, or model.ridge for numbers.", .notEmpty)
  var finalEstimator: [StageSpecification]?
  @Param("Whether the last pipeline sees the features too.") var passthrough = false
  @Param("How many folds.", .in(2...1000)) var folds = 5
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Of the random numbers that deal the rows.", .atLeast(0)) var seed = 0

  @Output("The pipelines with the last one.", isMain: true) var model: ModelArchive?
  @Output("A row a pipeline: `pipeline`, and its metrics on the rows held out from it.", named: "pipelines") var judged: Table?

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedStack {
    guard let target = data.target else { throw ToolError("a stack needs a target", parameter: "target") }
    let pipelines = try NamedPipelines(pipelines)
    let folds = try InnerFolds(count: folds, shuffles: shuffle, seed: seed).fitted(pipelines.stages, at: pipelines.places, data, context)
    let held = folds.map { $0.joined(rowCount: data.features.rowCount) }
    let members = try context.mapPieces(pipelines.names.count, "pipeline") { piece, context in
      try FittedPipeline.fit(pipelines.stages[piece], data, at: pipelines.places[piece], context)
    }
    var rows = data
    rows.features = try FittedStack.table(of: held, pipelines.names, target.description, beside: passthrough ? data.features : nil)
    let last: any FittedPredictor
    if let finalEstimator {
      last = try FittedPipeline.fit(finalEstimator, rows, at: PipelinePlace("final_estimator", name: "final_estimator"), context)
    } else if target.description.isClassification {
      last = try LogisticRegressionModel().fitted(to: rows, context)
    } else {
      last = try RidgeTool().fitted(to: rows, context)
    }
    return FittedStack(
      target: target.description, features: data.features.names, names: pipelines.names, members: members, last: last, passesFeatures: passthrough, held: held)
  }

  mutating func tell(of fitted: FittedStack, _ data: TrainingData, _ context: RunContext) throws {
    guard let target = data.target else { return }
    let values = try fitted.held.map { try Assessment(target, $0, weights: data.weights).values }
    let metrics = values.first?.map(\.name) ?? []
    judged = try Table(
      [Column("pipeline", .text(TextValues(fitted.names)))]
        + metrics.enumerated().map { place, name in Column(name, .number(values.map { $0[place].value })) })
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedStack(archive, context) }
}

/// Pipelines, and one that takes what they predict.
struct FittedStack: FittedPredictor {
  let target: TargetDescription
  let features: [String]
  let names: [String]
  let members: [any FittedPredictor]
  let last: any FittedPredictor
  let passesFeatures: Bool
  /// What each member predicted for the rows held out from it; nothing once the model was kept.
  let held: [Prediction]

  func predict(_ table: Table, _ context: RunContext) throws -> Prediction {
    let predictions = try members.map { try $0.predict(table, context) }
    return try last.predict(
      Self.table(of: predictions, names, target, beside: passesFeatures ? table.selecting(columns: features) : nil), context)
  }

  /// What the last pipeline takes: of two classes a column a member, of more a column a member and class.
  static func table(of predictions: [Prediction], _ names: [String], _ target: TargetDescription, beside features: Table?) throws -> Table {
    var columns: [Column] = []
    for (name, prediction) in zip(names, predictions) {
      let (values, width) = prediction.values
      let rowCount = values.count / width
      if width <= 2 {
        columns.append(Column(name, .number((0..<rowCount).map { values[$0 * width + width - 1] })))
      } else {
        for (code, label) in target.classes.enumerated() { columns.append(Column("\(name)_\(label)", .number((0..<rowCount).map { values[$0 * width + code] }))) }
      }
    }
    return try Table(columns).replacingColumns([:], adding: features?.columns ?? [])
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: target.isClassification ? .classifier : .regressor, tool: StackingModel.name,
      content: .object([
        .init("target", target.json), .init("features", .array(features.map { .text($0) })), .init("names", .array(names.map { .text($0) })),
        .init("passthrough", .boolean(passesFeatures)),
      ]), parts: members.map { $0.archive() } + [last.archive()])
  }

  init(
    target: TargetDescription, features: [String], names: [String], members: [any FittedPredictor], last: any FittedPredictor, passesFeatures: Bool,
    held: [Prediction]
  ) {
    self.target = target
    self.features = features
    self.names = names
    self.members = members
    self.last = last
    self.passesFeatures = passesFeatures
    self.held = held
  }

  /// - Throws: `ToolError` where the archive is not whole.
  init(_ archive: ModelArchive, _ context: RunContext) throws {
    let target = try TargetDescription(json: archive.content["target"])
    self.target = target
    features = try archive.names("features")
    names = try archive.names("names")
    let parts = try archive.parts.map { try $0.predictor(context) }
    guard let last = parts.last, parts.count == names.count + 1, parts.allSatisfy({ $0.target.classes == target.classes }) else { throw ToolError("the model's file is damaged: its pipelines differ in number") }
    self.last = last
    members = Array(parts.dropLast())
    passesFeatures = archive.content["passthrough"]?.bool ?? false
    held = []
  }
}
