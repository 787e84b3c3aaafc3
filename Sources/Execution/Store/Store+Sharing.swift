import Glibc
import Tooling

/// Results that another store has: a class's or a laboratory's, which is only read.
extension Store {
  /// Takes over the result kept under `key` in `other`, with its artifacts. Every byte is hashed on the way.
  ///
  /// - Returns: nil where the other store has no such result, or not the whole of it.
  func take(_ preimage: Preimage, _ key: String, from other: Store) -> StoredResult? {
    guard let bytes = other.resultBytes(key), var stored = other.result(bytes, of: preimage) else { return nil }
    do {
      for output in stored.result.outputs {
        try copy(output.digest, from: other)
        for digest in output.attachments { try copy(digest, from: other) }
        guard output.kind == .collection || output.kind == .folder else { continue }
        for element in try Collection(try artifact(output)).elements { try copy(element.digest, from: other) }
      }
      try writeResult(bytes, key: key)
    } catch { return nil }
    stored.origin = other.path
    return stored
  }

  private func copy(_ digest: String, from other: Store) throws {
    if isIntact(digest: digest, byteCount: nil) { return }
    let copied = try put(fileAt: other.artifactPath(digest))
    // What lies under the digest there has another: it is damaged, and of no use.
    guard copied == digest else { throw FileError(message: "the artifact \(digest) is damaged", path: other.path) }
  }
}
