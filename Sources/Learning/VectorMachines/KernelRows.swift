import LinearAlgebra

/// Rows of a kernel matrix in float32, worked out when asked for, many at once, and kept while there is room.
struct KernelRows {
  /// Bytes that kept rows may take.
  private static let budget = 1 << 28

  private let matrix: Matrix
  private let kernel: VectorKernel
  private let squares: [Double]
  private let cores: Int
  /// The kernel of each row with itself.
  let diagonal: [Double]

  /// Where a row is kept, or −1.
  private var slotOfRow: [Int32]
  private var rowOfSlot: [Int32] = []
  private var values: [Float] = []
  private let capacity: Int
  private var oldest = 0

  /// - Parameter least: rows that must be kept at once.
  init(_ matrix: Matrix, _ kernel: VectorKernel, least: Int, cores: Int) {
    let squares = matrix.rowSquares()
    self.matrix = matrix
    self.kernel = kernel
    self.squares = squares
    self.cores = cores
    diagonal = squares.map { kernel.value(product: $0, squares: 2 * $0) }
    slotOfRow = [Int32](repeating: -1, count: matrix.rowCount)
    capacity = min(matrix.rowCount, max(least, Self.budget / (4 * max(1, matrix.rowCount))))
  }

  /// Whether float32 can hold the kernels: each is at most the larger of two rows' own.
  var isRepresentable: Bool { zip(diagonal, squares).allSatisfy { abs($0) < 1e30 && $1 < 1e150 } }

  /// Sees to it that `rows`, of which some may stand twice, are there, and gives where each begins in what `withValues` shows.
  mutating func bring(_ rows: [Int]) -> [Int] {
    var seen: Set<Int> = []
    let missing = rows.filter { slotOfRow[$0] < 0 && seen.insert($0).inserted }
    if !missing.isEmpty {
      let needed = Set(rows)
      let slots = missing.map { row in
        let slot = freeSlot(keeping: needed)
        slotOfRow[row] = Int32(truncatingIfNeeded: slot)
        rowOfSlot[slot] = Int32(truncatingIfNeeded: row)
        return slot
      }
      fill(slots, with: missing)
    }
    return rows.map { Int(slotOfRow[$0]) * matrix.rowCount }
  }

  func withValues<T>(_ body: (UnsafeBufferPointer<Float>) -> T) -> T { values.withUnsafeBufferPointer(body) }

  /// A new slot, or the one filled longest ago of those whose rows are not needed.
  private mutating func freeSlot(keeping needed: Set<Int>) -> Int {
    if rowOfSlot.count < capacity {
      rowOfSlot.append(-1)
      values.append(contentsOf: repeatElement(0, count: matrix.rowCount))
      return rowOfSlot.count - 1
    }
    while true {
      let slot = oldest
      oldest = (oldest + 1) % capacity
      let row = Int(rowOfSlot[slot])
      if !needed.contains(row) {
        if row >= 0 { slotOfRow[row] = -1 }
        return slot
      }
    }
  }

  private mutating func fill(_ slots: [Int], with rows: [Int]) {
    let (matrix, squares, kernel, cores) = (matrix, squares, kernel, cores)
    let n = matrix.rowCount
    let others = matrix.selecting(rows: rows)
    let otherSquares = rows.map { squares[$0] }
    values.withUnsafeMutableBufferPointer { values in
      // Each piece writes its own columns of the slots only.
      nonisolated(unsafe) let values = values
      let blocks = FixedPieces(of: n, size: 256)
      forEachPiece(blocks.count, cores: cores) { piece in
        let range = blocks.range(piece)
        if case .rbf(let gamma) = kernel {
          let products = multiplyRows(range, of: matrix, byTransposed: others)
          var exponents = [Float](repeating: 0, count: (range.count + 7) / 8 * 8)
          for (place, slot) in slots.enumerated() {
            for (offset, row) in range.enumerated() {
              let distance = squares[row] + otherSquares[place] - 2 * products.values[offset * slots.count + place]
              exponents[offset] = Float(-gamma * max(0, distance))
            }
            exponentials(&exponents)
            for offset in 0..<range.count { values[slot * n + range.lowerBound + offset] = exponents[offset] }
          }
          return
        }
        let found = kernel.values(range, of: matrix, squares: squares, with: others, otherSquares: otherSquares)
        for (place, slot) in slots.enumerated() {
          for offset in 0..<range.count { values[slot * n + range.lowerBound + offset] = Float(found.values[offset * slots.count + place]) }
        }
      }
    }
  }
}

/// The exponentials of numbers that are not positive, in place, to 2e-7 of each; below −87 they are 0.
///
/// - Parameter values: a multiple of eight.
private func exponentials(_ values: inout [Float]) {
  values.withUnsafeMutableBytes { raw in
    for place in stride(from: 0, to: raw.count, by: 32) {
      let x = raw.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
      // e^x = 2^k · e^r with |r| ≤ ln 2 / 2. Adding 1.5 · 2²³ rounds to an integer, which then stands in the lowest bits.
      let shifted = x * 1.442_695_04 + 12_582_912
      let k = shifted - 12_582_912
      let r = (x - k * 0.693_145_75) - k * 1.428_606_8e-6
      var series = r * (1.0 / 720) + (1.0 / 120)
      series = series * r + (1.0 / 24)
      series = series * r + (1.0 / 6)
      series = series * r + 0.5
      series = series * r + 1
      series = series * r + 1
      let bits = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
      let scaled = unsafeBitCast(unsafeBitCast(series, to: SIMD8<Int32>.self) &+ bits, to: SIMD8<Float>.self)
      raw.storeBytes(of: scaled.replacing(with: 0, where: x .< -87), toByteOffset: place, as: SIMD8<Float>.self)
    }
  }
}
