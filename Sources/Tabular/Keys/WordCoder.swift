/// Gives words codes in order of first appearance: by a plain table where the words are whole numbers of a narrow range, by hashing else.
enum WordCoder {
  case table(codes: [Int32], least: Int64, count: Int)
  case index(WordIndex)

  /// - Parameters:
  ///   - bounds: between which the words lie, as whole numbers, if that is known.
  ///   - rowCount: how many words are to be expected; a table is not larger than that, or 65,536.
  init(bounds: ClosedRange<Int64>?, rowCount: Int) {
    if let bounds {
      let (width, isOver) = bounds.upperBound.subtractingReportingOverflow(bounds.lowerBound)
      if !isOver, width < Int64(max(1 << 16, rowCount)) {
        self = .table(codes: [Int32](repeating: -1, count: Int(width) + 1), least: bounds.lowerBound, count: 0)
        return
      }
    }
    self = .index(WordIndex())
  }

  var count: Int {
    switch self {
    case .table(_, _, let count): count
    case .index(let index): index.count
    }
  }

  /// Writes the codes of cells, new ones for what is new, -1 where a cell is missing.
  mutating func insert(_ cells: CellWords, _ range: Range<Int>, to target: UnsafeMutablePointer<Int32>) {
    switch self {
    case .table(var codes, let least, var count):
      self = .table(codes: [], least: least, count: 0)
      cells.encode(range, to: target) { word in
        let place = Int(Int64(bitPattern: word) &- least)
        if codes[place] < 0 {
          codes[place] = Int32(truncatingIfNeeded: count)
          count += 1
        }
        return codes[place]
      }
      self = .table(codes: codes, least: least, count: count)
    case .index(var index):
      self = .index(WordIndex())
      cells.encode(range, to: target) { index.insert($0) }
      self = .index(index)
    }
  }

  /// Writes the codes of cells; -1 where a cell is missing or is none of those that were put in.
  func find(_ cells: CellWords, _ range: Range<Int>, to target: UnsafeMutablePointer<Int32>) {
    switch self {
    case .table(let codes, let least, _):
      let size = UInt64(codes.count)
      cells.encode(range, to: target) { word in
        let place = UInt64(bitPattern: Int64(bitPattern: word) &- least)
        return place < size ? codes[Int(place)] : -1
      }
    case .index(let index): cells.encode(range, to: target) { index.code(of: $0) }
    }
  }
}
