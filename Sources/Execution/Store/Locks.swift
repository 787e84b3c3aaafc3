import CLinux
import Dispatch
import Glibc

/// A lock on one key, between processes and threads: a byte of the store's `locks` file.
///
/// The kernel frees it when its holder ends, however it ends, and nothing is left behind.
final class KeyLock: Sendable {
  private let descriptor: Int32

  private static let queue = DispatchQueue(label: "locks", attributes: .concurrent)

  /// Waits, on a thread that may block, until no one else computes `key`.
  static func acquire(_ key: String, in store: Store) async throws -> KeyLock {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try KeyLock(store: store, key: key) }) }
    }
  }

  private init(store: Store, key: String) throws(FileError) {
    let path = store.path + "/locks"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError("lock", path) }
    let offset = UInt64(key.prefix(15), radix: 16) ?? 0
    guard galley_lock_byte(descriptor, Int64(offset)) == 0 else {
      let code = errno
      close(descriptor)
      throw FileError("lock", path, code: code)
    }
  }

  deinit { close(descriptor) }
}
