import CLinux
import Glibc

/// A lock on one key, between processes and within one: a byte of the store's `locks` file.
///
/// The kernel frees it when its holder ends, however it ends, and nothing is left behind.
final class KeyLock: Sendable {
  private let descriptor: Int32

  /// Waits until no one else computes `key`. No thread is held meanwhile: whoever has the lock may need it.
  /// - Throws: `FileError`; `CancellationError` where the run is interrupted first.
  static func acquire(_ key: String, in store: Store, _ interruption: Interruption) async throws -> KeyLock {
    let path = store.path + "/locks"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError("lock", path) }
    let lock = KeyLock(descriptor: descriptor)
    let offset = Int64(key.prefix(15), radix: 16) ?? 0
    var pause = Duration.milliseconds(1)
    while galley_try_lock_byte(descriptor, offset) != 0 {
      guard errno == EAGAIN || errno == EACCES else { throw FileError("lock", path) }
      if interruption.isRequested { throw CancellationError() }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(50))
    }
    return lock
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }
}
