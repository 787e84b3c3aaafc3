public import LinearAlgebra
import RealModule

/// The mean of minus the logarithm of the probability that each row's class was given: cross-entropy, in nats.
///
/// scikit-learn's `log_loss`: probabilities are first brought into ε...1-ε, ε = 2^-52. NaN where a number in a counted row is
/// no probability, where there is no row, or where there are fewer than two classes.
/// - Parameters:
///   - truth: class codes; a row whose truth is not a column of `probabilities` is left out.
///   - probabilities: rows × classes.
///   - weights: one a row; a row whose weight is not a positive finite number is left out. Nil: 1 each.
public func logLoss(truth: [Int32], probabilities: Matrix, weights: [Double]? = nil) -> Double {
  meanLoss(truth, probabilities, weights) { probabilities.logLoss(row: $0, truth: $1) }
}

/// The mean squared error of the probabilities, summed over the classes and, with two classes, halved: 0 is best.
///
/// scikit-learn's `brier_score_loss` (1.8 and later). NaN as `logLoss(truth:probabilities:weights:)`.
public func brierScore(truth: [Int32], probabilities: Matrix, weights: [Double]? = nil) -> Double {
  meanLoss(truth, probabilities, weights) { probabilities.squareLoss(row: $0, truth: $1) } * (probabilities.columnCount == 2 ? 0.5 : 1)
}

private func meanLoss(_ truth: [Int32], _ probabilities: Matrix, _ weights: [Double]?, _ loss: (Int, Int) -> Double) -> Double {
  guard probabilities.columnCount > 1 else { return .nan }
  var total = 0.0
  var sum = 0.0
  for row in 0..<min(truth.count, probabilities.rowCount, weights?.count ?? .max) {
    let weight = weights?[row] ?? 1
    guard weight > 0, weight.isFinite, (0..<probabilities.columnCount).contains(Int(truth[row])) else { continue }
    total += weight
    sum += weight * loss(row, Int(truth[row]))
  }
  return sum / total
}

/// Rounding in a soft-max may end a hair outside 0...1.
func isProbability(_ value: Double) -> Bool { value >= -1e-9 && value <= 1 + 1e-9 }

extension Matrix {
  /// - Precondition: `row` and `truth` are in range.
  func logLoss(row: Int, truth: Int) -> Double {
    guard hasProbabilities(row: row) else { return .nan }
    let epsilon = Double.ulpOfOne
    return -Double.log(Swift.max(epsilon, Swift.min(1 - epsilon, self[row, truth])))
  }

  /// The squared distance between a row's probabilities and certainty of the truth.
  func squareLoss(row: Int, truth: Int) -> Double {
    guard hasProbabilities(row: row) else { return .nan }
    return (0..<columnCount).reduce(0) { sum, column in
      let error = self[row, column] - (column == truth ? 1 : 0)
      return sum + error * error
    }
  }

  private func hasProbabilities(row: Int) -> Bool { (0..<columnCount).allSatisfy { isProbability(self[row, $0]) } }
}
