import CLinux
import Dispatch
import LinearAlgebra
import Synchronization
import Tabular
public import Tooling

/// One execution of a tool, in values that could cross to another process: names, parameters, digests.
public struct Job: Sendable {
  public enum Phase: Sendable {
    case run
    case expand
    case gather(SubStepResults)
  }

  public var tool: ToolDeclaration
  /// Whole: defaults filled in.
  public var arguments: TypedValue
  public var inputs: [(name: String, artifacts: [JobInput])]
  public var phase: Phase = .run
}

/// What a job gave.
public struct JobOutcome: Sendable {
  /// In the store already; none for `expand`.
  public var outputs: [ArtifactReference] = []
  public var subSteps: [SubStep] = []
  public var remarks: [Remark] = []
  public var console = ""
}

/// Runs jobs: in this process, in workers, on a cluster.
public protocol Executor: Sendable {
  /// - Throws: `StepFailure`.
  func execute(
    _ job: Job, cores: Int, progress: @escaping @Sendable (_ fraction: Double?, _ text: String) -> Void
  ) async throws -> JobOutcome
}

/// Runs jobs on threads of this process.
public struct InProcessExecutor: Executor {
  let store: Store
  let catalogue: ToolCatalogue
  let interruption: Interruption
  /// Of a class of its own, so that loops over all cores leave the threads that keep the run going alone.
  private let queue = DispatchQueue(label: "steps", qos: .utility, attributes: .concurrent)

  public init(store: Store, catalogue: ToolCatalogue, interruption: Interruption) {
    self.store = store
    self.catalogue = catalogue
    self.interruption = interruption
  }

  public func execute(
    _ job: Job, cores: Int, progress: @escaping @Sendable (_ fraction: Double?, _ text: String) -> Void
  ) async throws -> JobOutcome {
    // A tool that is at work cannot be stopped on its thread. An interrupted run does not wait for it: its result is not kept.
    let once = Mutex(false)
    return try await withCheckedThrowingContinuation { continuation in
      @Sendable func finish(_ result: Result<JobOutcome, any Error>) {
        let isFirst = once.withLock { isDone in
          defer { isDone = true }
          return !isDone
        }
        if isFirst { continuation.resume(with: result) }
      }
      interruption.whenRequested { finish(.failure(CancellationError())) }
      queue.async {
        let clock = ContinuousClock()
        let started = clock.now
        finish(Result { try perform(job, cores, progress) })
        // A long job may have left the allocator much memory that the next one would add to.
        if clock.now - started > .milliseconds(200) { malloc_trim(0) }
      }
    }
  }

  private func perform(
    _ job: Job, _ cores: Int, _ progress: @escaping @Sendable (_ fraction: Double?, _ text: String) -> Void
  ) throws -> JobOutcome {
    let context = RunContext(
      cores: cores, catalogue: catalogue, progress: progress, isCancelled: { [interruption] in interruption.isRequested })
    var outcome = JobOutcome()
    do {
      let invocation = try job.tool.makeInvocation(job.arguments)
      func inputs() throws -> [String: [StoredArtifact]] {
        Dictionary(try job.inputs.map { ($0.name, try $0.artifacts.map(open)) }, uniquingKeysWith: { first, _ in first })
      }
      var produced: [ProducedArtifact] = []
      switch job.phase {
      case .run: produced = try invocation.run(try inputs(), context)
      case .gather(let results): produced = try invocation.gather(try inputs(), results, context)
      case .expand: outcome.subSteps = try invocation.expand(try inputs(), context)
      }
      if case .expand = job.phase {} else { try job.tool.requireOutputs(produced) }
      outcome.outputs = try produced.map { try store.put($0.value, named: $0.name) }
    } catch {
      throw StepFailure(error)
    }
    outcome.remarks = context.remarks
    outcome.console = context.console
    return outcome
  }

  private func open(_ input: JobInput) throws -> StoredArtifact {
    guard let file = input.file else { return try store.artifact(input.reference) }
    // A mapped file that is cut short while it is read would end the process, so what fits is read.
    let source: any ByteSource =
      file.stamp.size <= 64 << 20 ? MemoryBytes(try FileSystem.read(file.path)) : try MappedFile(path: file.path)
    return StoredArtifact(kind: input.reference.kind, digest: input.reference.digest, source: source)
  }
}

/// Whether the user asked the run to end.
public final class Interruption: Sendable {
  private let flag = Atomic<Bool>(false)
  private let waiting = Mutex<[@Sendable () -> Void]>([])
  public init() {}

  public var isRequested: Bool { flag.load(ordering: .acquiring) }

  public func request() {
    flag.store(true, ordering: .releasing)
    for action in waiting.withLock({ actions in
      defer { actions = [] }
      return actions
    }) { action() }
  }

  /// Calls `action` once the run is to end, at once where it is already.
  func whenRequested(_ action: @escaping @Sendable () -> Void) {
    waiting.withLock { $0.append(action) }
    if isRequested { request() }
  }
}

/// The cores of a run, shared out among the steps that want them.
final class CorePool: Sendable {
  private struct State {
    var free: Int
    /// Jobs that wait for cores or have them.
    var demand = 0
    var waiting: [(cores: Int?, continuation: CheckedContinuation<Int, Never>)] = []
  }

  private let total: Int
  private let state: Mutex<State>

  init(_ total: Int) {
    self.total = max(1, total)
    self.state = Mutex(State(free: max(1, total)))
  }

  /// Says beforehand how many jobs are about to ask, so that the first does not take what the others could use.
  func announce(_ jobs: Int) { state.withLock { $0.demand += jobs } }

  /// Takes back an announcement: the job needs no cores after all.
  func withdraw() { state.withLock { $0.demand -= 1 } }

  /// Waits for a share of the cores: as many as the jobs at hand leave for each, at least one. Each job was announced.
  func acquire(atMost cores: Int?) async -> Int {
    await withCheckedContinuation { continuation in
      let granted: Int? = state.withLock { state in
        guard state.free > 0, state.waiting.isEmpty else {
          state.waiting.append((cores, continuation))
          return nil
        }
        return grant(cores, &state)
      }
      if let granted { continuation.resume(returning: granted) }
    }
  }

  private func grant(_ wanted: Int?, _ state: inout State) -> Int {
    let share = max(1, min(state.free, total / max(1, state.demand)))
    let granted = max(1, min(share, wanted ?? share))
    state.free -= granted
    return granted
  }

  /// Gives `cores` back; the job is done with them.
  func release(_ cores: Int) {
    let granted: [(CheckedContinuation<Int, Never>, Int)] = state.withLock { state in
      state.free += cores
      state.demand -= 1
      var granted: [(CheckedContinuation<Int, Never>, Int)] = []
      while state.free > 0, !state.waiting.isEmpty {
        let waiter = state.waiting.removeFirst()
        granted.append((waiter.continuation, grant(waiter.cores, &state)))
      }
      return granted
    }
    for (continuation, cores) in granted { continuation.resume(returning: cores) }
  }
}
