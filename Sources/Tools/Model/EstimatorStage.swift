import Tabular
import Tooling

/// A tool that learns to predict a target. It declares its parameters and says what it learns; what it gives as a step and as a stage is the
/// same for all.
protocol EstimatorStage: Stage {
  associatedtype Fitted: FittedPredictor
  var data: Table { get }
  var target: ColumnName { get }
  var features: [ColumnName]? { get }
  var groups: ColumnName? { get }
  var weights: ColumnName? { get }
  var positive: String? { get }
  var task: LearningTask { get }
  var model: ModelArchive? { get set }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> Fitted
  /// Sets the outputs that tell what was learnt, where the tool has some.
  mutating func tell(of fitted: Fitted, _ data: TrainingData, _ context: RunContext) throws
}

extension EstimatorStage {
  static var role: StageRole { .predicts }
  var weights: ColumnName? { nil }
  var positive: String? { nil }

  mutating func run(_ context: RunContext) throws {
    let roles = ColumnRoles(target: target, features: features, groups: groups, weights: weights, positive: positive, task: task)
    let training = try Dataset(data, roles, context).training
    let fitted = try fitted(to: training, context)
    model = fitted.archive()
    try tell(of: fitted, training, context)
  }

  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage { try fitted(to: data, context) }

  mutating func tell(of fitted: Fitted, _ data: TrainingData, _ context: RunContext) throws {}
}
