import Tabular

/// Bytes as they are: what a tool that reads files is given. Formats are found by content; a name is never known.
public struct FileBytes: ArtifactValue {
  public static var kind: Kind { .file }
  public static var placeholder: FileBytes { FileBytes([]) }
  private let artifact: StoredArtifact

  public init(_ artifact: StoredArtifact) throws { self.artifact = artifact }

  public init(_ bytes: [UInt8]) { artifact = StoredArtifact(kind: .file, digest: "", source: MemoryBytes(bytes)) }

  public func withBytes<Result, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Result) throws(Failure) -> Result {
    try artifact.withBytes(body)
  }

  public func write(to sink: inout any ArtifactSink) throws {
    try withBytes { try sink.write($0) }
  }
}

/// Text, UTF-8.
public struct TextArtifact: ArtifactValue, Equatable {
  public static var kind: Kind { .text }
  public static var placeholder: TextArtifact { TextArtifact("") }
  public var text: String

  public init(_ text: String) { self.text = text }

  public init(_ artifact: StoredArtifact) throws {
    let bytes = artifact.withBytes { Array($0) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw ToolError("the text is not UTF-8") }
    self.text = text
  }

  public func write(to sink: inout any ArtifactSink) throws { try sink.write(text) }
}
