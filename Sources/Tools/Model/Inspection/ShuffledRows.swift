import LinearAlgebra
import Tabular
import Tooling

/// Rows that a model is asked about again and again, some columns shuffled each time: only these are written anew.
struct ShuffledRows {
  private let predictor: any FittedPredictor
  private var rows: Rows

  private enum Rows {
    /// Of a model of numbers, its features, and their places.
    case numbers(Matrix, any MatrixPredictor, places: [String: Int])
    /// Of any other, such as a pipeline, its features as they are.
    case table(Table, places: [String: Int])
  }

  /// - Throws: `ToolError` that names a feature that is missing or of another type.
  init(_ table: Table, for predictor: any FittedPredictor, _ context: RunContext) throws {
    self.predictor = predictor
    let places = Dictionary(predictor.features.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    if let ofNumbers = predictor as? any MatrixPredictor {
      rows = .numbers(try numericFeatures(of: table, predictor.features, context), ofNumbers, places: places)
    } else {
      rows = .table(try table.selecting(columns: predictor.features), places: places)
    }
  }

  /// What the model says where `columns` have the cells of the rows in `order`. Afterwards the rows are as they were.
  mutating func predict(shuffling columns: [String], by order: [Int], _ context: RunContext) throws -> Prediction {
    switch rows {
    case .numbers(var matrix, let predictor, let places):
      // One copy is written, not two.
      rows = .table(try Table([]), places: [:])
      let shuffled = columns.compactMap { places[$0] }
      let before = shuffled.map { place in order.indices.map { matrix[$0, place] } }
      for (place, cells) in zip(shuffled, before) { for row in order.indices { matrix[row, place] = cells[order[row]] } }
      defer {
        for (place, cells) in zip(shuffled, before) { for row in order.indices { matrix[row, place] = cells[row] } }
        rows = .numbers(matrix, predictor, places: places)
      }
      return try predictor.predict(matrix, context)
    case .table(let table, let places):
      var all = table.columns
      for place in columns.compactMap({ places[$0] }) { all[place].values = all[place].values.selecting(order) }
      return try predictor.predict(Table(all), context)
    }
  }
}
