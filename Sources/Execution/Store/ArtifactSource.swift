public import Tooling

/// Where artifacts are read from: the store, or in tests memory.
public protocol ArtifactSource: Sendable {
  /// The artifact's bytes, mapped.
  func artifact(_ reference: ArtifactReference) throws -> StoredArtifact
}
