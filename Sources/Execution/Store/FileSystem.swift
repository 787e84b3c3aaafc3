import Glibc

/// What went wrong with a file, in words.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  public var path: String
  public var message: String
  /// The system's error number.
  public var code: Int32

  init(_ action: String, _ path: String, code: Int32 = errno) {
    self.path = path
    self.code = code
    self.message = "cannot \(action) '\(path)': \(String(cString: strerror(code)).lowercased())"
  }

  init(message: String, path: String, code: Int32 = 0) {
    self.path = path
    self.code = code
    self.message = message
  }

  public var description: String { message }
}

/// What tells a file from its earlier self without reading it.
struct FileStamp: Sendable, Hashable {
  var device: UInt64
  var inode: UInt64
  var size: Int64
  /// Nanoseconds since 1970.
  var modified: Int64
  var changed: Int64
  var isFolder: Bool
  /// Whether it is neither a plain file nor a folder: a pipe, a device, a socket.
  var isSpecial: Bool

  /// - Throws: `FileError`.
  init(path: String) throws(FileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError("read", path) }
    self.init(status)
  }

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    changed = Int64(status.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_ctim.tv_nsec)
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    isSpecial = !isFolder && status.st_mode & S_IFMT != S_IFREG
  }
}

/// The few calls on files that the store makes.
package enum FileSystem {
  static func makeFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    let code = errno
    if code == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeFolder(String(path[..<slash]))
      if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    }
    throw FileError("make the folder", path, code: code)
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Opens a plain file, and tells its size. Pipes, devices and folders are refused, without waiting for a writer.
  private static func openFile(_ path: String) throws(FileError) -> (descriptor: Int32, size: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError("read", path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      let code = status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
      close(descriptor)
      throw FileError("read", path, code: code)
    }
    return (descriptor, max(0, Int(status.st_size)))
  }

  /// SHA-256 of a file, read in pieces: a mapped file that is cut short meanwhile would end the process.
  package static func digest(of path: String) throws -> String {
    var hash = DigestStream()
    try forEachPiece(of: path) { hash.update($0) }
    return hash.finish()
  }

  /// Reads a file in pieces of at most 256 KiB.
  static func forEachPiece<Failure: Error>(of path: String, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws {
    let (descriptor, _) = try openFile(path)
    defer { close(descriptor) }
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError("read", path)
      }
      if count == 0 { return }
      try piece.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  /// The whole of a plain file of at most `limit` bytes.
  package static func read(_ path: String, limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
    let (descriptor, size) = try openFile(path)
    defer { close(descriptor) }
    guard size <= limit else { throw FileError("read", path, code: EFBIG) }
    var bytes = [UInt8](repeating: 0, count: size)
    var count = 0
    while true {
      if count == bytes.count { bytes += [UInt8](repeating: 0, count: max(1, min(bytes.count, 1 << 20))) }
      let room = bytes.count - count
      let got = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), room) }
      if got < 0 {
        if errno == EINTR { continue }
        throw FileError("read", path)
      }
      if got == 0 { break }
      count += got
      // All that there was when the file was opened.
      if count == size { break }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// The whole of a file that is small as a rule, without asking for its size first.
  static func readSmall(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError("read", path) }
    defer { close(descriptor) }
    let size = 1 << 12
    let start: [UInt8]? = withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { buffer in
      let count = Glibc.read(descriptor, buffer.baseAddress, size)
      return (0..<size).contains(count) ? Array(buffer[..<count]) : nil
    }
    if let start { return start }
    return try read(path)
  }

  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws(FileError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError("write", path)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Writes over a file that is there, a setting of the system's for one.
  static func overwrite(_ path: String, with text: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("write", path) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    let failure: FileError? = bytes.withUnsafeBytes { bytes in
      do throws(FileError) {
        try write(bytes, to: descriptor, path: path)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }

  static func rename(_ old: String, _ new: String) throws(FileError) {
    guard Glibc.rename(old, new) == 0 else { throw FileError("write", new) }
  }

  /// Names in a folder, sorted, without `.` and `..`; empty where it is not there or cannot be read.
  static func names(in path: String) -> [String] { (try? allNames(in: path)) ?? [] }

  /// Names in a folder, sorted, without `.` and `..`; empty where there is no such folder, or it is none.
  static func allNames(in path: String) throws(FileError) -> [String] {
    guard let folder = opendir(path) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw FileError("read", path)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The path with every symbolic link followed.
  package static func realPath(_ path: String) throws(FileError) -> String {
    guard let resolved = realpath(path, nil) else { throw FileError("read", path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The folder that a path stands in: `.` for a bare name.
  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Where a path leads, links followed as far as it exists.
  static func resolved(_ path: String) -> String {
    if let real = try? realPath(path) { return real }
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return path }
    return "\(resolved(String(path[..<slash])))\(path[slash...])"
  }

  /// Opens a file to be written from its start, or a pipe or device that is there, and gives its descriptor. A pipe has its
  /// reader already, and a write that would wait for one fails.
  package static func create(_ path: String) throws(FileError) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { throw FileError("write", path) }
    return descriptor
  }

  package static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
