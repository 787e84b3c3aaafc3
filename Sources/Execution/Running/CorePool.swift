import Synchronization

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
