import Execution
import Glibc
import Synchronization

/// Interrupt, terminate and hang-up ask for the end of a run. A second one ends the process at once; the store can bear it.
///
/// A thread of its own waits for them, which needs nothing of the pools that the run may have brought to their limit.
enum InterruptionSignals {
  private static let current = Mutex<Interruption?>(nil)
  private static let arrival = WakePipe()

  /// From now on the signals go to `interruption`.
  static func ask(_ interruption: Interruption) {
    let isFirst = current.withLock { current in
      defer { current = interruption }
      return current == nil
    }
    guard isFirst, arrival.descriptor >= 0 else { return }
    var thread = pthread_t()
    let failure = pthread_create(&thread, nil, { _ in
      var byte: UInt8 = 0
      while true {
        let count = read(InterruptionSignals.arrival.descriptor, &byte, 1)
        if count == 1 { InterruptionSignals.arrived() } else if count == 0 || errno != EINTR { return nil }
      }
    }, nil)
    // Without the thread the signals end the process as they always do.
    guard failure == 0 else { return }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // Who started the program with nohup wants it to outlive the terminal. A shell's background, which ignores interrupts, is no such wish.
      let earlier = signal(number, SIG_IGN).map { unsafeBitCast($0, to: Int.self) }
      if number == SIGHUP, earlier == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
      signal(number) { _ in
        let code = errno
        InterruptionSignals.arrival.wake()
        errno = code
      }
    }
  }

  private static func arrived() {
    guard let interruption = current.withLock({ $0 }) else { return }
    if interruption.isRequested { _exit(130) }
    interruption.request()
  }
}
