import LinearAlgebra
import Tabular
import Tooling

/// `prediction`, and of classes a `probability_<class>` each: how every tool writes predictions down.
func predictionColumns(_ prediction: Prediction, of target: TargetDescription) -> [Column] {
  switch prediction {
  case .numbers(let numbers): return [Column("prediction", .number(numbers))]
  case .probabilities(let values, let classCount, _):
    let rowCount = classCount > 0 ? values.count / classCount : 0
    let probabilities = Matrix(rowCount: rowCount, columnCount: classCount, values: Array(values.prefix(rowCount * classCount)))
    return [Column("prediction", .dictionary(DictionaryValues(codes: prediction.classes, levels: target.classes)))]
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
  guard case .dictionary(let cells)? = table.column("prediction")?.values else { throw ToolError("the predictions lack their column 'prediction'") }
  let codes = cells.levels.map { target.classes.firstIndex(of: $0) }
  var decided: [Int32] = []
  for cell in cells.codes {
    guard codes.indices.contains(Int(cell)), let code = codes[Int(cell)] else { throw ToolError("the predictions name a class that is none of '\(target.name)'") }
    decided.append(Int32(truncatingIfNeeded: code))
  }
  return .probabilities(values, classCount: classCount, decided: decided)
}

extension Prediction {
  /// The class that each row is taken for: the one decided on, else the likeliest, the first of equals. Empty for numbers.
  var classes: [Int32] {
    guard case .probabilities(let values, let classCount, let decided) = self else { return [] }
    if let decided { return decided }
    guard classCount > 0 else { return [] }
    return (0..<values.count / classCount).map { row in
      var best = 0
      for code in 1..<max(classCount, 1) where values[row * classCount + code] > values[row * classCount + best] { best = code }
      return Int32(truncatingIfNeeded: best)
    }
  }
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
