#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// The bytes of a text cell, where they lie.
struct TextCell: Equatable, Comparable, @unchecked Sendable {
  // Only read, and only while its column is held: the reason for `@unchecked`.
  let bytes: UnsafePointer<UInt8>
  let count: Int

  @inline(__always)
  static func == (a: Self, b: Self) -> Bool { a.count == b.count && memcmp(a.bytes, b.bytes, a.count) == 0 }

  /// By bytes, which is by code points.
  @inline(__always)
  static func < (a: Self, b: Self) -> Bool {
    let order = memcmp(a.bytes, b.bytes, min(a.count, b.count))
    return order != 0 ? order < 0 : a.count < b.count
  }

  /// Eight bytes at a time.
  @inline(__always)
  var hash: UInt64 {
    let raw = UnsafeRawPointer(bytes)
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    var place = 0
    while place &+ 8 <= count {
      hash = mixed(hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place &+= 8
    }
    var rest: UInt64 = 0
    while place < count {
      rest = rest << 8 | UInt64(bytes[place])
      place &+= 1
    }
    return mixed(hash ^ rest)
  }
}

/// The cells of a text column as they lie in memory.
struct TextCells: @unchecked Sendable {
  private let bytes: UnsafePointer<UInt8>
  private let offsets: UnsafePointer<Int>
  private let isPresent: UnsafePointer<Bool>?
  let count: Int

  /// The cell of a row, nil where it is missing.
  @inline(__always)
  subscript(row: Int) -> TextCell? {
    if let isPresent, !isPresent[row] { return nil }
    return TextCell(bytes: bytes + offsets[row], count: offsets[row &+ 1] &- offsets[row])
  }

  /// Calls `body` with the cells, which are good only inside it.
  static func with<Result>(_ values: TextValues, _ body: (TextCells) throws -> Result) rethrows -> Result {
    // An empty array may have no address.
    let bytes = values.bytes.isEmpty ? [0] : values.bytes
    return try bytes.withUnsafeBufferPointer { bytes in
      try values.offsets.withUnsafeBufferPointer { offsets in
        try values.isPresent.withUnsafeBufferPointer { isPresent in
          guard let text = bytes.baseAddress, let places = offsets.baseAddress else { preconditionFailure("arrays of elements have addresses") }
          return try body(
            TextCells(bytes: text, offsets: places, isPresent: isPresent.isEmpty ? nil : isPresent.baseAddress, count: values.count))
        }
      }
    }
  }

  private init(bytes: UnsafePointer<UInt8>, offsets: UnsafePointer<Int>, isPresent: UnsafePointer<Bool>?, count: Int) {
    self.bytes = bytes
    self.offsets = offsets
    self.isPresent = isPresent
    self.count = count
  }
}
