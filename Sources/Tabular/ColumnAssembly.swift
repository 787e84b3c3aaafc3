/// Joins what the pieces of a delimited file have of one column, and frees it piece by piece.
struct ColumnAssembly {
  private let pieces: [FilePiece]
  private let column: Int
  private let name: String
  private let kind: ColumnPiece.Kind
  private let asked: ColumnType?
  private let rowCount: Int

  init(_ pieces: [FilePiece], column: Int, name: String, kind: ColumnPiece.Kind, asked: ColumnType?) {
    self.pieces = pieces
    self.column = column
    self.name = name
    self.kind = kind
    self.asked = asked
    rowCount = pieces.reduce(0) { $0 + $1.rowCount }
  }

  /// The column's values, and what is to be said of them.
  func values() throws(TableError) -> (Column.Values, note: String?) {
    defer { release() }
    switch kind {
    case .missing, .skip, .spoiled: return (.number([Double](repeating: .nan, count: rowCount)), nil)
    case .number: return (.number(numbers()), nil)
    case .integer: return (.integer(Optionals(integers(), isPresent: presence(), zero: 0)), nil)
    case .boolean:
      let flags = gather(Bool.self, missing: false) { piece, target in
        guard let cells = piece.cells else { return }
        for row in target.indices { target.initializeElement(at: row, to: cells[row] != 0) }
      }
      return (.boolean(Optionals(flags, isPresent: presence(), zero: false)), nil)
    case .time: return try times()
    case .text:
      let text = self.text()
      return (asked == .dictionary ? .dictionary(DictionaryValues(text)) : .text(text), nil)
    }
  }

  /// Frees what the pieces hold of the column.
  private func release() {
    for piece in pieces { piece.columns[column].release() }
  }

  /// One array of all pieces' cells; `fill` writes those of a piece.
  private func gather<Element>(
    _ type: Element.Type, missing: Element, _ fill: (borrowing ColumnPiece, UnsafeMutableBufferPointer<Element>) -> Void
  ) -> [Element] {
    [Element](unsafeUninitializedCapacity: rowCount) { buffer, count in
      for piece in pieces {
        let target = UnsafeMutableBufferPointer(rebasing: buffer[count..<count + piece.rowCount])
        if piece.columns[column].kind == .missing {
          target.initialize(repeating: missing)
        } else {
          fill(piece.columns[column], target)
        }
        count += piece.rowCount
      }
    }
  }

  private func numbers() -> [Double] {
    gather(Double.self, missing: .nan) { piece, target in
      guard let cells = piece.cells else { return }
      if piece.kind == .integer {
        for row in target.indices {
          let isThere = piece.isPresent.map { $0[row] } ?? true
          target.initializeElement(at: row, to: isThere ? Double(Int64(bitPattern: cells[row])) : .nan)
        }
      } else {
        for row in target.indices { target.initializeElement(at: row, to: Double(bitPattern: cells[row])) }
      }
    }
  }

  private func integers() -> [Int64] {
    gather(Int64.self, missing: 0) { piece, target in
      guard let cells = piece.cells else { return }
      for row in target.indices { target.initializeElement(at: row, to: Int64(bitPattern: cells[row])) }
    }
  }

  /// A flag a cell, or nothing where no cell is missing.
  private func presence() -> [Bool] {
    let isFull = pieces.allSatisfy { $0.rowCount == 0 || ($0.columns[column].kind != .missing && $0.columns[column].isPresent == nil) }
    if isFull { return [] }
    return gather(Bool.self, missing: false) { piece, target in
      if let flags = piece.isPresent {
        _ = target.initialize(fromContentsOf: UnsafeBufferPointer(start: flags, count: target.count))
      } else {
        target.initialize(repeating: true)
      }
    }
  }

  private func text() -> TextValues {
    let isPresent = presence()
    let byteCount = pieces.reduce(0) { $0 + $1.columns[column].byteCount }
    var offsets: [Int] = []
    let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      offsets = [Int](unsafeUninitializedCapacity: rowCount + 1) { ends, endCount in
        ends.initializeElement(at: 0, to: 0)
        endCount = 1
        for piece in pieces {
          let source = piece.columns[column]
          for row in 0..<piece.rowCount {
            ends.initializeElement(at: endCount + row, to: count + (source.ends.map { Int($0[row]) } ?? 0))
          }
          endCount += piece.rowCount
          if let text = source.bytes, source.byteCount > 0 {
            _ = UnsafeMutableBufferPointer(rebasing: buffer[count...]).initialize(fromContentsOf: UnsafeBufferPointer(start: text, count: source.byteCount))
          }
          count += source.byteCount
          piece.columns[column].release()
        }
      }
    }
    return TextValues(bytes: bytes, offsets: offsets, isPresent: isPresent)
  }

  private func times() throws(TableError) -> (Column.Values, note: String?) {
    let zones = Set(pieces.compactMap { $0.columns[column].hasZone })
    guard zones.count <= 1 else {
      throw TableError("column '\(name)' has times with an offset and times without; mend them, or read the column as text")
    }
    let digits = pieces.reduce(0) { max($0, Int($1.columns[column].fractionDigits)) }
    var unit: TimestampValues.Unit = digits == 0 ? .second : digits <= 3 ? .millisecond : digits <= 6 ? .microsecond : .nanosecond
    let isPresent = presence()
    var note: String?
    if unit == .nanosecond, !fits(.nanosecond) {
      unit = .microsecond
      note = "column '\(name)' has times beyond the range of nanoseconds; what is finer than microseconds is cut"
    }
    let ticks = gather(Int64.self, missing: 0) { piece, target in
      guard let cells = piece.cells else { return }
      let nanosecondsPerTick = 1_000_000_000 / unit.ticksPerSecond
      for row in target.indices {
        let fraction = piece.nanoseconds.map { Int64($0[row]) / nanosecondsPerTick } ?? 0
        target.initializeElement(at: row, to: Int64(bitPattern: cells[row]) &* unit.ticksPerSecond &+ fraction)
      }
    }
    return (.timestamp(TimestampValues(Optionals(ticks, isPresent: isPresent, zero: 0), unit: unit, zone: zones.contains(true) ? "UTC" : nil)), note)
  }

  /// Whether all times can be counted in `unit`.
  private func fits(_ unit: TimestampValues.Unit) -> Bool {
    let range = (Int64.min / unit.ticksPerSecond + 1)...(Int64.max / unit.ticksPerSecond - 1)
    return pieces.allSatisfy { piece in
      guard let cells = piece.columns[column].cells else { return true }
      return (0..<piece.rowCount).allSatisfy { range.contains(Int64(bitPattern: cells[$0])) }
    }
  }
}

extension DictionaryValues {
  /// Codes for the different texts, which become the levels, sorted by their Unicode scalars.
  public init(_ text: TextValues) {
    var places: [String: Int32] = [:]
    var found: [String] = []
    let codes = (0..<text.count).map { row -> Int32 in
      guard let value = text[row] else { return -1 }
      if let place = places[value] { return place }
      let place = Int32(truncatingIfNeeded: found.count)
      places[value] = place
      found.append(value)
      return place
    }
    let order = found.indices.sorted { found[$0].unicodeScalars.lexicographicallyPrecedes(found[$1].unicodeScalars) }
    var ranks = [Int32](repeating: 0, count: found.count)
    for (rank, place) in order.enumerated() { ranks[place] = Int32(truncatingIfNeeded: rank) }
    self.init(codes: codes.map { $0 < 0 ? -1 : ranks[Int($0)] }, levels: order.map { found[$0] })
  }
}
