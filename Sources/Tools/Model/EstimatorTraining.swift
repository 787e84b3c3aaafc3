import LinearAlgebra
import Tabular
import Tooling

/// Rows as an estimator takes them: features as a matrix, classes as numbers without gaps. Rows of weight 0 are left out.
struct EstimatorTraining {
  enum Values {
    /// A place in the signature's `learnt` each.
    case classes([Int])
    case numbers([Double])
  }

  let signature: ModelSignature
  let matrix: Matrix
  let values: Values
  /// All above 0; nil where all are 1.
  let weights: [Double]?

  /// - Parameters:
  ///   - method: what learns, as in `a naive Bayes`.
  ///   - takesMissing: whether the matrix may hold NaN.
  /// - Throws: `ToolError` where a feature is not numeric or, unless they are taken, has missing values.
  init(_ data: TrainingData, for method: String, takesMissing: Bool = false, _ context: RunContext) throws {
    guard let target = data.target else { throw ToolError("\(method) needs a target", parameter: "target") }
    let names = data.features.names
    let whole = try numericFeatures(of: data.features, names, context)
    if !takesMissing { try refuseMissing(in: whole, names, for: method) }
    var rows = Array(0..<whole.rowCount)
    if let weights = data.weights { rows.removeAll { !(weights[$0] > 0) } }
    guard !rows.isEmpty else { throw ToolError("there are no rows of a weight above 0 to learn from", parameter: "weights") }
    let isWhole = rows.count == whole.rowCount
    matrix = isWhole ? whole : whole.selecting(rows: rows)
    let kept = data.weights.map { weights in rows.map { weights[$0] } }
    weights = kept.flatMap { $0.allSatisfy { $0 == 1 } ? nil : $0 }
    switch target {
    case .numbers(let numbers, let description):
      signature = ModelSignature(target: description, features: names)
      values = .numbers(rows.map { numbers[$0] })
    case .classes(let codes, let description):
      var place = [Int](repeating: -1, count: description.classes.count)
      for row in rows { place[Int(codes[row])] = 0 }
      let learnt = place.indices.filter { place[$0] == 0 }
      for (position, code) in learnt.enumerated() { place[code] = position }
      signature = ModelSignature(target: description, features: names, learnt: learnt)
      values = .classes(rows.map { place[Int(codes[$0])] })
    }
  }

  /// The classes, two or more.
  ///
  /// - Throws: `ToolError` where the target is numbers, or the rows have one class alone.
  func classes(for method: String) throws(ToolError) -> [Int] {
    guard case .classes(let classes) = values else {
      throw ToolError(
        "the target '\(signature.target.name)' is numbers, and \(method) tells classes apart",
        remedy: "if they are classes, set task: classification; to predict a number, use model.ridge or model.random_forest", parameter: "target")
    }
    guard signature.learnt.count > 1 else {
      throw ToolError(
        "the rows to learn from are all of the class '\(signature.classNames.first.map(shortened) ?? "")'",
        remedy: "stratify the division of the rows, or use fewer folds", parameter: "target")
    }
    return classes
  }

  /// Says that a method counts every row the same, where the weights differ.
  func warnOfWeights(_ method: String, _ context: RunContext) {
    guard let weights, weights.contains(where: { $0 != weights[0] }) else { return }
    context.warn("\(method) takes no weights: every row of a weight above 0 counts the same", parameter: "weights")
  }
}
