import Dispatch
import Synchronization

/// What is asked for in the order 0, 1, 2 …, made on the other cores before it is.
///
/// One thread asks. However much there is, little lies ready at a time. Who asks waits only for what a thread is at work on; what none has begun he makes
/// himself.
final class MadeAhead<Value: Sendable>: Sendable {
  private enum Slot { case open, underWay, made(Value), taken }

  private struct State {
    var slots: [Slot]
    /// The first place that nobody has asked for yet.
    var next = 0
    var workers = 0
    /// The place that is waited for.
    var awaited: Int?
  }

  private let make: @Sendable (_ place: Int) -> Value
  private let workerLimit: Int
  private let window: Int
  private let state: Mutex<State>
  private let arrival = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - count: how many there are.
  ///   - cores: on how many `make` may run, that of who asks included.
  init(_ count: Int, cores: Int, _ make: @escaping @Sendable (_ place: Int) -> Value) {
    self.make = make
    workerLimit = max(1, min(cores, 8)) - 1
    window = 4 * cores
    state = Mutex(State(slots: [Slot](repeating: .open, count: count)))
  }

  /// The value of a place.
  func value(_ place: Int) -> Value {
    let (found, helpers) = state.withLock { state in
      let found = state.slots[place]
      if case .underWay = found { state.awaited = place } else { state.slots[place] = .taken }
      state.next = max(state.next, place + 1)
      let helpers = firstOpen(state) == nil ? 0 : workerLimit - state.workers
      state.workers += helpers
      return (found, helpers)
    }
    for _ in 0..<helpers { DispatchQueue.global().async { self.work() } }
    switch found {
    case .made(let value): return value
    case .open, .taken: return make(place)
    case .underWay:
      arrival.wait()
      return self.value(place)
    }
  }

  /// Makes what comes next, until enough lies ready.
  private func work() {
    while let place = begin() {
      let value = make(place)
      state.withLock { state in
        state.slots[place] = .made(value)
        guard state.awaited == place else { return }
        state.awaited = nil
        arrival.signal()
      }
    }
  }

  private func begin() -> Int? {
    state.withLock { state in
      guard let place = firstOpen(state) else {
        state.workers -= 1
        return nil
      }
      state.slots[place] = .underWay
      return place
    }
  }

  private func firstOpen(_ state: borrowing State) -> Int? {
    let end = min(state.slots.count, state.next + window)
    for place in state.next..<max(state.next, end) { if case .open = state.slots[place] { return place } }
    return nil
  }
}
