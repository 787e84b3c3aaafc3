public import Tabular

/// A value that the store can keep, in the bytes of its kind.
///
/// The same value gives the same bytes, always: digests of bytes are how results are told apart.
public protocol ArtifactValue: InputValue {
  /// The kind that the type has, the general one where values differ.
  static var kind: Kind { get }
  /// The kind that this value has.
  var kind: Kind { get }
  /// - Throws: `ToolError`, `TableError`, … where the bytes are not what the kind says. Never traps.
  init(_ artifact: StoredArtifact) throws
  func write(to sink: inout any ArtifactSink) throws
}

extension ArtifactValue {
  public var kind: Kind { Self.kind }
}

/// Where an artifact's bytes go.
public protocol ArtifactSink: ByteSink {
  /// Stores another artifact that this one refers to, and gives its digest (64 hexadecimal digits).
  mutating func attach(_ value: any ArtifactValue) throws -> String
}

extension ByteSink {
  public mutating func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }
  public mutating func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }
}

/// Bytes to read: a mapped file, or memory.
public protocol ByteSource: Sendable {
  func withBytes<Result, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Result) throws(Failure) -> Result
}

/// Bytes in memory.
public struct MemoryBytes: ByteSource {
  private let bytes: [UInt8]
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  public func withBytes<Result, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Result) throws(Failure) -> Result {
    // Through a value, since the standard library's own closure would widen the error's type.
    let result: Swift.Result<Result, Failure> = bytes.withUnsafeBytes { bytes in
      do throws(Failure) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}

extension MappedFile: ByteSource {}

/// An artifact as it lies in the store: its kind, its bytes, and a way to those it refers to.
public struct StoredArtifact: Sendable {
  public let kind: Kind
  /// SHA-256 of the bytes, 64 hexadecimal digits.
  public let digest: String
  private let source: any ByteSource
  private let attachment: @Sendable (_ digest: String) throws -> StoredArtifact

  public init(
    kind: Kind, digest: String, source: any ByteSource,
    attachment: @escaping @Sendable (_ digest: String) throws -> StoredArtifact = {
      throw ToolError("there is no artifact \($0)")
    }
  ) {
    self.kind = kind
    self.digest = digest
    self.source = source
    self.attachment = attachment
  }

  public func withBytes<Result, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Result) throws(Failure) -> Result {
    try source.withBytes(body)
  }

  /// An artifact that this one names by its digest.
  public func attachment(_ digest: String) throws -> StoredArtifact { try attachment(digest) }
}
