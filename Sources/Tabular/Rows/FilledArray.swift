import LinearAlgebra

/// How many rows a piece of a parallel loop over rows has: enough to be worth a turn, few enough to stay in the cache.
package let rowsPerPiece = 1 << 15

/// An array of which several pieces are filled at a time. `fill` writes every place of its range, through a pointer to place 0.
func filledArray<Element: BitwiseCopyable & Sendable>(
  _ count: Int, cores: Int, _ fill: @Sendable (Range<Int>, UnsafeMutablePointer<Element>) -> Void
) -> [Element] {
  guard count > 0 else { return [] }
  return [Element](unsafeUninitializedCapacity: count) { buffer, initializedCount in
    guard let base = buffer.baseAddress else { return }
    // Each piece writes its own places only.
    nonisolated(unsafe) let target = base
    let pieces = FixedPieces(of: count, size: rowsPerPiece)
    forEachPiece(pieces.count, cores: cores) { fill(pieces.range($0), target) }
    initializedCount = count
  }
}

/// An array of `count` elements that `fill` writes one and all.
func filled<Element: BitwiseCopyable>(_ count: Int, _ fill: (UnsafeMutablePointer<Element>) -> Void) -> [Element] {
  guard count > 0 else { return [] }
  return [Element](unsafeUninitializedCapacity: count) { buffer, initializedCount in
    guard let base = buffer.baseAddress else { return }
    fill(base)
    initializedCount = count
  }
}
