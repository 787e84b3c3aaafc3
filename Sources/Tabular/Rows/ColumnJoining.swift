extension Column.Values {
  /// The cells of several columns one after the other, as one column of the narrowest type that holds them all: whole and other numbers are
  /// numbers, text and dictionaries are text unless the levels are the same, times are counted in the finest unit. Columns without a value
  /// go with any type.
  ///
  /// - Throws: `TableError` for types that do not go together, and for times beyond the range of the unit.
  public static func joined(_ parts: [Column.Values]) throws(TableError) -> Column.Values {
    let typed = parts.filter { $0.missingCount < $0.count }
    guard let first = typed.first ?? parts.first else { return .number([]) }
    func cells<Cell>(_ cells: (Column.Values) -> Optionals<Cell>?, zero: Cell) throws(TableError) -> Optionals<Cell> {
      var (values, isPresent) = ([Cell](), [Bool]())
      values.reserveCapacity(parts.reduce(0) { $0 + $1.count })
      for part in parts {
        guard let next = cells(part) ?? (part.missingCount == part.count ? Optionals(Array(repeating: nil, count: part.count), zero: zero) : nil) else {
          throw mismatch(first, part)
        }
        if !next.isPresent.isEmpty || !isPresent.isEmpty {
          isPresent += Array(repeating: true, count: values.count - isPresent.count)
          isPresent += next.isPresent.isEmpty ? Array(repeating: true, count: next.count) : next.isPresent
        }
        values += next.values
      }
      return Optionals(zeroed: values, isPresent: isPresent)
    }
    switch first {
    case .integer where typed.allSatisfy({ if case .integer = $0 { true } else { false } }):
      return .integer(try cells({ if case .integer(let cells) = $0 { cells } else { nil } }, zero: 0))
    case .number, .integer:
      var numbers: [Double] = []
      numbers.reserveCapacity(parts.reduce(0) { $0 + $1.count })
      for part in parts {
        switch part {
        case .number(let cells): numbers += cells
        case .integer: numbers += part.numbers ?? []
        default:
          guard part.missingCount == part.count else { throw mismatch(first, part) }
          numbers += [Double](repeating: .nan, count: part.count)
        }
      }
      return .number(numbers)
    case .boolean: return .boolean(try cells({ if case .boolean(let cells) = $0 { cells } else { nil } }, zero: false))
    case .timestamp(let times):
      let units = typed.compactMap { if case .timestamp(let times) = $0 { times.unit } else { nil } }
      let unit = units.max { $0.ticksPerSecond < $1.ticksPerSecond } ?? times.unit
      var isOver = false
      let ticks: Optionals<Int64> = try cells(
        { part in if case .timestamp(let next) = part, next.zone == times.zone { next.scaled(to: unit, isOver: &isOver) } else { nil } }, zero: 0)
      if isOver { throw TableError("a time is beyond what can be counted in \(unit)s") }
      return .timestamp(TimestampValues(ticks, unit: unit, zone: times.zone))
    case .dictionary(let dictionary) where typed.allSatisfy({ if case .dictionary(let other) = $0 { other.levels == dictionary.levels } else { false } }):
      let codes = parts.flatMap { part -> [Int32] in if case .dictionary(let cells) = part { cells.codes } else { Array(repeating: -1, count: part.count) } }
      return .dictionary(DictionaryValues(codes: codes, levels: dictionary.levels, isOrdered: dictionary.isOrdered))
    case .text, .dictionary:
      var (bytes, offsets, isPresent) = ([UInt8](), [0], [Bool]())
      for part in parts {
        guard let text = part.asText ?? (part.missingCount == part.count ? TextValues([String?](repeating: nil, count: part.count)) : nil) else {
          throw mismatch(first, part)
        }
        let start = bytes.count
        bytes += text.bytes
        offsets += text.offsets.dropFirst().map { $0 + start }
        isPresent += text.isPresent.isEmpty ? Array(repeating: true, count: text.count) : text.isPresent
      }
      return .text(TextValues(bytes: bytes, offsets: offsets, isPresent: isPresent))
    }
  }

  private static func mismatch(_ a: Self, _ b: Self) -> TableError { TableError("\(a.typeName) and \(b.typeName) do not go into one column") }

  /// Text and dictionaries as text; nil for other types.
  package var asText: TextValues? {
    switch self {
    case .text(let cells): cells
    case .dictionary(let cells):
      if case .text(let text) = Self.text(TextValues(cells.levels)).gathering(cells.codes) { text } else { nil }
    default: nil
    }
  }
}

extension TimestampValues {
  /// The ticks in a finer unit, or the same.
  fileprivate func scaled(to finer: Unit, isOver: inout Bool) -> Optionals<Int64> {
    let factor = finer.ticksPerSecond / unit.ticksPerSecond
    if factor == 1 { return ticks }
    let scaled = ticks.values.map { tick -> Int64 in
      let (value, overflow) = tick.multipliedReportingOverflow(by: factor)
      if overflow { isOver = true }
      return overflow ? 0 : value
    }
    return Optionals(zeroed: scaled, isPresent: ticks.isPresent)
  }
}
