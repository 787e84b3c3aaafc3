public import LinearAlgebra

/// Missing values filled in with the mean of the nearest rows that have one: scikit-learn's `KNNImputer`.
///
/// The distance of two rows is the Euclidean one over the columns that both have, times the root of how many columns there are for
/// each of those. Rows as near as each other are taken in their order. Where no row can be measured, the column's mean is filled in.
public struct NearestNeighbourImputer: Sendable, Equatable {
  public enum Weighting: String, Sendable {
    /// Each neighbour counts the same.
    case uniform
    /// Neighbours count by the inverse of their distance; those at distance 0 alone, where there are any.
    case distance
  }

  /// n × p, NaN where missing.
  public let rows: Matrix
  public let neighbourCount: Int
  public let weighting: Weighting
  /// One a column; NaN of a column without values.
  public let means: [Double]

  /// - Parameters:
  ///   - rows: n × p, NaN where missing, else finite.
  ///   - neighbourCount: at least 1.
  public init(fitting rows: Matrix, neighbourCount: Int = 5, weighting: Weighting = .uniform) {
    self.rows = rows
    self.neighbourCount = max(1, neighbourCount)
    self.weighting = weighting
    means = (0..<rows.columnCount).map { column in
      WeightedMoments(of: (0..<rows.rowCount).map { rows[$0, column] }, weights: nil).mean
    }
  }

  /// The rows with what is missing filled in; a column that had no values when fitted stays missing.
  ///
  /// - Parameter matrix: m × p.
  /// - Complexity: O(m' n p), m' the rows with something missing, and O(n) for each missing value.
  public func filled(_ matrix: Matrix, cores: Int = 1) -> Matrix {
    let (n, p) = (rows.rowCount, rows.columnCount)
    precondition(matrix.columnCount == p, "rows to fill in have as many columns as those that were fitted")
    let lacking = (0..<matrix.rowCount).filter { row in (0..<p).contains { matrix[row, $0].isNaN && !means[$0].isNaN } }
    guard !lacking.isEmpty, n > 0 else { return matrix }
    let donors = Terms(ofDonors: rows, means)
    let present = [Bool](unsafeUninitializedCapacity: n * p) { buffer, count in
      for column in 0..<p { for row in 0..<n { buffer.initializeElement(at: column * n + row, to: !rows[row, column].isNaN) } }
      count = n * p
    }
    // Blocks of receivers whose distances take some 32 MB at most.
    let pieces = FixedPieces(of: lacking.count, size: max(1, min(128, 4_000_000 / n)))
    let values = mapPieces(pieces.count, cores: cores) { piece -> [(place: Int, value: Double)] in
      let receivers = lacking[pieces.range(piece)].map { $0 }
      let terms = Terms(ofReceivers: matrix, receivers, means)
      let squares = multiplyRows(0..<receivers.count, of: terms.values, byTransposed: donors.values)
      let shared = multiplyRows(0..<receivers.count, of: terms.present, byTransposed: donors.present)
      var found: [(place: Int, value: Double)] = []
      var nearest = Nearest(count: min(neighbourCount, n))
      for (place, row) in receivers.enumerated() {
        // In place of the squares: scaled squares of distances, infinite where nothing is shared.
        let distances = (0..<n).map { donor in
          let common = shared[place, donor]
          return common > 0 ? max(0, squares[place, donor]) / common : .infinity
        }
        for column in 0..<p where matrix[row, column].isNaN && !means[column].isNaN {
          nearest.find(distances, among: present[column * n..<(column + 1) * n])
          found.append((row * p + column, mean(of: nearest.rows, in: column, for: row, of: matrix) ?? means[column]))
        }
      }
      return found
    }
    var filled = matrix
    for piece in values { for (place, value) in piece { filled.values[place] = value } }
    return filled
  }

  /// The neighbours' mean; nil of none.
  private func mean(of neighbours: [Int], in column: Int, for row: Int, of matrix: Matrix) -> Double? {
    guard !neighbours.isEmpty else { return nil }
    if weighting == .uniform { return neighbours.reduce(0) { $0 + rows[$1, column] / Double(neighbours.count) } }
    let distances = neighbours.map { distance(row, of: matrix, to: $0) }
    let areAtZero = distances.contains(0)
    var (sum, total) = (0.0, 0.0)
    for (neighbour, distance) in zip(neighbours, distances) {
      let weight = areAtZero ? (distance == 0 ? 1 : 0) : 1 / distance
      sum += weight * rows[neighbour, column]
      total += weight
    }
    return sum / total
  }

  /// Without the rounding of the sums that neighbours are found by.
  private func distance(_ row: Int, of matrix: Matrix, to donor: Int) -> Double {
    var (sum, count) = (0.0, 0)
    for column in 0..<rows.columnCount {
      let difference = matrix[row, column] - rows[donor, column]
      if difference.isNaN { continue }
      sum += difference * difference
      count += 1
    }
    return (sum * Double(rows.columnCount) / Double(count)).squareRoot()
  }
}

/// Rows so laid out that one product of matrices gives the squares of all distances over the columns that two rows share:
/// Σ mₓ m_y (x − y)² = Σ x² m_y + mₓ y² − 2 x y, with missing values as 0.
private struct Terms {
  /// Rows × 3p.
  let values: Matrix
  /// Rows × p: 1 where there is a value.
  let present: Matrix

  init(ofDonors matrix: Matrix, _ means: [Double]) {
    self.init(matrix, Array(0..<matrix.rowCount), means) { (1, $0 * $0, $0) }
  }

  init(ofReceivers matrix: Matrix, _ rows: [Int], _ means: [Double]) {
    self.init(matrix, rows, means) { ($0 * $0, 1, -2 * $0) }
  }

  /// Values are taken from the columns' means, which costs no digits where those are large.
  private init(_ matrix: Matrix, _ rows: [Int], _ means: [Double], _ terms: (Double) -> (Double, Double, Double)) {
    let p = matrix.columnCount
    var values = Matrix(rowCount: rows.count, columnCount: 3 * p)
    var present = Matrix(rowCount: rows.count, columnCount: p)
    for (place, row) in rows.enumerated() {
      for column in 0..<p {
        let value = matrix[row, column] - means[column]
        if value.isNaN { continue }
        let (first, second, third) = terms(value)
        values[place, column] = first
        values[place, p + column] = second
        values[place, 2 * p + column] = third
        present[place, column] = 1
      }
    }
    self.values = values
    self.present = present
  }
}

/// The nearest of some rows, by insertion into a short list.
private struct Nearest {
  private let count: Int
  private(set) var rows: [Int] = []
  private var distances: [Double] = []

  init(count: Int) { self.count = count }

  /// - Parameter isDonor: whether each row may be taken.
  mutating func find(_ distances: [Double], among isDonor: ArraySlice<Bool>) {
    rows.removeAll(keepingCapacity: true)
    self.distances.removeAll(keepingCapacity: true)
    var farthest = Double.infinity
    let start = isDonor.startIndex
    for row in distances.indices where distances[row] < farthest && isDonor[start + row] {
      var place = self.distances.count
      while place > 0, self.distances[place - 1] > distances[row] { place -= 1 }
      self.distances.insert(distances[row], at: place)
      rows.insert(row, at: place)
      if rows.count > count {
        rows.removeLast()
        self.distances.removeLast()
      }
      if rows.count == count { farthest = self.distances[count - 1] }
    }
  }
}
