import LinearAlgebra
public import Tabular

extension Expression {
  /// The value for every row of a table, as a column.
  ///
  /// A number that is missing is NaN, as everywhere in tables. Functions of a column, such as `mean`, go over all rows without missing ones
  /// and give one value, which stands in every row. Rules for missing values and for types are those of `evaluate(_:column:)`.
  /// Types are settled by the columns alone, but for whole numbers: where one row's result is beyond 64 bits, the operation is done in float64 for all.
  /// O(rows) for each operation, some ten thousand rows at a time, so that what lies between the columns and the result stays in the cache.
  ///
  /// - Parameters:
  ///   - table: where columns are looked up.
  ///   - cores: how many threads may work; the result does not depend on it.
  ///   - resolve: what a reference is worth.
  /// - Throws: `EvaluationError` for a column that is not there or types that do not go together, and what `resolve` throws.
  public func evaluate(
    over table: Table, cores: Int = 1,
    _ resolve: (Reference) throws -> TypedValue = { throw EvaluationError("nothing is known of \($0) here") }
  ) throws -> Column.Values {
    try ColumnEvaluation(self, table, cores: cores, resolve).values()
  }

  /// The rows for which the expression is true, ascending. Rows for which it is missing are left out.
  ///
  /// - Throws: as `evaluate(over:_:)`, and for an expression that is neither true nor false.
  public func rows(
    of table: Table, cores: Int = 1,
    _ resolve: (Reference) throws -> TypedValue = { throw EvaluationError("nothing is known of \($0) here") }
  ) throws -> SelectedRows {
    try ColumnEvaluation(self, table, cores: cores, resolve).trueRows(self)
  }
}

/// The rows for which a condition is true.
public struct SelectedRows: Sendable, Equatable {
  /// Ascending.
  public var rows: [Int32]
  /// For how many rows it is missing.
  public var missingCount: Int
}

/// An expression over the rows of a table, worked out piece by piece.
private struct ColumnEvaluation {
  /// Without references, column functions and what else is the same in all rows.
  private let expression: Expression
  private let columns: [String: Column.Values]
  private let rowCount: Int
  private let cores: Int

  init(_ expression: Expression, _ table: Table, cores: Int, _ resolve: (Reference) throws -> TypedValue) throws {
    self.expression = try expression.folded(over: table, resolve)
    columns = Dictionary(self.expression.columns.compactMap { name in table.column(name).map { (name, $0.values) } }) { first, _ in first }
    rowCount = table.rowCount
    self.cores = cores
  }

  func values() throws -> Column.Values {
    switch expression {
    case .column(let name, _): return columns[name] ?? .number([])
    case .literal(let value): return CellVector.constant(value).values(rows: rowCount)
    default: return try Column.Values.joined(pieces { vector, range in vector.values(rows: range.count) })
    }
  }

  func trueRows(_ written: Expression) throws -> SelectedRows {
    guard rowCount < Int(Int32.max) else { throw EvaluationError("\(rowCount) rows are more than can be worked on") }
    let parts = try pieces { vector, range -> SelectedRows in
      guard let truths = vector.truths else {
        throw EvaluationError("'\(written)' gives \(vector.phrase), not true and false", column: written.columns.first)
      }
      let cells = truths.all(rows: range.count)
      var rows: [Int32] = []
      for (place, truth) in cells.enumerated() where truth == 1 { rows.append(Int32(truncatingIfNeeded: range.lowerBound + place)) }
      return SelectedRows(rows: rows, missingCount: cells.count { $0 < 0 })
    }
    var rows: [Int32] = []
    rows.reserveCapacity(parts.reduce(0) { $0 + $1.rows.count })
    for part in parts { rows += part.rows }
    return SelectedRows(rows: rows, missingCount: parts.reduce(0) { $0 + $1.missingCount })
  }

  /// What `make` makes of each piece of rows. A table without rows has one empty piece, so that its types are checked too.
  private func pieces<Value: Sendable>(_ make: @Sendable (CellVector, Range<Int>) throws -> Value) throws -> [Value] {
    let pieces = FixedPieces(of: rowCount, size: rowsPerPiece)
    var asNumbers: Set<Expression> = []
    while true {
      let known = asNumbers
      let results = mapPieces(max(1, pieces.count), cores: cores) { piece -> Result<Value, any Error> in
        let range = pieces.count == 0 ? 0..<0 : pieces.range(piece)
        return Result { try make(VectorEvaluator(columns: columns, range: range, asNumbers: known).vector(expression), range) }
      }
      for case .failure(let error as WholeOverflow) in results { asNumbers.insert(error.expression) }
      if asNumbers.count == known.count { return try results.map { try $0.get() } }
    }
  }
}

/// Whole numbers of a row do not fit 64 bits: the operation is to be done with float64, in all rows alike.
struct WholeOverflow: Error {
  var expression: Expression
}

extension Expression {
  /// The same with what is one value for all rows put in its place.
  fileprivate func folded(over table: Table, _ resolve: (Reference) throws -> TypedValue) throws -> Expression {
    func fold(_ part: Expression) throws -> Expression { try part.folded(over: table, resolve) }
    let folded: Expression
    switch self {
    case .literal(let value): return .literal(Scalar.tidy(value))
    case .reference(let reference, _): return .literal(Scalar.tidy(try resolve(reference)))
    case .column(let name, _):
      _ = try table.column(named: name)
      return self
    case .call(let function, let arguments) where function.isOverColumn:
      return .literal(try ColumnSummary.value(function, arguments.enumerated().map { $0 == 0 ? $1 : try fold($1) }, of: table))
    case .negate(let a): folded = .negate(try fold(a))
    case .not(let a): folded = .not(try fold(a))
    case .isMissing(let a): folded = .isMissing(try fold(a))
    case .binary(let operation, let a, let b): folded = .binary(operation, try fold(a), try fold(b))
    case .approximately(let a, let b, let tolerance): folded = .approximately(try fold(a), try fold(b), tolerance: try fold(tolerance))
    case .membership(let a, let elements): folded = .membership(try fold(a), try elements.map(fold))
    case .call(let function, let arguments): folded = .call(function, try arguments.map(fold))
    }
    var hasColumn = false
    folded.visit { if case .column = $0 { hasColumn = true } }
    return hasColumn ? folded : .literal(try folded.evaluate { throw EvaluationError("nothing is known of \($0) here") })
  }
}
