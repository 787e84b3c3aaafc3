/// A table of a FlatBuffers message, read with every offset checked: damaged bytes give an error, never a trap.
struct FlatTable {
  private let bytes: UnsafeRawBufferPointer
  private let place: Int
  private let vtable: Int
  private let vtableSize: Int

  /// The table at the root of the message.
  init(root bytes: UnsafeRawBufferPointer) throws(TableError) {
    try self.init(bytes, at: Int(bytes.integer(at: 0, as: UInt32.self)))
  }

  private init(_ bytes: UnsafeRawBufferPointer, at place: Int) throws(TableError) {
    self.bytes = bytes
    self.place = place
    self.vtable = place - Int(try bytes.integer(at: place, as: Int32.self))
    self.vtableSize = Int(try bytes.integer(at: vtable, as: UInt16.self))
  }

  /// Where the field of `slot` stands; nil where it has its default.
  private func field(_ slot: Int) throws(TableError) -> Int? {
    let entry = 4 + 2 * slot
    guard entry + 2 <= vtableSize else { return nil }
    let offset = Int(try bytes.integer(at: vtable + entry, as: UInt16.self))
    return offset == 0 ? nil : place + offset
  }

  func integer<Number: FixedWidthInteger>(_ slot: Int, default standard: Number) throws(TableError) -> Number {
    guard let field = try field(slot) else { return standard }
    return try bytes.integer(at: field, as: Number.self)
  }

  func bool(_ slot: Int) throws(TableError) -> Bool {
    try integer(slot, default: UInt8(0)) != 0
  }

  func string(_ slot: Int) throws(TableError) -> String? {
    guard let start = try target(slot) else { return nil }
    let count = Int(try bytes.integer(at: start, as: UInt32.self))
    let content = try bytes.part(from: start + 4, count: count)
    return String(decoding: content, as: UTF8.self)
  }

  func table(_ slot: Int) throws(TableError) -> FlatTable? {
    guard let start = try target(slot) else { return nil }
    return try FlatTable(bytes, at: start)
  }

  func tables(_ slot: Int) throws(TableError) -> [FlatTable] {
    guard let start = try target(slot) else { return [] }
    let count = Int(try bytes.integer(at: start, as: UInt32.self))
    _ = try bytes.part(from: start + 4, count: 4 * count)
    var tables: [FlatTable] = []
    for index in 0..<count {
      let entry = start + 4 + 4 * index
      tables.append(try FlatTable(bytes, at: entry + Int(bytes.integer(at: entry, as: UInt32.self))))
    }
    return tables
  }

  /// The bytes of a vector of structs (or scalars), `stride` bytes each.
  func structs(_ slot: Int, stride: Int) throws(TableError) -> UnsafeRawBufferPointer {
    guard let start = try target(slot) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return try bytes.part(from: start + 4, count: stride * Int(bytes.integer(at: start, as: UInt32.self)))
  }

  private func target(_ slot: Int) throws(TableError) -> Int? {
    guard let field = try field(slot) else { return nil }
    return field + Int(try bytes.integer(at: field, as: UInt32.self))
  }
}

extension UnsafeRawBufferPointer {
  /// The little-endian integer at `place`, which need not be aligned.
  func integer<Number: FixedWidthInteger>(at place: Int, as type: Number.Type) throws(TableError) -> Number {
    guard place >= 0, place <= count - MemoryLayout<Number>.size else { throw .damagedArrow("an offset leads out of it") }
    return Number(littleEndian: loadUnaligned(fromByteOffset: place, as: type))
  }

  /// `count` bytes from `start` on.
  func part(from start: Int, count length: Int) throws(TableError) -> UnsafeRawBufferPointer {
    guard start >= 0, length >= 0, start <= count, length <= count - start else {
      throw .damagedArrow("\(length) bytes at \(start) of \(count) are not there")
    }
    return UnsafeRawBufferPointer(rebasing: self[start..<(start + length)])
  }
}

extension TableError {
  static func damagedArrow(_ detail: String) -> TableError {
    TableError("the Arrow file is damaged or cut short (\(detail)); write or fetch it again")
  }
}
