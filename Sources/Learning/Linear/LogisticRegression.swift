public import LinearAlgebra
import RealModule

/// Logistic regression, as scikit-learn's: it minimises C · Σ wᵢ · lossᵢ + l1Ratio · ‖coefficients‖₁ + (1 − l1Ratio)/2 · ‖coefficients‖²,
/// where the loss is minus the logarithm of the probability of the class, and the intercept is not penalised. Two classes have one
/// row of coefficients, more classes one each (softmax).
///
/// With an L2 penalty alone the solver is L-BFGS, else `SparseLogistic`. L-BFGS works on standardised features, and takes the second derivatives within each class, renewed every ten steps, in the
/// place of the identity: neither changes the minimum, and both make features of any scale converge in few steps. It also stops
/// nearer to the minimum than scikit-learn's does at the same `tolerance`.
public struct LogisticRegression: Sendable, Equatable {
  public struct Parameters: Sendable, Equatable {
    public enum ClassWeight: Sendable, Equatable {
      /// n / (K · n of the class): every class counts the same.
      case balanced
      /// A weight for each class, not negative.
      case weights([Double])
    }

    /// The inverse of the penalty's strength, positive (`C`).
    public var inversePenalty = 1.0
    /// The share of the penalty that is on absolute values, in 0...1 (`l1_ratio`).
    public var l1Ratio = 0.0
    /// `fit_intercept`.
    public var fitsIntercept = true
    /// At least 1 (`max_iter`).
    public var maxIterations = 100
    /// No coefficient would change by more than a hundredth of this in the next step, and no part of the mean loss's
    /// gradient is beyond a hundredth of it, when the solver stops; positive (`tol`).
    public var tolerance = 1e-4
    public var classWeight: ClassWeight?

    public init() {}
  }

  public let classCount: Int
  /// 1 × p for two classes (towards class 1), K × p for more.
  public let coefficients: Matrix
  /// As many as rows of coefficients; 0 without intercept.
  public let intercepts: [Double]
  /// The solver's steps.
  public let iterations: Int
  /// Whether the solver met its tolerance within its iterations.
  public let converged: Bool

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - features: n × p, finite.
  ///   - classes: n class numbers in 0..<`classCount`; each class occurs.
  ///   - classCount: at least 2.
  ///   - sampleWeights: n weights, not negative; `nil`: all 1.
  ///   - cores: threads that may be used; they change no bit of the result.
  /// - Throws: `FittingError` for parameters out of range, missing values, a class without samples, and counts that do
  ///   not agree.
  public init(
    features: Matrix, classes: [Int], classCount: Int, sampleWeights: [Double]? = nil, parameters: Parameters = Parameters(), cores: Int = 1
  ) throws(FittingError) {
    try parameters.check(classCount: classCount)
    let weights = try Self.weights(features, classes, classCount, sampleWeights, parameters)
    let weightSum = weights.reduce(0, +)
    let p = features.columnCount
    self.classCount = classCount
    if parameters.l1Ratio > 0 {
      guard features.values.allSatisfy(\.isFinite) else {
        throw FittingError("the features have missing or infinite values; fill them in, or leave those rows out")
      }
      let penalty = 1 / (parameters.inversePenalty * weightSum)
      let result = try SparseLogistic(
        features: features, classes: classes, weights: weights.map { $0 / weightSum }, scoreCount: classCount == 2 ? 1 : classCount,
        fitsIntercept: parameters.fitsIntercept, absolute: penalty * parameters.l1Ratio, square: penalty * (1 - parameters.l1Ratio),
        maxIterations: parameters.maxIterations, tolerance: 0.01 * parameters.tolerance, cores: cores
      ).minimise()
      coefficients = result.coefficients
      intercepts = result.intercepts
      iterations = result.iterations
      converged = result.converged
      return
    }
    let standard = try Standardised(features, weights: weights, weightSum: weightSum, centres: parameters.fitsIntercept, cores: cores)
    let rowCount = classCount == 2 ? 1 : classCount
    let objective = LogisticObjective(
      features: standard.features, classes: classes, weights: weights.map { $0 / weightSum },
      penalties: standard.scales.map { 1 / (parameters.inversePenalty * weightSum * $0 * $0) },
      rowCount: rowCount, fitsIntercept: parameters.fitsIntercept, cores: cores)
    let solver = LBFGS(
      maxIterations: parameters.maxIterations, evaluate: objective.evaluate, preconditioner: objective.preconditioner,
      isNearEnough: { gradient, step in
        gradient.allSatisfy { abs($0) <= 0.01 * parameters.tolerance }
          && step.indices.allSatisfy { index in
            let column = index % (p + 1)
            return abs(step[index]) <= 0.01 * parameters.tolerance * (column == p ? 1 : standard.scales[column])
          }
      })
    let result = solver.minimise(from: [Double](repeating: 0, count: objective.parameterCount))

    var coefficients = Matrix(rowCount: rowCount, columnCount: p)
    var intercepts: [Double] = []
    for row in 0..<rowCount {
      var intercept = result.point[row * (p + 1) + p]
      for column in 0..<p {
        coefficients[row, column] = result.point[row * (p + 1) + column] / standard.scales[column]
        intercept -= coefficients[row, column] * standard.centres[column]
      }
      intercepts.append(parameters.fitsIntercept ? intercept : 0)
    }
    self.coefficients = coefficients
    self.intercepts = intercepts
    iterations = result.iterations
    converged = result.converged
  }

  /// A model as it was saved.
  ///
  /// - Throws: `FittingError` where the shapes do not agree.
  public init(classCount: Int, coefficients: Matrix, intercepts: [Double], iterations: Int = 0, converged: Bool = true) throws(FittingError) {
    guard classCount >= 2, coefficients.rowCount == (classCount == 2 ? 1 : classCount), intercepts.count == coefficients.rowCount else {
      throw FittingError("the coefficients of a logistic regression are damaged: their shape does not suit \(classCount) classes; fit the model again")
    }
    self.classCount = classCount
    self.coefficients = coefficients
    self.intercepts = intercepts
    self.iterations = iterations
    self.converged = converged
  }

  /// The probabilities of the classes, n × K. A row with a missing value has NaN.
  ///
  /// - Throws: `FittingError` where the number of features differs.
  public func probabilities(_ features: Matrix, cores: Int = 1) throws(FittingError) -> Matrix {
    guard features.columnCount == coefficients.columnCount else {
      throw FittingError("the model learnt from \(coefficients.columnCount) features, and \(features.columnCount) were given")
    }
    let raw = multiply(features, coefficients, transposeB: true, cores: cores)
    var result = Matrix(rowCount: features.rowCount, columnCount: classCount)
    for row in 0..<features.rowCount {
      if classCount == 2 {
        let value = raw[row, 0] + intercepts[0]
        result[row, 0] = 1 / (1 + Double.exp(value))
        result[row, 1] = 1 / (1 + Double.exp(-value))
      } else {
        let values = (0..<classCount).map { raw[row, $0] + intercepts[$0] }
        let top = values.max() ?? 0
        let exponentials = values.map { Double.exp($0 - top) }
        let sum = exponentials.reduce(0, +)
        for label in 0..<classCount { result[row, label] = exponentials[label] / sum }
      }
    }
    return result
  }

  private static func weights(
    _ features: Matrix, _ classes: [Int], _ classCount: Int, _ sampleWeights: [Double]?, _ parameters: Parameters
  ) throws(FittingError) -> [Double] {
    let n = features.rowCount
    guard classes.count == n else { throw FittingError("there are \(n) samples and \(classes.count) targets") }
    guard classes.allSatisfy({ (0..<classCount).contains($0) }) else {
      throw FittingError("classes are numbers from 0 to one less than their count, which is \(classCount)")
    }
    var counts = [Int](repeating: 0, count: classCount)
    for label in classes { counts[label] += 1 }
    var weights = sampleWeights ?? [Double](repeating: 1, count: n)
    guard weights.count == n else { throw FittingError("there are \(n) samples and \(weights.count) weights") }
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else { throw FittingError("sample weights must be finite and at least 0") }
    switch parameters.classWeight {
    case .balanced: for row in 0..<n { weights[row] *= Double(n) / Double(classCount * counts[classes[row]]) }
    case .weights(let given): for row in 0..<n { weights[row] *= given[classes[row]] }
    case nil: break
    }
    var sums = [Double](repeating: 0, count: classCount)
    for row in 0..<n { sums[classes[row]] += weights[row] }
    guard sums.allSatisfy({ $0 > 0 }) else {
      throw FittingError("each of the \(classCount) classes needs a sample whose weight is not 0; leave out classes that do not occur")
    }
    guard sums.reduce(0, +).isFinite else { throw FittingError("the sample weights' sum is not finite; scale them down") }
    return weights
  }
}

extension LogisticRegression.Parameters {
  fileprivate func check(classCount: Int) throws(FittingError) {
    guard classCount >= 2 else { throw FittingError("a logistic regression needs at least 2 classes, not \(classCount)") }
    guard inversePenalty > 0, inversePenalty.isFinite else { throw FittingError("'C' must be positive, not \(inversePenalty)") }
    guard (0...1).contains(l1Ratio) else { throw FittingError("'l1_ratio' must be in 0...1, not \(l1Ratio)") }
    guard maxIterations >= 1 else { throw FittingError("'max_iter' must be at least 1, not \(maxIterations)") }
    guard tolerance > 0 else { throw FittingError("'tol' must be positive, not \(tolerance)") }
    if case .weights(let weights) = classWeight {
      guard weights.count == classCount, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw FittingError("'class_weight' must give each of the \(classCount) classes a weight of at least 0")
      }
    }
  }
}

/// Features less their means, over their standard deviations; the solver's own coordinates.
private struct Standardised {
  let features: Matrix
  /// What was taken away: the weighted means, or 0 where nothing may be.
  let centres: [Double]
  /// What was divided by: roots of weighted mean squares, or 1 where they are 0.
  let scales: [Double]

  init(_ raw: Matrix, weights: [Double], weightSum: Double, centres isCentred: Bool, cores: Int) throws(FittingError) {
    let n = raw.rowCount
    let p = raw.columnCount
    let pieces = FixedPieces(of: n, size: max(64, (1 << 18) / max(p, 1)))
    /// Σ w·f(x) for each column, over fixed pieces.
    func sums(_ term: @escaping @Sendable (_ value: Double, _ column: Int) -> Double) -> [Double] {
      let parts = mapPieces(pieces.count, cores: cores) { piece in
        var part = [Double](repeating: 0, count: p)
        for row in pieces.range(piece) {
          let weight = weights[row]
          for column in 0..<p { part[column] += weight * term(raw.values[row * p + column], column) }
        }
        return part
      }
      return parts.reduce(into: [Double](repeating: 0, count: p)) { total, part in for column in 0..<p { total[column] += part[column] } }
    }
    guard raw.values.allSatisfy(\.isFinite) else {
      throw FittingError("the features have missing or infinite values; fill them in, or leave those rows out")
    }
    let means = isCentred ? sums { value, _ in value }.map { $0 / weightSum } : [Double](repeating: 0, count: p)
    let squares = sums { value, column in (value - means[column]) * (value - means[column]) }
    scales = squares.map { square in
      let scale = (square / weightSum).squareRoot()
      return scale > 0 ? scale : 1
    }
    guard scales.allSatisfy(\.isFinite), means.allSatisfy(\.isFinite) else {
      throw FittingError("the features have values too large to be squared; scale them down")
    }
    centres = means
    let scales = scales
    let values = [Double](unsafeUninitializedCapacity: n * p) { buffer, count in
      // Each piece writes its own rows only.
      nonisolated(unsafe) let output = buffer
      forEachPiece(pieces.count, cores: cores) { piece in
        for row in pieces.range(piece) {
          for column in 0..<p {
            output.initializeElement(at: row * p + column, to: (raw.values[row * p + column] - means[column]) / scales[column])
          }
        }
      }
      count = n * p
    }
    features = Matrix(rowCount: n, columnCount: p, values: values)
  }
}
