import CLinux
import Glibc
import Synchronization
import Tabular
public import Tooling

/// The content-addressed folder that holds artifacts and results.
///
///     cas/ab/<sha256>     artifacts, read-only
///     ac/ab/<key>         results, small, each with its own checksum
///     runs/<id>.jsonl     one record a run
///     tags/<name>         the id of a run that is kept under this name
///     pages/<digest>      what each report was drawn from
///     stat                digests by stat; can be thrown away
///     locks               an empty file: a byte of it is locked while a key is computed
///     tmp/                what is being written
///
/// The file system is the only truth. What is written goes to `tmp/` and is renamed, artifacts first, then the result, so that
/// a process killed at any moment leaves a store that the next run uses.
public final class Store: Sendable, ArtifactSource {
  public let path: String
  let statCache: StatCache
  let keyLocks: KeyLocks
  private let counter = Atomic<Int>(0)
  /// Tells the temporary files of this process from those of one with the same number on another machine.
  private let salt = String(UInt32.random(in: .min ... .max), radix: 16)
  private let unsynced = Mutex<[String]>([])
  /// Held as long as the store is open; nil for one that is only read.
  private let use: StoreUse?

  /// How a store is opened.
  public enum Access: Sendable {
    /// To run, beside others who do.
    case shared
    /// To remove what is not needed; nobody else may be at work in it.
    case alone
  }

  /// Opens the store at `path`, making it where there is none.
  /// - Throws: `FileError` where it cannot be made or written, or where it cannot be had alone.
  public init(path: String, access: Access = .shared) throws(FileError) {
    for folder in ["", "/cas", "/ac", "/runs", "/pages", "/tmp"] { try FileSystem.makeFolder(path + folder) }
    guard Glibc.access(path + "/tmp", W_OK) == 0 else { throw FileError("write to the store", path) }
    switch access {
    case .shared: use = StoreUse.shared(path)
    case .alone:
      guard let alone = StoreUse.alone(path) else { throw FileError(message: "a run is at work in '\(path)'; try again when it has ended", path: path) }
      use = alone
    }
    self.path = path
    self.statCache = StatCache(path: path + "/stat", temporary: "\(path)/tmp/stat-\(getpid())-\(salt)")
    self.keyLocks = KeyLocks(path: path + "/locks")
  }

  /// Opens a store that is only read, and may belong to others.
  /// - Throws: `FileError` where there is none.
  public convenience init(reading path: String) throws(FileError) {
    guard FileSystem.exists(path + "/cas"), FileSystem.exists(path + "/ac") else {
      throw FileError(message: "there is no store at '\(path)'", path: path)
    }
    self.init(lookingInto: path)
  }

  /// Looks into a store without writing. Where there is none it is one without results.
  public init(lookingInto path: String) {
    self.path = path
    use = nil
    // Nothing that this machine remembers of its files is believed.
    statCache = StatCache(path: nil)
    keyLocks = KeyLocks(path: "")
  }

  // MARK: Artifacts

  func artifactPath(_ digest: String) -> String { "\(path)/cas/\(digest.prefix(2))/\(digest)" }

  /// Writes `value` and gives its reference.
  func put(_ value: any ArtifactValue, named name: String) throws -> ArtifactReference {
    var sink: any ArtifactSink = StoreSink(store: self)
    try value.write(to: &sink)
    guard var sink = sink as? StoreSink else { throw ToolError("the artifact was written elsewhere") }
    let (digest, count) = try sink.finish()
    return ArtifactReference(name: name, kind: value.kind, digest: digest, byteCount: count, attachments: sink.attachments)
  }

  /// Copies a file in, and gives its digest. It is read in pieces: a mapped one that is cut short meanwhile would end the process.
  func put(fileAt path: String) throws -> String {
    var sink = StoreSink(store: self)
    try FileSystem.forEachPiece(of: path) { try sink.write($0) }
    return try sink.finish().digest
  }

  public func artifact(_ reference: ArtifactReference) throws -> StoredArtifact {
    try artifact(kind: reference.kind, digest: reference.digest)
  }

  /// Opens an artifact by its digest. What it attaches is a table for a figure, and what its manifest says for a collection.
  func artifact(kind: Kind, digest: String) throws -> StoredArtifact {
    let file = artifactPath(digest)
    guard Digest.isDigest(digest), FileSystem.exists(file) else { throw FileError("read the artifact", file, code: ENOENT) }
    return StoredArtifact(kind: kind, digest: digest, source: try MappedFile(path: file)) { [self] attached in
      var attachedKind = Kind.table
      if kind == .collection || kind == .folder {
        let elements = try Collection(try artifact(kind: kind, digest: digest)).elements
        attachedKind = elements.first { $0.digest == attached }?.kind ?? .any
      }
      return try artifact(kind: attachedKind, digest: attached)
    }
  }

  /// Whether the bytes of an artifact are there and are those that its digest says; by stat where that is enough.
  func isIntact(digest: String, byteCount: Int?) -> Bool {
    let file = artifactPath(digest)
    guard let stamp = try? FileStamp(path: file), byteCount.map({ Int64($0) == stamp.size }) ?? true else { return false }
    let found = try? statCache.digest(stamp) { try FileSystem.digest(of: file) }
    return found == digest
  }

  func isIntact(_ reference: ArtifactReference) -> Bool {
    isIntact(digest: reference.digest, byteCount: reference.byteCount)
      && reference.attachments.allSatisfy { isIntact(digest: $0, byteCount: nil) }
  }

  /// Moves a finished file into `cas/`; one that is there already stays, unless its size is wrong.
  fileprivate func adopt(_ temporary: String, digest: String, byteCount: Int) throws {
    let file = artifactPath(digest)
    if isIntact(digest: digest, byteCount: byteCount) {
      unlink(temporary)
      return
    }
    try FileSystem.makeFolder("\(path)/cas/\(digest.prefix(2))")
    chmod(temporary, 0o444)
    try FileSystem.rename(temporary, file)
    unsynced.withLock { $0.append(file) }
  }

  /// Takes note of artifacts that another process put here for this one, so that `sync` waits for them too.
  func noteWritten(_ references: [ArtifactReference]) {
    let files = references.flatMap { [$0.digest] + $0.attachments }.map(artifactPath)
    unsynced.withLock { $0 += files }
  }

  // MARK: Small files

  func temporaryPath() -> String { "\(path)/tmp/\(getpid())-\(salt)-\(counter.add(1, ordering: .relaxed).newValue)" }

  /// Writes a small file so that it is there whole or not at all.
  ///
  /// - Parameter isSynced: whether `sync` waits until it lies on the disk.
  func writeWhole(_ bytes: [UInt8], to file: String, isSynced: Bool = true) throws(FileError) {
    let temporary = temporaryPath()
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError("write", temporary) }
    let failure: FileError? = bytes.withUnsafeBytes { bytes in
      do throws(FileError) {
        try FileSystem.write(bytes, to: descriptor, path: temporary)
        return nil
      } catch { return error }
    }
    close(descriptor)
    if let failure {
      unlink(temporary)
      throw failure
    }
    try FileSystem.rename(temporary, file)
    if isSynced { unsynced.withLock { $0.append(file) } }
  }

  /// Waits until what was written lies on the disk, then keeps the stat cache, which vouches for it: after a loss of power a
  /// file that the cache does not know is read in full before it is used.
  public func sync() {
    let files = unsynced.withLock { files in
      defer { files = [] }
      return files
    }
    if files.count > 64 {
      let folder = open(path, O_RDONLY | O_CLOEXEC)
      if folder >= 0 {
        syncfs(folder)
        close(folder)
      }
    } else {
      for file in files {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { continue }
        fdatasync(descriptor)
        close(descriptor)
      }
    }
    statCache.save()
  }
}

/// Writes one artifact: to `tmp/`, hashed on the way, then under its digest. A small one that is there already is not written.
private struct StoreSink: ArtifactSink {
  let store: Store
  private var file: TemporaryFile?
  /// What is not written yet.
  private var pending: [UInt8] = []
  private var digest = DigestStream()
  private var count = 0
  private(set) var attachments: [String] = []

  init(store: Store) { self.store = store }

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    digest.update(bytes)
    count += bytes.count
    if let file { return try file.write(bytes) }
    pending.append(contentsOf: bytes)
    if pending.count > 1 << 16 { try begin() }
  }

  @discardableResult
  private mutating func begin() throws -> TemporaryFile {
    let file = try self.file ?? TemporaryFile(path: store.temporaryPath())
    try pending.withUnsafeBytes { try file.write($0) }
    pending = []
    self.file = file
    return file
  }

  mutating func attach(_ value: any ArtifactValue) throws -> String {
    let reference = try store.put(value, named: "")
    attachments += [reference.digest] + reference.attachments
    return reference.digest
  }

  mutating func finish() throws -> (digest: String, byteCount: Int) {
    let digest = digest.finish()
    if file == nil, store.isIntact(digest: digest, byteCount: count) { return (digest, count) }
    let file = try begin()
    try file.finish()
    try store.adopt(file.path, digest: digest, byteCount: count)
    return (digest, count)
  }
}
