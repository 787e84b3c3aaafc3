public import Tabular

extension Expression {
  /// The value for every group of a table's rows, as a column with a cell for each.
  ///
  /// Functions of a column go over the rows of each group; what is done with their results is as in `evaluate(over:cores:_:)`. A column may stand
  /// by itself where it is one of those that make the groups, since it has one value in each.
  ///
  /// - Parameters:
  ///   - table: where columns are looked up.
  ///   - groups: which row is in which group.
  ///   - keys: the columns that make the groups, a cell for each group.
  /// - Throws: as `evaluate(over:cores:_:)`, and for a column by itself that has a value for each row.
  public func evaluate(
    over table: Table, groups: RowGroups, keys: Table, cores: Int = 1, _ resolve: (Reference) throws -> TypedValue
  ) throws -> Column.Values {
    var cells = keys.columns
    func summarised(_ part: Expression) throws -> Expression {
      switch part {
      case .literal: return part
      case .reference(let reference, _): return .literal(Scalar.tidy(try resolve(reference)))
      case .column(let name, _):
        if keys.column(name) != nil { return part }
        _ = try table.column(named: name)
        let written = Expression.written(column: name)
        throw EvaluationError("'\(name)' has a value in every row of a group", remedy: "say which, as mean(\(written)) or first(\(written))", column: name)
      case .call(let function, let arguments) where function.isOverColumn:
        // A name that no table's column has.
        let name = "\u{0}\(cells.count)"
        cells.append(Column(name, try ColumnSummary.values(function, arguments.enumerated().map { $0 == 0 ? $1 : try summarised($1) }, of: table, by: groups)))
        return .column(name, .init(offset: 0, length: 0))
      case .negate(let a): return .negate(try summarised(a))
      case .not(let a): return .not(try summarised(a))
      case .isMissing(let a): return .isMissing(try summarised(a))
      case .binary(let operation, let a, let b): return .binary(operation, try summarised(a), try summarised(b))
      case .approximately(let a, let b, let tolerance): return .approximately(try summarised(a), try summarised(b), tolerance: try summarised(tolerance))
      case .membership(let a, let elements): return .membership(try summarised(a), try elements.map(summarised))
      case .call(let function, let arguments): return .call(function, try arguments.map(summarised))
      }
    }
    let summarised = try summarised(self)
    do {
      return try summarised.evaluate(over: Table(cells.isEmpty ? [Column("\u{0}", groups.sizeColumn)] : cells), cores: cores)
    } catch var error as EvaluationError {
      // What a group comes to has no name in the notebook.
      if error.column?.hasPrefix("\u{0}") ?? false { error.column = columns.first }
      throw error
    }
  }
}

extension RowGroups {
  /// How many rows each group has, as a column.
  fileprivate var sizeColumn: Column.Values { .integer(Optionals(sizes.map { Int64($0) }, zero: 0)) }
}
