/// What files looked like at a moment, without reading them: enough to tell later which of them changed.
///
/// A folder is known by the files in it, at any depth. Hidden ones are left out, as they are from a folder that a step reads.
public struct FileStates: Sendable, Hashable {
  private enum State: Hashable {
    case missing
    /// A folder that was not looked into.
    case closedFolder
    case file(FileStamp)
    /// The files in it by their paths, links followed.
    case folder([String: FileStamp])
  }

  private var states: [String: State] = [:]
  /// The folders in which something happens when one of the files changes.
  private(set) var folders: Set<String> = []
  /// Files that do not count, absolute, links followed.
  private var ignored: Set<String> = []
  /// A folder of more files than this is known by the first of them.
  private static let limit = 100_000

  /// - Parameters:
  ///   - paths: files and folders, there or not.
  ///   - ignored: files that do not count, by themselves or in one of the folders.
  public init(of paths: some Sequence<String>, ignoring ignored: some Sequence<String> = []) {
    self.ignored = Set(ignored.map(FileSystem.resolved))
    for path in paths { look(at: path) }
  }

  /// Leaves files out of account that were looked at: what a run writes itself.
  public mutating func ignore(_ paths: some Sequence<String>) {
    let paths = Set(paths.map(FileSystem.resolved))
    ignored.formUnion(paths)
    for (path, state) in states {
      if paths.contains(FileSystem.resolved(path)) {
        states[path] = nil
      } else if case .folder(let files) = state {
        states[path] = .folder(files.filter { !paths.contains($0.key) })
      }
    }
  }

  /// Adds what others look like that are not known yet.
  public mutating func add(_ others: FileStates) {
    states.merge(others.states) { own, _ in own }
    folders.formUnion(others.folders)
    ignored.formUnion(others.ignored)
  }

  /// The paths that look different now, sorted; one that came or went is among them.
  public func changed() -> [String] {
    var now = FileStates(of: [], ignoring: ignored)
    for (path, state) in states {
      if case .closedFolder = state { now.look(at: path, isDeep: false) } else { now.look(at: path) }
    }
    return states.keys.filter { states[$0] != now.states[$0] }.sorted()
  }

  /// Adds what the file or folder at `path` looks like, unless it is known already or does not count.
  ///
  /// - Parameter isDeep: whether what is in a folder counts; else only that it is one.
  mutating func look(at path: String, isDeep: Bool = true) {
    let real = FileSystem.resolved(path)
    if states[path] != nil || ignored.contains(real) { return }
    folders.insert(FileSystem.parent(of: path))
    guard let stamp = try? FileStamp(path: real) else {
      states[path] = .missing
      // A link may lead to what is not there yet, and a folder on the way may come.
      var nearest = FileSystem.parent(of: path)
      while !FileSystem.exists(nearest), nearest != "/", nearest != "." { nearest = FileSystem.parent(of: nearest) }
      folders.insert(nearest)
      return
    }
    folders.insert(FileSystem.parent(of: real))
    guard stamp.isFolder else {
      states[path] = .file(stamp)
      return
    }
    guard isDeep else {
      states[path] = .closedFolder
      return
    }
    var found: [String: FileStamp] = [:]
    var visited: Set<FileStamp> = [stamp]
    walk(real, &found, &visited)
    states[path] = .folder(found)
  }

  /// Each folder once, whatever links lead to it.
  private mutating func walk(_ folder: String, _ found: inout [String: FileStamp], _ visited: inout Set<FileStamp>) {
    folders.insert(folder)
    for name in FileSystem.names(in: folder) where !name.hasPrefix(".") && found.count < Self.limit {
      guard let path = try? FileSystem.realPath("\(folder)/\(name)"), let stamp = try? FileStamp(path: path), !stamp.isSpecial,
        !ignored.contains(path)
      else { continue }
      if !stamp.isFolder {
        found[path] = stamp
      } else if visited.insert(stamp).inserted {
        walk(path, &found, &visited)
      }
    }
  }
}
