import CZlib
import Execution
import LinearAlgebra
import Tabular

extension CSVText {
  /// Pieces that are held at a time.
  private static let waveSize = 32

  /// The table by gzip; nil where it takes more than `limit` bytes, or is about to take twice as much.
  ///
  /// Pieces of rows are compressed side by side and joined in one member, as pigz does. The pieces depend on the table alone, and the head
  /// names no time and no file, so that the same table comes out as the same bytes.
  static func compressed(_ table: Table, upTo limit: Int) -> [UInt8]? {
    // No table shrinks to less than a hundredth, so a hopeless one is not written at all.
    guard limit > 0, table.rowCount.multipliedReportingOverflow(by: table.columns.count).partialValue / 100 <= limit else { return nil }
    // Some hundred kilobytes of text: a piece begins without what stands before it, which costs it about a percent.
    let pieces = FixedPieces(of: table.rowCount, size: max(64, 32_768 / max(1, table.columns.count)))
    // Deflate, without flags, time and level, on an unknown system.
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    var checksum = crc32_z(0, nil, 0)
    var count = 0
    for start in stride(from: 0, to: max(1, pieces.count), by: waveSize) {
      let wave = mapPieces(max(1, min(waveSize, pieces.count - start)), cores: Host.coreCount) { place in
        DeflatedText((start + place == 0 ? head(of: table) : []) + (pieces.count == 0 ? [] : lines(of: table, pieces.range(start + place))))
      }
      for piece in wave {
        guard let piece else { return nil }
        bytes += piece.bytes
        checksum = crc32_combine(checksum, piece.checksum, piece.count)
        count += piece.count
      }
      // Twice over the limit, should the rest be as what there is, is over it.
      let share = pieces.count == 0 ? 1 : Double(min(start + waveSize, pieces.count)) / Double(pieces.count)
      if bytes.count > limit || Double(bytes.count) > 2 * share * Double(limit) { return nil }
    }
    // An empty last block, the checksum, and the length modulo 2^32.
    bytes += [3, 0]
    for number in [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: count)] {
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    return bytes.count <= limit ? bytes : nil
  }
}

/// A piece of text by deflate, which ends at a byte's border and not the stream.
private struct DeflatedText: Sendable {
  let bytes: [UInt8]
  /// CRC-32 of the text.
  let checksum: uLong
  /// Bytes of the text.
  let count: Int

  /// Nil where there is no memory.
  init?(_ text: [UInt8]) {
    count = text.count
    checksum = crc32_z(0, text, text.count)
    var stream = z_stream()
    // −15: the largest window, without head and foot. Level 4 is a third of the time of 6, for a few percent.
    guard deflateInit2_(&stream, 4, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    guard let length = uInt(exactly: text.count), let room = Int(exactly: deflateBound(&stream, uLong(text.count)) + 16) else { return nil }
    var isWhole = false
    bytes = text.withUnsafeBufferPointer { text in
      [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        stream.next_in = UnsafeMutablePointer(mutating: text.baseAddress)
        stream.avail_in = length
        stream.next_out = buffer.baseAddress
        stream.avail_out = uInt(clamping: room)
        isWhole = deflate(&stream, Z_SYNC_FLUSH) == Z_OK && stream.avail_in == 0 && stream.avail_out > 0
        count = buffer.count - Int(stream.avail_out)
      }
    }
    guard isWhole else { return nil }
  }
}
