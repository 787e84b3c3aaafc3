public import LinearAlgebra
import RealModule

extension Matrix {
  /// Each row's exponentials as shares of their sum: probabilities, of their logarithms up to a constant a row.
  ///
  /// A row whose largest number is infinite or missing shares alike among its largest.
  public func softmax() -> Matrix {
    var result = self
    for row in 0..<rowCount {
      let range = (row * columnCount)..<((row + 1) * columnCount)
      let top = values[range].max() ?? 0
      let isUsable = top.isFinite && !values[range].contains(where: \.isNaN)
      var sum = 0.0
      for place in range {
        result.values[place] = isUsable ? Double.exp(values[place] - top) : (values[place] == top || top.isNaN ? 1 : 0)
        sum += result.values[place]
      }
      for place in range { result.values[place] = sum > 0 ? result.values[place] / sum : 1 / Double(columnCount) }
    }
    return result
  }

  /// A matrix whose rows are worked out on several cores, each by itself.
  ///
  /// - Parameters:
  ///   - rowsPerPiece: rows that a piece of work has; it depends on the data alone.
  ///   - body: fills the row given, which holds zeros.
  package init(
    rowCount: Int, columnCount: Int, rowsPerPiece: Int, cores: Int, _ body: @Sendable (_ row: Int, _ output: UnsafeMutablePointer<Double>) -> Void
  ) {
    self.init(rowCount: rowCount, columnCount: columnCount)
    let pieces = FixedPieces(of: rowCount, size: max(1, rowsPerPiece))
    let width = columnCount
    values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // Each piece writes its own rows only.
      nonisolated(unsafe) let output = base
      forEachPiece(pieces.count, cores: cores) { piece in
        for row in pieces.range(piece) { body(row, output + row * width) }
      }
    }
  }
}
