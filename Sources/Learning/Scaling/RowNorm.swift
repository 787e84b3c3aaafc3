import LinearAlgebra

/// How long a row of numbers is, as rows are brought to length 1: scikit-learn's `Normalizer`.
public enum RowNorm: String, Sendable, CaseIterable {
  /// The sum of absolute values.
  case l1
  /// The root of the sum of squares.
  case l2
  /// The largest absolute value.
  case max

  /// Rows divided by their norms; a row of zeros stays.
  ///
  /// - Parameter columns: of equal length, finite.
  /// - Complexity: O(values), rows in pieces on `cores`.
  public func normalize(_ columns: [[Double]], cores: Int = 1) -> [[Double]] {
    guard let rowCount = columns.first?.count, columns.allSatisfy({ $0.count == rowCount }) else { return columns }
    let pieces = FixedPieces(of: rowCount, size: 4096)
    let norms = mapPieces(pieces.count, cores: cores) { self.norms(of: pieces.range($0), columns) }.flatMap { $0 }
    return mapPieces(columns.count, cores: cores) { place in
      let values = columns[place]
      return [Double](unsafeUninitializedCapacity: rowCount) { buffer, count in
        for row in 0..<rowCount { buffer.initializeElement(at: row, to: values[row] / norms[row]) }
        count = rowCount
      }
    }
  }

  /// Norms of some rows, 1 in place of 0.
  private func norms(of rows: Range<Int>, _ columns: [[Double]]) -> [Double] {
    var norms = [Double](repeating: 0, count: rows.count)
    for column in columns {
      switch self {
      case .l1: for row in rows { norms[row - rows.lowerBound] += abs(column[row]) }
      case .l2: for row in rows { norms[row - rows.lowerBound] += column[row] * column[row] }
      case .max: for row in rows { norms[row - rows.lowerBound] = Swift.max(norms[row - rows.lowerBound], abs(column[row])) }
      }
    }
    for place in norms.indices {
      if self == .l2 {
        norms[place] = norms[place].squareRoot()
        // Squares that left the range of numbers: measured by the largest value.
        if !norms[place].isFinite || norms[place] < 1e-150 { norms[place] = scaledNorm(of: rows.lowerBound + place, columns) }
      }
      if norms[place] == 0 { norms[place] = 1 }
    }
    return norms
  }

  private func scaledNorm(of row: Int, _ columns: [[Double]]) -> Double {
    let largest = columns.reduce(0) { Swift.max($0, abs($1[row])) }
    guard largest > 0 else { return 0 }
    return largest * columns.reduce(0) { $0 + ($1[row] / largest) * ($1[row] / largest) }.squareRoot()
  }
}
