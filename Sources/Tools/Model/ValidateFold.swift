import Learning
import Tabular
import Tooling

/// Fits a pipeline on the rows outside one fold and predicts the rows inside: a cross-validation's sub-step.
///
/// `folds` is what `model.folds` gave. `predictions` has a row for each row of the fold: its number in the data, `truth`,
/// `prediction`, and the classes' probabilities.
struct ValidateFold: Tool {
  static let name = "model.fold"
  static let summary = "Fit a pipeline outside one fold and predict the rows inside."
  static let version = "1"

  @Input("The rows to learn from and to judge by.") var data: Table
  @Input("The fold of each row, from model.folds.") var folds: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("Which fold is held out, from 1.", .in(1...10_000)) var fold = 1

  @Output("The rows held out, predicted.", isMain: true) var predictions: Table?

  mutating func run(_ context: RunContext) throws {
    let roles = ColumnRoles(target: target, features: features, groups: groups, weights: weights, positive: positive, task: task)
    // What there is to say of the data as a whole is said once, where the folds are dealt.
    let dataset = try Dataset(data, roles, RunContext(catalogue: context.catalogue))
    guard case .integer(let cells)? = folds.column("fold")?.values, cells.count == data.rowCount else {
      throw ToolError("the folds are those of another table", remedy: "deal them from the same data with model.folds", parameter: "folds")
    }
    let held = dataset.rows.indices.filter { cells[dataset.rows[$0]] == Int64(fold) }
    let others = dataset.rows.indices.filter { place in cells[dataset.rows[place]].map { $0 != Int64(fold) } ?? false }
    guard !held.isEmpty, !others.isEmpty else { throw ToolError("fold \(fold) holds out \(held.isEmpty ? "no row" : "every row")", parameter: "fold") }

    let predictor = try FittedPipeline.fit(pipeline, dataset.training.selecting(rows: others), context)
    let test = dataset.training.selecting(rows: held)
    guard let truth = test.target else { throw ToolError("there is no target", parameter: "target") }
    let prediction = try predictor.predict(test.features, context)
    predictions = try Table(
      [rowColumn(held.map { dataset.rows[$0] }), truthColumn(truth)] + predictionColumns(prediction, of: truth.description))
  }
}
