import LinearAlgebra

/// The rows of two tables by the values that they have in some key columns: equal keys have equal codes.
struct KeyMatch {
  /// -1 where no row of `right` has the key.
  let left: [Int32]
  /// -1 where the key can match nothing.
  let right: [Int32]
  /// How many different keys `right` has.
  let count: Int

  /// Each pair of columns is coded by itself, and the codes are put together.
  ///
  /// - Parameter missingMatch: whether a missing cell is equal to a missing cell, or to none.
  /// - Throws: `TableError` for two columns whose cells can never be equal.
  init(_ left: [Column], _ right: [Column], missingMatch: Bool, cores: Int) throws(TableError) {
    for (a, b) in zip(left, right) where !a.values.isComparable(to: b.values) {
      throw TableError("'\(a.name)' is \(a.values.typeName) and '\(b.name)' is \(b.values.typeName)")
    }
    let pairs = mapPieces(min(left.count, right.count), cores: cores) {
      CodedPair(left[$0].values, right[$0].values, missingMatch: missingMatch, cores: left.count == 1 ? cores : 1)
    }
    guard var whole = pairs.first else { throw TableError("there is no key to join by") }
    for pair in pairs.dropFirst() { whole = whole.combined(with: pair, cores: cores) }
    self.left = whole.left
    self.right = whole.right
    self.count = whole.count
  }
}

extension Column.Values {
  /// Whether cells of the two types can be equal. Text and dictionaries are, whole and other numbers are; times are where both have a zone or neither.
  public func isComparable(to other: Column.Values) -> Bool {
    switch (self, other) {
    case (.number, .number), (.number, .integer), (.integer, .number), (.integer, .integer), (.boolean, .boolean): true
    case (.text, .text), (.text, .dictionary), (.dictionary, .text), (.dictionary, .dictionary): true
    case (.timestamp(let a), .timestamp(let b)): (a.zone == nil) == (b.zone == nil)
    default: false
    }
  }
}

/// Two columns' cells by one coding, in order of first appearance in the right one.
private struct CodedPair {
  var left: [Int32]
  var right: [Int32]
  var count: Int

  init(left: [Int32], right: [Int32], count: Int) {
    self.left = left
    self.right = right
    self.count = count
  }

  init(_ left: Column.Values, _ right: Column.Values, missingMatch: Bool, cores: Int) {
    switch (left, right) {
    case (.text(let a), .text(let b)):
      self = TextCells.with(a) { a in
        TextCells.with(b) { b in
          var index = TextIndex()
          let right = filled(b.count) { target in
            for row in 0..<b.count { target[row] = b[row].map { index.insert($0) } ?? -1 }
          }
          let found = index
          let left = filledArray(a.count, cores: cores) { range, target in
            for row in range { target[row] = a[row].map { found.code(of: $0) } ?? -1 }
          }
          return Self(left: left, right: right, count: index.count)
        }
      }
    case (.dictionary(let a), _):
      // Each level is looked up once.
      let levels = Self(.text(TextValues(a.levels)), right, missingMatch: false, cores: 1)
      self.init(left: a.codes.map { $0 < 0 ? -1 : levels.left[Int($0)] }, right: levels.right, count: levels.count)
    case (_, .dictionary(let b)):
      let levels = Self(left, .text(TextValues(b.levels)), missingMatch: false, cores: cores)
      self.init(left: levels.left, right: b.codes.map { $0 < 0 ? -1 : levels.right[Int($0)] }, count: levels.count)
    default:
      let (a, b) = Self.words(left, right)
      var coder = WordCoder(bounds: b.bounds, rowCount: b.count)
      let codes = filled(b.count) { coder.insert(b, 0..<b.count, to: $0) }
      let found = coder
      self.init(left: filledArray(a.count, cores: cores) { found.find(a, $0, to: $1) }, right: codes, count: coder.count)
    }
    if missingMatch { matchMissing(left, right) }
  }

  /// Gives missing cells of both sides a code of their own.
  private mutating func matchMissing(_ a: Column.Values, _ b: Column.Values) {
    guard a.missingCount > 0, b.missingCount > 0 else { return }
    let code = Int32(truncatingIfNeeded: count)
    for (row, isMissing) in a.missing.enumerated() where isMissing { left[row] = code }
    for (row, isMissing) in b.missing.enumerated() where isMissing { right[row] = code }
    count += 1
  }

  /// Both as words of one kind. A number beside whole numbers counts where it is whole, times in the finer unit where they fit it; cells that can
  /// be equal to nothing on the other side are missing.
  private static func words(_ left: Column.Values, _ right: Column.Values) -> (CellWords, CellWords) {
    switch (left, right) {
    case (.number(let a), .integer(let b)): return (.integer(wholes(a)), .integer(b))
    case (.integer(let a), .number(let b)): return (.integer(a), .integer(wholes(b)))
    case (.timestamp(let a), .timestamp(let b)) where a.unit != b.unit:
      let ticksPerSecond = max(a.unit.ticksPerSecond, b.unit.ticksPerSecond)
      return (.integer(scaled(a, to: ticksPerSecond)), .integer(scaled(b, to: ticksPerSecond)))
    default: return (CellWords(left) ?? .codes([]), CellWords(right) ?? .codes([]))
    }
  }

  private static func wholes(_ cells: [Double]) -> Optionals<Int64> { Optionals(cells.map { Int64(exactly: $0) }, zero: 0) }

  private static func scaled(_ times: TimestampValues, to ticksPerSecond: Int64) -> Optionals<Int64> {
    let factor = ticksPerSecond / times.unit.ticksPerSecond
    let cells = (0..<times.ticks.count).map { row in
      times.ticks[row].flatMap { tick in
        let (ticks, isOver) = tick.multipliedReportingOverflow(by: factor)
        return isOver ? nil : ticks
      }
    }
    return Optionals(cells, zero: 0)
  }

  /// The pairs of codes that the right side has, as codes; -1 for others.
  func combined(with other: Self, cores: Int) -> Self {
    let width = Int64(max(other.count, 1))
    let pair: @Sendable (Int32, Int32) -> Int64 = { $0 < 0 || $1 < 0 ? -1 : Int64($0) * width + Int64($1) }
    func words(_ a: [Int32], _ b: [Int32]) -> CellWords {
      let pairs: [Int64] = filledArray(a.count, cores: cores) { range, target in
        for row in range { target[row] = pair(a[row], b[row]) }
      }
      return .integer(Optionals(zeroed: pairs, isPresent: pairs.contains { $0 < 0 } ? pairs.map { $0 >= 0 } : []))
    }
    let (a, b) = (words(left, other.left), words(right, other.right))
    var coder = WordCoder(bounds: -1...max(0, Int64(count) * width - 1), rowCount: b.count)
    let codes = filled(b.count) { coder.insert(b, 0..<b.count, to: $0) }
    let found = coder
    return Self(left: filledArray(a.count, cores: cores) { found.find(a, $0, to: $1) }, right: codes, count: coder.count)
  }
}
