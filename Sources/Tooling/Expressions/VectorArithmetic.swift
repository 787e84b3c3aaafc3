import Tabular

extension VectorEvaluator {
  func negated(_ whole: Expression, _ a: Expression) throws -> CellVector {
    let cells = try vector(a)
    if !asNumbers.contains(whole), let wholes = cells.wholes {
      guard let result = WholeOperand(values: .one(0), isPresent: []).combined(.subtract, wholes, rows: rows) else { throw WholeOverflow(expression: whole) }
      return .integers(result)
    }
    // Not 0 - x, which has no negative zero.
    return .of(numbers: try doubles(cells, a, of: "-").map { -$0 })
  }

  /// Whole numbers stay whole while every row's result fits.
  func calculated(_ whole: Expression, _ operation: Expression.Operator, _ a: Expression, _ b: Expression) throws -> CellVector {
    let (first, second) = (try vector(a), try vector(b))
    if operation != .divide, operation != .power, !asNumbers.contains(whole), let x = first.wholes, let y = second.wholes {
      guard let result = x.combined(operation, y, rows: rows) else { throw WholeOverflow(expression: whole) }
      return .integers(result)
    }
    let (x, y) = (try doubles(first, a, of: operation.rawValue), try doubles(second, b, of: operation.rawValue))
    switch operation {
    case .add: return .of(numbers: x.combined(y) { $0 + $1 })
    case .subtract: return .of(numbers: x.combined(y) { $0 - $1 })
    case .multiply: return .of(numbers: x.combined(y) { $0 * $1 })
    case .divide: return .of(numbers: x.combined(y) { $0 / $1 })
    case .power:
      // A square is a product everywhere, to the last bit; `pow` is thirty times slower.
      if case .one(2) = y { return .of(numbers: x.map { $0 * $0 }) }
      return .of(numbers: x.combined(y) { Scalar.calculated(.power, $0, $1) })
    default: return .of(numbers: x.combined(y) { Scalar.calculated(operation, $0, $1) })
    }
  }
}

extension WholeOperand {
  /// `+ - * %`, row by row; nil where a result does not fit. A remainder by zero is missing.
  func combined(_ operation: Expression.Operator, _ other: WholeOperand, rows: Int) -> Optionals<Int64>? {
    var isPresent = self.isPresent
    if isPresent.isEmpty {
      isPresent = other.isPresent
    } else if !other.isPresent.isEmpty {
      for row in isPresent.indices where !other.isPresent[row] { isPresent[row] = false }
    }
    var isOver = false
    let results: Operand<Int64>
    switch operation {
    case .add:
      results = values.combined(other.values) { a, b in
        let (value, overflow) = a.addingReportingOverflow(b)
        isOver = isOver || overflow
        return value
      }
    case .subtract:
      results = values.combined(other.values) { a, b in
        let (value, overflow) = a.subtractingReportingOverflow(b)
        isOver = isOver || overflow
        return value
      }
    case .multiply:
      results = values.combined(other.values) { a, b in
        let (value, overflow) = a.multipliedReportingOverflow(by: b)
        isOver = isOver || overflow
        return value
      }
    default:
      let divisors = other.values.all(rows: rows)
      if divisors.contains(0) {
        if isPresent.isEmpty { isPresent = [Bool](repeating: true, count: rows) }
        for row in 0..<rows where divisors[row] == 0 { isPresent[row] = false }
      }
      results = values.combined(other.values) { a, b in
        if b == 0 || b == -1 { return 0 }
        let rest = a % b
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
      }
    }
    // A missing cell holds 0: what it comes to is wiped out, and if it alone was beyond the range (0 - Int64.min), float64 serves as well.
    if isOver { return nil }
    var cells = results.all(rows: rows)
    for row in isPresent.indices where !isPresent[row] { cells[row] = 0 }
    return Optionals(zeroed: cells, isPresent: isPresent)
  }
}
