public import LinearAlgebra
public import Tabular

/// A predictor whose features are all numbers: it can be given them as a matrix, so that what asks it many times about nearly the same rows
/// writes what differs and not the whole table.
public protocol MatrixPredictor: FittedPredictor {
  /// - Parameter matrix: a column a feature, in the order of `features`, missing cells as NaN.
  /// - Throws: `ToolError` where a cell is missing that may not be.
  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction
}

extension MatrixPredictor {
  public func predict(_ table: Table, _ context: RunContext) throws -> Prediction {
    try predict(numericFeatures(of: table, features, context), context)
  }
}
