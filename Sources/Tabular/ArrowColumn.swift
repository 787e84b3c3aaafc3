/// A column as the buffers of Arrow's columnar format, in their order, to be written.
///
/// A buffer knows its length at once, since lengths are written before contents, and makes its bytes piece by piece when it is written.
struct ArrowColumn {
  let missingCount: Int
  let buffers: [Buffer]

  enum Buffer {
    /// A bit a cell, set where `source` says so; the least bit of a byte comes first.
    case bits(count: Int, source: @Sendable (Int) -> Bool)
    case doubles([Double])
    /// Doubles with zero at missing cells, so that the payload of a NaN does not show.
    case doublesZeroingMissing([Double])
    case integers([Int64])
    /// Codes with zero at missing cells.
    case codes([Int32])
    case offsets32([Int])
    case offsets64([Int])
    case bytes([UInt8])
    case empty
  }

  init(_ values: Column.Values) {
    switch values {
    case .number(let numbers):
      missingCount = values.missingCount
      buffers = missingCount == 0
        ? [.empty, .doubles(numbers)]
        : [.bits(count: numbers.count) { !numbers[$0].isNaN }, .doublesZeroingMissing(numbers)]
    case .integer(let integers):
      missingCount = integers.missingCount
      buffers = [Self.validity(integers.isPresent), .integers(integers.values)]
    case .boolean(let booleans):
      missingCount = booleans.missingCount
      let flags = booleans.values
      buffers = [Self.validity(booleans.isPresent), .bits(count: flags.count) { flags[$0] }]
    case .text(let text):
      missingCount = text.missingCount
      buffers = Self.buffers(text)
    case .dictionary(let dictionary):
      missingCount = dictionary.missingCount
      let codes = dictionary.codes
      buffers = [missingCount == 0 ? .empty : .bits(count: codes.count) { codes[$0] >= 0 }, .codes(codes)]
    case .timestamp(let times):
      missingCount = times.ticks.missingCount
      buffers = [Self.validity(times.ticks.isPresent), .integers(times.ticks.values)]
    }
  }

  init(_ text: TextValues) {
    missingCount = text.missingCount
    buffers = Self.buffers(text)
  }

  static func needsWideOffsets(_ text: TextValues) -> Bool { text.bytes.count > Int(Int32.max) }

  private static func buffers(_ text: TextValues) -> [Buffer] {
    [validity(text.isPresent), needsWideOffsets(text) ? .offsets64(text.offsets) : .offsets32(text.offsets), .bytes(text.bytes)]
  }

  private static func validity(_ isPresent: [Bool]) -> Buffer {
    isPresent.isEmpty ? .empty : .bits(count: isPresent.count) { isPresent[$0] }
  }
}

extension ArrowColumn.Buffer {
  /// In bytes, without padding.
  var length: Int {
    switch self {
    case .bits(let count, _): (count + 7) / 8
    case .doubles(let values), .doublesZeroingMissing(let values): 8 * values.count
    case .integers(let values): 8 * values.count
    case .codes(let values): 4 * values.count
    case .offsets32(let values): 4 * values.count
    case .offsets64(let values): 8 * values.count
    case .bytes(let bytes): bytes.count
    case .empty: 0
    }
  }

  func write(to sink: inout some ByteSink) throws {
    switch self {
    case .bits(let count, let source):
      try inPieces(of: (count + 7) / 8, to: &sink) { place in
        var byte: UInt8 = 0
        for bit in 0..<min(8, count - 8 * place) where source(8 * place + bit) { byte |= 1 << UInt8(bit) }
        return byte
      }
    case .doubles(let values): try values.withUnsafeBytes { try sink.write($0) }
    case .doublesZeroingMissing(let values):
      try inPieces(of: values.count, to: &sink) { values[$0].isNaN ? 0 : values[$0].bitPattern }
    case .integers(let values): try values.withUnsafeBytes { try sink.write($0) }
    case .codes(let values): try inPieces(of: values.count, to: &sink) { max(values[$0], 0) }
    case .offsets32(let values): try inPieces(of: values.count, to: &sink) { Int32(truncatingIfNeeded: values[$0]) }
    case .offsets64(let values): try values.withUnsafeBytes { try sink.write($0) }
    case .bytes(let bytes): try bytes.withUnsafeBytes { try sink.write($0) }
    case .empty: break
    }
  }

  /// Makes `count` elements and writes them, some thousands at a time, so that no second copy of the column is in memory.
  @inline(__always)
  private func inPieces<Element: FixedWidthInteger>(of count: Int, to sink: inout some ByteSink, _ element: (Int) -> Element) throws {
    let pieceSize = 8192
    var piece: [Element] = []
    piece.reserveCapacity(min(count, pieceSize))
    for start in stride(from: 0, to: count, by: pieceSize) {
      piece.removeAll(keepingCapacity: true)
      for place in start..<min(start + pieceSize, count) { piece.append(element(place)) }
      try piece.withUnsafeBytes { try sink.write($0) }
    }
  }
}
