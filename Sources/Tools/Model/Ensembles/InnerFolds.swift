import Learning
import LinearAlgebra
import Tabular
import Tooling

/// How a stage that learns from predictions of held-out rows deals the rows that it is fitted on: with a share of every class in each fold, and
/// never a group in two.
struct InnerFolds {
  var count: Int
  var shuffles: Bool
  var seed: Int

  /// A pipeline fitted outside one fold, and the fold's rows.
  struct Fold {
    var predictor: any FittedPredictor
    /// Places in the data, ascending.
    var rows: [Int]
    var prediction: Prediction
  }

  /// - Parameter needsEveryClass: whether each fold must have rows of every class.
  /// - Throws: `ToolError` where the rows cannot be dealt so.
  func dealt(_ data: TrainingData, needsEveryClass: Bool = false) throws(ToolError) -> CrossValidationFolds {
    var strata: [Int32]?
    if case .classes(let codes, _)? = data.target { strata = codes }
    let classes = data.target?.description.classes ?? []
    let folds: CrossValidationFolds
    do {
      folds = try CrossValidationFolds(
        rowCount: data.features.rowCount, foldCount: count, strata: strata, groups: data.groups, shuffles: shuffles,
        seed: UInt64(bitPattern: Int64(seed)))
    } catch {
      throw ToolError(error.message { code in classes.indices.contains(Int(code)) ? "'\(shortened(classes[Int(code)]))'" : "\(code)" }, parameter: "folds")
    }
    if needsEveryClass, let smallest = folds.smallestStratum, smallest.rowCount < count, classes.indices.contains(Int(smallest.code)) {
      throw ToolError(
        "the class '\(shortened(classes[Int(smallest.code)]))' has \(counted(smallest.rowCount, "row")), fewer than the \(count) folds, and each fold needs some of it",
        remedy: "use fewer folds", parameter: "folds")
    }
    return folds
  }

  /// Fits each pipeline outside each fold and predicts the fold.
  ///
  /// - Parameter places: where each pipeline stands.
  /// - Returns: of each pipeline its folds.
  func fitted(
    _ pipelines: [[StageSpecification]], at places: [PipelinePlace], _ data: TrainingData, needsEveryClass: Bool = false, _ context: RunContext
  ) throws -> [[Fold]] {
    let dealt = try dealt(data, needsEveryClass: needsEveryClass)
    if let smallest = dealt.smallestStratum, smallest.rowCount < count, let classes = data.target?.description.classes, classes.indices.contains(Int(smallest.code)) {
      context.warn(
        "the class '\(shortened(classes[Int(smallest.code)]))' has \(counted(smallest.rowCount, "row")), fewer than the \(count) folds, so some folds lack it",
        remedy: "use fewer folds", parameter: "folds")
    }
    let folds = try context.mapPieces(pipelines.count * count, "fold") { piece, context in
      let fold = piece % count
      let rows = dealt.test(fold: fold)
      guard !rows.isEmpty else { throw ToolError("fold \(fold + 1) holds out no row", remedy: "use fewer folds", parameter: "folds") }
      let predictor = try FittedPipeline.fit(
        pipelines[piece / count], data.selecting(rows: dealt.train(fold: fold)), at: places[piece / count], context)
      return Fold(predictor: predictor, rows: rows, prediction: try predictor.predict(data.features.selecting(rows: rows), context))
    }
    return pipelines.indices.map { Array(folds[($0 * count)..<(($0 + 1) * count)]) }
  }
}

extension [InnerFolds.Fold] {
  /// The folds' predictions in the order of the data's rows.
  func joined(rowCount: Int) -> Prediction {
    var numbers: [Double] = []
    var width: Int?
    for fold in self {
      let (values, count) = fold.prediction.values
      if case .probabilities = fold.prediction { width = count }
      if numbers.isEmpty { numbers = [Double](repeating: .nan, count: rowCount * count) }
      for (place, row) in fold.rows.enumerated() {
        for column in 0..<count { numbers[row * count + column] = values[place * count + column] }
      }
    }
    return width.map { .probabilities(numbers, classCount: $0) } ?? .numbers(numbers)
  }
}

extension Prediction {
  /// Row-major, and how many stand in a row: a probability a class, or one number.
  var values: ([Double], width: Int) {
    switch self {
    case .probabilities(let values, let classCount, _): (values, classCount)
    case .numbers(let numbers): (numbers, 1)
    }
  }
}
