private import CZlib

/// Inflates gzip data of one or more members (RFC 1952).
enum Gzip {
  static func isGzip(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.count > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8 }

  /// The content, in memory that the caller frees.
  static func inflate(_ bytes: UnsafeRawBufferPointer) throws(TableError) -> UnsafeMutableBufferPointer<UInt8> {
    var stream = z_stream()
    // 15 bits of window, and 16 for the gzip frame.
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw TableError("there is no memory to unpack the gzip data")
    }
    defer { inflateEnd(&stream) }

    var capacity = max(4 * bytes.count, 1 << 12)
    var content = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    var count = 0
    var read = 0
    func fail(_ message: String) -> TableError {
      content.deallocate()
      return TableError(message)
    }
    while true {
      if count == capacity {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity)
        larger.update(from: content, count: count)
        content.deallocate()
        content = larger
        capacity *= 2
      }
      // zlib counts in 32 bits; larger data go in parts.
      let offered = min(bytes.count - read, 1 << 30)
      let room = min(capacity - count, 1 << 30)
      stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.advanced(by: read).assumingMemoryBound(to: UInt8.self))
      stream.avail_in = UInt32(offered)
      stream.next_out = content + count
      stream.avail_out = UInt32(room)
      let state = CZlib.inflate(&stream, Z_NO_FLUSH)
      read += offered - Int(stream.avail_in)
      count += room - Int(stream.avail_out)
      switch state {
      case Z_STREAM_END:
        // Another member may follow, or zeros that pad the file.
        let rest = UnsafeRawBufferPointer(rebasing: bytes[read...])
        guard isGzip(rest) else {
          guard rest.allSatisfy({ $0 == 0 }) else { throw fail("the gzip data are followed by something else; fetch the file again") }
          return UnsafeMutableBufferPointer(start: content, count: count)
        }
        inflateReset(&stream)
      case Z_OK:
        continue
      case Z_BUF_ERROR where count == capacity:
        continue
      case Z_BUF_ERROR:
        throw fail("the gzip data are cut short; fetch the file again")
      default:
        throw fail("the gzip data are damaged; fetch the file again")
      }
    }
  }
}
