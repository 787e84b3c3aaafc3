public import LinearAlgebra
import RealModule

/// A linear support vector machine, as liblinear fits it for scikit-learn's `LinearSVC` and `LinearSVR`: the constant term is a feature
/// that is the same in every row, and is kept small with the rest.
///
/// Which solver runs follows from the loss and the data's shape, and not the minimum that it finds.
public struct LinearMargin: Sendable, Equatable {
  public enum Loss: Sendable, Equatable {
    /// max(0, 1 − y · decision), of classes.
    case hinge
    /// Its square.
    case squaredHinge
    /// max(0, |number − prediction| − margin).
    case epsilonInsensitive(margin: Double)
    /// Its square.
    case squaredEpsilonInsensitive(margin: Double)
  }

  public struct Parameters: Sendable, Equatable {
    public var loss = Loss.squaredHinge
    /// Whether coefficients cost by their absolute values, not their squares; of the squared hinge alone.
    public var isSparse = false
    /// The price of a row that is off, above 0 (`C`).
    public var penalty = 1.0
    public var tolerance = 1e-4
    public var maxIterations = 1000
    /// The value of the constant feature; 0: there is none.
    public var interceptScaling = 1.0
    public var seed: UInt64 = 0

    public init() {}
  }

  public let coefficients: [Double]
  public let intercept: Double
  public let converged: Bool

  public init(coefficients: [Double], intercept: Double, converged: Bool = true) {
    self.coefficients = coefficients
    self.intercept = intercept
    self.converged = converged
  }

  /// - Parameters:
  ///   - features: n × p, without NaN.
  ///   - targets: ±1 for classes, or numbers.
  ///   - weights: n weights above 0, by which the penalty is multiplied.
  /// - Throws: what `checkCancellation` throws; `FittingError` where squares are beyond the largest number.
  public init(
    features: Matrix, targets: [Double], weights: [Double], parameters: Parameters, cores: Int = 1, checkCancellation: () throws -> Void = {}
  ) throws {
    let (n, p) = (features.rowCount, features.columnCount)
    let scaling = parameters.interceptScaling
    // The constant feature stands last.
    let rows =
      scaling == 0
      ? features
      : Matrix(rowCount: n, columnCount: p + 1, values: (0..<n).flatMap { features.values[($0 * p)..<(($0 + 1) * p)] + [scaling] })
    let prices = weights.map { $0 * parameters.penalty }
    guard rows.rowSquares().allSatisfy({ $0 < 1e150 }), targets.allSatisfy({ abs($0) < 1e150 }), prices.allSatisfy(\.isFinite) else {
      throw FittingError("the squares of some rows are beyond the largest number; scale the features with scale.standard")
    }
    let solution: (weights: [Double], converged: Bool)
    switch parameters.loss {
    case .squaredHinge where parameters.isSparse:
      solution = try sparseMargin(rows, targets, prices, parameters, checkCancellation)
    case .squaredHinge where rows.columnCount <= min(n, 2000):
      solution = try marginByNewton(rows, targets, prices, parameters, cores, checkCancellation)
    case .hinge, .squaredHinge: solution = try marginByDual(rows, targets, prices, parameters, checkCancellation)
    case .epsilonInsensitive, .squaredEpsilonInsensitive: solution = try regressionByDual(rows, targets, prices, parameters, checkCancellation)
    }
    guard solution.weights.allSatisfy(\.isFinite) else {
      throw FittingError("the coefficients are beyond the largest number; scale the features with scale.standard")
    }
    self.init(
      coefficients: Array(solution.weights.prefix(p)), intercept: scaling == 0 ? 0 : scaling * (solution.weights.last ?? 0), converged: solution.converged)
  }

  public func decisions(_ features: Matrix, cores: Int = 1) -> [Double] {
    multiply(features, coefficients, cores: cores).map { $0 + intercept }
  }
}

/// Of the squared hinge: Newton's method over the rows that are off (Keerthi and DeCoste, 2005), each step halved until it gains.
private func marginByNewton(
  _ rows: Matrix, _ signs: [Double], _ prices: [Double], _ parameters: LinearMargin.Parameters, _ cores: Int, _ checkCancellation: () throws -> Void
) throws -> (weights: [Double], converged: Bool) {
  let p = rows.columnCount
  var weights = [Double](repeating: 0, count: p)
  func gaps(_ weights: [Double]) -> [Double] { zip(multiply(rows, weights, cores: cores), signs).map { max(0, 1 - $0 * $1) } }
  func objective(_ weights: [Double], _ gaps: [Double]) -> Double {
    weights.reduce(0) { $0 + 0.5 * $1 * $1 } + zip(gaps, prices).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }
  }
  var current = gaps(weights)
  var value = objective(weights, current)
  for _ in 0..<min(parameters.maxIterations, 200) {
    try checkCancellation()
    let pulls = current.indices.map { -2 * prices[$0] * signs[$0] * current[$0] }
    let gradient = zip(multiply(rows, pulls, transposeA: true, cores: cores), weights).map { $0 + $1 }
    var curvature = gram(rows, weights: current.indices.map { current[$0] > 0 ? 2 * prices[$0] : 0 }, cores: cores)
    for place in 0..<p { curvature[place, place] += 1 }
    guard let factor = try? CholeskyFactor(curvature) else { return (weights, false) }
    let step = factor.solve(gradient)
    let descent = zip(step, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    // What the step promises is nothing beside the value: this is the minimum.
    guard descent > 1e-14 * abs(value) else { return (weights, true) }
    var size = 1.0
    while true {
      let next = zip(weights, step).map { $0 - size * $1 }
      let nextGaps = gaps(next)
      let nextValue = objective(next, nextGaps)
      if nextValue <= value - 1e-4 * size * descent {
        (weights, current, value) = (next, nextGaps, nextValue)
        break
      }
      size /= 2
      if size < 1e-10 { return (weights, descent < 1e-8 * abs(value)) }
    }
  }
  return (weights, false)
}

/// Of the hinge and its square: one multiplier at a time, in random order (Hsieh and others, 2008).
private func marginByDual(
  _ rows: Matrix, _ signs: [Double], _ prices: [Double], _ parameters: LinearMargin.Parameters, _ checkCancellation: () throws -> Void
) throws -> (weights: [Double], converged: Bool) {
  let (n, p) = (rows.rowCount, rows.columnCount)
  let isSquared = parameters.loss == .squaredHinge
  let ridges = prices.map { isSquared ? 0.5 / $0 : 0 }
  let bounds = prices.map { isSquared ? Double.infinity : $0 }
  let squares = rows.rowSquares()
  var multipliers = [Double](repeating: 0, count: n)
  var weights = [Double](repeating: 0, count: p)
  var random = RandomSource(seed: parameters.seed)
  var order = Array(0..<n)
  for _ in 0..<parameters.maxIterations {
    try checkCancellation()
    random.shuffle(&order)
    var (highest, lowest) = (-Double.infinity, Double.infinity)
    for row in order {
      let slope = signs[row] * rows.product(row, weights) - 1 + ridges[row] * multipliers[row]
      let projected = multipliers[row] == 0 ? min(slope, 0) : multipliers[row] == bounds[row] ? max(slope, 0) : slope
      highest = max(highest, projected)
      lowest = min(lowest, projected)
      let curvature = squares[row] + ridges[row]
      guard abs(projected) > 1e-12, curvature > 0 else { continue }
      let next = min(max(multipliers[row] - slope / curvature, 0), bounds[row])
      rows.add(row, times: (next - multipliers[row]) * signs[row], to: &weights)
      multipliers[row] = next
    }
    if highest - lowest <= parameters.tolerance { return (weights, true) }
  }
  return (weights, false)
}

/// Of numbers: one multiplier at a time, with its sign (Ho and Lin, 2012).
private func regressionByDual(
  _ rows: Matrix, _ targets: [Double], _ prices: [Double], _ parameters: LinearMargin.Parameters, _ checkCancellation: () throws -> Void
) throws -> (weights: [Double], converged: Bool) {
  let margin: Double
  let isSquared: Bool
  switch parameters.loss {
  case .epsilonInsensitive(let given): (margin, isSquared) = (given, false)
  case .squaredEpsilonInsensitive(let given): (margin, isSquared) = (given, true)
  case .hinge, .squaredHinge: return ([], false)
  }
  let squares = rows.rowSquares()
  var multipliers = [Double](repeating: 0, count: rows.rowCount)
  var weights = [Double](repeating: 0, count: rows.columnCount)
  var random = RandomSource(seed: parameters.seed)
  var order = Array(0..<rows.rowCount)
  var firstViolation = 0.0
  for round in 0..<parameters.maxIterations {
    try checkCancellation()
    random.shuffle(&order)
    var violation = 0.0
    for row in order {
      let (ridge, bound) = isSquared ? (0.5 / prices[row], Double.infinity) : (0, prices[row])
      let multiplier = multipliers[row]
      let slope = rows.product(row, weights) - targets[row] + ridge * multiplier
      let curvature = squares[row] + ridge
      guard curvature > 0 else { continue }
      // The minimum over the multiplier of its parabola and margin · |multiplier|.
      let free = curvature * multiplier - slope
      let next = max(-bound, min(bound, free > margin ? (free - margin) / curvature : free < -margin ? (free + margin) / curvature : 0))
      violation += abs(next - multiplier) * curvature
      guard next != multiplier else { continue }
      rows.add(row, times: next - multiplier, to: &weights)
      multipliers[row] = next
    }
    if round == 0 { firstViolation = violation }
    if violation <= parameters.tolerance * firstViolation { return (weights, true) }
  }
  return (weights, false)
}

/// Of the squared hinge, with coefficients that cost by their absolute values: one coefficient at a time (Yuan and others, 2010).
private func sparseMargin(
  _ rows: Matrix, _ signs: [Double], _ prices: [Double], _ parameters: LinearMargin.Parameters, _ checkCancellation: () throws -> Void
) throws -> (weights: [Double], converged: Bool) {
  let (n, p) = (rows.rowCount, rows.columnCount)
  var columns = [Double](repeating: 0, count: n * p)
  for row in 0..<n { for column in 0..<p { columns[column * n + row] = signs[row] * rows.values[row * p + column] } }
  var weights = [Double](repeating: 0, count: p)
  /// 1 − y · decision of each row.
  var gaps = [Double](repeating: 1, count: n)
  var random = RandomSource(seed: parameters.seed)
  var order = Array(0..<p)
  var firstViolation = 0.0
  for round in 0..<parameters.maxIterations {
    try checkCancellation()
    random.shuffle(&order)
    var violation = 0.0
    for column in order {
      let start = column * n
      var (slope, curvature) = (0.0, 1e-12)
      for row in 0..<n where gaps[row] > 0 {
        let value = columns[start + row]
        slope -= 2 * prices[row] * value * gaps[row]
        curvature += 2 * prices[row] * value * value
      }
      let weight = weights[column]
      violation += weight > 0 ? abs(slope + 1) : weight < 0 ? abs(slope - 1) : max(0, abs(slope) - 1)
      let step = slope + 1 <= curvature * weight ? -(slope + 1) / curvature : slope - 1 >= curvature * weight ? -(slope - 1) / curvature : -weight
      guard abs(step) > 1e-12 else { continue }
      let promise = abs(weight + step) - abs(weight) + slope * step
      var size = 1.0
      while size > 1e-6 {
        var change = abs(weight + size * step) - abs(weight)
        for row in 0..<n {
          let (before, after) = (max(0, gaps[row]), max(0, gaps[row] - size * step * columns[start + row]))
          change += prices[row] * (after * after - before * before)
        }
        if change <= 0.01 * size * promise {
          weights[column] = weight + size * step
          for row in 0..<n { gaps[row] -= size * step * columns[start + row] }
          break
        }
        size /= 2
      }
    }
    if round == 0 { firstViolation = violation }
    if violation <= parameters.tolerance * firstViolation { return (weights, true) }
  }
  return (weights, false)
}

extension Matrix {
  @inline(__always)
  fileprivate func product(_ row: Int, _ weights: [Double]) -> Double {
    var sum = 0.0
    for column in 0..<columnCount { sum = Relaxed.multiplyAdd(values[row &* columnCount &+ column], weights[column], sum) }
    return sum
  }

  @inline(__always)
  fileprivate func add(_ row: Int, times factor: Double, to weights: inout [Double]) {
    for column in 0..<columnCount { weights[column] += factor * values[row &* columnCount &+ column] }
  }
}
