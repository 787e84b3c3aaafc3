import LinearAlgebra

extension Table {
  /// The rows at `rows`, in that order; a row may stand several times, and -1 is a row without a value. O(columns × rows).
  ///
  /// - Parameter cores: how many threads may work; the result does not depend on it.
  public func gathering(_ rows: [Int32], cores: Int = 1) -> Table {
    let hasAbsent = rows.contains { $0 < 0 }
    return replacingValues(rowCount: rows.count) { $0.gathering(rows, hasAbsent: hasAbsent, cores: cores) }
  }
}

extension Column.Values {
  /// The cells at `rows`, in that order; -1 gives a missing cell.
  package func gathering(_ rows: [Int32], cores: Int = 1) -> Self {
    gathering(rows, hasAbsent: rows.contains { $0 < 0 }, cores: cores)
  }

  /// - Parameter hasAbsent: whether one of `rows` is -1.
  fileprivate func gathering(_ rows: [Int32], hasAbsent: Bool, cores: Int) -> Self {
    switch self {
    case .number(let values): .number(gathered(values, rows, absent: .nan, cores: cores))
    case .integer(let values): .integer(values.gathering(rows, hasAbsent, zero: 0, cores: cores))
    case .boolean(let values): .boolean(values.gathering(rows, hasAbsent, zero: false, cores: cores))
    case .text(let values): .text(values.gathering(rows, hasAbsent, cores: cores))
    case .dictionary(let values):
      .dictionary(DictionaryValues(codes: gathered(values.codes, rows, absent: -1, cores: cores), levels: values.levels, isOrdered: values.isOrdered))
    case .timestamp(let values):
      .timestamp(TimestampValues(values.ticks.gathering(rows, hasAbsent, zero: 0, cores: cores), unit: values.unit, zone: values.zone))
    }
  }
}

/// The values at `rows`, `absent` where that is -1.
func gathered<Element: BitwiseCopyable & Sendable>(_ values: [Element], _ rows: [Int32], absent: Element, cores: Int) -> [Element] {
  values.withUnsafeBufferPointer { buffer in
    // Read by all pieces, written by none.
    nonisolated(unsafe) let source = buffer
    return filledArray(rows.count, cores: cores) { range, target in
      for place in range {
        let row = rows[place]
        target[place] = row < 0 ? absent : source[Int(row)]
      }
    }
  }
}

extension Optionals where Element: BitwiseCopyable {
  fileprivate func gathering(_ rows: [Int32], _ hasAbsent: Bool, zero: Element, cores: Int) -> Self {
    let chosen = gathered(values, rows, absent: zero, cores: cores)
    return Self(zeroed: chosen, isPresent: presence(isPresent, rows, hasAbsent, cores: cores))
  }
}

private func presence(_ isPresent: [Bool], _ rows: [Int32], _ hasAbsent: Bool, cores: Int) -> [Bool] {
  if isPresent.isEmpty { return hasAbsent ? rows.map { $0 >= 0 } : [] }
  return gathered(isPresent, rows, absent: false, cores: cores)
}

extension TextValues {
  /// Each piece of rows first says how many bytes it needs, and then copies them to where they belong.
  fileprivate func gathering(_ rows: [Int32], _ hasAbsent: Bool, cores: Int) -> Self {
    let pieces = FixedPieces(of: rows.count, size: rowsPerPiece)
    var starts = mapPieces(pieces.count, cores: cores) { piece in
      pieces.range(piece).reduce(0) { sum, place in
        let row = Int(rows[place])
        return row < 0 ? sum : sum + offsets[row + 1] - offsets[row]
      }
    }
    var byteCount = 0
    for piece in starts.indices { (starts[piece], byteCount) = (byteCount, byteCount + starts[piece]) }

    var ends: [Int] = []
    let starting = starts
    let chosen = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      nonisolated(unsafe) let target = buffer
      ends = [Int](unsafeUninitializedCapacity: rows.count + 1) { ends, endCount in
        ends.initializeElement(at: 0, to: 0)
        nonisolated(unsafe) let ends = ends
        bytes.withUnsafeBufferPointer { source in
          nonisolated(unsafe) let source = source
          forEachPiece(pieces.count, cores: cores) { piece in
            var end = starting[piece]
            for place in pieces.range(piece) {
              let row = Int(rows[place])
              if row >= 0 {
                let cell = UnsafeBufferPointer(rebasing: source[offsets[row]..<offsets[row + 1]])
                _ = UnsafeMutableBufferPointer(rebasing: target[end...]).initialize(fromContentsOf: cell)
                end += cell.count
              }
              ends.initializeElement(at: place + 1, to: end)
            }
          }
        }
        endCount = rows.count + 1
      }
      count = byteCount
    }
    return TextValues(bytes: chosen, offsets: ends, isPresent: presence(isPresent, rows, hasAbsent, cores: cores))
  }
}
