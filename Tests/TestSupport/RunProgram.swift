#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How a program ended and what it wrote.
public struct ProgramResult: Sendable {
  /// The exit status, or 128 and the signal's number.
  public let status: Int
  public let stdout: String
  public let stderr: String
}

public struct ProgramError: Error, CustomStringConvertible {
  public let description: String
}

/// Runs a program to its end. What it writes goes through temporary files, so that a full pipe can never hold it up.
///
/// - Parameter path: a path, or a name that is looked for in `PATH`.
/// - Parameter environment: the variables of the program; by default those of this process.
/// - Parameter input: what it reads on standard input.
public func runProgram(
  _ path: String, _ arguments: [String] = [], environment: [String: String]? = nil, input: [UInt8] = []
) throws -> ProgramResult {
  let folder = try TemporaryFolder()
  let files = ["stdin", "stdout", "stderr"].map { folder.path + "/" + $0 }
  try writeFile(input, to: files[0])

  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&actions, 1, files[1], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  posix_spawn_file_actions_addopen(&actions, 2, files[2], O_WRONLY | O_CREAT | O_TRUNC, 0o600)

  var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
  var variables: [UnsafeMutablePointer<CChar>?] = (environment ?? currentEnvironment()).map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { (words + variables).forEach { free($0) } }

  // The threads that tests run on block signals, which a shell would wait for in vain.
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var none = sigset_t()
  sigemptyset(&none)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

  var child = pid_t()
  let failure = posix_spawnp(&child, path, &actions, &attributes, &words, &variables)
  guard failure == 0 else { throw ProgramError(description: "\(path) cannot be run: \(String(cString: strerror(failure)))") }
  var state: Int32 = 0
  while waitpid(child, &state, 0) < 0 && errno == EINTR {}
  let signal = state & 0x7F
  return ProgramResult(
    status: signal == 0 ? Int((state >> 8) & 0xFF) : 128 + Int(signal),
    stdout: String(decoding: try readFile(files[1]), as: UTF8.self),
    stderr: String(decoding: try readFile(files[2]), as: UTF8.self))
}

/// The variables of this process.
public func currentEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  var place = environ
  while let entry = place.pointee {
    let text = String(cString: entry)
    if let sign = text.firstIndex(of: "=") { variables[String(text[..<sign])] = String(text[text.index(after: sign)...]) }
    place += 1
  }
  return variables
}

/// An empty folder that is removed, with all in it, when the value goes.
public final class TemporaryFolder: Sendable {
  public let path: String

  public init() throws {
    var template = Array(((currentEnvironment()["TMPDIR"] ?? "/tmp") + "/galley-test-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw ProgramError(description: "no temporary folder can be made") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { removeFolder(path) }
}

private func removeFolder(_ path: String) {
  if let folder = opendir(path) {
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
      if name == "." || name == ".." { continue }
      if unlink(path + "/" + name) != 0 { removeFolder(path + "/" + name) }
    }
    closedir(folder)
  }
  rmdir(path)
}

/// The whole content of a file.
public func readFile(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "rb") else { throw ProgramError(description: "\(path) cannot be opened") }
  defer { fclose(file) }
  var content: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&piece, 1, piece.count, file)
    if count == 0 { return content }
    content += piece[0..<count]
  }
}

/// Makes or replaces a file.
public func writeFile(_ content: [UInt8], to path: String) throws {
  guard let file = fopen(path, "wb") else { throw ProgramError(description: "\(path) cannot be made") }
  let written = fwrite(content, 1, content.count, file)
  guard fclose(file) == 0, written == content.count else { throw ProgramError(description: "\(path) cannot be written") }
}
