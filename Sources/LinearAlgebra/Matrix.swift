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
  public init(columns: [[Double]], cores: Int = 1) {
    let (rowCount, columnCount) = (columns.first?.count ?? 0, columns.count)
    precondition(columns.allSatisfy { $0.count == rowCount }, "the columns of a matrix have one length")
    // Rows that stay in the cache while each column writes its part of them.
    let blockSize = max(8, 8192 / max(1, columnCount))
    let pieces = FixedPieces(of: rowCount, size: blockSize * max(1, 131_072 / max(1, blockSize * columnCount)))
    self.init(
      rowCount: rowCount, columnCount: columnCount,
      values: [Double](unsafeUninitializedCapacity: rowCount * columnCount) { buffer, count in
        // Each piece initialises its own rows only.
        nonisolated(unsafe) let cells = buffer
        forEachPiece(pieces.count, cores: cores) { piece in
          let rows = pieces.range(piece)
          for start in stride(from: rows.lowerBound, to: rows.upperBound, by: blockSize) {
            for (column, values) in columns.enumerated() {
              values.withUnsafeBufferPointer { values in
                for row in start..<min(start + blockSize, rows.upperBound) { cells.initializeElement(at: row * columnCount + column, to: values[row]) }
              }
            }
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
