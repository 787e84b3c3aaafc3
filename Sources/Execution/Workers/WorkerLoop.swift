import CLinux
import Glibc
import Synchronization
public import Tooling

/// The worker's side: takes jobs from standard input, one after another, and answers on standard output, until the input ends.
public struct WorkerLoop: Sendable {
  private let runner: JobRunner
  private let replies: MessageSender

  /// Takes standard output for the replies: what tools and libraries print goes to standard error from here on.
  public init(store: Store, catalogue: ToolCatalogue) {
    runner = JobRunner(store: store, catalogue: catalogue)
    replies = MessageSender(descriptor: fcntl(1, F_DUPFD_CLOEXEC, 3), name: "the engine")
    dup2(2, 1)
  }

  /// Ties this process to the engine that started it: killed with it, even in the middle of a job. Comes before all else.
  public static func begin() {
    galley_die_with_parent()
    // The engine may have ended before that was said.
    if let engine = getenv("GALLEY_ENGINE").map({ String(cString: $0) }), pid_t(engine) != getppid() { _exit(0) }
    // What is sent to a whole group of processes is the engine's to act on.
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) }
  }

  /// Serves until the input ends.
  public func run() {
    // Where memory runs out, the system ends a worker before anything else: its step fails alone.
    try? FileSystem.overwrite("/proc/self/oom_score_adj", with: "500")
    var buffer = MessageBuffer()
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    do {
      try replies.send(WorkerReply.ready(protocolVersion: Messages.version).message)
      while true {
        while let message = try buffer.next() { try replies.send(answer(message).message) }
        let count = piece.withUnsafeMutableBytes { read(0, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        piece.withUnsafeBytes { buffer.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      }
    } catch {
      // Nobody listens any more, or what comes is no job.
    }
  }

  private func answer(_ message: TypedValue) -> WorkerReply {
    let clock = ContinuousClock()
    let started = clock.now
    defer {
      // A long job may have left the allocator much memory that the next one would add to.
      if clock.now - started > .milliseconds(200) { malloc_trim(0) }
    }
    do throws(StepFailure) {
      let job = try Job(message, catalogue: runner.catalogue)
      limitMemory(job.limits.memory)
      try? replies.send(WorkerReply.begun.message)
      let told = Mutex(clock.now - .seconds(1))
      let context = RunContext(
        cores: message["cores"]?.integer ?? 1, catalogue: runner.catalogue, supply: runner.supply,
        progress: { fraction, text in
          // A loop may say more than anyone can read.
          let isTold = told.withLock { last in
            guard clock.now - last > .milliseconds(20) else { return false }
            last = clock.now
            return true
          }
          if isTold { try? replies.send(WorkerReply.progress(fraction: fraction, text: text).message) }
        },
        console: { try? replies.send(WorkerReply.console($0).message) })
      return .finished(try runner.perform(job, context))
    } catch {
      return .failed(error)
    }
  }

  /// The engine watches how much memory a job uses. This catches what asks for far more at once.
  private func limitMemory(_ memory: Int?) {
    let slack = 1 << 30
    let most = memory.map { UInt($0).addingReportingOverflow(UInt(slack)) }
    var limit = rlimit(rlim_cur: most.map { $0.overflow ? UInt.max : $0.partialValue } ?? UInt.max, rlim_max: UInt.max)
    setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
  }
}
