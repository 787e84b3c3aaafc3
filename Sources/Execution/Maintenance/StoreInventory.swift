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
  /// What each report was drawn from: a note, and its formulas.
  public var pages: [File] = []
  /// What processes that were killed left in `tmp/`.
  public var leftovers: [File] = []

  /// - Throws: `FileError` where a folder cannot be read: half of a store is not to be taken for the whole.
  public init(_ store: Store) throws(FileError) {
    artifacts = try Self.files(below: store.path + "/cas", isName: Digest.isDigest)
    results = try Self.files(below: store.path + "/ac", isName: Digest.isDigest)
    runs = try Self.files(in: store.path + "/runs") { $0.hasSuffix(".jsonl") }
    pages = try Self.files(in: store.path + "/pages") { Digest.isDigest(String($0.prefix(64))) }
    leftovers = try Self.files(in: store.path + "/tmp") { _ in true }
  }

  private static func files(below folder: String, isName: (String) -> Bool) throws(FileError) -> [File] {
    var found: [File] = []
    for name in try FileSystem.allNames(in: folder) { found += try files(in: "\(folder)/\(name)", isName: isName) }
    return found
  }

  private static func files(in folder: String, isName: (String) -> Bool) throws(FileError) -> [File] {
    try FileSystem.allNames(in: folder).filter(isName).compactMap { name in
      let path = "\(folder)/\(name)"
      guard let stamp = try? FileStamp(path: path), !stamp.isFolder else { return nil }
      return File(name: name, path: path, byteCount: Int(stamp.size), changed: Double(max(stamp.changed, stamp.modified)) / 1e9)
    }
  }
}

extension [StoreInventory.File] {
  public var byteCount: Int { reduce(0) { $0 + $1.byteCount } }
}
