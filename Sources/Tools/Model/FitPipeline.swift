import Tabular
import Tooling

/// Fits a pipeline: transformers one after the other, each on what the one before gave, and a predictor last.
///
/// The fitted pipeline is one model: `model.predict` and `model.evaluate` take the data as they are, before the first stage.
///
///     ```{model.fit model}
///     data: $parts.train
///     target: diagnosis
///     pipeline:
///       - scale.standard
///       - model.logistic_regression: {C: 0.1}
///     ```
struct FitPipeline: Tool {
  static let name = "model.fit"
  static let summary = "Fit a pipeline of transformers and a predictor as one model."
  static let version = "1"

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]

  @Output("The fitted pipeline.", isMain: true) var model: ModelArchive?

  mutating func run(_ context: RunContext) throws {
    let roles = ColumnRoles(target: target, features: features, groups: groups, weights: weights, positive: positive, task: task)
    model = try FittedPipeline.fit(pipeline, try Dataset(data, roles, context).training, context).archive()
  }
}
