import LinearAlgebra
import Tabular
import Tooling

/// `prediction`, and of classes a `probability_<class>` each: how every tool writes predictions down.
func predictionColumns(_ prediction: Prediction, of target: TargetDescription) -> [Column] {
  switch prediction {
  case .numbers(let numbers): return [Column("prediction", .number(numbers))]
  case .probabilities(let values, let classCount):
    let rowCount = classCount > 0 ? values.count / classCount : 0
    let probabilities = Matrix(rowCount: rowCount, columnCount: classCount, values: Array(values.prefix(rowCount * classCount)))
    let predicted = Column.Values.dictionary(DictionaryValues(codes: probabilities.likeliestColumns, levels: target.classes))
    return [Column("prediction", predicted)]
      + target.classes.prefix(classCount).enumerated().map { code, name in
        Column("probability_\(name)", .number((0..<rowCount).map { probabilities[$0, code] }))
      }
  }
}

/// The target as a column called `truth`.
func truthColumn(_ target: Target) -> Column {
  switch target {
  case .classes(let codes, let description):
    Column("truth", .dictionary(DictionaryValues(codes: codes, levels: description.classes)))
  case .numbers(let numbers, _): Column("truth", .number(numbers))
  }
}

/// Row numbers of the data, from 1, as a column called `row`.
func rowColumn(_ rows: [Int]) -> Column {
  Column("row", .integer(Optionals(rows.map { Int64($0 + 1) }, zero: 0)))
}

/// Reads back what `predictionColumns` made.
///
/// - Parameter isPartial: whether the model may not have learnt every class; what it does not know it never predicts.
/// - Throws: `ToolError` where a column is missing or of another type.
func prediction(in table: Table, of target: TargetDescription, isPartial: Bool = false) throws(ToolError) -> Prediction {
  func numbers(_ name: String) throws(ToolError) -> [Double] {
    guard let numbers = table.column(name)?.values.numbers else { throw ToolError("the predictions lack their column '\(shortened(name))'") }
    return numbers
  }
  guard target.isClassification else { return .numbers(try numbers("prediction")) }
  let classCount = target.classes.count
  var values = [Double](repeating: 0, count: table.rowCount * classCount)
  for (code, name) in target.classes.enumerated() where !isPartial || table.column("probability_\(name)") != nil {
    for (row, value) in try numbers("probability_\(name)").enumerated() { values[row * classCount + code] = value }
  }
  return .probabilities(values, classCount: classCount)
}

/// Reads back what `truthColumn` made.
///
/// - Throws: `ToolError` where the column is missing or of another type.
func truth(in table: Table, of target: TargetDescription) throws(ToolError) -> Target {
  switch table.column("truth")?.values {
  case .number(let numbers)? where !target.isClassification: return .numbers(numbers, target)
  case .dictionary(let cells)? where cells.levels == target.classes: return .classes(cells.codes, target)
  default: throw ToolError("the predictions lack their column 'truth'")
  }
}
