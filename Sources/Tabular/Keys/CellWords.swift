/// The cells of a column of any type but text as 64-bit words that are equal where the cells are. Zero has one sign; a dictionary's word is
/// its level's place.
enum CellWords {
  case number([Double])
  case integer(Optionals<Int64>)
  case boolean(Optionals<Bool>)
  case codes([Int32])

  /// Nil for text.
  init?(_ values: Column.Values) {
    switch values {
    case .number(let cells): self = .number(cells)
    case .integer(let cells): self = .integer(cells)
    case .boolean(let cells): self = .boolean(cells)
    case .dictionary(let cells): self = .codes(cells.uniqueCodes)
    case .timestamp(let cells): self = .integer(cells.ticks)
    case .text: return nil
    }
  }

  var count: Int {
    switch self {
    case .number(let cells): cells.count
    case .integer(let cells): cells.count
    case .boolean(let cells): cells.count
    case .codes(let cells): cells.count
    }
  }

  /// Writes `code(word)` of each cell of `range`, and -1 where the cell is missing. The type is looked at once a call, not once a cell.
  @inline(__always)
  func encode(_ range: Range<Int>, to target: UnsafeMutablePointer<Int32>, _ code: (UInt64) -> Int32) {
    switch self {
    case .number(let cells):
      for row in range { target[row] = cells[row].isNaN ? -1 : code((cells[row] + 0).bitPattern) }
    case .integer(let cells):
      let (values, isPresent) = (cells.values, cells.isPresent)
      if isPresent.isEmpty {
        for row in range { target[row] = code(UInt64(bitPattern: values[row])) }
      } else {
        for row in range { target[row] = isPresent[row] ? code(UInt64(bitPattern: values[row])) : -1 }
      }
    case .boolean(let cells):
      for row in range { target[row] = cells[row].map { code($0 ? 1 : 0) } ?? -1 }
    case .codes(let cells):
      for row in range { target[row] = cells[row] < 0 ? -1 : code(UInt64(UInt32(bitPattern: cells[row]))) }
    }
  }

  /// The least and the greatest word of whole numbers, as they are counted; nil for numbers with a fraction and where all are missing.
  var bounds: ClosedRange<Int64>? {
    switch self {
    case .number: return nil
    case .integer(let cells):
      // A missing cell is 0, which may only widen them.
      guard let least = cells.values.min(), let greatest = cells.values.max() else { return nil }
      return least...greatest
    case .boolean: return 0...1
    case .codes(let codes): return codes.max().flatMap { $0 < 0 ? nil : 0...Int64($0) }
    }
  }
}

extension DictionaryValues {
  /// The codes, each level by its first place: a file may hold a level twice.
  var uniqueCodes: [Int32] {
    var places: [String: Int32] = [:]
    var isUnique = true
    let first = levels.enumerated().map { place, level -> Int32 in
      if let known = places[level] {
        isUnique = false
        return known
      }
      places[level] = Int32(truncatingIfNeeded: place)
      return Int32(truncatingIfNeeded: place)
    }
    return isUnique ? codes : codes.map { $0 < 0 ? -1 : first[Int($0)] }
  }
}
