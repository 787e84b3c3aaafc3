import Tabular

extension Expression.Function {
  /// What a function of a column makes of the cells that are there; nil for other functions.
  ///
  /// - Parameter share: which quantile.
  func aggregate(share: Double?) -> Aggregate? {
    switch self {
    case .count: .count
    case .sum: .sum
    case .mean: .mean
    case .variance: .variance
    case .sd: .standardDeviation
    case .median: .quantile(0.5)
    case .quantile: share.map { .quantile($0) }
    case .min: .min
    case .max: .max
    case .first: .first
    case .last: .last
    case .distinctCount: .distinctCount
    default: nil
    }
  }
}

/// `min max mean sd var median quantile sum count n_distinct first last`: one value of all cells of a column, or of a group's, that are not missing.
enum ColumnSummary {
  /// A call over the rows of each group, a cell for each.
  ///
  /// - Parameters:
  ///   - arguments: the column, and for `quantile` a share; nothing for `count()`, which counts rows.
  ///   - table: where the column is.
  static func values(
    _ function: Expression.Function, _ arguments: [Expression], of table: Table, by groups: RowGroups
  ) throws -> Column.Values {
    guard let first = arguments.first else { return .integer(Optionals(groups.sizes.map { Int64($0) }, zero: 0)) }
    guard case .column(let name, _) = first else { throw EvaluationError("'\(function.rawValue)' takes the name of one column") }
    let column = try table.column(named: name)
    var share: Double?
    if function == .quantile {
      guard arguments.count == 2, case .literal(let value) = arguments[1], let number = value.double, (0...1).contains(number) else {
        throw EvaluationError("'quantile' takes a share in 0...1: quantile(\(Expression.written(column: name)), 0.25)", column: name)
      }
      share = number
    }
    guard let aggregate = function.aggregate(share: share) else { throw EvaluationError("'\(function.rawValue)' is no function of a column") }
    do {
      return try column.values.aggregated(aggregate, by: groups)
    } catch {
      throw EvaluationError("'\(function.rawValue)' works on numbers, and '\(name)' is a column of \(column.values.typeName)", column: name)
    }
  }

  /// A call over all rows.
  static func value(_ function: Expression.Function, _ arguments: [Expression], of table: Table) throws -> TypedValue {
    try values(function, arguments, of: table, by: RowGroups(whole: table.rowCount)).typedValue(at: 0)
  }
}

extension Table {
  /// The column of an expression.
  ///
  /// - Throws: `EvaluationError` with the near name and the names there are.
  func column(named name: String) throws(EvaluationError) -> Column {
    if let column = column(name) { return column }
    let near = didYouMean(name, among: names)
    let listed = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", … (\(names.count) in all)" : "")
    throw EvaluationError(
      "there is no column '\(name)'\(near.isEmpty ? "; text stands in single quotes: '\(name)'" : near)",
      remedy: listed.isEmpty ? "the table has no columns" : "its columns are \(listed)", column: name)
  }
}
