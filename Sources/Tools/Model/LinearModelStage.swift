import Tabular
import Tooling

/// A tool that fits a linear model of a number. It declares its parameters and says how it fits; the rest is the same for all.
protocol LinearModelStage: Stage {
  var data: Table { get }
  var target: ColumnName { get }
  var features: [ColumnName]? { get }
  var groups: ColumnName? { get }
  var weights: ColumnName? { get }
  var task: LearningTask { get }
  var fitIntercept: Bool { get }
  var model: ModelArchive? { get set }
  var coefficients: Table? { get set }

  /// What learns, in words: `linear regression`.
  static var method: String { get }

  func regress(_ training: LinearTraining, _ context: RunContext) throws -> FittedLinearModel
}

extension LinearModelStage {
  mutating func run(_ context: RunContext) throws {
    let roles = ColumnRoles(target: target, features: features, groups: groups, weights: weights, positive: nil, task: task)
    let fitted = try regress(LinearTraining(Dataset(data, roles, context).training, for: Self.method, context), context)
    model = fitted.archive()
    coefficients = try fitted.coefficientTable(hasIntercept: fitIntercept)
  }

  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage {
    try regress(LinearTraining(data, for: Self.method, context), context)
  }

  static func read(_ archive: ModelArchive) throws -> any FittedStage { try FittedLinearModel(archive, of: name) }
}
