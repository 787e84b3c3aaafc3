import Glibc
import Synchronization

/// Digests of files by what `stat` says of them, so that an unchanged file is not read again.
///
/// An entry is trusted only where the file had been left alone for 2 s when it was hashed: a change within the clock's grain
/// of the hashing would not show. It can be thrown away at any time.
final class StatCache: Sendable {
  private struct Entry { var stamp: FileStamp; var digest: String }
  private struct State { var entries: [UInt64: Entry] = [:]; var isChanged = false }

  private let path: String
  /// Where it is written before it takes its place.
  private let temporary: String
  private let state: Mutex<State>
  private static let magic = Array("galley stat 1\n".utf8)
  private static let width = 6 * 8 + 32
  private static let grace: Int64 = 2_000_000_000

  /// - Parameter path: nil for one that is forgotten with the process.
  init(path: String?, temporary: String = "") {
    self.path = path ?? ""
    self.temporary = temporary
    self.state = Mutex(State(entries: path.map(Self.load) ?? [:]))
  }

  /// The digest of the file with `stamp`, which `hash` reads only where the stamp is new.
  func digest(_ stamp: FileStamp, hash: () throws -> String) rethrows -> String {
    if let digest = known(stamp) { return digest }
    let started = Int64(FileSystem.now * 1e9)
    let digest = try hash()
    if max(stamp.modified, stamp.changed) < started - Self.grace { remember(stamp, digest) }
    return digest
  }

  func known(_ stamp: FileStamp) -> String? {
    state.withLock { state in
      guard let entry = state.entries[Self.place(stamp)], entry.stamp == stamp else { return nil }
      return entry.digest
    }
  }

  private func remember(_ stamp: FileStamp, _ digest: String) {
    state.withLock { state in
      state.entries[Self.place(stamp)] = Entry(stamp: stamp, digest: digest)
      state.isChanged = true
    }
  }

  /// Device and inode in one number: a collision costs a hashing, never a wrong digest, since the whole stamp is compared.
  private static func place(_ stamp: FileStamp) -> UInt64 { stamp.inode ^ (stamp.device &* 0x9E37_79B9_7F4A_7C15) }

  /// Writes the cache where it changed. Failing to is no error.
  func save() {
    let bytes: [UInt8]? = state.withLock { state in
      guard state.isChanged else { return nil }
      state.isChanged = false
      var bytes = Self.magic
      bytes.reserveCapacity(bytes.count + state.entries.count * Self.width)
      for entry in state.entries.values {
        let stamp = entry.stamp
        for number in [
          stamp.device, stamp.inode, UInt64(bitPattern: stamp.size), UInt64(bitPattern: stamp.modified),
          UInt64(bitPattern: stamp.changed), stamp.isFolder ? 1 : 0,
        ] {
          withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
        }
        let digits = Array(entry.digest.utf8)
        for place in stride(from: 0, to: 64, by: 2) { bytes.append(Self.nibble(digits[place]) << 4 | Self.nibble(digits[place + 1])) }
      }
      return bytes
    }
    guard let bytes, !path.isEmpty else { return }
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    let written: Void? = try? bytes.withUnsafeBytes { try FileSystem.write($0, to: descriptor, path: temporary) }
    close(descriptor)
    if written == nil || rename(temporary, path) != 0 { unlink(temporary) }
  }

  private static func nibble(_ digit: UInt8) -> UInt8 { digit < 0x3A ? digit &- 0x30 : digit &- 0x57 }

  private static func load(_ path: String) -> [UInt64: Entry] {
    guard let bytes = try? FileSystem.read(path), bytes.starts(with: magic), (bytes.count - magic.count) % width == 0 else { return [:] }
    var entries: [UInt64: Entry] = [:]
    entries.reserveCapacity((bytes.count - magic.count) / width)
    bytes.withUnsafeBytes { bytes in
      for start in stride(from: magic.count, to: bytes.count, by: width) {
        func number(_ place: Int) -> UInt64 { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start + 8 * place, as: UInt64.self)) }
        let stamp = FileStamp(
          device: number(0), inode: number(1), size: Int64(bitPattern: number(2)), modified: Int64(bitPattern: number(3)),
          changed: Int64(bitPattern: number(4)), isFolder: number(5) == 1)
        entries[place(stamp)] = Entry(stamp: stamp, digest: Digest.hexadecimal(bytes[(start + 48)..<(start + 80)]))
      }
    }
    return entries
  }
}

extension FileStamp {
  init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64, isFolder: Bool) {
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
    self.isFolder = isFolder
    self.isSpecial = false
  }
}
