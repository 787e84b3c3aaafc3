public import LinearAlgebra

extension RidgeRegression {
  /// The mean squared error of each penalty where every row is predicted by the model fitted on the others: from one decomposition, as the
  /// residual over what is left of 1 beside the row's own say in its fit (Golub, Heath & Wahba, 1979).
  ///
  /// - Parameters:
  ///   - features: n × p, finite.
  ///   - targets: n numbers, finite.
  ///   - alphas: each above 0 and finite.
  ///   - sampleWeights: n weights, not negative; nil: all 1. Errors are weighted by them, and rows of weight 0 are left out.
  ///   - fitsIntercept: whether the models have a constant term.
  /// - Returns: an error a penalty, in their order; infinite or NaN where a row alone decides its own prediction.
  /// - Throws: `FittingError` for a penalty out of range, or features too large to be squared.
  /// - Complexity: O(n · p · min(n, p)), and O(n · min(n, p)) a penalty.
  public static func leaveOneOutErrors(
    features: Matrix, targets: [Double], alphas: [Double], sampleWeights: [Double]? = nil, fitsIntercept: Bool = true, cores: Int = 1
  ) throws(FittingError) -> [Double] {
    for alpha in alphas where !(alpha > 0 && alpha.isFinite) { throw FittingError("'alphas' must be finite and above 0, not \(alpha)") }
    let system = try CentredSystem(
      features: features, targets: targets, sampleWeights: sampleWeights, keepsWeights: true, centres: fitsIntercept, cores: cores)
    let n = system.rowCount
    let isWide = system.columnCount > n
    let products = isWide ? multiply(system.features, system.features, transposeB: true, cores: cores) : gram(system.features, cores: cores)
    guard let (values, vectors) = symmetricEigenvectors(of: products) else {
      throw FittingError("the features have values too large to be squared; scale them down")
    }
    // Rows of the features in the directions in which they vary, each direction's length in `values`.
    let directions = isWide ? Matrix(rowCount: 0, columnCount: 0) : multiply(system.features, vectors, transposeB: true, cores: cores)
    let weightSum = sampleWeights?.reduce(0, +) ?? Double(n)
    let shares: [Double] = isWide ? multiply(vectors, system.targets, cores: cores) : multiply(directions, system.targets, transposeA: true, cores: cores)
    return alphas.map { alpha in
      var (sum, total) = (0.0, 0.0)
      for row in 0..<n {
        let weight = sampleWeights?[row] ?? 1
        guard weight > 0 else { continue }
        var (fit, own) = (0.0, fitsIntercept ? weight / weightSum : 0)
        for (place, value) in values.enumerated() where value > 0 {
          let coordinate = isWide ? vectors[place, row] : directions[row, place]
          let shrunk = (isWide ? value : 1) / (value + alpha)
          fit += coordinate * shares[place] * shrunk
          own += coordinate * coordinate * shrunk
        }
        // The residual is of the row times the root of its weight.
        let error = (system.targets[row] - fit) / (1 - own)
        sum += error * error
        total += weight
      }
      return sum / total
    }
  }
}
