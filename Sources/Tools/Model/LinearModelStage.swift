import Tabular
import Tooling

/// A tool that fits a linear model of a number. It declares its parameters and says how it fits; the rest is the same for all.
protocol LinearModelStage: EstimatorStage where Fitted == FittedLinearModel {
  var fitIntercept: Bool { get }
  var coefficients: Table? { get set }

  /// What learns, in words: `linear regression`.
  static var method: String { get }

  func regress(_ training: LinearTraining, _ context: RunContext) throws -> FittedLinearModel
}

extension LinearModelStage {
  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedLinearModel {
    try regress(LinearTraining(data, for: Self.method, context), context)
  }

  mutating func tell(of fitted: FittedLinearModel, _ data: TrainingData, _ context: RunContext) throws {
    coefficients = try fitted.coefficientTable(hasIntercept: fitIntercept)
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedLinearModel(archive, of: name) }
}
