import LinearAlgebra

/// Rows by the values that they have in some columns: those that are equal in all of them are a group.
///
/// A missing cell is a value like any other, equal to other missing ones. Numbers are equal as numbers, text is where its bytes are.
public struct RowGroups: Sendable {
  /// The group of each row; groups are numbered in order of first appearance.
  public let codes: [Int32]
  /// The first row of each group.
  public let firstRows: [Int32]
  public let count: Int

  /// All rows as one group, which is there also where there are no rows.
  ///
  /// - Throws: `TableError` for more rows than can be numbered.
  public init(whole rowCount: Int) throws(TableError) {
    try Self.requireNumbers(for: rowCount)
    codes = [Int32](repeating: 0, count: rowCount)
    firstRows = rowCount == 0 ? [] : [0]
    count = 1
  }

  /// O(columns × rows), and less by far than that in comparisons: columns are coded one by one, and their codes put together.
  ///
  /// - Parameters:
  ///   - columns: at least one.
  ///   - cores: how many threads may work; the result does not depend on it.
  /// - Throws: `TableError` for more rows than can be numbered.
  public init(of columns: [Column], cores: Int = 1) throws(TableError) {
    let rowCount = columns.first?.count ?? 0
    try Self.requireNumbers(for: rowCount)
    let coded = mapPieces(columns.count, cores: cores) { CodedCells($0 < columns.count ? columns[$0].values : .number([])) }
    var whole = CodedCells(codes: [Int32](repeating: 0, count: coded.isEmpty ? rowCount : 0), count: min(1, rowCount))
    for (place, next) in coded.enumerated() { whole = place == 0 ? next.countingMissing() : whole.combined(with: next.countingMissing()) }
    codes = whole.codes
    var firstRows = [Int32](repeating: -1, count: whole.count)
    for (row, code) in whole.codes.enumerated() where firstRows[Int(code)] < 0 { firstRows[Int(code)] = Int32(truncatingIfNeeded: row) }
    self.firstRows = firstRows
    count = whole.count
  }

  /// Rows are numbered by 32 bits.
  static func requireNumbers(for rowCount: Int) throws(TableError) {
    guard rowCount < Int(Int32.max) else { throw TableError("\(rowCount) rows are more than can be worked on, which is \(Int32.max - 1)") }
  }

  /// The last row of each group, ascending.
  public var lastRows: [Int32] {
    var last = [Int32](repeating: 0, count: count)
    for (row, code) in codes.enumerated() { last[Int(code)] = Int32(truncatingIfNeeded: row) }
    return last.sorted()
  }

  /// The rows of each group, ascending.
  public var rows: [[Int32]] {
    var rows = sizes.map { size in
      var members: [Int32] = []
      members.reserveCapacity(Int(size))
      return members
    }
    for (row, code) in codes.enumerated() { rows[Int(code)].append(Int32(truncatingIfNeeded: row)) }
    return rows
  }

  /// How many rows each group has.
  public var sizes: [Int32] {
    var sizes = [Int32](repeating: 0, count: count)
    for code in codes { sizes[Int(code)] += 1 }
    return sizes
  }
}

/// The cells of a column as codes in order of first appearance, -1 where missing.
struct CodedCells {
  var codes: [Int32]
  /// How many codes there are.
  var count: Int

  init(codes: [Int32], count: Int) {
    self.codes = codes
    self.count = count
  }

  init(_ values: Column.Values) {
    let rowCount = values.count
    if let words = CellWords(values) {
      var coder = WordCoder(bounds: words.bounds, rowCount: rowCount)
      codes = filled(rowCount) { coder.insert(words, 0..<rowCount, to: $0) }
      count = coder.count
    } else if case .text(let text) = values {
      var index = TextIndex()
      codes = TextCells.with(text) { cells in
        filled(rowCount) { target in
          for row in 0..<rowCount { target[row] = cells[row].map { index.insert($0) } ?? -1 }
        }
      }
      count = index.count
    } else {
      (codes, count) = ([], 0)
    }
  }

  /// With missing cells as one more value, all numbered in order of first appearance.
  func countingMissing() -> Self {
    guard let first = codes.firstIndex(of: -1) else { return self }
    // Codes below this were met before the first missing cell.
    let own = codes[0..<first].max().map { $0 + 1 } ?? 0
    return CodedCells(codes: codes.map { $0 < 0 ? own : $0 < own ? $0 : $0 + 1 }, count: count + 1)
  }

  /// The pairs of codes as codes, in order of first appearance. Neither may lack a cell.
  func combined(with other: Self) -> Self {
    let width = Int64(max(other.count, 1))
    let pairs = zip(codes, other.codes).map { Int64($0) * width + Int64($1) }
    let words = CellWords.integer(Optionals(zeroed: pairs, isPresent: []))
    var coder = WordCoder(bounds: 0...max(0, Int64(count) * width - 1), rowCount: codes.count)
    let both = filled(codes.count) { coder.insert(words, 0..<pairs.count, to: $0) }
    return CodedCells(codes: both, count: coder.count)
  }
}
