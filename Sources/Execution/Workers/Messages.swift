import Glibc
import Synchronization
package import Tooling

/// What the engine and its workers say to each other: values in their canonical encoding, each with its length before it.
///
///     length of the message in bytes (8 bytes, little-endian), the message
enum Messages {
  /// The first thing that a worker says; another number is another language.
  static let version = 1
  /// A message is names, parameters and digests. One that claims to be longer is none.
  static let limit = 256 << 20

  static func encoded(_ message: TypedValue) -> [UInt8] {
    var encoder = CanonicalEncoder()
    encoder.encode(message)
    return UInt64(encoder.bytes.count).littleEndianBytes + encoder.bytes
  }
}

/// Gathers bytes and gives the messages that are whole.
package struct MessageBuffer {
  private var bytes: [UInt8] = []

  /// What comes is no message: another program's output, say.
  package struct Garbled: Error {}

  package init() {}

  package mutating func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

  package mutating func next() throws(Garbled) -> TypedValue? {
    guard bytes.count >= 8 else { return nil }
    let length = UInt64(littleEndianBytes: bytes.prefix(8))
    guard length <= UInt64(Messages.limit) else { throw Garbled() }
    let end = 8 + Int(length)
    guard bytes.count >= end else { return nil }
    guard let message = CanonicalDecoder.decode(bytes[8..<end]) else { throw Garbled() }
    bytes.removeFirst(end)
    return message
  }
}

/// Sends messages over a pipe; several threads may.
final class MessageSender: Sendable {
  private let descriptor: Mutex<Int32?>
  private let name: String

  /// - Parameter descriptor: closed with the sender.
  init(descriptor: Int32, name: String) {
    self.descriptor = Mutex(descriptor)
    self.name = name
  }

  func send(_ message: TypedValue) throws(FileError) {
    let bytes = Messages.encoded(message)
    let failure: FileError? = descriptor.withLock { descriptor in
      guard let descriptor else { return FileError("write", name, code: EPIPE) }
      return bytes.withUnsafeBytes { bytes in
        do throws(FileError) {
          try FileSystem.write(bytes, to: descriptor, path: name)
          return nil
        } catch { return error }
      }
    }
    if let failure { throw failure }
  }

  /// Ends the pipe: who reads it comes to its end.
  func close() {
    descriptor.withLock { descriptor in
      if let descriptor { Glibc.close(descriptor) }
      descriptor = nil
    }
  }

  deinit { close() }
}
