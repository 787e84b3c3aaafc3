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
  }

  /// Writes to `sink` what `draw` draws, in full buffers.
  static func write(to sink: inout some ByteSink, _ draw: (PageWriter) -> Void) throws {
    try withUnsafeMutablePointer(to: &sink) { pointer in
      let out = PageWriter { try pointer.pointee.write($0) }
      out.buffer.reserveCapacity(capacity + 4096)
      draw(out)
      try out.finish()
    }
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
    var place = 0
    while !rest.isEmpty, place < bytes.count {
      rest.append(bytes[place])
      place += 1
      if rest.count == 3 {
        writer.write(bytes: Self.encode(rest[0], rest[1], rest[2]))
        rest.removeAll(keepingCapacity: true)
      }
    }
    // In pieces, so that the text of a large file is never held whole.
    while bytes.count - place >= 3 {
      let count = min((bytes.count - place) / 3, 16_384)
      writer.write(bytes: Self.encode(UnsafeRawBufferPointer(rebasing: bytes[place..<(place + 3 * count)])))
      place += 3 * count
    }
    rest.append(contentsOf: bytes[place...])
  }

  fileprivate mutating func finish() {
    guard !rest.isEmpty else { return }
    var text = Self.encode(rest[0], rest.count > 1 ? rest[1] : 0, 0)
    text[3] = UInt8(ascii: "=")
    if rest.count == 1 { text[2] = UInt8(ascii: "=") }
    writer.write(bytes: text)
    rest = []
  }

  private static func encode(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> [UInt8] {
    withUnsafeBytes(of: (a, b, c)) { encode($0) }
  }

  /// - Parameter bytes: a multiple of three.
  private static func encode(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    alphabet.withUnsafeBufferPointer { alphabet in
      [UInt8](unsafeUninitializedCapacity: bytes.count / 3 * 4) { text, count in
        for triple in 0..<(bytes.count / 3) {
          let word = UInt32(bytes[3 * triple]) << 16 | UInt32(bytes[3 * triple + 1]) << 8 | UInt32(bytes[3 * triple + 2])
          text[4 * triple] = alphabet[Int(word >> 18)]
          text[4 * triple + 1] = alphabet[Int(word >> 12 & 63)]
          text[4 * triple + 2] = alphabet[Int(word >> 6 & 63)]
          text[4 * triple + 3] = alphabet[Int(word & 63)]
        }
        count = bytes.count / 3 * 4
      }
    }
  }
}
