import Dispatch
import Synchronization

/// Whether the running thread already works on a piece of a loop of `forEachPiece`.
private enum ParallelLoop {
  @TaskLocal static var isInside = false
}

/// Runs `body` for the pieces 0..<`count` on at most `cores` threads, and returns when all are done.
///
/// Which thread takes which piece, and in what order, is left open: let a piece write only what is its own, and combine
/// the pieces' results afterwards in their order, so that `cores` never changes a bit of the result. A piece should
/// last 50 µs or more. A loop inside a piece runs on that piece's thread alone, so that loops in loops never start more
/// than `cores` threads; put the parallel loop outermost.
public func forEachPiece(_ count: Int, cores: Int, _ body: @Sendable (Int) -> Void) {
  let workerCount = min(cores, count)
  guard workerCount > 1, !ParallelLoop.isInside else {
    for piece in 0..<max(count, 0) { body(piece) }
    return
  }
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: workerCount) { _ in
    ParallelLoop.$isInside.withValue(true) {
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < count else { return }
        body(piece)
      }
    }
  }
}

/// The values of `body` for the pieces 0..<`count`, in order, worked out by `forEachPiece`.
public func mapPieces<T: Sendable>(_ count: Int, cores: Int, _ body: @Sendable (Int) -> T) -> [T] {
  guard count > 0 else { return [] }
  return [T](unsafeUninitializedCapacity: count) { buffer, initializedCount in
    // Each piece initialises its own element only.
    nonisolated(unsafe) let elements = buffer
    forEachPiece(count, cores: cores) { piece in
      elements.initializeElement(at: piece, to: body(piece))
    }
    initializedCount = count
  }
}

/// Cuts 0..<`count` into pieces of `size` (the last may be shorter), so that a piece depends on the data alone and never
/// on the number of cores.
@frozen
public struct FixedPieces: Sendable {
  public let count: Int
  public let size: Int
  public let itemCount: Int

  /// - Parameters:
  ///   - itemCount: how many items are to be cut; not negative.
  ///   - size: items of a piece; at least 1.
  public init(of itemCount: Int, size: Int) {
    precondition(itemCount >= 0 && size >= 1, "pieces need a size of at least 1")
    self.itemCount = itemCount
    self.size = size
    self.count = itemCount / size + (itemCount % size == 0 ? 0 : 1)
  }

  /// The items of a piece.
  @inlinable
  public func range(_ piece: Int) -> Range<Int> {
    let start = piece * size
    return start..<min(start + size, itemCount)
  }
}
