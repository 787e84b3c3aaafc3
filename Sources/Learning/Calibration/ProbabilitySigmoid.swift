import RealModule

/// How a decision between two classes becomes a probability: 1 / (1 + e^(slope · decision + constant)) of the first (Platt, 1999).
public struct ProbabilitySigmoid: Sendable, Equatable {
  public let slope: Double
  public let constant: Double

  public init(slope: Double, constant: Double) {
    self.slope = slope
    self.constant = constant
  }

  /// Fits by Newton's method with a line search (Lin, Lin and Weng, 2007); targets are drawn in a little from 0 and 1.
  ///
  /// - Parameters:
  ///   - decisions: of rows that the model had not learnt from.
  ///   - isFirst: whether each is of the first class.
  ///   - weights: one a row, not negative; nil: 1 each.
  public init(fitting decisions: [Double], isFirst: [Bool], weights: [Double]? = nil) {
    let weights = weights ?? [Double](repeating: 1, count: decisions.count)
    let firstCount = zip(isFirst, weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) }
    let otherCount = weights.reduce(0, +) - firstCount
    let targets = isFirst.map { $0 ? (firstCount + 1) / (firstCount + 2) : 1 / (otherCount + 2) }
    func loss(_ slope: Double, _ constant: Double) -> Double {
      decisions.indices.reduce(0) { sum, row in
        let exponent = decisions[row] * slope + constant
        let loss =
          exponent >= 0
          ? targets[row] * exponent + Double.log(onePlus: Double.exp(-exponent)) : (targets[row] - 1) * exponent + Double.log(onePlus: Double.exp(exponent))
        return sum + weights[row] * loss
      }
    }
    var (slope, constant) = (0.0, Double.log((otherCount + 1) / (firstCount + 1)))
    var current = loss(slope, constant)
    for _ in 0..<100 {
      // The curvature, with a ridge, and the gradient.
      var (h11, h22, h21, g1, g2) = (1e-12, 1e-12, 0.0, 0.0, 0.0)
      for row in decisions.indices {
        let decision = decisions[row]
        let share = Self(slope: slope, constant: constant).probability(decision)
        let weight = weights[row] * share * (1 - share)
        h11 += decision * decision * weight
        h22 += weight
        h21 += decision * weight
        g1 += weights[row] * decision * (targets[row] - share)
        g2 += weights[row] * (targets[row] - share)
      }
      if abs(g1) < 1e-5, abs(g2) < 1e-5 { break }
      let determinant = h11 * h22 - h21 * h21
      let (step1, step2) = (-(h22 * g1 - h21 * g2) / determinant, -(h11 * g2 - h21 * g1) / determinant)
      let descent = g1 * step1 + g2 * step2
      var size = 1.0
      var found = false
      while size >= 1e-10 {
        let next = loss(slope + size * step1, constant + size * step2)
        if next < current + 1e-4 * size * descent {
          (slope, constant, current, found) = (slope + size * step1, constant + size * step2, next, true)
          break
        }
        size /= 2
      }
      if !found { break }
    }
    self.init(slope: slope, constant: constant)
  }

  public func probability(_ decision: Double) -> Double {
    let exponent = decision * slope + constant
    return exponent >= 0 ? Double.exp(-exponent) / (1 + Double.exp(-exponent)) : 1 / (1 + Double.exp(exponent))
  }
}
