import Tabular

extension VectorEvaluator {
  /// `if(condition, a, b)`: of one type; whole and other numbers together are numbers.
  func choice(_ whole: Expression, _ arguments: [Expression]) throws -> CellVector {
    let condition = try truths(arguments[0], of: "if").all(rows: rows)
    let (a, b) = (try vector(arguments[1]), try vector(arguments[2]))
    guard let chosen = chosen([a, b], { row in condition[row] < 0 ? nil : condition[row] == 1 ? 0 : 1 }) else {
      throw EvaluationError("'if' needs two values of one type, not \(a.phrase) and \(b.phrase)", column: whole.columns.first)
    }
    return chosen
  }

  /// `coalesce(a, b, …)`: in each row the first that is not missing.
  func coalesced(_ whole: Expression, _ arguments: [Expression]) throws -> CellVector {
    let vectors = try arguments.map(vector)
    let missing = vectors.map { $0.isMissing(rows: rows) }
    guard let chosen = chosen(vectors, { row in missing.firstIndex { !$0[row] } }) else {
      throw EvaluationError("'coalesce' needs values of one type, not \(phrases(vectors))", column: whole.columns.first)
    }
    return chosen
  }

  /// `least(a, b, …)` and `greatest(a, b, …)`: missing where one is.
  func extreme(_ whole: Expression, _ function: Expression.Function, _ arguments: [Expression]) throws -> CellVector {
    let operation: Expression.Operator = function == .least ? .less : .greater
    var best = try vector(arguments[0])
    for argument in arguments.dropFirst() {
      let next = try vector(argument)
      let wins = try compared(operation, next, best, column: whole.columns.first).all(rows: rows)
      guard let chosen = chosen([best, next], { row in wins[row] < 0 ? nil : wins[row] == 1 ? 1 : 0 }) else {
        throw EvaluationError("'\(function.rawValue)' needs values of one type, not \(phrases([best, next]))", column: whole.columns.first)
      }
      best = chosen
    }
    return best
  }

  private func phrases(_ vectors: [CellVector]) -> String { vectors.map(\.phrase).joined(separator: " and ") }

  /// In each row the cell of the vector that `pick` says, missing where it says none; nil for vectors of different types. A constant that is
  /// missing goes with any type.
  private func chosen(_ vectors: [CellVector], _ pick: (Int) -> Int?) -> CellVector? {
    let typed = vectors.filter { $0.constant != .null }
    if typed.isEmpty { return .numbers([Double](repeating: .nan, count: rows)) }
    if typed.allSatisfy({ $0.wholes != nil }) {
      let operands = vectors.map { $0.wholes ?? WholeOperand(values: .one(0), isPresent: [Bool](repeating: false, count: rows)) }
      let cells = operands.map { $0.values.all(rows: rows) }
      var (values, isPresent) = ([Int64](repeating: 0, count: rows), [Bool](repeating: false, count: rows))
      for row in 0..<rows {
        guard let place = pick(row), operands[place].isPresent.isEmpty || operands[place].isPresent[row] else { continue }
        values[row] = cells[place][row]
        isPresent[row] = true
      }
      return .integers(Optionals(zeroed: values, isPresent: isPresent))
    }
    if typed.allSatisfy({ $0.doubles != nil }) {
      let cells = vectors.map { $0.doubles?.all(rows: rows) ?? [] }
      return .numbers((0..<rows).map { row in pick(row).map { cells[$0][row] } ?? .nan })
    }
    if typed.allSatisfy({ $0.truths != nil }) {
      let cells = vectors.map { $0.truths?.all(rows: rows) ?? [] }
      return .truths((0..<rows).map { row in pick(row).map { cells[$0][row] } ?? -1 })
    }
    if typed.allSatisfy({ $0.texts != nil }) {
      let texts = vectors.compactMap(\.texts)
      var builder = TextBuilder(rows: rows)
      for row in 0..<rows {
        if let place = pick(row), let range = texts[place].range(row) { builder.append(texts[place].bytes[range]) } else { builder.appendMissing() }
      }
      return .text(builder.values)
    }
    let times = vectors.map { vector in if case .times(let times) = vector { times } else { nil as TimestampValues? } }
    guard let first = times.compactMap({ $0 }).first, zip(vectors, times).allSatisfy({ vector, times in
      times.map { $0.unit == first.unit && $0.zone == first.zone } ?? (vector.constant == .null)
    }) else { return nil }
    let ticks = Optionals((0..<rows).map { row in pick(row).flatMap { times[$0]?.ticks[row] } }, zero: 0)
    return .times(TimestampValues(ticks, unit: first.unit, zone: first.zone))
  }
}
