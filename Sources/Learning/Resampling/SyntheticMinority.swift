public import LinearAlgebra

/// Rows on the way from a row to one of its nearest, drawn at random: SMOTE (Chawla and others, 2002), of one class.
public struct SyntheticMinority: Sendable {
  /// n × p.
  private let rows: Matrix
  private let neighbourCount: Int
  private let nearest: [Int32]

  /// - Parameters:
  ///   - rows: of one class; two or more, finite.
  ///   - neighbourCount: at least 1; at most as many as there are other rows count.
  public init(of rows: Matrix, neighbourCount: Int, cores: Int = 1) {
    self.rows = rows
    self.neighbourCount = max(1, min(neighbourCount, rows.rowCount - 1))
    nearest = nearestRows(rows, count: self.neighbourCount, cores: cores)
  }

  /// Draws rows: which row each starts from, and its numbers.
  public func drawn(_ count: Int, from random: inout RandomSource) -> (parents: [Int], rows: Matrix) {
    let width = rows.columnCount
    var parents: [Int] = []
    parents.reserveCapacity(count)
    var drawn = Matrix(rowCount: count, columnCount: width)
    for place in 0..<count {
      let parent = random.below(rows.rowCount)
      let neighbour = Int(nearest[parent * neighbourCount + random.below(neighbourCount)])
      let step = random.uniform()
      for column in 0..<width {
        drawn[place, column] = rows[parent, column] + step * (rows[neighbour, column] - rows[parent, column])
      }
      parents.append(parent)
    }
    return (parents, drawn)
  }
}
