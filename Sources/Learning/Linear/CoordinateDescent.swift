import LinearAlgebra

/// Minimises ½ βᵀGβ − qᵀβ + absolute · ‖β‖₁ + square/2 · ‖β‖², one coefficient at a time. G and q are the products of the features
/// with each other and with the target, over n.
struct CoordinateDescent {
  private let products: FeatureProducts
  /// y · y / n.
  private let targetSquare: Double
  private let cores: Int
  private(set) var coefficients: [Double]
  /// q − Gβ: how fast the fit betters as each coefficient grows.
  private var gradient: [Double]
  /// Columns of G that were asked for.
  private var columns: [Int: [Double]] = [:]
  private var earlierAbsolute = Double.infinity

  /// - Parameter start: coefficients to begin with; nil: all 0.
  init(_ products: FeatureProducts, targetSquare: Double, from start: [Double]? = nil, cores: Int) {
    self.products = products
    self.targetSquare = targetSquare
    self.cores = cores
    coefficients = start ?? [Double](repeating: 0, count: products.count)
    gradient = products.withTarget
    for (feature, value) in coefficients.enumerated() where value != 0 { add(feature, value) }
  }

  /// Goes on from where the last penalty's solution is.
  mutating func minimise(absolute: Double, square: Double, maxIterations: Int, tolerance: Double) -> (iterations: Int, converged: Bool) {
    // The strong rule: what is far from coming in stays out, until the conditions say otherwise.
    let least = earlierAbsolute.isFinite ? 2 * absolute - earlierAbsolute : absolute
    earlierAbsolute = absolute
    var working = coefficients.indices.filter { isUsable($0) && (coefficients[$0] != 0 || abs(gradient[$0]) >= least) }
    var iterations = 0
    while true {
      var settled: [Int] = []
      var isDone = false
      while iterations < maxIterations, !isDone {
        iterations += 1
        let largest = sweep(working, absolute, square)
        let active = working.filter { coefficients[$0] != 0 }
        // Who is in, and with what sign, has been settled where a round changes none of it.
        let signs = active.map { coefficients[$0] > 0 ? $0 : ~$0 }
        if signs == settled, solve(active, absolute, square) { isDone = true }
        settled = signs
        if !isDone, largest == 0 || iterations.isMultiple(of: 8) && gap(absolute, square) <= tolerance * targetSquare { isDone = true }
      }
      let broken = coefficients.indices.filter { isUsable($0) && coefficients[$0] == 0 && abs(gradient[$0]) > absolute * (1 + 1e-10) + tiny }
      guard !broken.isEmpty, iterations < maxIterations else { return (iterations, isDone && broken.isEmpty) }
      working = Set(working + broken).sorted()
    }
  }

  /// Below what rounding may make of a product.
  private var tiny: Double { 1e-14 * targetSquare.squareRoot() }

  /// A constant feature tells nothing.
  private func isUsable(_ feature: Int) -> Bool { products.squares[feature] > 0 }

  /// One round over `features`; gives the largest change of a prediction.
  private mutating func sweep(_ features: [Int], _ absolute: Double, _ square: Double) -> Double {
    var largest = 0.0
    for feature in features {
      let curvature = products.squares[feature]
      let old = coefficients[feature]
      let pull = gradient[feature] + curvature * old
      let magnitude = abs(pull) - absolute
      let new = magnitude > 0 ? (pull > 0 ? magnitude : -magnitude) / (curvature + square) : 0
      guard new != old else { continue }
      coefficients[feature] = new
      add(feature, new - old)
      largest = max(largest, abs(new - old) * curvature.squareRoot())
    }
    return largest
  }

  private mutating func add(_ feature: Int, _ step: Double) {
    let column = column(feature)
    for place in gradient.indices { gradient[place] -= step * column[place] }
  }

  private mutating func column(_ feature: Int) -> [Double] {
    if let column = columns[feature] { return column }
    let column = products.column(feature)
    columns[feature] = column
    return column
  }

  /// Solves for the coefficients that are not 0, their signs given. Says whether that is a solution: the signs hold, and so does every
  /// condition within the rounding.
  private mutating func solve(_ active: [Int], _ absolute: Double, _ square: Double) -> Bool {
    if active.isEmpty { return true }
    var matrix = Matrix(rowCount: active.count, columnCount: active.count)
    for (row, feature) in active.enumerated() {
      let column = column(feature)
      for (place, other) in active.enumerated() { matrix[row, place] = column[other] }
      matrix[row, row] += square
    }
    guard let equations = NormalEquations(matrix) else { return false }
    let right = active.map { products.withTarget[$0] - (coefficients[$0] > 0 ? absolute : -absolute) }
    let solution = equations.solve(right)
    guard zip(active, solution).allSatisfy({ $1.isFinite && $1 != 0 && ($1 > 0) == (coefficients[$0] > 0) }) else { return false }
    for (feature, value) in zip(active, solution) { coefficients[feature] = value }
    // Afresh from the products: what descent added up is rounded.
    gradient = products.withTarget
    for (feature, value) in zip(active, solution) { add(feature, value) }
    return true
  }

  /// How far the penalised loss may be from its minimum, by the dual point that the residuals give (Kim et al., 2007).
  private func gap(_ absolute: Double, _ square: Double) -> Double {
    var (fit, squares, sum) = (0.0, 0.0, 0.0)
    for feature in coefficients.indices where coefficients[feature] != 0 {
      // β · (q + gradient) = 2 qᵀβ − βᵀGβ.
      fit += coefficients[feature] * (products.withTarget[feature] + gradient[feature])
      squares += coefficients[feature] * coefficients[feature]
      sum += abs(coefficients[feature])
    }
    let residual = max(0, targetSquare - fit)
    let largest = coefficients.indices.reduce(0) { max($0, abs(gradient[$1] - square * coefficients[$1])) }
    let scale = largest > absolute ? absolute / largest : 1
    let withTarget = targetSquare - coefficients.indices.reduce(0) { $0 + coefficients[$1] * products.withTarget[$1] }
    return (0.5 * (1 + scale * scale) * residual + absolute * sum - scale * withTarget) + 0.5 * square * (1 + scale * scale) * squares
  }
}
