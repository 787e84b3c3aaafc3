import Tabular

/// Writes a page piece by piece, so that no page is ever held whole.
///
/// Drawing code never deals with a sink that fails: the first error is kept, everything after it is dropped, and `finish` throws it.
final class PageWriter {
  private var buffer: [UInt8] = []
  private let drain: (UnsafeRawBufferPointer) throws -> Void
  private var failure: (any Error)?
  private static let capacity = 1 << 16

  /// - Parameter drain: where full buffers go. It must not outlive the sink that it writes to.
  init(drain: @escaping (UnsafeRawBufferPointer) throws -> Void) {
    self.drain = drain
    buffer.reserveCapacity(Self.capacity + 4096)
  }

  func write(_ html: HTML) { write(markup: html.text) }

  func write(markup text: String) {
    buffer.append(contentsOf: text.utf8)
    flushIfFull()
  }

  func write(bytes: some Sequence<UInt8>) {
    buffer.append(contentsOf: bytes)
    flushIfFull()
  }

  func finish() throws {
    flush()
    if let failure { throw failure }
  }

  private func flushIfFull() { if buffer.count >= Self.capacity { flush() } }

  private func flush() {
    if failure == nil {
      do { try buffer.withUnsafeBytes(drain) } catch { failure = error }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// What `draw` writes, as one text: for fragments whose place in the page is not the place where they are drawn.
  static func text(_ draw: (PageWriter) throws -> Void) rethrows -> String {
    var bytes: [UInt8] = []
    try withUnsafeMutablePointer(to: &bytes) { pointer in
      let writer = PageWriter { pointer.pointee.append(contentsOf: $0) }
      try draw(writer)
      writer.flush()
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension PageWriter {
  /// Writes bytes as base64, in a stream: nothing of the text is kept.
  func writeBase64(_ fill: (inout Base64Stream) throws -> Void) rethrows {
    var stream = Base64Stream(writer: self)
    try fill(&stream)
    stream.finish()
  }
}

/// Turns what is written to it into base64 on a page.
struct Base64Stream: ByteSink {
  private let writer: PageWriter
  private var rest: [UInt8] = []
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  fileprivate init(writer: PageWriter) { self.writer = writer }

  mutating func write(_ bytes: UnsafeRawBufferPointer) {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 3 * 4 + 8)
    var place = 0
    while !rest.isEmpty, place < bytes.count {
      rest.append(bytes[place])
      place += 1
      if rest.count == 3 {
        Self.encode(rest[0], rest[1], rest[2], into: &text)
        rest.removeAll(keepingCapacity: true)
      }
    }
    while place + 2 < bytes.count {
      Self.encode(bytes[place], bytes[place + 1], bytes[place + 2], into: &text)
      place += 3
    }
    rest.append(contentsOf: bytes[min(place, bytes.count)...])
    writer.write(bytes: text)
  }

  fileprivate mutating func finish() {
    guard !rest.isEmpty else { return }
    var text: [UInt8] = []
    Self.encode(rest[0], rest.count > 1 ? rest[1] : 0, 0, into: &text)
    text[3] = UInt8(ascii: "=")
    if rest.count == 1 { text[2] = UInt8(ascii: "=") }
    writer.write(bytes: text)
    rest = []
  }

  private static func encode(_ a: UInt8, _ b: UInt8, _ c: UInt8, into text: inout [UInt8]) {
    text.append(alphabet[Int(a >> 2)])
    text.append(alphabet[Int(a & 3) << 4 | Int(b >> 4)])
    text.append(alphabet[Int(b & 15) << 2 | Int(c >> 6)])
    text.append(alphabet[Int(c & 63)])
  }
}
