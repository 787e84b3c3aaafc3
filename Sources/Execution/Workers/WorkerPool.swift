import Glibc
import Synchronization
import Tooling

/// Does jobs in worker processes, kept warm between them. A job that traps, is killed, or goes past its limits fails alone.
public final class WorkerPool: Executor {
  private let store: Store
  private let program: String
  private let arguments: [String]
  private let idle = Mutex<[WorkerProcess]>([])
  private let working = Mutex<[ObjectIdentifier: WorkerProcess]>([:])
  private let interruption: Interruption

  /// - Parameters:
  ///   - program: what is started. By default it is this executable, even where its file has been replaced meanwhile.
  ///   - arguments: what makes it a worker on `store`.
  public init(store: Store, interruption: Interruption, program: String = "/proc/self/exe", arguments: [String]? = nil) {
    self.store = store
    self.interruption = interruption
    self.program = program
    // A worker that is gone is told by the write that fails.
    signal(SIGPIPE, SIG_IGN)
    self.arguments = arguments ?? ["worker", "--store", store.path]
    interruption.whenRequested { [weak self] in self?.stopAll() }
  }

  public func execute(
    _ job: Job, cores: Int, progress: @escaping @Sendable (_ fraction: Double?, _ text: String) -> Void
  ) async throws -> JobOutcome {
    let worker = take()
    defer { giveBack(worker) }
    // Asked after the worker is among those that an interruption stops.
    if interruption.isRequested { throw CancellationError() }
    do {
      switch try await worker.perform(job.message(cores: cores), job.limits, observe: progress) {
      case .finished(let outcome):
        store.noteWritten(outcome.outputs)
        return outcome
      case .failed(let failure): throw failure
      case .ready, .begun, .progress, .console: throw StepFailure("the worker gave no result")
      }
    } catch let remains as WorkerProcess.Remains {
      throw StepFailure(remains, job.limits)
    }
  }

  /// Lets the workers end. Those at work end with their jobs.
  public func close() {
    for worker in idle.withLock({ workers in
      defer { workers = [] }
      return workers
    }) { worker.close() }
  }

  deinit { close() }

  private func take() -> WorkerProcess {
    let warm: WorkerProcess? = idle.withLock { workers in
      while let worker = workers.popLast() { if worker.isUsable { return worker } }
      return nil
    }
    let worker = warm ?? WorkerProcess(program: program, arguments: arguments)
    working.withLock { $0[ObjectIdentifier(worker)] = worker }
    if warm == nil { worker.start() }
    return worker
  }

  private func giveBack(_ worker: WorkerProcess) {
    working.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(worker)) }
    if worker.isUsable { idle.withLock { $0.append(worker) } } else { worker.close() }
  }

  private func stopAll() {
    for worker in working.withLock({ Array($0.values) }) + idle.withLock({ $0 }) { worker.stop(.interrupted) }
  }
}

extension StepFailure {
  /// Why a job has no result though its tool never said so.
  fileprivate init(_ remains: WorkerProcess.Remains, _ limits: Job.Limits) {
    switch remains.ending {
    case .stopped(.interrupted): self.init("interrupted")
    case .stopped(.time):
      self.init("it ran longer than its time of \(StepFailure.duration(limits.time ?? 0))", remedy: "give it more with '#| time:'")
    case .stopped(.memory):
      self.init("it used more than its memory of \(StepFailure.bytes(limits.memory ?? 0))", remedy: "give it more with '#| memory:'")
    case .stopped(.garbled): self.init("its worker spoke another language: it is no worker of this release of galley")
    case .notStarted(let why): self.init("no worker could be started: \(why)")
    case .died(let status): self.init(died: status, remains.console, limits)
    }
    if let progress = remains.progress {
      let share = progress.fraction.map { "\(Int(($0 * 100).rounded())) %" }
      message += "; it stood at " + [share, progress.text.isEmpty ? nil : progress.text].compactMap { $0 }.joined(separator: ", ")
    }
    console = remains.console
  }

  private init(died status: Int32, _ console: String, _ limits: Job.Limits) {
    let signal = status & 0x7F
    if let memory = limits.memory, console.contains("failed to allocate") || console.contains("allocate memory") || console.contains("bad_alloc") {
      self.init("it used more than its memory of \(StepFailure.bytes(memory))", remedy: "give it more with '#| memory:'")
    } else if signal == SIGKILL {
      self.init("it was killed from outside", remedy: "where the machine is short of memory, the system does so: set '#| memory:' or '--jobs 1'")
    } else if signal != 0 {
      let name = String(cString: strsignal(signal)).lowercased()
      self.init("it crashed (\(name))", remedy: "this is a fault of the tool, not of the notebook; the other steps are not harmed")
    } else {
      self.init("its process ended without a result, with exit code \(status >> 8 & 0xFF)")
    }
  }

  private static func duration(_ seconds: Double) -> String { "\(TypedValue.shortest(seconds)) s" }

  /// In the units that `#| memory:` is written in.
  private static func bytes(_ count: Int) -> String {
    var (value, units) = (Double(count), ["bytes", "kB", "MB", "GB", "TB"][...])
    while value >= 1000, units.count > 1 { (value, units) = (value / 1000, units.dropFirst()) }
    return "\(TypedValue.shortest((value * 100).rounded() / 100)) \(units.first ?? "")"
  }
}
