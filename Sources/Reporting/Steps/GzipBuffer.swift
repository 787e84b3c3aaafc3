import CZlib
import Tabular

/// Compresses what is written to it by gzip, up to a limit. The same bytes come out the same: the header names no time and no file.
struct GzipBuffer: ByteSink {
  private(set) var bytes: [UInt8] = []
  private(set) var isFull = false
  private let limit: Int
  private let stream: Deflation
  private static let pieceSize = 1 << 16

  /// What zlib keeps; it is freed with the last copy of the buffer.
  private final class Deflation {
    var stream = z_stream()
    let isReady: Bool
    init() {
      // 15 + 16: the largest window, with gzip's head and foot. Level 4 is a third of the time of 6, for a few percent.
      isReady = deflateInit2_(&stream, 4, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }
    deinit { deflateEnd(&stream) }
  }

  init(limit: Int) {
    self.limit = limit
    stream = Deflation()
    isFull = !stream.isReady
  }

  mutating func write(_ bytes: UnsafeRawBufferPointer) { deflate(bytes, Z_NO_FLUSH) }

  /// All of it; nil where it went past the limit.
  mutating func finish() -> [UInt8]? {
    deflate(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH)
    return isFull ? nil : bytes
  }

  private mutating func deflate(_ input: UnsafeRawBufferPointer, _ flush: Int32) {
    if isFull { return }
    stream.stream.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self)) }
    stream.stream.avail_in = uInt(input.count)
    while true {
      var status = Z_OK
      let deflation = stream
      let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
        deflation.stream.next_out = buffer.baseAddress
        deflation.stream.avail_out = uInt(buffer.count)
        status = CZlib.deflate(&deflation.stream, flush)
        count = buffer.count - Int(deflation.stream.avail_out)
      }
      bytes += piece
      if bytes.count > limit { isFull = true }
      if isFull || status != Z_OK || (flush == Z_NO_FLUSH && piece.count < Self.pieceSize) { return }
    }
  }
}

extension CSVText {
  /// The table by gzip; nil where it takes more than `limit` bytes.
  static func compressed(_ table: Table, upTo limit: Int) -> [UInt8]? {
    // No table shrinks to less than a hundredth, so a hopeless one is not written at all.
    guard limit > 0, table.rowCount.multipliedReportingOverflow(by: table.columns.count).partialValue / 100 <= limit else { return nil }
    var buffer = GzipBuffer(limit: limit)
    write(table, to: &buffer)
    return buffer.finish()
  }
}
