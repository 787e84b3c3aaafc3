import Dispatch
import Glibc

/// Waits for files to change.
///
/// The kernel's notices of the folders (inotify) only wake it; what counts is how the files look. So a file system that sends none, a
/// network's for one, is seen a little later, and a notice about some other file is nothing.
public final class FileWatch: Sendable {
  private let interruption: Interruption
  /// Ends the waiting.
  private let end = WakePipe()

  /// How long a file system without notices may keep a change to itself, in milliseconds.
  private static let patience: Int32 = 1000
  /// How long files are to be left alone before they count as written: editors and copies take several steps.
  private static let quiet: Int32 = 60
  /// How many such times are waited for at most: a file that is written to without end is read as it is.
  private static let attempts = 20

  /// - Parameter interruption: what ends the waiting for good.
  public init(_ interruption: Interruption) {
    self.interruption = interruption
    interruption.whenRequested { [end] in end.wake() }
  }

  /// The paths that have changed, once they are left alone for a moment; none where the waiting was ended.
  ///
  /// - Parameter states: how the files looked before they were read, so that nothing is missed in between.
  public func change(from states: FileStates) async -> [String] {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "file watch").async { [self] in continuation.resume(returning: wait(states)) }
    }
  }

  private func wait(_ states: FileStates) -> [String] {
    let notices = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    defer { if notices >= 0 { close(notices) } }
    let events = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
    for folder in states.folders { inotify_add_watch(notices, folder, UInt32(events)) }
    while !interruption.isRequested {
      let changed = states.changed()
      if changed.isEmpty { sleep(notices, atMost: Self.patience) } else if let settled = settled(changed, states) { return settled }
    }
    return []
  }

  /// What has changed once nothing changes any more; nil where it is as it was, a file made and removed again for one.
  private func settled(_ changed: [String], _ states: FileStates) -> [String]? {
    var last = FileStates(of: changed)
    for _ in 0..<Self.attempts where !interruption.isRequested {
      sleep(-1, atMost: Self.quiet)
      let now = FileStates(of: changed)
      if now == last { break }
      last = now
    }
    let settled = states.changed()
    return settled.isEmpty || interruption.isRequested ? nil : settled
  }

  /// Sleeps until a notice comes, the waiting is ended, or the time, in milliseconds, is over.
  private func sleep(_ notices: Int32, atMost time: Int32) {
    var waits = [end.descriptor, notices].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&waits, 2, time)
    // What the notices say is of no use.
    var bytes = [UInt8](repeating: 0, count: 1 << 12)
    while notices >= 0, read(notices, &bytes, bytes.count) > 0 {}
  }
}
