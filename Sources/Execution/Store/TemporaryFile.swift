import Glibc

/// A file that is being written, gone again if it is not finished. Small writes are gathered.
final class TemporaryFile {
  let path: String
  private let descriptor: Int32
  private var pending: [UInt8] = []
  private var isFinished = false

  init(path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError("write", path) }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    if pending.count + bytes.count > 1 << 16 { try flush() }
    if bytes.count > 1 << 16 {
      try FileSystem.write(bytes, to: descriptor, path: path)
    } else {
      pending.append(contentsOf: bytes)
    }
  }

  private func flush() throws(FileError) {
    let bytes = pending
    pending.removeAll(keepingCapacity: true)
    let failure: FileError? = bytes.withUnsafeBytes { bytes in
      do throws(FileError) {
        try FileSystem.write(bytes, to: descriptor, path: path)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }

  func finish() throws(FileError) {
    try flush()
    isFinished = true
  }

  deinit {
    close(descriptor)
    if !isFinished { unlink(path) }
  }
}
