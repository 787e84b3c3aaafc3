import Execution
import Synchronization
import Tabular
import Tooling

/// Artifacts in memory, named by a digest of their bytes, as the store names them.
final class MemoryArtifacts: ArtifactSource {
  private let stored = Mutex<[String: (kind: Kind, bytes: [UInt8])]>([:])

  func artifact(_ reference: ArtifactReference) throws -> StoredArtifact { try artifact(reference.digest) }

  private func artifact(_ digest: String) throws -> StoredArtifact {
    guard let entry = stored.withLock({ $0[digest] }) else { throw ToolError("there is no artifact \(digest.prefix(8))") }
    return StoredArtifact(kind: entry.kind, digest: digest, source: MemoryBytes(entry.bytes)) { [self] in try artifact($0) }
  }

  /// Keeps a value, and all that it attaches.
  func add(_ name: String, _ value: any ArtifactValue) throws -> ArtifactReference {
    var sink: any ArtifactSink = Sink(artifacts: self)
    try value.write(to: &sink)
    guard let filled = sink as? Sink else { throw ToolError("the sink changed its type") }
    return add(name, kind: value.kind, filled.bytes)
  }

  func add(_ name: String, kind: Kind, _ bytes: [UInt8]) -> ArtifactReference {
    let digest = Self.digest(bytes)
    stored.withLock { $0[digest] = (kind, bytes) }
    return ArtifactReference(name: name, kind: kind, digest: digest, byteCount: bytes.count)
  }

  /// Four FNV-1a hashes: not SHA-256, but as long, and as different for different bytes as a test needs.
  private static func digest(_ bytes: [UInt8]) -> String {
    (0..<4).map { seed in
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325 &+ UInt64(seed) &* 0x9e37_79b9_7f4a_7c15
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
      let text = String(hash, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
  }

  private struct Sink: ArtifactSink {
    let artifacts: MemoryArtifacts
    var bytes: [UInt8] = []
    mutating func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }
    mutating func attach(_ value: any ArtifactValue) throws -> String { try artifacts.add("", value).digest }
  }
}
