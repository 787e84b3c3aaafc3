import Glibc
import LinearAlgebra
import Tabular
import Tooling

/// Finds the files that a notebook names, and hashes them.
struct InputFiles: Sendable {
  /// The notebook's folder, absolute, links followed.
  let folder: String
  /// Folders outside it that the user allows, absolute, links followed.
  let allowed: [String]
  let store: Store
  /// How many files are read at a time.
  let cores: Int
  let read: FilesRead?

  init(folder: String, allowed: [String], store: Store, cores: Int, read: FilesRead? = nil) {
    self.cores = cores
    self.read = read
    self.folder = (try? FileSystem.realPath(folder)) ?? folder
    self.allowed = allowed.map { (try? FileSystem.realPath($0)) ?? $0 }
    self.store = store
  }

  /// Opens the file or folder at `path`, relative to the notebook.
  /// - Throws: `StepFailure` where it is outside what may be read, is missing, or is not of `kind`.
  func open(_ path: String, as kind: Kind, parameter: String) throws(StepFailure) -> JobInput {
    if path.isEmpty || path.utf8.contains(0) { throw StepFailure("'\(parameter)' must name a file, not '\(path)'", parameter: parameter) }
    do {
      let place = path.hasPrefix("/") ? path : "\(folder)/\(path)"
      let real: String
      do { real = try FileSystem.realPath(place) } catch {
        read?.note(place, isFolder: false)
        throw error
      }
      read?.note(place, isFolder: kind == .folder && isAllowed(real))
      guard isAllowed(real) else {
        throw StepFailure(
          "'\(path)' is outside the notebook's folder", remedy: "allow its folder with '--allow \(FileSystem.parent(of: real))'",
          parameter: parameter)
      }
      let stamp = try FileStamp(path: real)
      if stamp.isSpecial {
        throw StepFailure("'\(path)' is a pipe or a device, and a file is needed", remedy: "write its content to a file first", parameter: parameter)
      }
      switch (kind, stamp.isFolder) {
      case (.folder, true): return try folderInput(real, parameter: parameter)
      case (.folder, false): throw StepFailure("'\(path)' is a file, and a folder is needed", parameter: parameter)
      case (_, true): throw StepFailure("'\(path)' is a folder, and a file is needed", parameter: parameter)
      case (_, false):
        let digest = try digest(real, stamp)
        let reference = ArtifactReference(name: parameter, kind: .file, digest: digest, byteCount: Int(stamp.size))
        return JobInput(reference: reference, file: .init(path: real, stamp: stamp))
      }
    } catch let failure as StepFailure {
      throw failure
    } catch let error as FileError where error.code == ENOENT {
      throw StepFailure("there is no file '\(path)'", remedy: nearFile(path), parameter: parameter)
    } catch {
      throw StepFailure("\(error)", parameter: parameter)
    }
  }

  /// Whether a path, links followed, is in the notebook's folder or in one that the user allows.
  private func isAllowed(_ real: String) -> Bool {
    ([folder] + allowed).contains { real == $0 || real.hasPrefix($0 == "/" ? "/" : $0 + "/") }
  }

  private func digest(_ path: String, _ stamp: FileStamp) throws -> String {
    try store.statCache.digest(stamp) { try FileSystem.digest(of: path) }
  }

  /// A folder as a manifest of its files, in the order of their names, which go into the store. Links are followed where they stay
  /// within what may be read; hidden files, pipes and devices are left out.
  private func folderInput(_ path: String, parameter: String) throws -> JobInput {
    var found: [(name: String, file: JobInput.File)] = []
    func walk(_ folder: String, _ prefix: String, depth: Int) throws {
      guard depth < 64 else { throw StepFailure("the folder is nested too deeply, or holds itself", parameter: parameter) }
      for name in FileSystem.names(in: folder) where !name.hasPrefix(".") {
        let real: String
        // Not the folder is missing, but something in it: a link to nothing, or a file that has just gone.
        do { real = try FileSystem.realPath("\(folder)/\(name)") } catch { throw StepFailure("\(error)", parameter: parameter) }
        guard isAllowed(real) else {
          throw StepFailure(
            "'\(prefix)\(name)' leads out of the notebook's folder", remedy: "allow its folder with '--allow \(FileSystem.parent(of: real))'",
            parameter: parameter)
        }
        let stamp = try FileStamp(path: real)
        if stamp.isSpecial { continue }
        if stamp.isFolder {
          try walk("\(folder)/\(name)", "\(prefix)\(name)/", depth: depth + 1)
        } else {
          found.append((prefix + name, .init(path: real, stamp: stamp)))
        }
      }
    }
    try walk(path, "", depth: 0)
    let files = found
    let kept = mapPieces(files.count, cores: cores) { place in Result { try keep(files[place].file) } }
    let elements = try zip(files, kept).map { file, digest in
      Collection.Element(name: file.name, kind: .file, digest: try digest.get(), byteCount: Int(file.file.stamp.size))
    }
    var input = JobInput(reference: try store.put(Collection(kind: .folder, elements: elements), named: parameter))
    input.watched = files.map(\.file)
    return input
  }

  /// Puts a file into the store where it is not there yet, and gives its digest.
  private func keep(_ file: JobInput.File) throws -> String {
    let known = try digest(file.path, file.stamp)
    return store.isIntact(digest: known, byteCount: nil) ? known : try store.put(fileAt: file.path)
  }

  private func nearFile(_ path: String) -> String? {
    let parent = path.contains("/") ? FileSystem.parent(of: path) : ""
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let near = nearName(to: name, among: FileSystem.names(in: path.hasPrefix("/") ? parent : "\(folder)/\(parent)")) else { return nil }
    return "did you mean '\(parent.isEmpty ? "" : parent + "/")\(near)'?"
  }
}

/// One input of a job: an artifact in the store, or a file outside it.
public struct JobInput: Sendable {
  public var reference: ArtifactReference
  var file: File?
  /// The files of a folder, which lie in the store.
  var watched: [File] = []

  struct File: Sendable {
    var path: String
    /// What `stat` said when the file was hashed.
    var stamp: FileStamp
    /// Whether the file is still as it was when it was hashed.
    var isUnchanged: Bool { (try? FileStamp(path: path)) == stamp }
  }

  init(reference: ArtifactReference, file: File? = nil) {
    self.reference = reference
    self.file = file
  }
}

/// Why a step did not come to a result, and which parameter or input it is about.
public struct StepFailure: Error, Sendable, Hashable {
  public var message: String
  public var remedy: String?
  public var parameter: String?
  /// Whether the store could not be written.
  var isStoreFault = false
  /// What the tool printed before.
  public var console = ""
  /// How long it had been at work, in seconds.
  public var seconds = 0.0
  /// Whether it only says that a step it asks has no result: that step tells why.
  var isAbsence = false

  public init(_ message: String, remedy: String? = nil, parameter: String? = nil) {
    self.message = message
    self.remedy = remedy
    self.parameter = parameter
  }

  /// A failure for whatever a tool threw.
  init(_ error: any Error) {
    switch error {
    case let failure as StepFailure: self = failure
    case let error as ToolError: self.init(error.message, remedy: error.remedy, parameter: error.parameter)
    case is CancellationError: self.init("interrupted")
    case let error as FileError where [ENOSPC, EDQUOT, EROFS].contains(error.code):
      self.init(error.message, remedy: "what is finished is kept; make room, or name another store with '--store', and run again")
      isStoreFault = true
    default: self.init("\(error)")
    }
  }
}
