import Synchronization
import Tabular
public import Tooling

/// Artifacts in memory, by digest: what tools read and write in tests, through the same bytes as in the real store.
public final class MemoryStore: Sendable {
  private let contents = Mutex<[String: [UInt8]]>([:])

  public init() {}

  /// Writes `value` in the bytes of its kind and gives it back as an artifact.
  public func store(_ value: any ArtifactValue) throws -> StoredArtifact {
    var sink: any ArtifactSink = Sink(store: self)
    try value.write(to: &sink)
    return keep((sink as? Sink)?.buffer.bytes ?? [], value.kind)
  }

  private func keep(_ bytes: [UInt8], _ kind: Kind) -> StoredArtifact {
    let digest = Self.digest(bytes)
    contents.withLock { $0[digest] = bytes }
    return StoredArtifact(kind: kind, digest: digest, source: MemoryBytes(bytes)) { [self] in try attachment($0) }
  }

  /// What figures and collections name by digest; tables are all that tools attach today.
  private func attachment(_ digest: String) throws -> StoredArtifact {
    guard let bytes = contents.withLock({ $0[digest] }) else { throw ToolError("there is no artifact \(digest)") }
    return StoredArtifact(kind: .table, digest: digest, source: MemoryBytes(bytes)) { [self] in try attachment($0) }
  }

  private struct Sink: ArtifactSink {
    let store: MemoryStore
    var buffer = ByteBuffer()

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws { buffer.write(bytes) }
    mutating func attach(_ value: any ArtifactValue) throws -> String { try store.store(value).digest }
  }

  /// 256 bits that tell contents apart, not against malice: four FNV-1a hashes of different beginnings.
  private static func digest(_ bytes: [UInt8]) -> String {
    var lanes = SIMD4<UInt64>(0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9, 0x94D0_49BB_1331_11EB)
    for byte in bytes { lanes = (lanes ^ SIMD4(repeating: UInt64(byte))) &* SIMD4(repeating: 0x0000_0100_0000_01B3) }
    return (0..<4).map { lane in
      let text = String(lanes[lane], radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
  }
}
