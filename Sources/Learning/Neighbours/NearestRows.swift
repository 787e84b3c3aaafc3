public import LinearAlgebra

/// The `count` nearest other rows of each row by the Euclidean distance, the nearest first; of equally near ones the first.
///
/// - Parameters:
///   - matrix: n × p, finite.
///   - count: below n.
///   - cores: threads that may be used; they change no bit of the result.
/// - Returns: `count` rows for each row, one after the other.
/// - Complexity: O(n² p).
public func nearestRows(_ matrix: Matrix, count: Int, cores: Int = 1) -> [Int32] {
  let (n, p) = (matrix.rowCount, matrix.columnCount)
  precondition(count > 0 && count < n, "neighbours are other rows")
  // Distances from the mean, which cost no digits where the mean is large.
  let means = (0..<p).map { WeightedMoments(of: matrix.column($0), weights: nil).mean }
  var centred = matrix
  for row in 0..<n { for column in 0..<p { centred[row, column] -= means[column] } }
  let rows = centred
  let squares = (0..<n).map { row in (0..<p).reduce(0.0) { $0 + rows[row, $1] * rows[row, $1] } }
  let pieces = FixedPieces(of: n, size: max(1, min(256, 4_000_000 / n)))
  return mapPieces(pieces.count, cores: cores) { piece -> [Int32] in
    let range = pieces.range(piece)
    let products = multiplyRows(range, of: rows, byTransposed: rows)
    var nearest: [Int32] = []
    nearest.reserveCapacity(range.count * count)
    var distances: [Double] = []
    var places: [Int32] = []
    for (place, row) in range.enumerated() {
      distances.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
      var farthest = Double.infinity
      for other in 0..<n {
        let distance = squares[other] - 2 * products[place, other]
        guard distance < farthest || places.count < count, other != row else { continue }
        var slot = places.count
        while slot > 0, distances[slot - 1] > distance { slot -= 1 }
        distances.insert(distance, at: slot)
        places.insert(Int32(truncatingIfNeeded: other), at: slot)
        if places.count > count {
          distances.removeLast()
          places.removeLast()
        }
        if places.count == count { farthest = distances[count - 1] }
      }
      nearest += places
    }
    return nearest
  }.flatMap { $0 }
}
