public import Tabular

extension Expression {
  /// The value for every row of a table, as a column.
  ///
  /// A number that is missing is NaN, as everywhere in tables. `min max mean sd count` go over all rows without missing ones
  /// and give one value, which stands in every row. Rules for missing values and for types are those of `evaluate(_:column:)`.
  /// O(rows) for each operation; text in levels is worked on once a level where a constant stands on the other side.
  ///
  /// - Parameters:
  ///   - table: where columns are looked up.
  ///   - resolve: what a reference is worth.
  /// - Throws: `EvaluationError` for a column that is not there or types that do not go together, and what `resolve` throws.
  public func evaluate(
    over table: Table,
    _ resolve: (Reference) throws -> TypedValue = { throw EvaluationError("nothing is known of \($0) here") }
  ) throws -> Column.Values {
    try withoutActuallyEscaping(resolve) { resolve in
      try TableEvaluator(table: table, resolve: resolve).vector(self).values(rows: table.rowCount)
    }
  }

  /// The rows for which the expression is true, ascending. Rows for which it is missing are left out.
  ///
  /// - Throws: as `evaluate(over:_:)`, and for an expression that is neither true nor false.
  public func rows(
    of table: Table,
    _ resolve: (Reference) throws -> TypedValue = { throw EvaluationError("nothing is known of \($0) here") }
  ) throws -> [Int] {
    try withoutActuallyEscaping(resolve) { resolve in
      let vector = try TableEvaluator(table: table, resolve: resolve).vector(self)
      guard let truths = vector.truths else { throw EvaluationError("'\(self)' gives \(vector.phrase), not true and false") }
      let cells = truths.all(rows: table.rowCount)
      return cells.indices.filter { cells[$0] == 1 }
    }
  }
}

/// Evaluates an expression column by column.
private struct TableEvaluator {
  let table: Table
  let resolve: (Reference) throws -> TypedValue

  func vector(_ expression: Expression) throws -> CellVector {
    switch expression {
    case .literal(let value): return .constant(Scalar.tidy(value))
    case .reference(let reference, _): return .constant(Scalar.tidy(try resolve(reference)))
    case .column(let name, _): return CellVector(try column(name).values)
    case .negate(let a): return try negated(vector(a))
    case .not(let a): return .of(truths: try truths(vector(a), of: "not").map { $0 < 0 ? -1 : 1 - $0 })
    case .isMissing(let a): return .truths(try vector(a).isMissing(rows: table.rowCount).map { $0 ? 1 : 0 })
    case .binary(.and, let a, let b):
      // -1 is missing: false wins over missing, missing over true.
      return .of(truths: try truths(vector(a), of: "and").combined(truths(vector(b), of: "and")) { $0 == 0 || $1 == 0 ? 0 : min($0, $1) })
    case .binary(.or, let a, let b):
      return .of(truths: try truths(vector(a), of: "or").combined(truths(vector(b), of: "or")) { $0 == 1 || $1 == 1 ? 1 : min($0, $1) })
    case .binary(let operation, let a, let b):
      let (a, b) = (try vector(a), try vector(b))
      if let a = a.constant, let b = b.constant { return .constant(try Scalar.combined(operation, a, b)) }
      return try operation.isComparison ? compared(operation, a, b) : calculated(operation, a, b)
    case .approximately(let a, let b, let tolerance):
      let (a, b, tolerance) = (try vector(a), try vector(b), try vector(tolerance))
      let (x, y, slack) = (a.cells(rows: table.rowCount), b.cells(rows: table.rowCount), tolerance.cells(rows: table.rowCount))
      return .truths(
        try x.indices.map { row in
          let cell = try Scalar.approximately(x[row], y[row], tolerance: slack[row])
          return cell == .null ? -1 : cell == .boolean(true) ? 1 : 0
        })
    case .membership(let a, let elements): return try membership(vector(a), elements.map(vector))
    case .call(.if, let arguments) where arguments.count == 3: return try choice(arguments.map(vector))
    case .call(let function, let arguments) where function.isOverColumn:
      guard case .column(let name, _)? = arguments.first else { throw EvaluationError("'\(function.rawValue)' takes the name of one column") }
      return .constant(try ColumnSummary.value(function, column(name)))
    case .call(let function, let arguments): return try call(function, arguments.map(vector))
    }
  }

  private func column(_ name: String) throws -> Column {
    if let column = table.column(name) { return column }
    let near = didYouMean(name, among: table.names)
    throw EvaluationError("there is no column '\(name)'\(near.isEmpty ? "; text stands in single quotes: '\(name)'" : near)")
  }

  private func truths(_ vector: CellVector, of what: String) throws -> Operand<Int8> {
    guard let truths = vector.truths else { throw EvaluationError("'\(what)' works on true and false, not on \(vector.phrase)") }
    return truths
  }

  private func doubles(_ vector: CellVector, of what: String) throws -> Operand<Double> {
    guard let doubles = vector.doubles else { throw EvaluationError("'\(what)' works on numbers, not on \(vector.phrase)") }
    return doubles
  }

  // MARK: Numbers

  private func negated(_ vector: CellVector) throws -> CellVector {
    if let value = vector.constant { return .constant(try Scalar.negated(value)) }
    if let cells = vector.wholes, let whole = wholes(.subtract, .one(0), cells) { return .integers(whole) }
    // Not 0 - x, which has no negative zero.
    return .of(numbers: try doubles(vector, of: "-").map { -$0 })
  }

  private func calculated(_ operation: Expression.Operator, _ a: CellVector, _ b: CellVector) throws -> CellVector {
    if operation != .divide, operation != .power, let x = a.wholes, let y = b.wholes, let whole = wholes(operation, x, y) {
      return .integers(whole)
    }
    let (x, y) = (try doubles(a, of: operation.rawValue), try doubles(b, of: operation.rawValue))
    switch operation {
    case .add: return .of(numbers: x.combined(y) { $0 + $1 })
    case .subtract: return .of(numbers: x.combined(y) { $0 - $1 })
    case .multiply: return .of(numbers: x.combined(y) { $0 * $1 })
    case .divide: return .of(numbers: x.combined(y) { $0 / $1 })
    default: return .of(numbers: x.combined(y) { Scalar.calculated(operation, $0, $1) })
    }
  }

  /// Whole numbers stay whole while every row's result fits; nil where one does not.
  private func wholes(_ operation: Expression.Operator, _ a: Operand<Int64?>, _ b: Operand<Int64?>) -> Optionals<Int64>? {
    struct Overflow: Error {}
    let cells = try? a.combined(b) { a, b throws -> Int64? in
      guard let a, let b else { return nil }
      guard case .integer(let whole) = try Scalar.combined(operation, .integer(Int(a)), .integer(Int(b))) else { throw Overflow() }
      return Int64(whole)
    }
    return cells.map { Optionals($0.all(rows: table.rowCount), zero: 0) }
  }

  // MARK: Comparisons

  private func compared(_ operation: Expression.Operator, _ a: CellVector, _ b: CellVector) throws -> CellVector {
    if let truths = constantText(operation, a, b) { return .truths(truths) }
    if let x = a.wholes, let y = b.wholes {
      return .of(truths: x.combined(y) { a, b in if let a, let b { operation.holds(a, b) ? 1 : 0 } else { -1 } })
    }
    if let x = a.doubles, let y = b.doubles {
      return .of(truths: x.combined(y) { $0.isNaN || $1.isNaN ? -1 : operation.holds($0, $1) ? 1 : 0 })
    }
    if let x = a.strings, let y = b.strings {
      return .of(truths: x.combined(y) { a, b in if let a, let b { operation.holds(a, b) ? 1 : 0 } else { -1 } })
    }
    if operation == .equal || operation == .notEqual, let x = a.truths, let y = b.truths {
      return .of(truths: x.combined(y) { $0 < 0 || $1 < 0 ? -1 : ($0 == $1) == (operation == .equal) ? 1 : 0 })
    }
    let verb = operation == .equal || operation == .notEqual ? "compare" : "order"
    throw EvaluationError("cannot \(verb) \(a.phrase) and \(b.phrase)")
  }

  /// A text column against one text: bytes against bytes, or once a level.
  private func constantText(_ operation: Expression.Operator, _ a: CellVector, _ b: CellVector) -> [Int8]? {
    switch (a, b) {
    case (.levels(let values), .constant(.text(let text))):
      let levels = values.levels.map { level -> Int8 in operation.holds(level, text) ? 1 : 0 }
      return values.codes.map { $0 < 0 ? -1 : levels[Int($0)] }
    case (.text(let values), .constant(.text(let text))) where operation == .equal || operation == .notEqual:
      let wanted = Array(text.utf8)
      // Text with the same meaning may be written in other bytes; ASCII may not.
      guard wanted.allSatisfy({ $0 < 0x80 }) else { return nil }
      let (same, other): (Int8, Int8) = operation == .equal ? (1, 0) : (0, 1)
      return (0..<values.count).map { row in
        guard values.isPresent.isEmpty || values.isPresent[row] else { return -1 }
        return values.bytes[values.offsets[row]..<values.offsets[row + 1]].elementsEqual(wanted) ? same : other
      }
    default: return nil
    }
  }

  private func membership(_ vector: CellVector, _ elements: [CellVector]) throws -> CellVector {
    guard let first = elements.first else { return .truths(vector.isMissing(rows: table.rowCount).map { $0 ? -1 : 0 }) }
    var result = try compared(.equal, vector, first)
    for element in elements.dropFirst() {
      let (x, y) = (try truths(result, of: "in"), try truths(compared(.equal, vector, element), of: "in"))
      result = .of(truths: x.combined(y) { $0 == 1 || $1 == 1 ? 1 : min($0, $1) })
    }
    return result
  }

  // MARK: Functions

  private func choice(_ arguments: [CellVector]) throws -> CellVector {
    let condition = try truths(arguments[0], of: "if").all(rows: table.rowCount)
    let (a, b) = (arguments[1], arguments[2])
    if let x = a.doubles, let y = b.doubles, a.wholes == nil || b.wholes == nil, a.constant != .null || b.constant != .null {
      let (x, y) = (x.all(rows: table.rowCount), y.all(rows: table.rowCount))
      return .numbers(condition.indices.map { condition[$0] < 0 ? .nan : condition[$0] == 1 ? x[$0] : y[$0] })
    }
    if let x = a.wholes, let y = b.wholes {
      let (x, y) = (x.all(rows: table.rowCount), y.all(rows: table.rowCount))
      return .integers(Optionals(condition.indices.map { condition[$0] < 0 ? nil : condition[$0] == 1 ? x[$0] : y[$0] }, zero: 0))
    }
    if let x = a.truths, let y = b.truths {
      let (x, y) = (x.all(rows: table.rowCount), y.all(rows: table.rowCount))
      return .truths(condition.indices.map { condition[$0] < 0 ? -1 : condition[$0] == 1 ? x[$0] : y[$0] })
    }
    guard let x = a.strings?.all(rows: table.rowCount), let y = b.strings?.all(rows: table.rowCount) else {
      throw EvaluationError("'if' needs two values of one type, not \(a.phrase) and \(b.phrase)")
    }
    return .text(TextValues(condition.indices.map { condition[$0] < 0 ? nil : condition[$0] == 1 ? x[$0] : y[$0] }))
  }

  private func call(_ function: Expression.Function, _ arguments: [CellVector]) throws -> CellVector {
    if arguments.allSatisfy({ $0.constant != nil }) { return .constant(try Scalar.call(function, arguments.compactMap(\.constant))) }
    let name = function.rawValue
    switch function {
    case .log, .exp, .sqrt: return .of(numbers: try doubles(arguments[0], of: name).map { Scalar.curve(function, $0) })
    case .abs where arguments[0].wholes == nil: return .of(numbers: try doubles(arguments[0], of: name).map(\.magnitude))
    case .lower, .upper, .trim, .length, .contains, .startsWith, .matches: return try textual(function, arguments)
    default: return try rowByRow(arguments, function)
    }
  }

  /// A function of text. In a column of levels each level is worked on once.
  private func textual(_ function: Expression.Function, _ arguments: [CellVector]) throws -> CellVector {
    let others = arguments.dropFirst().compactMap(\.constant)
    guard others.count == arguments.count - 1, !others.contains(.null) else { return try rowByRow(arguments, function) }
    let apply: (String) throws -> TypedValue
    if function == .matches, case .text(let pattern)? = others.first {
      // The pattern is read once, not for every row.
      let pattern = try TextPattern(pattern)
      apply = { .boolean(pattern.isFound(in: $0)) }
    } else {
      apply = { try Scalar.call(function, [.text($0)] + others) }
    }
    if case .levels(let values) = arguments[0] {
      let levels = try values.levels.map(apply)
      return CellVector.gathered(values.codes.map { $0 < 0 ? .null : levels[Int($0)] }, function)
    }
    guard let strings = arguments[0].strings else { throw EvaluationError("'\(function.rawValue)' works on text, not on \(arguments[0].phrase)") }
    return CellVector.gathered(try strings.all(rows: table.rowCount).map { try $0.map(apply) ?? .null }, function)
  }

  /// The plain way, a row at a time.
  private func rowByRow(_ arguments: [CellVector], _ function: Expression.Function) throws -> CellVector {
    let columns = arguments.map { $0.cells(rows: table.rowCount) }
    return CellVector.gathered(try (0..<table.rowCount).map { row in try Scalar.call(function, columns.map { $0[row] }) }, function)
  }
}

extension Expression.Operator {
  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }

  @inline(__always) func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    default: false
    }
  }
}

extension CellVector {
  static func of(numbers operand: Operand<Double>) -> Self {
    switch operand {
    case .one(let value): .constant(Scalar.number(value))
    case .each(let values): .numbers(values)
    }
  }

  static func of(truths operand: Operand<Int8>) -> Self {
    switch operand {
    case .one(let value): .constant(value < 0 ? .null : .boolean(value == 1))
    case .each(let values): .truths(values)
    }
  }

  /// Cells as single values.
  func cells(rows: Int) -> [TypedValue] {
    switch self {
    case .constant(let value): Array(repeating: value, count: rows)
    case .numbers(let values): values.map(Scalar.number)
    case .integers(let values): (0..<values.count).map { row in values[row].map { .integer(Int($0)) } ?? .null }
    case .truths(let values): values.map { $0 < 0 ? .null : .boolean($0 == 1) }
    case .text(let values): (0..<values.count).map { row in values[row].map(TypedValue.text) ?? .null }
    case .levels(let values): (0..<values.count).map { row in values[row].map(TypedValue.text) ?? .null }
    case .times(let values): (0..<values.ticks.count).map { row in values.ticks[row].map { .integer(Int($0)) } ?? .null }
    }
  }

  /// A column of what a function gave: of its type even where every cell is missing. Whole and other numbers together are
  /// numbers.
  static func gathered(_ cells: [TypedValue], _ function: Expression.Function) -> Self {
    switch function {
    case .lower, .upper, .trim, .concat:
      return .text(TextValues(cells.map { cell in if case .text(let text) = cell { text } else { nil } }))
    case .contains, .startsWith, .matches:
      return .truths(cells.map { cell in if case .boolean(let truth) = cell { truth ? 1 : 0 } else { -1 } })
    default:
      let isWhole = cells.allSatisfy { if case .number = $0 { false } else { true } } && cells.contains { $0 != .null }
      guard isWhole else { return .numbers(cells.map { $0.double ?? .nan }) }
      return .integers(Optionals(cells.map { cell in if case .integer(let whole) = cell { Int64(whole) } else { nil } }, zero: 0))
    }
  }
}
