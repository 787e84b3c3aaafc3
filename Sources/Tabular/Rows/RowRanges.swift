extension Column.Values {
  /// The cells of consecutive rows.
  package func slice(_ range: Range<Int>) -> Self {
    switch self {
    case .number(let values): .number(Array(values[range]))
    case .integer(let values): .integer(values.slice(range))
    case .boolean(let values): .boolean(values.slice(range))
    case .text(let values): .text(values.slice(range))
    case .dictionary(let values): .dictionary(DictionaryValues(codes: Array(values.codes[range]), levels: values.levels, isOrdered: values.isOrdered))
    case .timestamp(let values): .timestamp(TimestampValues(values.ticks.slice(range), unit: values.unit, zone: values.zone))
    }
  }
}

extension Table {
  /// Consecutive rows.
  public func slice(_ range: Range<Int>) -> Table { replacingValues(rowCount: range.count) { $0.slice(range) } }
}

extension Table {
  /// The numbers of all rows.
  ///
  /// - Throws: `TableError` for more rows than can be numbered.
  public var rowNumbers: [Int32] {
    get throws(TableError) {
      try RowGroups.requireNumbers(for: rowCount)
      return Array(0..<Int32(truncatingIfNeeded: rowCount))
    }
  }
}

extension Optionals {
  fileprivate func slice(_ range: Range<Int>) -> Self {
    Self(zeroed: Array(values[range]), isPresent: isPresent.isEmpty ? [] : Array(isPresent[range]))
  }
}

extension TextValues {
  fileprivate func slice(_ range: Range<Int>) -> Self {
    let start = offsets[range.lowerBound]
    return TextValues(
      bytes: Array(bytes[start..<offsets[range.upperBound]]), offsets: offsets[range.lowerBound...range.upperBound].map { $0 - start },
      isPresent: isPresent.isEmpty ? [] : Array(isPresent[range]))
  }
}
