import CLinux
import Glibc

/// Who is at work in a store: everyone who uses it holds a shared lock, and collection needs it alone.
///
/// The kernel frees the lock when its holder ends, however it ends.
final class StoreUse: Sendable {
  private let descriptor: Int32
  /// A byte of `locks` that no key is locked by.
  private static let place: Int64 = 1 << 61

  /// Shares the store, waiting while it is being collected. Nil where locks cannot be had, as in a store that is only read.
  static func shared(_ store: String) -> StoreUse? { StoreUse(store) { galley_share_byte($0, place) } }

  /// Has the store alone; nil where someone is at work in it.
  static func alone(_ store: String) -> StoreUse? { StoreUse(store) { galley_try_lock_byte($0, place) } }

  private init?(_ store: String, _ lock: (Int32) -> Int32) {
    let descriptor = open(store + "/locks", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return nil }
    guard lock(descriptor) == 0 else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
