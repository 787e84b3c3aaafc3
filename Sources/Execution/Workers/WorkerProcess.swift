import CLinux
import Glibc
import Synchronization
import Tooling

/// A worker: a process that does one job after another.
///
/// A thread of its own starts the process, listens to it and reaps it. It lives as long as the process does, since the kernel
/// ends a worker when the thread that started it is gone.
final class WorkerProcess: Sendable {
  /// Why a worker did not come to the end of a job.
  enum Ending {
    /// It was stopped from here.
    case stopped(Stop)
    /// It ended by itself: `waitpid`'s status.
    case died(status: Int32)
    case notStarted(String)
  }

  enum Stop: Sendable {
    case interrupted, time, memory
    /// What it said was no reply: another release, or not a worker.
    case garbled
  }

  /// What a job leaves when its worker is gone.
  struct Remains: Error {
    var ending: Ending
    /// What the tool printed: its console, then what went to standard error.
    var console = ""
    /// How far it had come.
    var progress: (fraction: Double?, text: String)?
  }

  private struct State {
    var pid: pid_t = 0
    /// How it ended; nil while it lives.
    var ending: Ending?
    var isGone: Bool { ending != nil }
    var stop: Stop?
    var input: MessageSender?
    /// A job for when the process has started.
    var pending: TypedValue?
    var waiting: CheckedContinuation<WorkerReply, any Error>?
    var observe: (@Sendable (Double?, String) -> Void)?
    /// What the job at hand may use.
    var limits = Job.Limits()
    var console = ""
    var errors: [UInt8] = []
    var progress: (fraction: Double?, text: String)?

    /// The last of what went to standard error: where a program says why it ends.
    mutating func take(errors bytes: UnsafeRawBufferPointer) {
      errors.append(contentsOf: bytes)
      if errors.count > 1 << 15 { errors.removeFirst(errors.count - 1 << 14) }
    }
  }

  private let state = Mutex(State())
  private let program: String
  private let arguments: [String]

  init(program: String, arguments: [String]) {
    self.program = program
    self.arguments = arguments
  }

  /// Starts the process. What goes wrong shows in the first job.
  func start() {
    let keeper = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let failure = pthread_create(&thread, nil, { worker in
      guard let worker else { return nil }
      Unmanaged<WorkerProcess>.fromOpaque(worker).takeRetainedValue().live()
      return nil
    }, keeper.toOpaque())
    if failure != 0 {
      keeper.release()
      end(.notStarted(String(cString: strerror(failure))))
    } else {
      pthread_detach(thread)
    }
  }

  /// Whether it can take a job.
  var isUsable: Bool { state.withLock { !$0.isGone && $0.stop == nil } }

  /// Has the worker do a job; it has none at hand.
  /// - Throws: `Remains`.
  func perform(_ job: TypedValue, _ limits: Job.Limits, observe: @escaping @Sendable (Double?, String) -> Void) async throws -> WorkerReply {
    try await withCheckedThrowingContinuation { continuation in
      let (sender, isGone): (MessageSender?, Bool) = state.withLock { state in
        state.console = ""
        state.errors = []
        state.progress = nil
        state.observe = observe
        state.limits = limits
        state.waiting = continuation
        // A worker that is just starting takes it when it is there.
        if state.input == nil { state.pending = job }
        return (state.input, state.isGone)
      }
      if isGone { return end(nil) }
      // A write that fails means that the worker is gone, which its thread finds out too.
      try? sender?.send(job)
    }
  }

  /// Ends the process now.
  func stop(_ reason: Stop) {
    state.withLock { state in
      if state.stop == nil { state.stop = reason }
      if !state.isGone, state.pid > 0 { kill(state.pid, SIGKILL) }
    }
  }

  /// Lets the process end when it has nothing to do.
  func close() { state.withLock { $0.input }?.close() }

  /// Bytes of memory that the process holds; nil where that cannot be told.
  private static func residentBytes(of pid: pid_t) -> Int? {
    guard let bytes = try? FileSystem.read("/proc/\(pid)/statm") else { return nil }
    let fields = bytes.split(separator: UInt8(ascii: " "))
    guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return nil }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  // MARK: The thread that lives with the process

  private func live() {
    let pipes: Pipes
    do throws(FileError) { pipes = try Pipes() } catch { return end(.notStarted(error.message)) }
    let (pid, failure) = pipes.spawn(program, arguments)
    guard failure == 0 else { return end(.notStarted("cannot start '\(program)': \(String(cString: strerror(failure)).lowercased())")) }
    let input = MessageSender(descriptor: pipes.input, name: "a worker")
    let (isStopped, job) = state.withLock { state in
      state.pid = pid
      state.input = input
      defer { state.pending = nil }
      return (state.stop != nil, state.pending)
    }
    if isStopped { kill(pid, SIGKILL) }
    if let job { try? input.send(job) }
    listen(output: pipes.output, errors: pipes.errors)
    Glibc.close(pipes.output)
    Glibc.close(pipes.errors)
    input.close()
    // Its number is another's as soon as it is reaped, so it is first told to be gone.
    var information = siginfo_t()
    while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
    var status: Int32 = 0
    state.withLock { state in
      while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
      state.ending = .died(status: status)
    }
    end(nil)
  }

  private func listen(output: Int32, errors: Int32) {
    var buffer = MessageBuffer()
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var watched = [pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: errors, events: Int16(POLLIN), revents: 0)]
    while watched[0].fd >= 0 || watched[1].fd >= 0 {
      if poll(&watched, 2, enforceLimits()) < 0 {
        if errno == EINTR { continue }
        return
      }
      for place in 0..<2 where watched[place].revents != 0 {
        let count = piece.withUnsafeMutableBytes { read(watched[place].fd, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
          watched[place].fd = -1
          continue
        }
        piece.withUnsafeBytes { bytes in
          let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<count])
          if place == 0 { buffer.append(bytes) } else { state.withLock { $0.take(errors: bytes) } }
        }
      }
      do throws(MessageBuffer.Garbled) {
        while let message = try buffer.next() {
          guard let reply = WorkerReply(message) else { throw MessageBuffer.Garbled() }
          take(reply)
        }
      } catch { return stop(.garbled) }
    }
  }

  /// Stops a job that is past its limits. Gives the milliseconds until it is to be looked at again.
  private func enforceLimits() -> Int32 {
    let (pid, limits) = state.withLock { ($0.pid, $0.waiting == nil ? Job.Limits() : $0.limits) }
    // A job may come whose worker does not even say that it begins.
    var pause = Int32(1000)
    if let deadline = limits.deadline {
      let left = Double(deadline - ContinuousClock.now)
      if left <= 0 { stop(.time) } else { pause = Int32(min(1000, (left * 1000).rounded(.up))) }
    }
    if let memory = limits.memory {
      if let bytes = Self.residentBytes(of: pid), bytes > memory { stop(.memory) }
      pause = min(pause, 20)
    }
    return pause
  }

  private func take(_ reply: WorkerReply) {
    switch reply {
    // It woke the thread that watches over the job's limits.
    case .begun: break
    case .ready(let version): if version != Messages.version { stop(.garbled) }
    case .progress(let fraction, let text):
      state.withLock { state in
        state.progress = (fraction, text)
        return state.observe
      }?(fraction, text)
    case .console(let text): state.withLock { $0.console += text }
    case .finished, .failed:
      let (waiting, console) = state.withLock { state in
        defer {
          state.waiting = nil
          state.observe = nil
        }
        return (state.waiting, state.console)
      }
      if case .failed(var failure) = reply {
        failure.console = console
        waiting?.resume(returning: .failed(failure))
      } else {
        waiting?.resume(returning: reply)
      }
    }
  }

  /// Tells the job at hand that there will be no answer.
  /// - Parameter ending: nil where it is known already.
  private func end(_ ending: Ending?) {
    let (waiting, remains) = state.withLock { state in
      if state.ending == nil { state.ending = ending }
      let ending = state.ending ?? .died(status: 0)
      defer { state.waiting = nil }
      let errors = String(decoding: state.errors, as: UTF8.self)
      return (
        state.waiting,
        Remains(ending: state.stop.map(Ending.stopped) ?? ending, console: state.console + errors, progress: state.progress)
      )
    }
    waiting?.resume(throwing: remains)
  }
}

/// The pipes to a worker, and the process at their other ends.
private struct Pipes {
  /// To its standard input.
  let input: Int32
  let output: Int32
  let errors: Int32
  private let inner: [Int32]

  init() throws(FileError) {
    var ends: [Int32] = []
    for _ in 0..<3 {
      var pair: [Int32] = [0, 0]
      guard pipe2(&pair, O_CLOEXEC) == 0 else {
        let code = errno
        for end in ends { close(end) }
        throw FileError("make a pipe to", "a worker", code: code)
      }
      ends += pair
    }
    (input, output, errors) = (ends[1], ends[2], ends[4])
    inner = [ends[0], ends[3], ends[5]]
  }

  private var environmentVariables: [String] {
    var variables: [String] = []
    var place = Glibc.environ
    while let variable = place.pointee {
      let text = String(cString: variable)
      if !text.hasPrefix("SWIFT_BACKTRACE="), !text.hasPrefix("GALLEY_ENGINE=") { variables.append(text) }
      place += 1
    }
    // OpenMP reads it as its library is loaded, when other threads run and nothing can be set any more: its threads are not to spin beside steps.
    if !variables.contains(where: { $0.hasPrefix("OMP_WAIT_POLICY=") }) { variables.append("OMP_WAIT_POLICY=passive") }
    return variables
  }

  /// Starts the program on the inner ends, which are closed here. Gives its number, or what went wrong.
  func spawn(_ program: String, _ arguments: [String]) -> (pid: pid_t, failure: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    for (place, end) in inner.enumerated() { posix_spawn_file_actions_adddup2(&actions, end, Int32(place)) }
    var words = (["galley"] + arguments).map { strdup($0) } + [nil]
    // The runtime's own account of a crash is pages long, and takes a while.
    var variables = environmentVariables.map { strdup($0) } + [strdup("SWIFT_BACKTRACE=enable=no"), strdup("GALLEY_ENGINE=\(getpid())"), nil]
    // The thread that starts it may block signals; the worker is to have them.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pid = pid_t()
    let failure = posix_spawn(&pid, program, &actions, &attributes, &words, &variables)
    posix_spawnattr_destroy(&attributes)
    for word in words + variables { free(word) }
    posix_spawn_file_actions_destroy(&actions)
    for end in inner { close(end) }
    if failure != 0 { for end in [input, output, errors] { close(end) } }
    return (pid, failure)
  }
}
