import Tabular

/// The cells that a part of an expression has over a table's rows: one value for all of them, or one a row.
enum CellVector {
  case constant(TypedValue)
  /// Missing cells are NaN.
  case numbers([Double])
  case integers(Optionals<Int64>)
  /// 1 true, 0 false, -1 missing.
  case truths([Int8])
  case text(TextValues)
  case levels(DictionaryValues)
  case times(TimestampValues)

  init(_ values: Column.Values) {
    switch values {
    case .number(let values): self = .numbers(values)
    case .integer(let values): self = .integers(values)
    case .boolean(let values): self = .truths((0..<values.count).map { row in values[row].map { $0 ? 1 : 0 } ?? -1 })
    case .text(let values): self = .text(values)
    case .dictionary(let values): self = .levels(values)
    case .timestamp(let values): self = .times(values)
    }
  }

  var constant: TypedValue? { if case .constant(let value) = self { value } else { nil } }

  /// As a column of `rows` cells. A constant stands in every row; a missing one is a column of missing numbers.
  func values(rows: Int) -> Column.Values {
    switch self {
    case .numbers(let values): return .number(values)
    case .integers(let values): return .integer(values)
    case .truths(let values): return .boolean(Optionals(values.map { $0 == 1 }, isPresent: values.map { $0 >= 0 }, zero: false))
    case .text(let values): return .text(values)
    case .levels(let values): return .dictionary(values)
    case .times(let values): return .timestamp(values)
    case .constant(let value):
      switch value {
      case .boolean(let truth): return .boolean(Optionals(Array(repeating: truth, count: rows), zero: false))
      case .integer(let whole): return .integer(Optionals(Array(repeating: Int64(whole), count: rows), zero: 0))
      case .number(let number): return .number(Array(repeating: number, count: rows))
      case .text(let text): return .text(TextValues(Array(repeating: text, count: rows)))
      case .null, .list, .record: return .number(Array(repeating: .nan, count: rows))
      }
    }
  }

  /// What it holds, to a person.
  var phrase: String {
    switch self {
    case .constant(let value): Scalar.phrase(value)
    case .numbers, .integers: "numbers"
    case .truths: "true and false"
    case .text, .levels: "text"
    case .times: "times"
    }
  }

  // MARK: As one type

  /// Numbers, as one for all or one a row; nil for other types.
  var doubles: Operand<Double>? {
    switch self {
    case .numbers(let values): .each(values)
    case .integers(let values):
      .each(values.isPresent.isEmpty ? values.values.map(Double.init) : (0..<values.count).map { values[$0].map(Double.init) ?? .nan })
    case .constant(.null): .one(.nan)
    case .constant(let value): value.double.map(Operand.one)
    case .truths, .text, .levels, .times: nil
    }
  }

  /// Whole numbers, nil where missing; nil for other types, numbers with fractions among them.
  var wholes: Operand<Int64?>? {
    switch self {
    case .integers(let values): .each((0..<values.count).map { values[$0] })
    case .constant(.integer(let value)): .one(Int64(value))
    default: nil
    }
  }

  var truths: Operand<Int8>? {
    switch self {
    case .truths(let values): .each(values)
    case .constant(.null): .one(-1)
    case .constant(.boolean(let truth)): .one(truth ? 1 : 0)
    default: nil
    }
  }

  var strings: Operand<String?>? {
    switch self {
    case .text(let values): .each((0..<values.count).map { values[$0] })
    case .levels(let values): .each((0..<values.count).map { values[$0] })
    case .constant(.null): .one(nil)
    case .constant(.text(let text)): .one(text)
    default: nil
    }
  }

  /// For each row whether the cell is missing.
  func isMissing(rows: Int) -> [Bool] {
    switch self {
    case .constant(let value): Array(repeating: value == .null, count: rows)
    case .numbers(let values): values.map(\.isNaN)
    case .integers(let values): values.isPresent.isEmpty ? Array(repeating: false, count: rows) : values.isPresent.map { !$0 }
    case .truths(let values): values.map { $0 < 0 }
    case .text(let values): values.isPresent.isEmpty ? Array(repeating: false, count: rows) : values.isPresent.map { !$0 }
    case .levels(let values): values.codes.map { $0 < 0 }
    case .times(let values): (0..<values.ticks.count).map { values.ticks[$0] == nil }
    }
  }
}

/// One value for all rows, or one a row.
enum Operand<Element> {
  case one(Element)
  case each([Element])

  @inline(__always) func map<Result>(_ transform: (Element) throws -> Result) rethrows -> Operand<Result> {
    switch self {
    case .one(let value): .one(try transform(value))
    case .each(let values): .each(try values.map(transform))
    }
  }

  /// Row by row with another of as many rows.
  @inline(__always) func combined<Other, Result>(_ other: Operand<Other>, _ transform: (Element, Other) throws -> Result) rethrows -> Operand<Result> {
    switch (self, other) {
    case (.one(let a), .one(let b)): return .one(try transform(a, b))
    case (.one(let a), .each(let b)): return .each(try b.map { try transform(a, $0) })
    case (.each(let a), .one(let b)): return .each(try a.map { try transform($0, b) })
    case (.each(let a), .each(let b)):
      var result: [Result] = []
      result.reserveCapacity(min(a.count, b.count))
      for row in 0..<min(a.count, b.count) { result.append(try transform(a[row], b[row])) }
      return .each(result)
    }
  }

  func all(rows: Int) -> [Element] {
    switch self {
    case .one(let value): Array(repeating: value, count: rows)
    case .each(let values): values
    }
  }
}
