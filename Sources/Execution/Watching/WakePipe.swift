import CLinux
import Glibc

/// Wakes a thread that waits in a read or a poll. Waking is a write, which a signal's handler may do.
package final class WakePipe: Sendable {
  /// What there is to wait on; -1 where the system has no more descriptors.
  package let descriptor: Int32
  private let end: Int32

  package init() {
    var ends: [Int32] = [-1, -1]
    if pipe2(&ends, O_CLOEXEC) != 0 { ends = [-1, -1] }
    (descriptor, end) = (ends[0], ends[1])
  }

  deinit {
    for descriptor in [descriptor, end] where descriptor >= 0 { close(descriptor) }
  }

  package func wake() { _ = write(end, "x", 1) }
}
