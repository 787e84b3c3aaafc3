import LinearAlgebra
import RealModule

/// How alike two rows are: what a vector machine measures in place of their product.
public enum VectorKernel: Sendable, Equatable {
  case linear
  /// exp(−gamma · |a − b|²)
  case rbf(gamma: Double)
  /// (gamma · a·b + offset)^degree
  case polynomial(degree: Int, gamma: Double, offset: Double)
  /// tanh(gamma · a·b + offset)
  case sigmoid(gamma: Double, offset: Double)

  /// The kernel of two rows.
  ///
  /// - Parameters:
  ///   - product: a·b.
  ///   - squares: |a|² + |b|².
  @inline(__always)
  func value(product: Double, squares: Double) -> Double {
    switch self {
    case .linear: return product
    case .rbf(let gamma): return Double.exp(-gamma * max(0, squares - 2 * product))
    case .polynomial(let degree, let gamma, let offset): return Self.power(gamma * product + offset, degree)
    case .sigmoid(let gamma, let offset): return Double.tanh(gamma * product + offset)
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, base, exponent) = (1.0, base, exponent)
    while exponent > 0 {
      if exponent & 1 == 1 { result *= base }
      base *= base
      exponent >>= 1
    }
    return result
  }

  /// The kernels of a block of rows with others, on the calling thread: rows × others.
  func values(_ rows: Range<Int>, of matrix: Matrix, squares: [Double], with others: Matrix, otherSquares: [Double]) -> Matrix {
    var result = multiplyRows(rows, of: matrix, byTransposed: others)
    let width = others.rowCount
    if case .linear = self { return result }
    if case .rbf(let gamma) = self {
      result.values.withUnsafeMutableBufferPointer { values in
        for (place, row) in rows.enumerated() {
          for other in 0..<width {
            values[place * width + other] = -gamma * max(0, squares[row] + otherSquares[other] - 2 * values[place * width + other])
          }
        }
        for place in values.indices { values[place] = Double.exp(values[place]) }
      }
      return result
    }
    for (place, row) in rows.enumerated() {
      for other in 0..<width {
        result.values[place * width + other] = value(product: result.values[place * width + other], squares: squares[row] + otherSquares[other])
      }
    }
    return result
  }
}

extension Matrix {
  /// |row|² of each row.
  func rowSquares() -> [Double] {
    (0..<rowCount).map { row in
      var sum = 0.0
      for place in (row * columnCount)..<((row + 1) * columnCount) { sum = Relaxed.multiplyAdd(values[place], values[place], sum) }
      return sum
    }
  }
}
