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
  ///   - decisions: of rows that the machine had not learnt from.
  ///   - isFirst: whether each is of the first class.
  init(fitting decisions: [Double], isFirst: [Bool]) {
    let firstCount = Double(isFirst.count { $0 })
    let otherCount = Double(isFirst.count) - firstCount
    let targets = isFirst.map { $0 ? (firstCount + 1) / (firstCount + 2) : 1 / (otherCount + 2) }
    func loss(_ slope: Double, _ constant: Double) -> Double {
      zip(decisions, targets).reduce(0) { sum, row in
        let exponent = row.0 * slope + constant
        return sum + (exponent >= 0
          ? row.1 * exponent + Double.log(onePlus: Double.exp(-exponent)) : (row.1 - 1) * exponent + Double.log(onePlus: Double.exp(exponent)))
      }
    }
    var (slope, constant) = (0.0, Double.log((otherCount + 1) / (firstCount + 1)))
    var current = loss(slope, constant)
    for _ in 0..<100 {
      // The curvature, with a ridge, and the gradient.
      var (h11, h22, h21, g1, g2) = (1e-12, 1e-12, 0.0, 0.0, 0.0)
      for (decision, target) in zip(decisions, targets) {
        let share = Self(slope: slope, constant: constant).probability(decision)
        let weight = share * (1 - share)
        h11 += decision * decision * weight
        h22 += weight
        h21 += decision * weight
        g1 += decision * (target - share)
        g2 += target - share
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

  func probability(_ decision: Double) -> Double {
    let exponent = decision * slope + constant
    return exponent >= 0 ? Double.exp(-exponent) / (1 + Double.exp(-exponent)) : 1 / (1 + Double.exp(exponent))
  }
}

/// The classes' probabilities that agree best with those of the first of every two (Wu, Lin and Weng, 2004, their second approach).
///
/// - Parameter pairs: of classes 0 and 1, 0 and 2, …, 1 and 2, …
func coupledProbabilities(_ pairs: [Double], classCount: Int) -> [Double] {
  if classCount == 2 { return [pairs[0], 1 - pairs[0]] }
  // r[i, j]: how likely i is, of i and j; kept off 0 and 1.
  var r = [Double](repeating: 0, count: classCount * classCount)
  var pair = 0
  for first in 0..<classCount {
    for second in (first + 1)..<max(first + 1, classCount) {
      let share = min(max(pairs[pair], 1e-7), 1 - 1e-7)
      r[first * classCount + second] = share
      r[second * classCount + first] = 1 - share
      pair += 1
    }
  }
  var q = r
  for i in 0..<classCount {
    q[i * classCount + i] = 0
    for j in 0..<classCount where j != i {
      q[i * classCount + i] += r[j * classCount + i] * r[j * classCount + i]
      q[i * classCount + j] = -r[j * classCount + i] * r[i * classCount + j]
    }
  }
  var shares = [Double](repeating: 1 / Double(classCount), count: classCount)
  for _ in 0..<max(100, classCount) {
    var products = (0..<classCount).map { i in (0..<classCount).reduce(0) { $0 + q[i * classCount + $1] * shares[$1] } }
    var whole = zip(shares, products).reduce(0) { $0 + $1.0 * $1.1 }
    if products.allSatisfy({ abs($0 - whole) < 0.005 / Double(classCount) }) { break }
    for i in 0..<classCount {
      let change = (whole - products[i]) / q[i * classCount + i]
      shares[i] += change
      whole = (whole + change * (change * q[i * classCount + i] + 2 * products[i])) / (1 + change) / (1 + change)
      for j in 0..<classCount {
        products[j] = (products[j] + change * q[i * classCount + j]) / (1 + change)
        shares[j] /= 1 + change
      }
    }
  }
  return shares
}
