import CLinux
import Glibc
import Synchronization

/// Locks on keys, between processes and within one. All locks of a store share one descriptor of its `locks` file, of which a byte
/// stands for each key.
///
/// The kernel frees a process' locks when it ends, however it ends, and nothing is left behind.
final class KeyLocks: Sendable {
  private struct State {
    var descriptor: Int32?
    /// Bytes that someone in this process has: to the kernel they are all one holder.
    var held: Set<Int64> = []
  }

  private let path: String
  private let state = Mutex(State())

  init(path: String) { self.path = path }

  /// Waits until no one else computes `key`. No thread is held meanwhile: whoever has the lock may need it.
  /// - Throws: `FileError`; `CancellationError` where the run is interrupted first.
  func acquire(_ key: String, _ interruption: Interruption) async throws -> KeyLock {
    let byte = Int64(key.prefix(15), radix: 16) ?? 0
    var pause = Duration.milliseconds(1)
    while try !take(byte) {
      if interruption.isRequested { throw CancellationError() }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(50))
    }
    return KeyLock(byte: byte, locks: self)
  }

  /// Takes a byte if it is free.
  private func take(_ byte: Int64) throws(FileError) -> Bool {
    let result: Result<Bool, FileError> = state.withLock { state in
      let descriptor = state.descriptor ?? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { return .failure(FileError("lock", path)) }
      state.descriptor = descriptor
      guard !state.held.contains(byte) else { return .success(false) }
      if galley_try_lock_byte(descriptor, byte) == 0 {
        state.held.insert(byte)
        return .success(true)
      }
      return errno == EAGAIN || errno == EACCES ? .success(false) : .failure(FileError("lock", path))
    }
    return try result.get()
  }

  fileprivate func release(_ byte: Int64) {
    state.withLock { state in
      if let descriptor = state.descriptor { galley_unlock_byte(descriptor, byte) }
      state.held.remove(byte)
    }
  }

  deinit {
    let descriptor = state.withLock { $0.descriptor }
    if let descriptor { close(descriptor) }
  }
}

/// A lock on one key, given back when it goes.
final class KeyLock: Sendable {
  private let byte: Int64
  private let locks: KeyLocks

  fileprivate init(byte: Int64, locks: KeyLocks) {
    self.byte = byte
    self.locks = locks
  }

  deinit { locks.release(byte) }
}
