import Execution
import Glibc
import Tabular
import Tooling

/// A program of someone else's that is run to its end.
struct ExternalProgram {
  /// Absolute.
  let path: String

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The first of `names` that stands in `PATH` and can be run.
  init?(firstOf names: [String]) {
    let folders = (environmentVariable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
    for name in names {
      if let folder = folders.first(where: { access("\($0)/\(name)", X_OK) == 0 }) {
        path = "\(folder)/\(name)"
        return
      }
    }
    return nil
  }

  /// Runs it with `input` on standard input, and gives what it wrote to standard output. All that it starts ends with it.
  ///
  /// What is written goes through files in `folder`, so that a full pipe can never hold it up.
  /// - Parameter seconds: how long it may take.
  /// - Throws: `FileError` where a file of the folder fails; `Failure` where it cannot be run, does not end in time, or ends with another status than 0; its last line says why.
  func run(_ arguments: [String], input: String = "", in folder: String, seconds: Int) throws -> [UInt8] {
    let (inputPath, outputPath, saidPath) = ("\(folder)/input", "\(folder)/output", "\(folder)/said")
    var file = try FileSink(path: inputPath)
    try file.write(input)
    try file.finish()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, saidPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that its children can be ended with it.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid = pid_t()
    let failure = posix_spawn(&pid, path, &actions, &attributes, &words, environ)
    guard failure == 0 else { throw Failure(description: "'\(path)' cannot be run: \(String(cString: strerror(failure)).lowercased())") }
    let status = try wait(for: pid, seconds: seconds)
    kill(-pid, SIGKILL)
    guard status == 0 else {
      let said = (try? FileSystem.read(saidPath)).map { String(decoding: $0, as: UTF8.self) } ?? ""
      let last = said.split(separator: "\n").last.map { ": \($0.prefix(300))" } ?? ""
      throw Failure(description: "'\(path)' ended with exit code \(status)\(last)")
    }
    return try FileSystem.read(outputPath)
  }

  private func wait(for pid: pid_t, seconds: Int) throws -> Int {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(seconds))
    var status: Int32 = 0
    while true {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid || ended < 0 && errno != EINTR { break }
      guard clock.now < end else {
        kill(-pid, SIGKILL)
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        throw Failure(description: "'\(path)' did not end within \(seconds) s")
      }
      usleep(2_000)
    }
    let signal = status & 0x7F
    return signal == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(signal)
  }
}

/// An empty folder for the time of `body`.
/// - Throws: `ExternalProgram.Failure` where none can be made; what `body` throws.
func withTemporaryFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
  var template = Array(((environmentVariable("TMPDIR") ?? "/tmp") + "/galley-XXXXXX").utf8CString)
  guard mkdtemp(&template) != nil else { throw ExternalProgram.Failure(description: "no temporary folder can be made") }
  let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { removeFolder(folder) }
  return try body(folder)
}

private func removeFolder(_ path: String) {
  if let folder = opendir(path) {
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
      if name == "." || name == ".." { continue }
      if unlink("\(path)/\(name)") != 0 { removeFolder("\(path)/\(name)") }
    }
    closedir(folder)
  }
  rmdir(path)
}
