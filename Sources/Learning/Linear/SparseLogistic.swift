import LinearAlgebra
import RealModule

/// Minimises Σ wᵢ · lossᵢ + absolute · ‖coefficients‖₁ + square/2 · ‖coefficients‖², the weights having the sum 1: logistic regression whose
/// penalty makes coefficients 0.
///
/// Newton's method, class by class, with the penalty kept as it is (Friedman, Hastie & Tibshirani, 2010): around where it stands the loss
/// is a weighted square, whose penalised minimum `CoordinateDescent` finds; a line search makes sure that every step goes down.
struct SparseLogistic {
  /// n × p, in the data's units: the penalty is on their coefficients.
  let features: Matrix
  let classes: [Int]
  let weights: [Double]
  /// How many sums of the features there are: 1 for two classes, else one a class.
  let scoreCount: Int
  let fitsIntercept: Bool
  let absolute: Double
  let square: Double
  let maxIterations: Int
  /// No row's score would change by more in the next round.
  let tolerance: Double
  let cores: Int

  struct Result {
    var coefficients: Matrix
    var intercepts: [Double]
    var iterations: Int
    var converged: Bool
  }

  func minimise() throws(FittingError) -> Result {
    let (n, p) = (features.rowCount, features.columnCount)
    var coefficients = Matrix(rowCount: scoreCount, columnCount: p)
    var intercepts = [Double](repeating: 0, count: scoreCount)
    // What each class gets from each row, row after row of classes.
    var scores = [[Double]](repeating: [Double](repeating: 0, count: n), count: scoreCount)
    var loss = self.loss(scores)
    for iteration in 1...maxIterations {
      var largest = 0.0
      for label in 0..<scoreCount {
        let (curvatures, residuals) = derivatives(scores, label)
        let before = (0..<p).map { coefficients[label, $0] }
        let target = (0..<n).map { scores[label][$0] + residuals[$0] / curvatures[$0] }
        let system = try CentredSystem(
          features: features, targets: target, sampleWeights: zip(curvatures, weights).map { $0 * $1 * Double(n) }, keepsWeights: true, centres: fitsIntercept, cores: cores)
        var descent = CoordinateDescent(
          FeatureProducts(system, cores: cores), targetSquare: system.targets.reduce(0) { $0 + $1 * $1 } / Double(n), from: before, cores: cores)
        _ = descent.minimise(absolute: absolute, square: square, maxIterations: 1000, tolerance: 1e-10)
        let model = system.model(descent.coefficients)
        let steps = zip(descent.coefficients, before).map { $0 - $1 }
        let interceptStep = fitsIntercept ? model.intercept - intercepts[label] : 0
        let change = multiply(features, steps, cores: cores).map { $0 + interceptStep }

        // The quadratic's own promise; half a per mille of it must be kept.
        let promise = change.indices.reduce(0) { $0 - weights[$1] * residuals[$1] * change[$1] } + penalty(descent.coefficients) - penalty(before)
        guard promise < 0 else { continue }
        var share = 1.0
        while share > 1e-10 {
          var tried = scores
          for place in 0..<n { tried[label][place] += share * change[place] }
          let moved = zip(before, steps).map { $0 + share * $1 }
          let after = self.loss(tried)
          if after + penalty(moved) <= loss + penalty(before) + 5e-4 * share * promise {
            scores = tried
            loss = after
            for column in 0..<p { coefficients[label, column] = moved[column] }
            intercepts[label] += share * interceptStep
            largest = max(largest, share * (change.map(abs).max() ?? 0))
            break
          }
          share /= 2
        }
      }
      if largest <= tolerance { return Result(coefficients: coefficients, intercepts: centred(intercepts), iterations: iteration, converged: true) }
    }
    return Result(coefficients: coefficients, intercepts: centred(intercepts), iterations: maxIterations, converged: false)
  }

  /// Of several classes the constants are as well all larger: their sum is made 0.
  private func centred(_ intercepts: [Double]) -> [Double] {
    guard scoreCount > 1 else { return intercepts }
    let mean = intercepts.reduce(0, +) / Double(scoreCount)
    return intercepts.map { $0 - mean }
  }

  private func penalty(_ coefficients: [Double]) -> Double {
    coefficients.reduce(0) { $0 + absolute * abs($1) + square / 2 * $1 * $1 }
  }

  private func loss(_ scores: [[Double]]) -> Double {
    var sum = 0.0
    for row in 0..<features.rowCount {
      if scoreCount == 1 {
        let raw = scores[0][row]
        sum += weights[row] * (Double.log(onePlus: Double.exp(-abs(raw))) + (classes[row] == 1 ? max(-raw, 0) : max(raw, 0)))
      } else {
        let top = (0..<scoreCount).reduce(-Double.infinity) { max($0, scores[$1][row]) }
        let total = (0..<scoreCount).reduce(0) { $0 + Double.exp(scores[$1][row] - top) }
        sum += weights[row] * (Double.log(total) + top - scores[classes[row]][row])
      }
    }
    return sum
  }

  /// Of each row, before its weight, the loss's second derivative by the class's score, kept off 0, and minus the first.
  private func derivatives(_ scores: [[Double]], _ label: Int) -> (curvatures: [Double], residuals: [Double]) {
    var curvatures = [Double](repeating: 0, count: features.rowCount)
    var residuals = curvatures
    for row in 0..<features.rowCount {
      let probability: Double
      if scoreCount == 1 {
        probability = 1 / (1 + Double.exp(-scores[0][row]))
      } else {
        let own = scores[label][row]
        probability = 1 / (0..<scoreCount).reduce(0) { $0 + Double.exp(scores[$1][row] - own) }
      }
      let isOfClass = scoreCount == 1 ? classes[row] == 1 : classes[row] == label
      curvatures[row] = max(probability * (1 - probability), 1e-5)
      residuals[row] = (isOfClass ? 1 : 0) - probability
    }
    return (curvatures, residuals)
  }
}
