import COpenBLAS

// Matrix products on several cores. The result is cut into tiles of fixed size and a long inner dimension into chunks,
// both decided by the shapes alone: the bytes of a product do not depend on `cores`.

/// `op(a) · op(b)`, where `op` transposes if asked.
///
/// - Parameters:
///   - a: m × k (k × m where `transposeA`).
///   - b: k × n (n × k where `transposeB`).
///   - cores: threads that may be used.
/// - Returns: m × n.
public func multiply(_ a: Matrix, _ b: Matrix, transposeA: Bool = false, transposeB: Bool = false, cores: Int = 1) -> Matrix {
  let rows = transposeA ? a.columnCount : a.rowCount
  let inner = transposeA ? a.rowCount : a.columnCount
  let columns = transposeB ? b.rowCount : b.columnCount
  precondition(inner == (transposeB ? b.columnCount : b.rowCount), "the inner dimensions of a product must agree")
  let tiling = Tiling(rows: rows, columns: columns, inner: inner, upperOnly: false)
  return tiling.run(cores: cores) { tile, chunk, output, stride in
    a.values.withUnsafeBufferPointer { a_ in
      b.values.withUnsafeBufferPointer { b_ in
        guard let aBase = a_.baseAddress, let bBase = b_.baseAddress else { return }
        let aOffset = transposeA ? chunk.lowerBound * a.columnCount + tile.rows.lowerBound : tile.rows.lowerBound * a.columnCount + chunk.lowerBound
        let bOffset = transposeB ? tile.columns.lowerBound * b.columnCount + chunk.lowerBound : chunk.lowerBound * b.columnCount + tile.columns.lowerBound
        BLAS.library.dgemm(
          CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
          BLAS.integer(tile.rows.count), BLAS.integer(tile.columns.count), BLAS.integer(chunk.count),
          1, aBase + aOffset, BLAS.integer(a.columnCount), bBase + bOffset, BLAS.integer(b.columnCount),
          0, output, BLAS.integer(stride))
      }
    }
  }
}

/// `aᵀ · a`, symmetric to the last bit.
///
/// - Parameters:
///   - a: n × p.
///   - weights: if given, n numbers w, not negative: the result is `aᵀ · diag(w) · a`.
/// - Returns: p × p.
public func gram(_ a: Matrix, weights: [Double]? = nil, cores: Int = 1) -> Matrix {
  precondition((weights?.count ?? a.rowCount) == a.rowCount, "a matrix of \(a.rowCount) rows needs as many weights")
  let p = a.columnCount
  let tiling = Tiling(rows: p, columns: p, inner: a.rowCount, upperOnly: true)
  var result = tiling.run(cores: cores) { tile, chunk, output, stride in
    a.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      let isDiagonal = tile.rows.lowerBound == tile.columns.lowerBound
      func addProduct(rows: Range<Int>, left: UnsafePointer<Double>, leftStride: Int, isFirst: Bool) {
        let beta = isFirst ? 0.0 : 1.0
        if isDiagonal {
          BLAS.library.dsyrk(
            CblasRowMajor, CblasUpper, CblasTrans, BLAS.integer(tile.rows.count), BLAS.integer(rows.count),
            1, left, BLAS.integer(leftStride), beta, output, BLAS.integer(stride))
        } else {
          BLAS.library.dgemm(
            CblasRowMajor, CblasTrans, CblasNoTrans, BLAS.integer(tile.rows.count), BLAS.integer(tile.columns.count), BLAS.integer(rows.count),
            1, left, BLAS.integer(leftStride), base + (rows.lowerBound * p + tile.columns.lowerBound), BLAS.integer(p),
            beta, output, BLAS.integer(stride))
        }
      }
      guard let weights else {
        addProduct(rows: chunk, left: base + (chunk.lowerBound * p + tile.rows.lowerBound), leftStride: p, isFirst: true)
        return
      }
      // A block of weighted rows at a time, in the cache, so that the matrix is never copied.
      let width = tile.rows.count
      var weighted = [Double](repeating: 0, count: min(256, chunk.count) * width)
      let blocks = FixedPieces(of: chunk.count, size: 256)
      for piece in 0..<blocks.count {
        let rows = (chunk.lowerBound + blocks.range(piece).lowerBound)..<(chunk.lowerBound + blocks.range(piece).upperBound)
        for row in rows {
          let factor = isDiagonal ? weights[row].squareRoot() : weights[row]
          let source = base + (row * p + tile.rows.lowerBound)
          let start = (row - rows.lowerBound) * width
          for column in 0..<width { weighted[start + column] = factor * source[column] }
        }
        weighted.withUnsafeBufferPointer { left in
          if let left = left.baseAddress { addProduct(rows: rows, left: left, leftStride: width, isFirst: piece == 0) }
        }
      }
    }
  }
  result.values.withUnsafeMutableBufferPointer { values in
    for row in 0..<p { for column in 0..<row { values[row * p + column] = values[column * p + row] } }
  }
  return result
}

/// `op(a) · x`.
///
/// - Parameters:
///   - a: m × n (n × m where `transposeA`).
///   - x: n numbers.
/// - Returns: m numbers.
public func multiply(_ a: Matrix, _ x: [Double], transposeA: Bool = false, cores: Int = 1) -> [Double] {
  precondition(x.count == (transposeA ? a.rowCount : a.columnCount), "the inner dimensions of a product must agree")
  let rows = transposeA ? a.columnCount : a.rowCount
  guard rows > 0 else { return [] }
  guard !x.isEmpty else { return [Double](repeating: 0, count: rows) }
  // Rows of `a` in pieces of some 64 kB, so that small products stay on one thread.
  let pieces = FixedPieces(of: a.rowCount, size: max(64, (1 << 16) / max(a.columnCount, 1)))
  if transposeA {
    let parts = mapPieces(pieces.count, cores: cores) { piece in
      let range = pieces.range(piece)
      var part = [Double](repeating: 0, count: rows)
      a.values.withUnsafeBufferPointer { a_ in
        x.withUnsafeBufferPointer { x_ in
          guard let aBase = a_.baseAddress, let xBase = x_.baseAddress else { return }
          BLAS.library.dgemv(
            CblasRowMajor, CblasTrans, BLAS.integer(range.count), BLAS.integer(a.columnCount),
            1, aBase + range.lowerBound * a.columnCount, BLAS.integer(a.columnCount), xBase + range.lowerBound, 1, 0, &part, 1)
        }
      }
      return part
    }
    var result = [Double](repeating: 0, count: rows)
    for part in parts { for index in 0..<rows { result[index] += part[index] } }
    return result
  }
  var result = [Double](repeating: 0, count: rows)
  result.withUnsafeMutableBufferPointer { buffer in
    // Each piece writes its own rows only.
    nonisolated(unsafe) let output = buffer
    forEachPiece(pieces.count, cores: cores) { piece in
      let range = pieces.range(piece)
      a.values.withUnsafeBufferPointer { a_ in
        x.withUnsafeBufferPointer { x_ in
          guard let aBase = a_.baseAddress, let xBase = x_.baseAddress, let yBase = output.baseAddress else { return }
          BLAS.library.dgemv(
            CblasRowMajor, CblasNoTrans, BLAS.integer(range.count), BLAS.integer(a.columnCount),
            1, aBase + range.lowerBound * a.columnCount, BLAS.integer(a.columnCount), xBase, 1, 0, yBase + range.lowerBound, 1)
        }
      }
    }
  }
  return result
}

/// How a product is cut: tiles of the result, and chunks of the inner dimension where there are few tiles.
private struct Tiling: Sendable {
  struct Tile: Sendable {
    let rows: Range<Int>
    let columns: Range<Int>
  }

  let rows: Int
  let columns: Int
  let inner: Int
  let tiles: [Tile]
  let chunks: FixedPieces

  init(rows: Int, columns: Int, inner: Int, upperOnly: Bool) {
    self.rows = rows
    self.columns = columns
    self.inner = inner
    let rowPieces = FixedPieces(of: rows, size: 256)
    let columnPieces = FixedPieces(of: columns, size: upperOnly ? 256 : 512)
    var tiles: [Tile] = []
    for row in 0..<rowPieces.count {
      for column in (upperOnly ? row : 0)..<columnPieces.count {
        tiles.append(Tile(rows: rowPieces.range(row), columns: columnPieces.range(column)))
      }
    }
    self.tiles = tiles
    // At most 64 partial results, which bounds their memory to 64 tiles.
    chunks = tiles.count == 1 ? FixedPieces(of: inner, size: max(4096, inner / 64 + 1)) : FixedPieces(of: inner, size: max(inner, 1))
  }

  /// - Parameter part: writes the product of a tile over a chunk to the address given, rows that many numbers apart.
  func run(cores: Int, _ part: @Sendable (Tile, Range<Int>, UnsafeMutablePointer<Double>, Int) -> Void) -> Matrix {
    var result = Matrix(rowCount: rows, columnCount: columns)
    guard rows > 0, columns > 0, inner > 0 else { return result }
    let columns = columns
    if chunks.count == 1 {
      result.values.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        // Each piece writes its own tile only.
        nonisolated(unsafe) let output = base
        forEachPiece(tiles.count, cores: cores) { piece in
          let tile = tiles[piece]
          part(tile, 0..<inner, output + (tile.rows.lowerBound * columns + tile.columns.lowerBound), columns)
        }
      }
    } else {
      let size = rows * columns
      let partials = mapPieces(chunks.count, cores: cores) { piece in
        [Double](unsafeUninitializedCapacity: size) { buffer, count in
          buffer.initialize(repeating: 0)
          if let base = buffer.baseAddress { part(tiles[0], chunks.range(piece), base, columns) }
          count = size
        }
      }
      for partial in partials { for index in 0..<size { result.values[index] += partial[index] } }
    }
    return result
  }
}
