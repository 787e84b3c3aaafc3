import LinearAlgebra
import RealModule

extension LogisticObjective {
  /// The inverse of the second derivatives at a point, times a vector, without those between classes.
  ///
  /// With up to 512 features their matrix is factored; with more, and up to 1,000 samples, a matrix of samples stands for
  /// it; beyond, a rough diagonal.
  func preconditioner(at point: [Double]) -> LBFGS.Preconditioner {
    let p = features.columnCount
    let solvers = p <= 512 ? featureSolvers(at: point) : sampleSolvers(at: point)
    if let solvers {
      return { vector in
        var result = centred(vector)
        for row in 0..<rowCount {
          let range = (row * (p + 1))..<((row + 1) * (p + 1))
          result.replaceSubrange(range, with: solvers[min(row, solvers.count - 1)](Array(result[range])))
        }
        return centred(result)
      }
    }
    // Standardised features have a mean square of 1, or are all 0. At 0 all classes are equally likely.
    let likelihood = (1 / Double(max(rowCount, 2))) * (1 - 1 / Double(max(rowCount, 2)))
    return { vector in
      vector.indices.map { index in
        let column = index % (p + 1)
        return vector[index] / (column == p ? likelihood : likelihood + penalties[column])
      }
    }
  }

  /// X·D⁻¹·Xᵀ with D the penalties, for `sampleSolvers`: n × n; `nil` where that would not pay.
  static func sampleProducts(_ features: Matrix, penalties: [Double], cores: Int) -> Matrix? {
    let p = features.columnCount
    guard p > 512, features.rowCount <= 1000, features.rowCount < p else { return nil }
    var scaled = features
    let roots = penalties.map { 1 / $0.squareRoot() }
    for row in 0..<features.rowCount { for column in 0..<p { scaled.values[row * p + column] *= roots[column] } }
    return multiply(scaled, scaled, transposeB: true, cores: cores)
  }

  /// The vector less its mean over the classes. What is common to all classes changes no probability, and its sum is 0 at
  /// the minimum; kept at 0 on the way, it does not slow the solver down.
  private func centred(_ vector: [Double]) -> [Double] {
    guard rowCount > 1 else { return vector }
    let width = features.columnCount + 1
    var result = vector
    for column in 0..<width {
      var mean = 0.0
      for row in 0..<rowCount { mean += vector[row * width + column] / Double(rowCount) }
      for row in 0..<rowCount { result[row * width + column] -= mean }
    }
    return result
  }

  /// For each row of parameters the weights w·q(1 − q), q being the probabilities; one for all rows where the point is 0.
  private func curvatures(at point: [Double]) -> [[Double]] {
    let (coefficients, intercepts) = split(point)
    var probabilities = multiply(features, coefficients, transposeB: true, cores: cores)
    for index in 0..<features.rowCount { Self.toProbabilities(&probabilities.values, start: index * rowCount, intercepts) }
    return (0..<(point.allSatisfy { $0 == 0 } ? 1 : rowCount)).map { row in
      (0..<features.rowCount).map { index in
        let probability = probabilities.values[index * rowCount + row]
        return weights[index] * probability * (1 - probability)
      }
    }
  }

  /// Solves with Xᵀ·diag(w·q(1 − q))·X and the penalties, X having a last column of ones.
  private func featureSolvers(at point: [Double]) -> [LBFGS.Preconditioner]? {
    let p = features.columnCount
    var solvers: [LBFGS.Preconditioner] = []
    for curvatures in curvatures(at: point) {
      let products = gram(features, weights: curvatures, cores: cores)
      let border = multiply(features, curvatures, transposeA: true, cores: cores)
      var curvature = Matrix(rowCount: p + 1, columnCount: p + 1)
      for first in 0..<p {
        for second in first..<p { curvature[first, second] = products[first, second] }
        curvature[first, first] += penalties[first]
        curvature[first, p] = fitsIntercept ? border[first] : 0
      }
      curvature[p, p] = fitsIntercept ? Self.interceptCurvature(curvatures) : 1
      guard let factor = try? CholeskyFactor(curvature) else { return nil }
      solvers.append(factor.solve)
    }
    return solvers
  }

  /// Solves with the same matrix but for its last row and column, through one of samples: with D the penalties, W the
  /// weights and G = X·D⁻¹·Xᵀ, its inverse is D⁻¹ − D⁻¹XᵀW½ (I + W½·G·W½)⁻¹ W½XD⁻¹ (Woodbury).
  private func sampleSolvers(at point: [Double]) -> [LBFGS.Preconditioner]? {
    guard let sampleProducts else { return nil }
    let n = features.rowCount
    let p = features.columnCount
    var solvers: [LBFGS.Preconditioner] = []
    for curvatures in curvatures(at: point) {
      let roots = curvatures.map { $0.squareRoot() }
      var inner = sampleProducts
      for row in 0..<n {
        for column in 0..<n { inner.values[row * n + column] *= roots[row] * roots[column] }
        inner[row, row] += 1
      }
      guard let factor = try? CholeskyFactor(inner) else { return nil }
      let interceptCurvature = Self.interceptCurvature(curvatures)
      solvers.append { vector in
        var result = (0..<p).map { vector[$0] / penalties[$0] }
        var products = multiply(features, result, cores: cores)
        for row in 0..<n { products[row] *= roots[row] }
        var solution = factor.solve(products)
        for row in 0..<n { solution[row] *= roots[row] }
        let correction = multiply(features, solution, transposeA: true, cores: cores)
        for column in 0..<p { result[column] -= correction[column] / penalties[column] }
        result.append(vector[p] / interceptCurvature)
        return result
      }
    }
    return solvers
  }

  /// Where the classes are told apart, the curvature goes to nothing, and a step would have no bound.
  private static func interceptCurvature(_ curvatures: [Double]) -> Double { curvatures.reduce(0, +) + 1e-12 }

  private static func toProbabilities(_ values: inout [Double], start: Int, _ intercepts: [Double]) {
    guard intercepts.count > 1 else {
      values[start] = 1 / (1 + Double.exp(-values[start] - intercepts[0]))
      return
    }
    var top = -Double.infinity
    for label in intercepts.indices {
      values[start + label] += intercepts[label]
      top = max(top, values[start + label])
    }
    var sum = 0.0
    for label in intercepts.indices {
      values[start + label] = Double.exp(values[start + label] - top)
      sum += values[start + label]
    }
    for label in intercepts.indices { values[start + label] /= sum }
  }
}
