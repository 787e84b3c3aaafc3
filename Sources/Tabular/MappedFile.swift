#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// The bytes of a file, mapped into memory; of a pipe, a device or an empty file, read into it.
///
/// A mapped file must not be made shorter while it is in use.
public final class MappedFile: @unchecked Sendable {
  // Set once, never written to: the reason for `@unchecked`.
  private let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// - Throws: that there is no such file, or that it cannot be read, with the system's reason.
  public init(path: String) throws(TableError) {
    func failure(_ what: String) -> TableError { TableError("'\(path)' cannot be \(what): \(String(cString: strerror(errno)))") }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure("opened") }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure("read") }

    if status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 {
      guard let memory = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, file, 0), memory != MAP_FAILED else { throw failure("mapped") }
      bytes = UnsafeRawBufferPointer(start: memory, count: Int(status.st_size))
      isMapped = true
      return
    }
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &part, part.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure("read") }
      if count == 0 { break }
      content += part[0..<count]
    }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(content.count, 1), alignment: 64)
    memory.copyBytes(from: content)
    bytes = UnsafeRawBufferPointer(start: memory.baseAddress, count: content.count)
    isMapped = false
  }

  deinit {
    guard let base = bytes.baseAddress else { return }
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
    } else {
      UnsafeMutableRawPointer(mutating: base).deallocate()
    }
  }

  public var count: Int { bytes.count }

  /// The bytes; they are good only inside `body`.
  public func withBytes<Result, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Result) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }
}
