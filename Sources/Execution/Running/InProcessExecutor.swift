import Dispatch
import Synchronization
public import Tooling

/// Does jobs on threads of this process, where a tool that traps takes the run with it: for tools that only this process knows.
public struct InProcessExecutor: Executor {
  private let runner: JobRunner
  private let interruption: Interruption
  /// Of a class of its own, so that loops over all cores leave the threads that keep the run going alone.
  private let queue = DispatchQueue(label: "steps", qos: .utility, attributes: .concurrent)

  public init(store: Store, catalogue: ToolCatalogue, interruption: Interruption) {
    runner = JobRunner(store: store, catalogue: catalogue)
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
        let context = RunContext(
          cores: cores, catalogue: runner.catalogue, supply: runner.supply, progress: progress, isCancelled: { interruption.isRequested })
        finish(Result { try runner.perform(job, context) })
      }
    }
  }
}
