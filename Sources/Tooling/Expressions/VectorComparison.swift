import Tabular

extension VectorEvaluator {
  func compared(_ operation: Expression.Operator, _ a: Expression, _ b: Expression) throws -> Operand<Int8> {
    try compared(operation, vector(a), vector(b), column: a.columns.first ?? b.columns.first)
  }

  func compared(_ operation: Expression.Operator, _ a: CellVector, _ b: CellVector, column: String?) throws -> Operand<Int8> {
    if case .levels(let values) = a, case .constant(.text) = b {
      // Each level is compared once.
      let levels = try VectorEvaluator(columns: [:], range: 0..<values.levels.count, asNumbers: [])
        .compared(operation, .text(TextValues(values.levels)), b, column: column).all(rows: values.levels.count)
      return .each(values.codes.map { $0 < 0 ? -1 : levels[Int($0)] })
    }
    if let x = a.wholes, let y = b.wholes {
      var truths = comparison(operation, x.values, y.values) { _, _ in false }.all(rows: rows)
      for isPresent in [x.isPresent, y.isPresent] {
        for row in isPresent.indices where !isPresent[row] { truths[row] = -1 }
      }
      return .each(truths)
    }
    if let x = a.doubles, let y = b.doubles { return comparison(operation, x, y) { $0.isNaN || $1.isNaN } }
    if let x = a.texts, let y = b.texts {
      return .each(
        (0..<rows).map { row in
          guard let first = x.range(row), let second = y.range(row) else { return -1 }
          return operation.holds(TextOperand.order(x, first, y, second)) ? 1 : 0
        })
    }
    if operation == .equal || operation == .notEqual, let x = a.truths, let y = b.truths {
      return x.combined(y) { $0 < 0 || $1 < 0 ? -1 : ($0 == $1) == (operation == .equal) ? 1 : 0 }
    }
    if case .times(let x) = a, case .times(let y) = b, (x.zone == nil) == (y.zone == nil), x.unit == y.unit {
      return try compared(operation, .integers(x.ticks), .integers(y.ticks), column: column)
    }
    let verb = operation == .equal || operation == .notEqual ? "compare" : "order"
    throw EvaluationError("cannot \(verb) \(a.phrase) and \(b.phrase)", column: column)
  }

  func membership(_ a: Expression, _ elements: [Expression]) throws -> CellVector {
    let vector = try vector(a)
    guard let first = elements.first else { return .truths(vector.isMissing(rows: rows).map { $0 ? -1 : 0 }) }
    let column = a.columns.first
    var result = try compared(.equal, vector, self.vector(first), column: column)
    for element in elements.dropFirst() {
      result = try result.combined(compared(.equal, vector, self.vector(element), column: column)) { $0 == 1 || $1 == 1 ? 1 : min($0, $1) }
    }
    return .of(truths: result)
  }
}

/// The operator is looked at once, not in every row.
@inline(__always)
private func comparison<Value: Comparable>(
  _ operation: Expression.Operator, _ x: Operand<Value>, _ y: Operand<Value>, isMissing: (Value, Value) -> Bool
) -> Operand<Int8> {
  switch operation {
  case .equal: x.combined(y) { isMissing($0, $1) ? -1 : $0 == $1 ? 1 : 0 }
  case .notEqual: x.combined(y) { isMissing($0, $1) ? -1 : $0 != $1 ? 1 : 0 }
  case .less: x.combined(y) { isMissing($0, $1) ? -1 : $0 < $1 ? 1 : 0 }
  case .lessOrEqual: x.combined(y) { isMissing($0, $1) ? -1 : $0 <= $1 ? 1 : 0 }
  case .greater: x.combined(y) { isMissing($0, $1) ? -1 : $0 > $1 ? 1 : 0 }
  default: x.combined(y) { isMissing($0, $1) ? -1 : $0 >= $1 ? 1 : 0 }
  }
}

extension Expression.Operator {
  /// Whether it holds of two values whose order is negative, 0 or positive.
  fileprivate func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    default: order >= 0
    }
  }
}
