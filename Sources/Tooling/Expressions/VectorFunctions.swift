import Tabular

extension VectorEvaluator {
  func call(_ whole: Expression, _ function: Expression.Function, _ arguments: [Expression]) throws -> CellVector {
    let name = function.rawValue
    switch function {
    case .log, .log2, .log10, .exp, .sqrt: return .of(numbers: try doubles(arguments[0], of: name).map { Scalar.curve(function, $0) })
    case .abs: return try magnitude(whole, arguments[0])
    case .round where arguments.count == 2: return try rounded(arguments[0], digits: arguments[1])
    case .round, .floor, .ceil: return try toWhole(whole, function, arguments[0])
    case .coalesce: return try coalesced(whole, arguments)
    case .least, .greatest: return try extreme(whole, function, arguments)
    case .lower, .upper, .trim, .replace, .length, .contains, .startsWith, .endsWith, .matches: return try textual(function, arguments)
    case .number: return try numbers(readFrom: arguments[0])
    case .text: return .text(try written(arguments[0]))
    case .concat: return .text(try concatenated(arguments))
    default: throw EvaluationError("'\(name)' has no single value here")
    }
  }

  private func magnitude(_ whole: Expression, _ a: Expression) throws -> CellVector {
    let cells = try vector(a)
    if !asNumbers.contains(whole), case .integers(let wholes) = cells {
      guard !wholes.values.contains(.min) else { throw WholeOverflow(expression: whole) }
      return .integers(Optionals(zeroed: wholes.values.map { Swift.abs($0) }, isPresent: wholes.isPresent))
    }
    return .of(numbers: try doubles(cells, a, of: "abs").map(\.magnitude))
  }

  /// `round(x)`, `floor(x)`, `ceil(x)`: whole numbers, while all fit.
  private func toWhole(_ whole: Expression, _ function: Expression.Function, _ a: Expression) throws -> CellVector {
    let cells = try vector(a)
    if cells.wholes != nil { return cells }
    let numbers = try doubles(cells, a, of: function.rawValue).map { Scalar.toWhole(function, $0) }
    if asNumbers.contains(whole) { return .of(numbers: numbers) }
    let all = numbers.all(rows: rows)
    var values = [Int64](repeating: 0, count: all.count)
    for (row, number) in all.enumerated() where !number.isNaN {
      guard let value = Int64(exactly: number) else { throw WholeOverflow(expression: whole) }
      values[row] = value
    }
    return .integers(Optionals(zeroed: values, isPresent: all.contains(where: \.isNaN) ? all.map { !$0.isNaN } : []))
  }

  private func rounded(_ a: Expression, digits: Expression) throws -> CellVector {
    let numbers = try doubles(a, of: "round")
    let digits = try doubles(digits, of: "round")
    for value in digits.all(rows: 1) where !value.isNaN { _ = try Scalar.digitCount(.number(value)) }
    if case .each(let values) = digits {
      for value in values where !value.isNaN { _ = try Scalar.digitCount(.number(value)) }
    }
    return .of(numbers: numbers.combined(digits) { $1.isNaN ? .nan : Scalar.rounded($0, digits: Int($1)) })
  }

  /// `number(x)`: what a text says; what is no number is missing.
  private func numbers(readFrom a: Expression) throws -> CellVector {
    let cells = try vector(a)
    if cells.wholes != nil { return cells }
    if let numbers = cells.doubles { return .of(numbers: numbers) }
    if case .truths(let truths) = cells { return .integers(Optionals(zeroed: truths.map { $0 == 1 ? 1 : 0 }, isPresent: truths.map { $0 >= 0 })) }
    let texts = try self.texts(a, of: "number")
    return .numbers((0..<rows).map { row in texts[row].flatMap(Scalar.number(readFrom:)) ?? .nan })
  }

  /// `text(x)`: the cells as they are written.
  private func written(_ a: Expression) throws -> TextValues {
    let cells = try vector(a)
    if let texts = cells.texts, texts.one == nil, let values = cells.values(rows: rows).asText { return values }
    let values = cells.values(rows: rows)
    let missing = cells.isMissing(rows: rows)
    return TextValues((0..<rows).map { row in missing[row] ? nil : values.cellText(row) })
  }

  private func concatenated(_ arguments: [Expression]) throws -> TextValues {
    let parts = try arguments.map { TextOperand(try written($0), isOne: false) }
    var builder = TextBuilder(rows: rows)
    for row in 0..<rows {
      let ranges = parts.compactMap { $0.range(row) }
      if ranges.count == parts.count {
        builder.append(zip(parts, ranges).map { $0.bytes[$1] }.joined())
      } else {
        builder.appendMissing()
      }
    }
    return builder.values
  }
}

extension Column.Values {
  /// A cell that is not missing, as an expression's `text` writes it.
  fileprivate func cellText(_ row: Int) -> String {
    switch self {
    case .number(let cells): TypedValue.shortest(cells[row])
    case .integer(let cells): String(cells.values[row])
    case .boolean(let cells): cells.values[row] ? "true" : "false"
    case .text(let cells): cells[row] ?? ""
    case .dictionary(let cells): cells[row] ?? ""
    case .timestamp: text(at: row) ?? ""
    }
  }
}
