import LinearAlgebra

/// How far a covariance is shrunk towards a multiple of the identity.
public enum CovarianceShrinkage: Sendable, Equatable {
  case none
  /// By the formula of Ledoit and Wolf (2004), on standardised features.
  case auto
  /// A share in 0...1.
  case fixed(Double)
}

/// A covariance as scikit-learn's discriminant analyses estimate it: divided by the count, then shrunk.
///
/// - Parameter rows: n × p, n at least 1.
/// - Returns: p × p.
func covariance(of rows: Matrix, _ shrinkage: CovarianceShrinkage, cores: Int) -> Matrix {
  let (n, p) = (rows.rowCount, rows.columnCount)
  let centred = rows.centred()
  guard case .auto = shrinkage else {
    let matrix = gram(centred.values, cores: cores).scaled(by: 1 / Double(n))
    if case .fixed(let share) = shrinkage { return matrix.shrunk(by: share) }
    return matrix
  }
  var standard = centred.values
  let scales = StandardScaler(fitting: (0..<p).map { column in (0..<n).map { rows[$0, column] } }).scales
  for row in 0..<n { for column in 0..<p { standard[row, column] /= scales[column] } }
  let product = gram(standard, cores: cores)
  var matrix = product.scaled(by: 1 / Double(n)).shrunk(by: ledoitWolfShrinkage(standard, product))
  for row in 0..<p { for column in 0..<p { matrix[row, column] *= scales[row] * scales[column] } }
  return matrix
}

/// The share by which Ledoit and Wolf shrink (2004, lemma 3.2 and following).
///
/// - Parameters:
///   - rows: n × p, its columns' means 0.
///   - product: the rows' product with themselves, p × p.
private func ledoitWolfShrinkage(_ rows: Matrix, _ product: Matrix) -> Double {
  let (n, p) = (Double(rows.rowCount), Double(rows.columnCount))
  guard rows.columnCount > 1 else { return 0 }
  var fourth = 0.0
  for row in 0..<rows.rowCount {
    let square = (0..<rows.columnCount).reduce(0) { $0 + rows[row, $1] * rows[row, $1] }
    fourth += square * square
  }
  let trace = (0..<product.rowCount).reduce(0) { $0 + product[$1, $1] } / n
  let mean = trace / p
  let squares = product.values.reduce(0) { $0 + $1 * $1 } / (n * n)
  let noise = (fourth / n - squares) / (p * n)
  let distance = (squares - 2 * mean * trace + p * mean * mean) / p
  let bound = min(noise, distance)
  return bound == 0 ? 0 : bound / distance
}

extension Matrix {
  /// The columns less their means, and the means.
  func centred() -> (values: Matrix, means: [Double]) {
    var means = [Double](repeating: 0, count: columnCount)
    for row in 0..<rowCount { for column in 0..<columnCount { means[column] += self[row, column] } }
    for column in 0..<columnCount { means[column] /= Double(max(rowCount, 1)) }
    var result = self
    for row in 0..<rowCount { for column in 0..<columnCount { result[row, column] -= means[column] } }
    return (result, means)
  }

  func scaled(by factor: Double) -> Matrix { Matrix(rowCount: rowCount, columnCount: columnCount, values: values.map { $0 * factor }) }

  /// `(1 − share) · self + share · (trace / p) · I`.
  fileprivate func shrunk(by share: Double) -> Matrix {
    var result = scaled(by: 1 - share)
    let mean = (0..<rowCount).reduce(0) { $0 + self[$1, $1] } / Double(max(rowCount, 1))
    for place in 0..<rowCount { result[place, place] += share * mean }
    return result
  }
}
