import LinearAlgebra

/// What rows are sorted by: a column, in which direction, and where missing cells go.
public struct SortKey: Sendable {
  public var values: Column.Values
  public var isAscending: Bool
  public var missingComesFirst: Bool

  public init(_ values: Column.Values, isAscending: Bool = true, missingComesFirst: Bool = false) {
    self.values = values
    self.isAscending = isAscending
    self.missingComesFirst = missingComesFirst
  }
}

extension Table {
  /// The rows in the order of `keys`, the first of which decides first. Rows that are equal in all keys stay as they stand.
  ///
  /// Numbers and times are ordered as such, false stands before true, text goes by code points, a dictionary's cells by their text unless
  /// its levels are ordered. O(keys × rows), and O(n log n) in the number of different texts.
  ///
  /// - Parameter cores: how many threads may work; the result does not depend on it.
  /// - Throws: `TableError` for more rows than can be numbered.
  public static func order(by keys: [SortKey], cores: Int = 1) throws(TableError) -> [Int32] {
    let rowCount = keys.first?.values.count ?? 0
    try RowGroups.requireNumbers(for: rowCount)
    let words = mapPieces(keys.count, cores: cores) { OrderedWords(keys[$0], cores: keys.count == 1 ? cores : 1) }
    var order: [Int32]?
    // Sorting is stable, so the key that decides first is sorted by last.
    for key in words.indices.reversed() {
      var sorted = radixSorted(words[key].words, order)
      words[key].partitionMissing(&sorted, first: keys[key].missingComesFirst)
      order = sorted
    }
    return order ?? []
  }
}

/// The cells of a sort key as words that stand in the key's order, and which of them are missing.
private struct OrderedWords {
  let words: [UInt64]
  /// Empty where no cell is missing.
  let missing: [Bool]

  init(_ key: SortKey, cores: Int) {
    let values = key.values
    missing = values.missing
    // A missing cell borrows the word of one that is there, so that it makes no range wider.
    let filler = missing.firstIndex(of: false) ?? 0
    let isWhole = missing.isEmpty
    let flags = missing
    func words(_ word: @Sendable (Int) -> UInt64) -> [UInt64] {
      let flip: UInt64 = key.isAscending ? 0 : .max
      return filledArray(values.count, cores: cores) { range, target in
        for row in range { target[row] = word(isWhole || !flags[row] ? row : filler) ^ flip }
      }
    }
    switch values {
    case .number(let cells):
      self.words = words { row in
        // Positive numbers are in the order of their bits, negative ones in the opposite one; zero has one sign.
        let bits = (cells[row] + 0).bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
      }
    case .integer(let cells): self.words = words { UInt64(bitPattern: cells.values[$0]) ^ 1 << 63 }
    case .timestamp(let cells): self.words = words { UInt64(bitPattern: cells.ticks.values[$0]) ^ 1 << 63 }
    case .boolean(let cells): self.words = words { cells.values[$0] ? 1 : 0 }
    case .dictionary(let cells):
      let ranks = cells.isOrdered ? Array(0..<Int32(truncatingIfNeeded: cells.levels.count)) : textRanks(TextValues(cells.levels))
      self.words = words { cells.codes[$0] < 0 ? 0 : UInt64(ranks[Int(cells.codes[$0])]) }
    case .text(let cells):
      let coded = CodedCells(values)
      let ranks = textRanks(cells, coded)
      self.words = words { coded.codes[$0] < 0 ? 0 : UInt64(ranks[Int(coded.codes[$0])]) }
    }
  }

  /// Puts the rows whose cell is missing before or behind the others, each part as it was sorted.
  func partitionMissing(_ order: inout [Int32], first: Bool) {
    if missing.isEmpty { return }
    let absent = order.filter { missing[Int($0)] }
    let present = order.filter { !missing[Int($0)] }
    order = first ? absent + present : present + absent
  }
}

/// The rank of each text by code points, from 0; texts that are equal have one rank.
private func textRanks(_ values: TextValues) -> [Int32] {
  let coded = CodedCells(.text(values))
  let ranks = textRanks(values, coded)
  return coded.codes.map { $0 < 0 ? 0 : ranks[Int($0)] }
}

/// The rank of each code's text.
private func textRanks(_ values: TextValues, _ coded: CodedCells) -> [Int32] {
  var firstRows = [Int32](repeating: -1, count: coded.count)
  for (row, code) in coded.codes.enumerated() where code >= 0 && firstRows[Int(code)] < 0 { firstRows[Int(code)] = Int32(truncatingIfNeeded: row) }
  return TextCells.with(values) { cells in
    // The first eight bytes decide nearly always, and lie in the array that is sorted.
    var entries: [(prefix: UInt64, code: Int32)] = firstRows.enumerated().map { code, row in
      (cells[Int(row)].map(\.prefix) ?? 0, Int32(truncatingIfNeeded: code))
    }
    entries.sort { a, b in
      if a.prefix != b.prefix { return a.prefix < b.prefix }
      guard let x = cells[Int(firstRows[Int(a.code)])], let y = cells[Int(firstRows[Int(b.code)])] else { return false }
      return x < y
    }
    var ranks = [Int32](repeating: 0, count: entries.count)
    for (rank, entry) in entries.enumerated() { ranks[Int(entry.code)] = Int32(truncatingIfNeeded: rank) }
    return ranks
  }
}

extension TextCell {
  /// The first eight bytes as a number that is ordered as they are.
  fileprivate var prefix: UInt64 {
    var word: UInt64 = 0
    for place in 0..<8 { word = word << 8 | (place < count ? UInt64(bytes[place]) : 0) }
    return word
  }
}
