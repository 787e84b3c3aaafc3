#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// Memory for the cells of a piece of a file.
///
/// In a large file it is whole pages from the system, which go back to it the moment they are freed; from `malloc` they
/// would stay with the process, beside the columns that they are joined to. In smaller files `malloc` is faster.
struct PageMemory: Sendable {
  /// From how many bytes on pages are used.
  private let threshold: Int

  init(fileSize: Int) { threshold = fileSize > 1 << 28 ? 1 << 15 : .max }

  func allocate<Element: BitwiseCopyable>(_ type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element> {
    let size = count * MemoryLayout<Element>.stride
    if size >= threshold, let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), memory != MAP_FAILED {
      return memory.bindMemory(to: type, capacity: count)
    }
    precondition(size < threshold, "the system has no memory left")
    return .allocate(capacity: count)
  }

  /// - Parameter count: as it was allocated.
  func free<Element: BitwiseCopyable>(_ memory: UnsafeMutablePointer<Element>?, _ count: Int) {
    guard let memory else { return }
    let size = count * MemoryLayout<Element>.stride
    if size >= threshold { munmap(memory, size) } else { memory.deallocate() }
  }
}
