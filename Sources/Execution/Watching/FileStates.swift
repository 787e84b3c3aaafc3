import Glibc

/// What files looked like at a moment, without reading them: enough to tell later which of them changed.
///
/// A folder is known by the files in it, at any depth. Hidden ones are left out, as they are from a folder that a step reads.
public struct FileStates: Sendable, Hashable {
  private enum State: Hashable {
    case missing
    case file(FileStamp)
    case folder([String: FileStamp])
  }

  private var states: [String: State] = [:]
  /// The folders in which something happens when one of the files changes.
  private(set) var folders: Set<String> = []
  /// Paths of files that are not looked at, absolute, links followed.
  private var ignored: Set<String> = []

  /// - Parameters:
  ///   - paths: files and folders, there or not.
  ///   - ignored: files that do not count where they lie in one of the folders.
  public init(of paths: some Sequence<String>, ignoring ignored: some Sequence<String> = []) {
    self.ignored = Set(ignored.map(FileSystem.resolved))
    for path in paths { look(at: path) }
  }

  /// Adds what others look like that are not known yet.
  public mutating func add(_ others: FileStates) {
    states.merge(others.states) { own, _ in own }
    folders.formUnion(others.folders)
    ignored.formUnion(others.ignored)
  }

  /// The paths that look different now, sorted; one that came or went is among them.
  public func changed() -> [String] {
    let now = FileStates(of: states.keys, ignoring: ignored)
    return states.keys.filter { states[$0] != now.states[$0] }.sorted()
  }

  /// Adds what the file or folder at `path` looks like, unless it is known already.
  mutating func look(at path: String) {
    if states[path] != nil { return }
    folders.insert(Self.parent(of: path))
    guard let real = try? FileSystem.realPath(path), let stamp = try? FileStamp(path: real) else {
      states[path] = .missing
      // A link may lead to what is not there yet, and a folder on the way may come.
      var nearest = Self.parent(of: path)
      while !FileSystem.exists(nearest), nearest != "/", nearest != "." { nearest = Self.parent(of: nearest) }
      folders.insert(nearest)
      return
    }
    folders.insert(Self.parent(of: real))
    guard stamp.isFolder else {
      states[path] = .file(stamp)
      return
    }
    var found: [String: FileStamp] = [:]
    walk(real, "", depth: 0, &found)
    states[path] = .folder(found)
  }

  private mutating func walk(_ folder: String, _ prefix: String, depth: Int, _ found: inout [String: FileStamp]) {
    folders.insert(folder)
    guard depth < 64 else { return }
    for name in FileSystem.names(in: folder) where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      guard let stamp = try? FileStamp(path: path), !stamp.isSpecial, !ignored.contains(path) else { continue }
      if stamp.isFolder { walk(path, "\(prefix)\(name)/", depth: depth + 1, &found) } else { found[prefix + name] = stamp }
    }
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
