import Glibc
import RealModule

/// What boosting makes small, by XGBoost's names and formulas (1.7, `src/objective`).
public enum BoostingObjective: String, Sendable, CaseIterable {
  case logistic = "binary:logistic"
  case softmax = "multi:softprob"
  case squaredError = "reg:squarederror"
  case pseudoHuber = "reg:pseudohubererror"
  case poisson = "count:poisson"
  case gamma = "reg:gamma"
  case tweedie = "reg:tweedie"

  /// Whether it is for classes.
  public var isClassification: Bool { self == .logistic || self == .softmax }
  /// What a number must be, in words; nil where any will do.
  public var demand: String? {
    switch self {
    case .poisson, .tweedie: "at least 0"
    case .gamma: "above 0"
    default: nil
    }
  }

  public func takes(_ number: Double) -> Bool {
    switch self {
    case .poisson, .tweedie: number >= 0
    case .gamma: number > 0
    default: true
    }
  }

  /// The loss that validation watches, by XGBoost's name.
  public var lossName: String {
    switch self {
    case .logistic: "logloss"
    case .softmax: "mlogloss"
    case .squaredError: "rmse"
    case .pseudoHuber: "mphe"
    case .poisson: "poisson-nloglik"
    case .gamma: "gamma-deviance"
    case .tweedie: "tweedie-nloglik"
    }
  }

  /// What every row is predicted before the first tree, where nothing is given: the mean of the labels, or for the pseudo-Huber
  /// loss the median, as in XGBoost 2 and later. In 1.7 it is 0.5 whatever the labels, and the first trees have to learn where they lie.
  func baseScore(labels: [Float], weights: [Float]?) -> Float {
    switch self {
    case .softmax: return 0.5
    case .pseudoHuber:
      return Float(
        weightedQuantile(labels.map(Double.init), weights: weights?.map(Double.init) ?? [Double](repeating: 1, count: labels.count), 0.5))
    default: break
    }
    var (sum, whole) = (0.0, 0.0)
    for (row, label) in labels.enumerated() {
      let weight = weights.map { Double($0[row]) } ?? 1
      sum += weight * Double(label)
      whole += weight
    }
    let mean = Float(sum / whole)
    switch self {
    // A margin is its logarithm.
    case .poisson, .gamma, .tweedie: return max(mean, 1e-6)
    case .logistic: return min(max(mean, 1e-6), 1 - 1e-6)
    default: return mean
    }
  }

  /// A row's loss, of numbers; before the square root of `rmse`.
  func loss(margin: Float, label: Float, _ variancePower: Float) -> Double {
    let (margin, label, power) = (Double(margin), Double(label), Double(variancePower))
    switch self {
    case .logistic, .softmax: return log1p(exp(-abs(margin))) + max(margin, 0) - label * margin
    case .squaredError: return (margin - label) * (margin - label)
    case .pseudoHuber: return ((margin - label) * (margin - label) + 1).squareRoot() - 1
    case .poisson: return exp(margin) - label * margin + Double.logGamma(label + 1)
    case .gamma: return 2 * (margin - log(label) + label * exp(-margin) - 1)
    case .tweedie: return exp((2 - power) * margin) / (2 - power) - label * exp((1 - power) * margin) / (1 - power)
    }
  }

  /// The first and the second derivative of a row's loss by its margin.
  ///
  /// - Parameter step: what `count:poisson` adds to the margin, so that the second is safe.
  @inline(__always)
  func derivatives(margin: Float, label: Float, _ variancePower: Float, step: Float) -> (Float, Float) {
    switch self {
    case .logistic, .softmax:
      let probability = 1 / (1 + expf(-margin))
      return (probability - label, max(probability * (1 - probability), 1e-16))
    case .squaredError: return (margin - label, 1)
    case .pseudoHuber:
      let off = margin - label
      let root = (1 + off * off).squareRoot()
      return (off / root, 1 / ((1 + off * off) * root))
    case .poisson: return (expf(margin) - label, expf(margin + step))
    case .gamma:
      let ratio = label / expf(margin)
      return (1 - ratio, ratio)
    case .tweedie:
      let (low, high) = (expf((1 - variancePower) * margin), expf((2 - variancePower) * margin))
      return (-label * low + high, -label * (1 - variancePower) * low + (2 - variancePower) * high)
    }
  }
}
