/// A value of a FlatBuffers message, to be written. Tables are lists of (slot, value); slots that are not listed have their default.
///
/// Only what Arrow's metadata need is here. The format: https://flatbuffers.dev/internals/.
indirect enum FlatValue {
  case bool(Bool)
  case uint8(UInt8)
  case int16(Int16)
  case int32(Int32)
  case int64(Int64)
  case string(String)
  case table([(slot: Int, value: FlatValue)])
  case tables([FlatValue])
  /// A vector of structs whose alignment is 8, as their bytes.
  case structs(count: Int, bytes: [UInt8])

  /// Bytes that the value takes inside its table: its own, or those of an offset to it.
  fileprivate var inlineSize: Int {
    switch self {
    case .bool, .uint8: 1
    case .int16: 2
    case .int32, .string, .table, .tables, .structs: 4
    case .int64: 8
    }
  }
}

/// Lays a message out from front to back: a table, then what it refers to. Offsets in FlatBuffers point forward, so
/// that each is written as zero and filled in when its target's place is known.
struct FlatBufferWriter {
  private var bytes: [UInt8] = [0, 0, 0, 0]

  /// The message with `root`, a table, at its root. Its length is a multiple of 8.
  static func message(_ root: FlatValue) -> [UInt8] {
    var writer = FlatBufferWriter()
    writer.point(from: 0, to: writer.append(root))
    writer.align(8)
    return writer.bytes
  }

  /// Writes what is not inline, and gives its place.
  private mutating func append(_ value: FlatValue) -> Int {
    switch value {
    case .string(let text): return append(text)
    case .table(let fields): return append(fields)
    case .tables(let tables): return append(tables)
    case .structs(let count, let content):
      // The structs are to stand at a multiple of 8, and the count stands before them.
      while bytes.count % 8 != 4 { bytes.append(0) }
      let place = bytes.count
      append(UInt32(truncatingIfNeeded: count))
      bytes += content
      return place
    case .bool, .uint8, .int16, .int32, .int64:
      preconditionFailure("scalars stand inside a table")
    }
  }

  private mutating func append(_ text: String) -> Int {
    align(4)
    let place = bytes.count
    append(UInt32(truncatingIfNeeded: text.utf8.count))
    bytes += text.utf8
    bytes.append(0)
    return place
  }

  private mutating func append(_ tables: [FlatValue]) -> Int {
    align(4)
    let place = bytes.count
    append(UInt32(truncatingIfNeeded: tables.count))
    bytes += [UInt8](repeating: 0, count: 4 * tables.count)
    for (index, table) in tables.enumerated() { point(from: place + 4 + 4 * index, to: append(table)) }
    return place
  }

  private mutating func append(_ fields: [(slot: Int, value: FlatValue)]) -> Int {
    // Where each field stands in the table, after the 4 bytes that lead to the vtable.
    var size = 4
    var vtable = [UInt16](repeating: 0, count: (fields.map(\.slot).max() ?? -1) + 1)
    for (slot, value) in fields {
      size = size.roundedUp(to: value.inlineSize)
      vtable[slot] = UInt16(size)
      size += value.inlineSize
    }

    align(2)
    let vtablePlace = bytes.count
    append(UInt16(4 + 2 * vtable.count))
    append(UInt16(size))
    vtable.forEach { append($0) }

    align(8)
    let place = bytes.count
    append(Int32(place - vtablePlace))
    for (slot, value) in fields {
      while bytes.count < place + Int(vtable[slot]) { bytes.append(0) }
      switch value {
      case .bool(let flag): bytes.append(flag ? 1 : 0)
      case .uint8(let number): bytes.append(number)
      case .int16(let number): append(number)
      case .int32(let number): append(number)
      case .int64(let number): append(number)
      case .string, .table, .tables, .structs: append(UInt32(0))
      }
    }
    for (slot, value) in fields {
      switch value {
      case .string, .table, .tables, .structs: point(from: place + Int(vtable[slot]), to: append(value))
      case .bool, .uint8, .int16, .int32, .int64: break
      }
    }
    return place
  }

  private mutating func align(_ alignment: Int) {
    while bytes.count % alignment != 0 { bytes.append(0) }
  }

  private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func point(from place: Int, to target: Int) {
    withUnsafeBytes(of: UInt32(target - place).littleEndian) { offset in
      for index in 0..<4 { bytes[place + index] = offset[index] }
    }
  }
}

extension Int {
  /// The least multiple of `step` that is not below the number.
  func roundedUp(to step: Int) -> Int { (self + step - 1) / step * step }
}
