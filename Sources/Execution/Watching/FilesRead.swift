import Synchronization

/// Notes what the files looked like that a run reads, each before it is read.
public final class FilesRead: Sendable {
  private let noted: Mutex<FileStates>

  /// - Parameter ignored: files that do not count where they lie in a folder that a step reads: what the run itself writes.
  public init(ignoring ignored: some Sequence<String>) { noted = Mutex(FileStates(of: [], ignoring: ignored)) }

  public var states: FileStates { noted.withLock { $0 } }

  /// - Parameter isFolder: whether a folder is read with what is in it.
  func note(_ path: String, isFolder: Bool) { noted.withLock { $0.look(at: path, isDeep: isFolder) } }
}
