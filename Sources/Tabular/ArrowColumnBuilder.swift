/// Joins what the batches of an Arrow file hold of one column.
struct ArrowColumnBuilder {
  private let field: ArrowField
  private var rowCount = 0
  /// Empty while no cell was missing, else a flag a cell.
  private var isPresent: [Bool] = []
  private var numbers: [Double] = []
  private var integers: [Int64] = []
  private var flags: [Bool] = []
  private var textBytes: [UInt8] = []
  private var textOffsets: [Int] = [0]
  /// Whether a uint64 was above `Int64.max`; the integers are then to be read as unsigned.
  private var hasLargeUnsigned = false

  init(_ field: ArrowField) throws(TableError) {
    if case .other(let type) = field.type {
      throw TableError("column '\(field.name)' is of Arrow's type '\(type)', which tables here do not have; \(Self.remedy(type))")
    }
    self.field = field
  }

  private static func remedy(_ type: String) -> String {
    switch type {
    case "decimal": "cast it to float64 or text before writing the file"
    case "list", "struct", "map", "union", "large list", "list view", "fixed-size list": "flatten it into plain columns, or drop it"
    case "time", "duration", "interval": "cast it to int64 or text before writing the file"
    default: "cast it to text, or drop it, before writing the file"
    }
  }

  mutating func release() { self = Self(empty: field) }

  private init(empty field: ArrowField) { self.field = field }

  // MARK: Batches

  mutating func append(_ batch: ArrowBatch) throws(TableError) {
    defer { batch.releaseBuffers() }
    let missing = try batch.nextColumn(field.name)
    let count = batch.rowCount
    if let dictionary = field.dictionary {
      try appendPresence(batch, missing: missing)
      try appendIntegers(batch.buffer(count: count * dictionary.indexBits / 8), bits: dictionary.indexBits, isSigned: dictionary.indexIsSigned, count: count)
      rowCount += count
      return
    }
    switch field.type {
    case .null, .other:
      break
    case .integer(let bits, let isSigned):
      try appendPresence(batch, missing: missing)
      try appendIntegers(batch.buffer(count: count * bits / 8), bits: bits, isSigned: isSigned, count: count)
    case .date32:
      try appendPresence(batch, missing: missing)
      try appendIntegers(batch.buffer(count: count * 4), bits: 32, isSigned: true, count: count)
    case .date64, .timestamp:
      try appendPresence(batch, missing: missing)
      try appendIntegers(batch.buffer(count: count * 8), bits: 64, isSigned: true, count: count)
    case .float(let bits):
      let validity = try batch.validity(missingCount: missing)
      appendFloats(try batch.buffer(count: count * bits / 8), bits: bits, count: count, validity: validity)
    case .boolean:
      try appendPresence(batch, missing: missing)
      let bits = try batch.buffer(count: (count + 7) / 8)
      flags.reserveCapacity(flags.count + count)
      for row in 0..<count { flags.append(bits.bit(row)) }
    case .text:
      try appendPresence(batch, missing: missing)
      try appendText(batch, offsetType: Int32.self)
    case .largeText:
      try appendPresence(batch, missing: missing)
      try appendText(batch, offsetType: Int64.self)
    case .textView:
      try appendPresence(batch, missing: missing)
      try appendViews(batch)
    }
    rowCount += count
  }

  private mutating func appendPresence(_ batch: ArrowBatch, missing: Int) throws(TableError) {
    guard let validity = try batch.validity(missingCount: missing) else {
      if !isPresent.isEmpty { isPresent += [Bool](repeating: true, count: batch.rowCount) }
      return
    }
    if isPresent.isEmpty { isPresent = [Bool](repeating: true, count: rowCount) }
    isPresent.reserveCapacity(rowCount + batch.rowCount)
    for row in 0..<batch.rowCount { isPresent.append(validity.bit(row)) }
  }

  private mutating func appendIntegers(_ content: UnsafeRawBufferPointer, bits: Int, isSigned: Bool, count: Int) {
    switch (bits, isSigned) {
    case (8, true): append(content, as: Int8.self, count: count)
    case (16, true): append(content, as: Int16.self, count: count)
    case (32, true): append(content, as: Int32.self, count: count)
    case (8, false): append(content, as: UInt8.self, count: count)
    case (16, false): append(content, as: UInt16.self, count: count)
    case (32, false): append(content, as: UInt32.self, count: count)
    default:
      let start = integers.count
      append(content, to: &integers, count: count)
      // At a missing cell any bits may stand; they are no number.
      if !isSigned { hasLargeUnsigned = hasLargeUnsigned || (start..<start + count).contains { integers[$0] < 0 && (isPresent.isEmpty || isPresent[$0]) } }
    }
  }

  private mutating func append<Number: FixedWidthInteger>(_ content: UnsafeRawBufferPointer, as type: Number.Type, count: Int) {
    integers.reserveCapacity(integers.count + count)
    for row in 0..<count {
      integers.append(Int64(truncatingIfNeeded: content.loadUnaligned(fromByteOffset: row * MemoryLayout<Number>.size, as: type)))
    }
  }

  /// Appends 64-bit values as they stand; the first batch, often the only one, is one copy.
  private func append<Element: BitwiseCopyable>(_ content: UnsafeRawBufferPointer, to values: inout [Element], count: Int) {
    let more = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: content[..<(count * MemoryLayout<Element>.stride)]))
      initialized = count
    }
    if values.isEmpty { values = more } else { values += more }
  }

  private mutating func appendFloats(_ content: UnsafeRawBufferPointer, bits: Int, count: Int, validity: UnsafeRawBufferPointer?) {
    let start = numbers.count
    switch bits {
    case 16: for row in 0..<count { numbers.append(Double(halfPrecision: content.loadUnaligned(fromByteOffset: 2 * row, as: UInt16.self))) }
    case 32: for row in 0..<count { numbers.append(Double(content.loadUnaligned(fromByteOffset: 4 * row, as: Float.self))) }
    default: append(content, to: &numbers, count: count)
    }
    if let validity {
      for row in 0..<count where !validity.bit(row) { numbers[start + row] = .nan }
    }
  }

  private mutating func appendText<Offset: FixedWidthInteger>(_ batch: ArrowBatch, offsetType: Offset.Type) throws(TableError) {
    let count = batch.rowCount
    let width = MemoryLayout<Offset>.size
    // A column without rows may leave its one offset out.
    let ends = try batch.buffer(count: count == 0 ? 0 : (count + 1) * width)
    let content = try batch.buffer()
    guard count > 0 else { return }
    func offset(_ row: Int) -> Int { Int(ends.loadUnaligned(fromByteOffset: row * width, as: Offset.self)) }
    let first = offset(0)
    var start = first
    var missingAreEmpty = true
    guard first >= 0 else { throw .damagedArrow("text of column '\(field.name)' lies outside of it") }
    for row in 0..<count {
      let end = offset(row + 1)
      guard end >= start, end <= content.count else { throw .damagedArrow("text of column '\(field.name)' lies outside of it") }
      if end > start, !isPresent.isEmpty, !isPresent[rowCount + row] { missingAreEmpty = false }
      start = end
    }
    textOffsets.reserveCapacity(textOffsets.count + count)
    if missingAreEmpty {
      let shift = textBytes.count - first
      textBytes.append(contentsOf: content[first..<start])
      for row in 1...count { textOffsets.append(offset(row) + shift) }
    } else {
      for row in 0..<count { appendCell(UnsafeRawBufferPointer(rebasing: content[offset(row)..<offset(row + 1)])) }
    }
  }

  /// A view is a length and, up to 12 bytes, the text itself, else four bytes of it, a buffer and an offset.
  private mutating func appendViews(_ batch: ArrowBatch) throws(TableError) {
    let count = batch.rowCount
    let views = try batch.buffer(count: 16 * count)
    var contents: [UnsafeRawBufferPointer] = []
    for _ in 0..<(try batch.nextVariadicBufferCount()) { contents.append(try batch.buffer()) }
    for row in 0..<count {
      let length = Int(views.loadUnaligned(fromByteOffset: 16 * row, as: Int32.self))
      if length <= 12 {
        appendCell(try views.part(from: 16 * row + 4, count: length))
        continue
      }
      let buffer = Int(views.loadUnaligned(fromByteOffset: 16 * row + 8, as: Int32.self))
      let offset = Int(views.loadUnaligned(fromByteOffset: 16 * row + 12, as: Int32.self))
      guard contents.indices.contains(buffer) else {
        // At a missing cell any bits may stand.
        if isPresent.isEmpty || isPresent[textOffsets.count - 1] { throw .damagedArrow("text of column '\(field.name)' lies outside of it") }
        textOffsets.append(textBytes.count)
        continue
      }
      appendCell(try contents[buffer].part(from: offset, count: length))
    }
  }

  private mutating func appendCell(_ cell: UnsafeRawBufferPointer) {
    // A missing cell may have bytes in the file; in a table it has none.
    if isPresent.isEmpty || isPresent[textOffsets.count - 1] { textBytes.append(contentsOf: cell) }
    textOffsets.append(textBytes.count)
  }

  // MARK: The column

  /// The column's values; what was gathered is left in the builder.
  ///
  /// - Parameter dictionary: the values of its dictionary, where it has one.
  mutating func finish(dictionary: Column.Values?) throws(TableError) -> Column.Values {
    if let encoding = field.dictionary {
      guard let dictionary else { throw .damagedArrow("column '\(field.name)' has no dictionary") }
      return try finish(dictionary, isOrdered: encoding.isOrdered)
    }
    switch field.type {
    case .null, .other:
      // Such a column has no bytes that would bear its length out.
      guard rowCount <= 1 << 28 else { throw .damagedArrow("column '\(field.name)' has \(rowCount) rows") }
      return .number([Double](repeating: .nan, count: rowCount))
    case .integer:
      guard hasLargeUnsigned else { return .integer(Optionals(integers, isPresent: isPresent, zero: 0)) }
      return .number(integers.indices.map { isPresent.isEmpty || isPresent[$0] ? Double(UInt64(bitPattern: integers[$0])) : .nan })
    case .float: return .number(numbers)
    case .boolean: return .boolean(Optionals(flags, isPresent: isPresent, zero: false))
    case .text, .largeText, .textView: return .text(try finishText())
    case .date32:
      return .timestamp(TimestampValues(Optionals(integers.map { $0 * 86_400 }, isPresent: isPresent, zero: 0), unit: .second))
    case .date64:
      return .timestamp(TimestampValues(Optionals(integers.map { $0.flooredDivision(by: 1000) }, isPresent: isPresent, zero: 0), unit: .second))
    case .timestamp(let unit, let zone):
      return .timestamp(TimestampValues(Optionals(integers, isPresent: isPresent, zero: 0), unit: unit, zone: zone))
    }
  }

  private func finishText() throws(TableError) -> TextValues {
    let isValid = textBytes.withUnsafeBufferPointer { bytes in
      guard bytes.isUTF8 else { return false }
      // The whole may be valid and a cell begin in the middle of a character.
      return textOffsets.allSatisfy { $0 == bytes.count || bytes[$0] & 0xC0 != 0x80 }
    }
    guard isValid else { throw TableError("column '\(field.name)' has text that is not UTF-8; write it as UTF-8") }
    return TextValues(bytes: textBytes, offsets: textOffsets, isPresent: isPresent)
  }

  private func finish(_ dictionary: Column.Values, isOrdered: Bool) throws(TableError) -> Column.Values {
    let levelCount = dictionary.count
    var codes: [Int] = []
    codes.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      guard isPresent.isEmpty || isPresent[row] else {
        codes.append(-1)
        continue
      }
      let code = integers[row]
      guard code >= 0, code < levelCount else { throw .damagedArrow("column '\(field.name)' has code \(code) of \(levelCount) levels") }
      codes.append(Int(code))
    }
    guard case .text(let text) = dictionary else { return dictionary.gathering(codes) }

    // A level may be missing or stand twice in a file; in a table every level is there once.
    var levels: [String] = []
    var places: [String: Int32] = [:]
    var places32 = [Int32](repeating: -1, count: levelCount)
    for level in 0..<levelCount {
      guard let name = text[level] else { continue }
      let place = places[name] ?? Int32(levels.count)
      if Int(place) == levels.count {
        places[name] = place
        levels.append(name)
      }
      places32[level] = place
    }
    return .dictionary(DictionaryValues(codes: codes.map { $0 < 0 ? -1 : places32[$0] }, levels: levels, isOrdered: isOrdered))
  }
}

extension Column.Values {
  /// The cells at `places`, missing where a place is -1.
  fileprivate func gathering(_ places: [Int]) -> Column.Values {
    guard places.contains(-1) else { return selecting(places) }
    func optionals<Element>(_ values: Optionals<Element>, zero: Element) -> Optionals<Element> {
      Optionals(places.map { $0 < 0 ? nil : values[$0] }, zero: zero)
    }
    switch self {
    case .number(let values): return .number(places.map { $0 < 0 ? .nan : values[$0] })
    case .integer(let values): return .integer(optionals(values, zero: 0))
    case .boolean(let values): return .boolean(optionals(values, zero: false))
    case .text(let values): return .text(TextValues(places.map { $0 < 0 ? nil : values[$0] }))
    case .dictionary(let values): return .dictionary(DictionaryValues(codes: places.map { $0 < 0 ? -1 : values.codes[$0] }, levels: values.levels, isOrdered: values.isOrdered))
    case .timestamp(let values): return .timestamp(TimestampValues(optionals(values.ticks, zero: 0), unit: values.unit, zone: values.zone))
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The bit of `place`, the least bit of a byte first.
  fileprivate func bit(_ place: Int) -> Bool { self[place >> 3] & (1 << UInt8(truncatingIfNeeded: place & 7)) != 0 }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the bytes are valid UTF-8.
  var isUTF8: Bool { (try? UTF8Span(validating: span)) != nil }
}

extension Double {
  /// An IEEE 754 binary16 of these bits. (`Float16` is not on every platform that Swift runs on.)
  init(halfPrecision bits: UInt16) {
    let exponent = Int(bits >> 10) & 0x1F
    let fraction = Double(bits & 0x3FF)
    let magnitude: Double
    switch exponent {
    case 0: magnitude = fraction * 0x1p-24
    case 31: magnitude = fraction == 0 ? .infinity : .nan
    default: magnitude = (1024 + fraction) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
    }
    self = bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}

extension FixedWidthInteger where Self: SignedInteger {
  /// The quotient rounded towards minus infinity; `divisor` is above 0.
  func flooredDivision(by divisor: Self) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
