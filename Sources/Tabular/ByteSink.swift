/// Where bytes are written, piece after piece: memory, a file, a hash, a socket.
public protocol ByteSink {
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws
}

extension ByteSink {
  mutating func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  mutating func writeZeros(_ count: Int) throws {
    if count > 0 { try write([UInt8](repeating: 0, count: count)) }
  }
}

/// A sink that keeps what is written.
public struct ByteBuffer: ByteSink {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func write(_ bytes: UnsafeRawBufferPointer) {
    self.bytes.append(contentsOf: bytes)
  }
}
