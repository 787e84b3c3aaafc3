import Tabular

/// Evaluates an expression over consecutive rows, an operation after the other.
struct VectorEvaluator {
  let columns: [String: Column.Values]
  let range: Range<Int>
  /// Operations on whole numbers that are to be done with float64.
  let asNumbers: Set<Expression>
  var rows: Int { range.count }

  func vector(_ expression: Expression) throws -> CellVector {
    switch expression {
    case .literal(let value): return .constant(value)
    case .reference(let reference, _): throw EvaluationError("nothing is known of \(reference) here")
    case .column(let name, _):
      guard let column = columns[name] else { throw EvaluationError("there is no column '\(name)'", column: name) }
      return CellVector(column.slice(range))
    case .negate(let a): return try negated(expression, a)
    case .not(let a): return .of(truths: try truths(a, of: "not").map { $0 < 0 ? -1 : 1 - $0 })
    case .isMissing(let a): return .truths(try vector(a).isMissing(rows: rows).map { $0 ? 1 : 0 })
    case .binary(.and, let a, let b):
      // -1 is missing: false wins over missing, missing over true.
      return .of(truths: try truths(a, of: "and").combined(truths(b, of: "and")) { $0 == 0 || $1 == 0 ? 0 : min($0, $1) })
    case .binary(.or, let a, let b):
      return .of(truths: try truths(a, of: "or").combined(truths(b, of: "or")) { $0 == 1 || $1 == 1 ? 1 : min($0, $1) })
    case .binary(let operation, let a, let b):
      return operation.isComparison ? .of(truths: try compared(operation, a, b)) : try calculated(expression, operation, a, b)
    case .approximately(let a, let b, let tolerance):
      let (x, y, slack) = (try doubles(a, of: "~="), try doubles(b, of: "~="), try doubles(tolerance, of: "±").all(rows: rows))
      let near = x.combined(y) { ($0, $1) }.all(rows: rows)
      return .truths(slack.indices.map { row in Scalar.isNear(near[row].0, near[row].1, slack[row]) })
    case .membership(let a, let elements): return try membership(a, elements)
    case .call(.if, let arguments) where arguments.count == 3: return try choice(expression, arguments)
    case .call(let function, let arguments): return try call(expression, function, arguments)
    }
  }

  // MARK: Operands

  func truths(_ expression: Expression, of what: String) throws -> Operand<Int8> {
    let vector = try vector(expression)
    guard let truths = vector.truths else {
      throw EvaluationError("'\(what)' works on true and false, not on \(vector.phrase)", column: expression.columns.first)
    }
    return truths
  }

  func doubles(_ expression: Expression, of what: String) throws -> Operand<Double> { try doubles(vector(expression), expression, of: what) }

  func doubles(_ vector: CellVector, _ expression: Expression, of what: String) throws -> Operand<Double> {
    guard let doubles = vector.doubles else {
      var remedy: String?
      if case .column(let name, _) = expression, vector.texts != nil { remedy = "number(\(Expression.written(column: name))) reads numbers from text" }
      throw EvaluationError("'\(what)' works on numbers, not on \(vector.phrase)", remedy: remedy, column: expression.columns.first)
    }
    return doubles
  }

  func texts(_ expression: Expression, of what: String) throws -> TextOperand {
    let vector = try vector(expression)
    guard let texts = vector.texts else {
      throw EvaluationError("'\(what)' works on text, not on \(vector.phrase)", column: expression.columns.first)
    }
    return texts
  }
}

extension Expression.Operator {
  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}
