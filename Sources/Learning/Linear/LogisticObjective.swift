import LinearAlgebra
import RealModule

/// The mean loss of logistic regression and its gradient, on standardised features.
///
/// Parameters stand row after row: p coefficients and the intercept, for one row with two classes (class 1 against
/// class 0) and for K rows with more (softmax).
struct LogisticObjective: Sendable {
  /// n × p, standardised.
  let features: Matrix
  let classes: [Int]
  /// Weights with a sum of 1.
  let weights: [Double]
  /// The penalty on each coefficient is half of this times its square.
  let penalties: [Double]
  /// 1 for two classes.
  let rowCount: Int
  let fitsIntercept: Bool
  let cores: Int
  /// See `sampleProducts(_:penalties:cores:)`.
  let sampleProducts: Matrix?

  init(features: Matrix, classes: [Int], weights: [Double], penalties: [Double], rowCount: Int, fitsIntercept: Bool, cores: Int) {
    self.features = features
    self.classes = classes
    self.weights = weights
    self.penalties = penalties
    self.rowCount = rowCount
    self.fitsIntercept = fitsIntercept
    self.cores = cores
    sampleProducts = Self.sampleProducts(features, penalties: penalties, cores: cores)
  }

  var parameterCount: Int { rowCount * (features.columnCount + 1) }

  /// Blocks of rows that stay in the cache between the two products of a pass; a piece has several, and sums of its own.
  private var blockSize: Int { max(16, (1 << 15) / max(features.columnCount, 1)) }

  func evaluate(_ point: [Double], _ gradient: inout [Double]) -> Double {
    let p = features.columnCount
    let blockSize = blockSize
    let pieces = FixedPieces(of: features.rowCount, size: blockSize * 8)
    let (coefficients, intercepts) = split(point)
    let parts = mapPieces(pieces.count, cores: cores) { piece in
      var sum = LossSum(value: 0, gradient: Matrix(rowCount: rowCount, columnCount: p), intercepts: [Double](repeating: 0, count: rowCount))
      var start = pieces.range(piece).lowerBound
      while start < pieces.range(piece).upperBound {
        let block = start..<min(start + blockSize, pieces.range(piece).upperBound)
        var residuals = multiplyRows(block, of: features, byTransposed: coefficients)
        sum.value += rowCount == 1 ? binaryResiduals(block, intercepts[0], &residuals) : softmaxResiduals(block, intercepts, &residuals)
        addTransposed(residuals, timesRows: block, of: features, to: &sum.gradient)
        for index in 0..<block.count { for row in 0..<rowCount { sum.intercepts[row] += residuals.values[index * rowCount + row] } }
        start = block.upperBound
      }
      return sum
    }
    var value = 0.0
    var total = [Double](repeating: 0, count: parameterCount)
    for part in parts {
      value += part.value
      for row in 0..<rowCount {
        for column in 0..<p { total[row * (p + 1) + column] += part.gradient.values[row * p + column] }
        if fitsIntercept { total[row * (p + 1) + p] += part.intercepts[row] }
      }
    }
    for row in 0..<rowCount {
      for column in 0..<p {
        let coefficient = point[row * (p + 1) + column]
        value += penalties[column] / 2 * coefficient * coefficient
        total[row * (p + 1) + column] += penalties[column] * coefficient
      }
    }
    gradient = total
    return value
  }

  private struct LossSum: Sendable {
    var value: Double
    var gradient: Matrix
    var intercepts: [Double]
  }

  func split(_ point: [Double]) -> (coefficients: Matrix, intercepts: [Double]) {
    let p = features.columnCount
    var coefficients = Matrix(rowCount: rowCount, columnCount: p)
    var intercepts: [Double] = []
    for row in 0..<rowCount {
      for column in 0..<p { coefficients[row, column] = point[row * (p + 1) + column] }
      intercepts.append(point[row * (p + 1) + p])
    }
    return (coefficients, intercepts)
  }

  /// Turns products into weighted residuals, and returns the block's loss.
  private func binaryResiduals(_ block: Range<Int>, _ intercept: Double, _ products: inout Matrix) -> Double {
    var loss = 0.0
    products.values.withUnsafeMutableBufferPointer { products in
      for index in 0..<block.count {
        let row = block.lowerBound + index
        let raw = products[index] + intercept
        // exp of a negative number never overflows.
        let exponential = Double.exp(-abs(raw))
        let probability = raw >= 0 ? 1 / (1 + exponential) : exponential / (1 + exponential)
        let isPositive = classes[row] == 1
        let shortfall = isPositive ? max(-raw, 0) : max(raw, 0)
        loss += weights[row] * (Double.log(onePlus: exponential) + shortfall)
        products[index] = weights[row] * (probability - (isPositive ? 1 : 0))
      }
    }
    return loss
  }

  private func softmaxResiduals(_ block: Range<Int>, _ intercepts: [Double], _ products: inout Matrix) -> Double {
    var loss = 0.0
    products.values.withUnsafeMutableBufferPointer { products in
      for index in 0..<block.count {
        let row = block.lowerBound + index
        let start = index * rowCount
        for label in 0..<rowCount { products[start + label] += intercepts[label] }
        var top = products[start]
        for label in 1..<rowCount { top = max(top, products[start + label]) }
        let own = products[start + classes[row]]
        var sum = 0.0
        for label in 0..<rowCount {
          products[start + label] = Double.exp(products[start + label] - top)
          sum += products[start + label]
        }
        loss += weights[row] * (Double.log(sum) + top - own)
        let scale = weights[row] / sum
        for label in 0..<rowCount { products[start + label] *= scale }
        products[start + classes[row]] -= weights[row]
      }
    }
    return loss
  }
}
