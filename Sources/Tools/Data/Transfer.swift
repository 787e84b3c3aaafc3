import Glibc
import Tooling

/// One file on its way from one address. What has come stays when it is broken off, and the next transfer goes on from there.
struct Transfer {
  private let file: WantedFile
  private let address: String
  private let context: RunContext
  private let protocols: String
  private let part: String

  /// - Parameter isMirror: whether plain http is good too: the bytes are checked, and nobody asked for secrecy.
  init(_ file: WantedFile, from address: String, _ context: RunContext, isMirror: Bool = false) {
    self.file = file
    self.address = address
    self.context = context
    protocols = isMirror ? "=https,http" : "=https"
    let name = WantedFile.sha256(of: Array((address + file.sha256).utf8))
    part = "\(context.supply?.folder ?? "/tmp")/fetch-\(name).part"
  }

  /// Brings the file and checks it.
  /// - Throws: `ToolError`; `CancellationError`.
  func bytes() throws -> [UInt8] {
    // A part that is no part of this file is of no use.
    if let size = DataFile.size(of: part), size >= file.size, size > 0 || file.size == 0 { if let bytes = finished() { return bytes } }
    try run(isResumed: DataFile.size(of: part) ?? 0 > 0)
    if let bytes = finished() { return bytes }
    throw ToolError(
      "'\(address)' gave other bytes: \(mistake ?? "")",
      remedy: "if the file there is a newer one, write its 'sha256' and 'size' into the notebook", parameter: "sha256")
  }

  private var mistake: String? {
    let size = DataFile.size(of: part) ?? 0
    guard size == file.size, let bytes = DataFile.read(part, size: size) else { return "\(size) bytes instead of \(file.size)" }
    return file.mistake(in: bytes)
  }

  /// The file's bytes where the part is the whole of it, which is then no longer needed; anything else of that size goes too.
  private func finished() -> [UInt8]? {
    guard let bytes = DataFile.read(part, size: file.size), file.mistake(in: bytes) == nil else { return nil }
    unlink(part)
    return bytes
  }

  private func run(isResumed: Bool) throws {
    let arguments = [
      "curl", "--fail", "--silent", "--show-error", "--location", "--proto", protocols, "--proto-redir", protocols, "--max-redirs", "10",
      "--connect-timeout", "30", "--speed-limit", "1", "--speed-time", "60", "--retry", "3", "--max-filesize", String(max(1, file.size)),
      "--continue-at", isResumed ? "-" : "0", "--output", part, "--url", address,
    ]
    let (status, said) = try Curl.run(arguments, said: part + ".said") {
      try context.checkCancellation()
      let size = DataFile.size(of: part) ?? 0
      context.progress(file.size == 0 ? nil : min(1, Double(size) / Double(file.size)), "\(size) of \(file.size) bytes")
    }
    if status == 0 { return }
    // The server cannot go on from a place in the middle, or has other bytes there: once more from the start.
    if isResumed {
      unlink(part)
      return try run(isResumed: false)
    }
    if status == 63 { throw ToolError("'\(address)' is larger than the \(file.size) bytes that 'size' says", parameter: "size") }
    // Behind its message curl may explain at length.
    let why = said.split(separator: "\n").last { $0.hasPrefix("curl: ") }.map(String.init) ?? "curl ended with exit code \(status)"
    throw ToolError("'\(address)' cannot be fetched: \(why)", remedy: "what has come is kept: run again to go on", parameter: "url")
  }
}

/// The program that fetches.
private enum Curl {
  /// Runs it to its end, calling `watch` now and then; where that throws, the program is ended.
  ///
  /// - Parameter said: a file for what it says, which is removed.
  /// - Throws: `ToolError` where it cannot be run; what `watch` throws.
  static func run(_ arguments: [String], said: String, _ watch: () throws -> Void) throws -> (status: Int, said: String) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, said, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { unlink(said) }
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid = pid_t()
    let failure = posix_spawnp(&pid, "curl", &actions, nil, &words, environ)
    guard failure == 0 else {
      throw ToolError("files are fetched by 'curl', which cannot be run: \(String(cString: strerror(failure)).lowercased())", remedy: "apt-get install curl")
    }
    var status: Int32 = 0
    do {
      while true {
        let ended = waitpid(pid, &status, WNOHANG)
        if ended == pid || ended < 0 && errno != EINTR { break }
        try watch()
        usleep(20_000)
      }
    } catch {
      kill(pid, SIGKILL)
      while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
      throw error
    }
    let text = DataFile.size(of: said).flatMap { DataFile.read(said, size: $0) }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let signal = status & 0x7F
    return (signal == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(signal), text)
  }
}
