import Glibc

/// What lies in a store, by looking.
public struct StoreInventory: Sendable {
  /// A file of the store.
  public struct File: Sendable {
    /// The artifact's digest, the result's key, the run's id, or the name.
    public var name: String
    public var path: String
    public var byteCount: Int
    /// Seconds since 1970 when it was last changed.
    public var changed: Double
  }

  public var artifacts: [File] = []
  public var results: [File] = []
  public var runs: [File] = []
  /// What processes that were killed left in `tmp/`.
  public var leftovers: [File] = []

  public init(_ store: Store) {
    artifacts = Self.files(below: store.path + "/cas", isName: Digest.isDigest)
    results = Self.files(below: store.path + "/ac", isName: Digest.isDigest)
    runs = Self.files(in: store.path + "/runs") { $0.hasSuffix(".jsonl") }
    leftovers = Self.files(in: store.path + "/tmp") { _ in true }
  }

  private static func files(below folder: String, isName: (String) -> Bool) -> [File] {
    FileSystem.names(in: folder).flatMap { files(in: "\(folder)/\($0)", isName: isName) }
  }

  private static func files(in folder: String, isName: (String) -> Bool) -> [File] {
    FileSystem.names(in: folder).filter(isName).compactMap { name in
      let path = "\(folder)/\(name)"
      guard let stamp = try? FileStamp(path: path), !stamp.isFolder else { return nil }
      return File(name: name, path: path, byteCount: Int(stamp.size), changed: Double(max(stamp.changed, stamp.modified)) / 1e9)
    }
  }
}

extension [StoreInventory.File] {
  public var byteCount: Int { reduce(0) { $0 + $1.byteCount } }
}
