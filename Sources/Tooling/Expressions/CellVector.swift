import Tabular

/// The cells that a part of an expression has over some rows of a table: one value for all of them, or one a row.
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
    case .boolean(let values):
      self = .truths(
        values.isPresent.isEmpty
          ? values.values.map { $0 ? 1 : 0 } : values.values.indices.map { values.isPresent[$0] ? (values.values[$0] ? 1 : 0) : -1 })
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
    case .truths(let values):
      return .boolean(Optionals(zeroed: values.map { $0 == 1 }, isPresent: values.contains(-1) ? values.map { $0 >= 0 } : []))
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
    case .integers(let values): .each(Column.Values.integer(values).numbers ?? [])
    case .constant(.null): .one(.nan)
    case .constant(let value): value.double.map(Operand.one)
    case .truths, .text, .levels, .times: nil
    }
  }

  /// Whole numbers; nil for other types, numbers with fractions among them.
  var wholes: WholeOperand? {
    switch self {
    case .integers(let values): WholeOperand(values: .each(values.values), isPresent: values.isPresent)
    case .constant(.integer(let value)): WholeOperand(values: .one(Int64(value)), isPresent: [])
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

  var texts: TextOperand? {
    switch self {
    case .text, .levels: values(rows: 0).asText.map { TextOperand($0, isOne: false) }
    case .constant(.null): TextOperand(TextValues([nil]), isOne: true)
    case .constant(.text(let text)): TextOperand(TextValues([text]), isOne: true)
    default: nil
    }
  }

  /// For each row whether the cell is missing.
  func isMissing(rows: Int) -> [Bool] {
    switch self {
    case .constant(let value): return Array(repeating: value == .null, count: rows)
    case .truths(let values): return values.map { $0 < 0 }
    default:
      let missing = values(rows: rows).missing
      return missing.isEmpty ? Array(repeating: false, count: rows) : missing
    }
  }
}

/// One value for all rows, or one a row.
enum Operand<Element> {
  case one(Element)
  case each([Element])

  @inline(__always) func map<Result>(_ transform: (Element) -> Result) -> Operand<Result> {
    switch self {
    case .one(let value): .one(transform(value))
    case .each(let values): .each(values.map(transform))
    }
  }

  /// Row by row with another of as many rows.
  @inline(__always) func combined<Other, Result>(_ other: Operand<Other>, _ transform: (Element, Other) -> Result) -> Operand<Result> {
    switch (self, other) {
    case (.one(let a), .one(let b)): .one(transform(a, b))
    case (.one(let a), .each(let b)): .each(b.map { transform(a, $0) })
    case (.each(let a), .one(let b)): .each(a.map { transform($0, b) })
    case (.each(let a), .each(let b)): .each(zip(a, b).map { transform($0, $1) })
    }
  }

  func all(rows: Int) -> [Element] {
    switch self {
    case .one(let value): Array(repeating: value, count: rows)
    case .each(let values): values
    }
  }
}

/// Whole numbers, one for all rows or one a row, 0 where missing.
struct WholeOperand {
  var values: Operand<Int64>
  /// Empty where no cell is missing.
  var isPresent: [Bool]
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
}
