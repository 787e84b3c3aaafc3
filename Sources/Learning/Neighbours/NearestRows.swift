public import LinearAlgebra

/// The `count` nearest other rows of each row by the Euclidean distance, the nearest first; of equally near ones the first.
///
/// - Parameters:
///   - matrix: n × p, at least one column, finite.
///   - count: below n.
///   - cores: threads that may be used; they change no bit of the result.
/// - Returns: `count` rows for each row, one after the other.
public func nearestRows(_ matrix: Matrix, count: Int, cores: Int = 1) -> [Int32] {
  precondition(count > 0 && count < matrix.rowCount, "neighbours are other rows")
  let found = NearestNeighbours(rows: matrix, metric: .euclidean).nearest(to: matrix, count: count + 1, cores: cores).rows
  var others: [Int32] = []
  others.reserveCapacity(matrix.rowCount * count)
  for row in 0..<matrix.rowCount {
    let start = row * (count + 1)
    // Where many rows are equal, a row need not be among those found for it.
    others += found[start...(start + count)].filter { $0 != Int32(row) }.prefix(count)
  }
  return others
}
