/// A dense matrix of float64, row after row.
public struct Matrix: Sendable, Equatable {
  public let rowCount: Int
  public let columnCount: Int
  /// `rowCount * columnCount` values, row-major.
  public var values: [Double]

  /// - Parameter values: row-major; there are `rowCount * columnCount` of them.
  public init(rowCount: Int, columnCount: Int, values: [Double]) {
    precondition(values.count == rowCount * columnCount, "a matrix of \(rowCount) × \(columnCount) needs as many values")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.values = values
  }

  public init(rowCount: Int, columnCount: Int) {
    self.init(rowCount: rowCount, columnCount: columnCount, values: [Double](repeating: 0, count: rowCount * columnCount))
  }

  /// A matrix of `columns`, which have one length.
  public init(columns: [[Double]]) {
    let (rowCount, columnCount) = (columns.first?.count ?? 0, columns.count)
    precondition(columns.allSatisfy { $0.count == rowCount }, "the columns of a matrix have one length")
    self.init(
      rowCount: rowCount, columnCount: columnCount,
      values: [Double](unsafeUninitializedCapacity: rowCount * columnCount) { buffer, count in
        // A few rows at a time, so that what is written stays in the cache.
        for start in stride(from: 0, to: rowCount, by: 64) {
          for (column, values) in columns.enumerated() {
            for row in start..<min(start + 64, rowCount) { buffer.initializeElement(at: row * columnCount + column, to: values[row]) }
          }
        }
        count = rowCount * columnCount
      })
  }

  /// The numbers of one column.
  public func column(_ column: Int) -> [Double] { (0..<rowCount).map { values[$0 * columnCount + column] } }

  public subscript(row: Int, column: Int) -> Double {
    get { values[row * columnCount + column] }
    set { values[row * columnCount + column] = newValue }
  }

  /// The rows of these numbers, in their order.
  public func selecting(rows: [Int]) -> Matrix {
    Matrix(
      rowCount: rows.count, columnCount: columnCount,
      values: [Double](unsafeUninitializedCapacity: rows.count * columnCount) { buffer, count in
        for (place, row) in rows.enumerated() {
          precondition(row >= 0 && row < rowCount, "a matrix of \(rowCount) rows has no row \(row)")
          for column in 0..<columnCount { buffer.initializeElement(at: place * columnCount + column, to: values[row * columnCount + column]) }
        }
        count = rows.count * columnCount
      })
  }
}
