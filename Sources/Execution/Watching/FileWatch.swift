import Dispatch
import Glibc

/// Waits for files to change.
///
/// The kernel's notices of the folders (inotify) only wake it; what counts is how the files look. So a file system that sends none, a
/// network's for one, is seen a little later, and a notice about some other file is nothing.
public final class FileWatch: Sendable {
  private let states: FileStates
  private let notices: Int32
  /// Ends the waiting.
  private let end = WakePipe()

  /// How long a file system without notices may keep a change to itself.
  private static let patience: Int32 = 1000
  /// How long files are to be left alone before they count as written: editors and copies take several steps.
  private static let quiet: Int32 = 60

  /// - Parameter states: how the files looked before they were read, so that nothing is missed in between.
  public init(_ states: FileStates) {
    self.states = states
    notices = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    let events = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
    for folder in states.folders { inotify_add_watch(notices, folder, UInt32(events)) }
  }

  deinit {
    if notices >= 0 { close(notices) }
  }

  /// The paths that have changed, once they are left alone for a moment; none where the user ended the waiting.
  public func change(_ interruption: Interruption) async -> [String] {
    interruption.whenRequested { [end] in end.wake() }
    return await withCheckedContinuation { continuation in
      DispatchQueue(label: "file watch").async { [self] in continuation.resume(returning: wait(interruption)) }
    }
  }

  private func wait(_ interruption: Interruption) -> [String] {
    while !interruption.isRequested {
      let changed = states.changed()
      if changed.isEmpty {
        sleep(atMost: Self.patience)
        continue
      }
      var last = FileStates(of: changed)
      while !interruption.isRequested {
        sleep(atMost: Self.quiet, unlessNoticed: false)
        let now = FileStates(of: changed)
        if now == last { return states.changed() }
        last = now
      }
    }
    return []
  }

  /// Sleeps until a notice comes, the waiting is ended, or the time, in milliseconds, is over.
  private func sleep(atMost time: Int32, unlessNoticed: Bool = true) {
    var waits = [end.descriptor, unlessNoticed ? notices : -1].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&waits, 2, time)
    // What the notices say is of no use.
    var bytes = [UInt8](repeating: 0, count: 1 << 12)
    while read(notices, &bytes, bytes.count) > 0 {}
  }
}
