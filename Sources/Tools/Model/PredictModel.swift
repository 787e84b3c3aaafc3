import Tabular
import Tooling

/// Predicts the target of new rows with a fitted model.
///
/// `table` has a row for each row of the data: the data's own columns (unless `keep: none`), then `prediction`, and for classes
/// their probabilities, `probability_<class>` each. The data need not have the target.
///
///     ```{model.predict guesses}
///     model: $forest
///     data: $new_patients
///     ```
struct PredictModel: Tool {
  static let name = "model.predict"
  static let summary = "Predict the target of new rows with a fitted model."
  static let version = "1"

  enum Keep: String, ParameterChoice {
    case all, none
    var help: String {
      switch self {
      case .all: "Every column of the data stands before the predictions."
      case .none: "The predictions alone."
      }
    }
  }

  @Input("The model.") var model: ModelArchive
  @Input("The rows to predict; they have the model's features.") var data: Table
  @Param("Which of the data's columns stand beside the predictions.") var keep = Keep.all

  @Output("The predictions, a row for each row of the data.", isMain: true) var table: Table?

  mutating func run(_ context: RunContext) throws {
    let predictor = try model.predictor(context)
    let columns = predictionColumns(try predictor.predict(data, context), of: predictor.target)
    guard keep == .all else {
      table = try Table(columns)
      return
    }
    if let taken = columns.first(where: { data.column($0.name) != nil }) {
      throw ToolError(
        "the data have a column '\(taken.name)' already", remedy: "write keep: none, or drop the column before with table.select", parameter: "keep")
    }
    table = try Table(data.columns + columns)
  }
}
