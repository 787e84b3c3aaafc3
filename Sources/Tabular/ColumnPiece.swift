/// The cells that a piece of a delimited file has of one column, in the narrowest type that holds them.
///
/// Types widen as cells ask for it: missing → integer → number → text, missing → boolean → text, missing → time → text.
/// What widens to text has lost the text of its earlier cells; it is `spoiled`, and the piece is read a second time.
///
/// Memory is held by hand: a cell costs a store, without reference counts or checks of exclusive access. Whoever makes
/// a piece calls `release()` at the end.
struct ColumnPiece {
  enum Kind: UInt8 {
    /// The column is not asked for.
    case skip
    /// Only missing cells so far.
    case missing
    case integer, number, boolean, time, text
    /// To be read again, as text.
    case spoiled
  }

  private(set) var kind: Kind
  /// Whether the type is prescribed: a cell that does not fit is then an error.
  let isLocked: Bool
  /// Of times: whether they are written with an offset. Nil until one is seen.
  private(set) var hasZone: Bool?
  private(set) var fractionDigits: UInt8 = 0
  /// Whether an integer was too large for 64 bits and made the column one of numbers.
  private(set) var hasLargeInteger = false

  /// A cell's bits: of an Int64, a Double, 0 or 1, or the seconds of a time.
  private(set) var cells: UnsafeMutablePointer<UInt64>?
  /// Of text: where each cell ends in `bytes`.
  private(set) var ends: UnsafeMutablePointer<UInt32>?
  private(set) var bytes: UnsafeMutablePointer<UInt8>?
  private(set) var byteCount = 0
  private var byteCapacity = 0
  /// Nanoseconds of the times' seconds; nil while all are zero.
  private(set) var nanoseconds: UnsafeMutablePointer<Int32>?
  /// Nil while no cell is missing; a number's missing cells are NaN and not told here.
  private(set) var isPresent: UnsafeMutablePointer<Bool>?
  private var capacity: Int
  private let memory: PageMemory

  init(_ kind: Kind, isLocked: Bool, capacity: Int, memory: PageMemory) {
    self.kind = kind
    self.isLocked = isLocked
    self.capacity = max(capacity, 1)
    self.memory = memory
    allocate()
  }

  mutating func release() {
    memory.free(cells, capacity)
    memory.free(ends, capacity)
    memory.free(bytes, byteCapacity)
    memory.free(nanoseconds, capacity)
    memory.free(isPresent, capacity)
    (cells, ends, bytes, nanoseconds, isPresent) = (nil, nil, nil, nil, nil)
    (byteCount, byteCapacity) = (0, 0)
  }

  private mutating func allocate() {
    switch kind {
    case .skip, .missing, .spoiled: break
    case .integer, .number, .boolean, .time: cells = memory.allocate(UInt64.self, capacity)
    case .text: ends = memory.allocate(UInt32.self, capacity)
    }
  }

  /// Makes room for more rows; `count` are in use.
  mutating func grow(to newCapacity: Int, count: Int) {
    let (memory, oldCapacity) = (memory, capacity)
    func grown<T: BitwiseCopyable>(_ old: UnsafeMutablePointer<T>?) -> UnsafeMutablePointer<T>? {
      guard let old else { return nil }
      let larger = memory.allocate(T.self, newCapacity)
      larger.update(from: old, count: count)
      memory.free(old, oldCapacity)
      return larger
    }
    cells = grown(cells)
    ends = grown(ends)
    nanoseconds = grown(nanoseconds)
    isPresent = grown(isPresent)
    (isPresent.map { $0 + count })?.update(repeating: true, count: newCapacity - count)
    (nanoseconds.map { $0 + count })?.update(repeating: 0, count: newCapacity - count)
    capacity = newCapacity
  }

  // MARK: Cells

  @inline(__always)
  func store(_ value: Int64, _ row: Int) { cells.unsafelyUnwrapped[row] = UInt64(bitPattern: value) }

  @inline(__always)
  func store(_ value: Double, _ row: Int) { cells.unsafelyUnwrapped[row] = value.bitPattern }

  @inline(__always)
  mutating func append(_ text: UnsafeBufferPointer<UInt8>, _ row: Int) -> Bool {
    let needed = byteCount &+ text.count
    if needed > byteCapacity {
      guard needed <= UInt32.max else { return false }
      growBytes(needed)
    }
    if let source = text.baseAddress, let bytes { (bytes + byteCount).update(from: source, count: text.count) }
    byteCount = needed
    ends.unsafelyUnwrapped[row] = UInt32(truncatingIfNeeded: needed)
    return true
  }

  @inline(never)
  private mutating func growBytes(_ needed: Int) {
    let newCapacity = max(2 * needed, 4096)
    let larger = memory.allocate(UInt8.self, newCapacity)
    if let bytes {
      larger.update(from: bytes, count: byteCount)
      memory.free(bytes, byteCapacity)
    }
    bytes = larger
    byteCapacity = newCapacity
  }

  @inline(__always)
  mutating func storeMissing(_ row: Int) {
    switch kind {
    case .skip, .missing, .spoiled: break
    case .number: store(Double.nan, row)
    case .integer, .boolean, .time:
      store(Int64(0), row)
      markMissing(row)
    case .text:
      ends.unsafelyUnwrapped[row] = UInt32(truncatingIfNeeded: byteCount)
      markMissing(row)
    }
  }

  @inline(__always)
  private mutating func markMissing(_ row: Int) {
    if isPresent == nil {
      let flags = memory.allocate(Bool.self, capacity)
      flags.initialize(repeating: true, count: capacity)
      isPresent = flags
    }
    isPresent.unsafelyUnwrapped[row] = false
  }

  /// Stores a cell of any content, and widens the type where it must.
  ///
  /// - Returns: false where the type is prescribed and the cell does not fit it.
  @inline(never)
  mutating func storeAny(_ text: UnsafeBufferPointer<UInt8>, _ row: Int, decimalMark: UInt8, missing: MissingMarkers) -> Bool {
    if missing.contains(text) {
      storeMissing(row)
      return true
    }
    let cell = CellText(text, decimalMark: decimalMark)
    switch kind {
    case .skip, .spoiled:
      return true
    case .text:
      return append(text, row)
    case .missing:
      if let value = cell.integer(lenient: false) {
        start(.integer, row)
        store(value, row)
      } else if let value = cell.number(lenient: false) {
        start(.number, row)
        store(value, row)
        noteLargeInteger(text)
      } else if let value = cell.boolean(lenient: false) {
        start(.boolean, row)
        store(value ? Int64(1) : 0, row)
      } else if let time = cell.time {
        start(.time, row)
        return store(time, row)
      } else {
        start(.text, row)
        return append(text, row)
      }
    case .integer:
      if let value = cell.integer(lenient: isLocked) {
        store(value, row)
      } else if !isLocked, let value = cell.number(lenient: false) {
        widenToNumber(row)
        store(value, row)
        noteLargeInteger(text)
      } else {
        return spoil()
      }
    case .number:
      guard let value = cell.number(lenient: isLocked) else { return spoil() }
      store(value, row)
    case .boolean:
      guard let value = cell.boolean(lenient: isLocked) else { return spoil() }
      store(value ? Int64(1) : 0, row)
    case .time:
      guard let time = cell.time else { return spoil() }
      return store(time, row)
    }
    return true
  }

  private mutating func store(_ time: CivilTime, _ row: Int) -> Bool {
    if let hasZone, hasZone != time.hasZone { return spoil() }
    hasZone = time.hasZone
    store(time.seconds, row)
    fractionDigits = max(fractionDigits, time.fractionDigits)
    if time.nanoseconds != 0 {
      if nanoseconds == nil {
        let fresh = memory.allocate(Int32.self, capacity)
        fresh.initialize(repeating: 0, count: capacity)
        nanoseconds = fresh
      }
      nanoseconds.unsafelyUnwrapped[row] = time.nanoseconds
    }
    return true
  }

  private mutating func noteLargeInteger(_ text: UnsafeBufferPointer<UInt8>) {
    if text.allSatisfy({ $0 &- 48 <= 9 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }) && text.count > 2 { hasLargeInteger = true }
  }

  /// The first cell that is not missing settles the type; the rows before it are missing.
  private mutating func start(_ newKind: Kind, _ row: Int) {
    kind = newKind
    allocate()
    for earlier in 0..<row { storeMissing(earlier) }
  }

  private mutating func widenToNumber(_ row: Int) {
    guard let cells else { return }
    // An Int64 turned into a double is rounded as its digits would be.
    for earlier in 0..<row {
      let isThere = isPresent.map { $0[earlier] } ?? true
      store(isThere ? Double(Int64(bitPattern: cells[earlier])) : .nan, earlier)
    }
    memory.free(isPresent, capacity)
    isPresent = nil
    kind = .number
  }

  private mutating func spoil() -> Bool {
    if isLocked { return false }
    release()
    kind = .spoiled
    return true
  }
}
