import Synchronization

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
  public func whenRequested(_ action: @escaping @Sendable () -> Void) {
    waiting.withLock { $0.append(action) }
    if isRequested { request() }
  }
}
