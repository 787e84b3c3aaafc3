import Tabular
import Tooling

/// Rows that a model is judged by: those of a table that have its target, by the model's classes.
struct JudgedRows {
  let truth: Target
  /// Where they stand in the table.
  let places: [Int]
  let rows: Table
  let weights: [Double]?

  /// Rows without a value of the target are left out, with a warning.
  ///
  /// - Parameter positive: another positive class than the model's.
  /// - Throws: `ToolError` where the table lacks the target or its values, or has classes that the model has not learnt.
  init(_ data: Table, of target: TargetDescription, positive: String?, weights: ColumnName?, _ context: RunContext) throws {
    var description = target
    if target.isClassification {
      description.positive = try positive.map { try target.positiveClass($0) } ?? target.positive
    } else if positive != nil {
      throw ToolError("'positive' is for classes, and the model predicts the number '\(target.name)'", remedy: "leave it out", parameter: "positive")
    }
    guard let column = data.column(target.name) else {
      throw ToolError(
        "the data have no column '\(target.name)', which the model predicts\(didYouMean(target.name, among: data.names))",
        remedy: "evaluation needs the truth; use model.predict on rows without it", parameter: "data")
    }
    guard data.rowCount > 0 else { throw ToolError("the data have no rows to judge the model by", parameter: "data") }
    if target.isClassification {
      let codes = try target.codes(of: column)
      places = codes.indices.filter { codes[$0] != nil }
      truth = .classes(places.compactMap { codes[$0] }, description)
    } else {
      guard let numbers = column.values.numbers else {
        throw ToolError("the model predicts numbers, and '\(target.name)' is \(column.values.typeName) here", parameter: "data")
      }
      if let row = numbers.firstIndex(where: \.isInfinite) {
        throw ToolError("'\(target.name)' is infinite in row \(row + 1)", remedy: "leave such rows out", parameter: "data")
      }
      places = numbers.indices.filter { !numbers[$0].isNaN }
      truth = .numbers(places.map { numbers[$0] }, description)
    }
    guard !places.isEmpty else { throw ToolError("'\(target.name)' is missing in every row", parameter: "data") }
    let dropped = data.rowCount - places.count
    if dropped > 0 { context.warn("\(counted(dropped, "row")) without a value of '\(target.name)' \(dropped == 1 ? "is" : "are") left out") }
    let rows = dropped == 0 ? data : data.selecting(rows: places)
    self.rows = rows
    self.weights = try weights.map { try rows.rowWeights(in: $0.name, rows: Array(0..<rows.rowCount)) }
  }

  func assessment(_ prediction: Prediction) throws -> Assessment { try Assessment(truth, prediction, weights: weights) }
}
