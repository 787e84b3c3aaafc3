import RealModule

/// How likely a column is normal once it is raised to a power, as a function of the exponent, which is concave.
struct PowerLikelihood {
  /// Logarithms of the values (of 1 + |value| by Yeo and Johnson), those of negative values last.
  private var logarithms: [Double] = []
  private var positiveCount = 0
  /// Of the logarithms, those of negative values taken off: what the change of units adds to the derivative.
  private var sum = 0.0
  private let isConstant: Bool
  /// Beyond these a power could leave the range of numbers.
  private var range = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude

  init(of values: [Double], _ method: PowerTransformer.Method) {
    switch method {
    case .boxCox:
      let present = values.filter { $0 > 0 }
      isConstant = WeightedMoments(of: present, weights: nil).isConstant
      logarithms = present.map { Double.log($0) }
      positiveCount = logarithms.count
    case .yeoJohnson:
      isConstant = WeightedMoments(of: values, weights: nil).isConstant
      logarithms = values.filter { $0 >= 0 }.map { Double.log(onePlus: $0) }
      positiveCount = logarithms.count
      logarithms += values.filter { $0 < 0 }.map { Double.log(onePlus: -$0) }
    }
    for place in logarithms.indices { sum += place < positiveCount ? logarithms[place] : -logarithms[place] }
    let high = logarithms[..<positiveCount].reduce(0) { max($0, abs($1)) }
    let low = logarithms[positiveCount...].reduce(0) { max($0, $1) }
    let bounds = (max(-300 / high, 2 - 300 / low), min(300 / high, 2 + 300 / low))
    if bounds.0 < bounds.1 { range = bounds.0...bounds.1 } else { range = 1...1 }
  }

  /// The exponent of greatest likelihood; 1 for a constant column, NaN for one without values.
  var greatest: Double {
    if logarithms.isEmpty { return .nan }
    if isConstant || range.lowerBound == range.upperBound { return 1 }
    var (powers, slopes) = ([Double](repeating: 0, count: logarithms.count), [Double](repeating: 0, count: logarithms.count))
    func derivative(_ exponent: Double) -> Double { self.derivative(exponent, &powers, &slopes) }
    // The derivative falls: its sign says where to go, in steps twice as long each.
    var near = min(max(1, range.lowerBound), range.upperBound)
    var nearValue = derivative(near)
    guard nearValue.isFinite else { return 1 }
    if nearValue == 0 { return near }
    var (far, farValue, step) = (near, nearValue, nearValue > 0 ? 1.0 : -1.0)
    while farValue.sign == nearValue.sign, farValue != 0 {
      (near, nearValue) = (far, farValue)
      far = min(max(near + step, range.lowerBound), range.upperBound)
      if far == near { return near }
      farValue = derivative(far)
      // Too far out to be told: half of the way.
      if !farValue.isFinite { return near }
      step *= 2
    }
    return Self.root(of: derivative, (near, nearValue), (far, farValue))
  }

  /// Where a function is 0 between two places of different sign, by false position with Anderson and Björck's weights.
  private static func root(of function: (Double) -> Double, _ first: (x: Double, y: Double), _ second: (x: Double, y: Double)) -> Double {
    var (a, b) = (first, second)
    for _ in 0..<100 {
      if b.y == 0 { return b.x }
      var x = b.x - b.y * (b.x - a.x) / (b.y - a.y)
      if !(x > min(a.x, b.x) && x < max(a.x, b.x)) { x = (a.x + b.x) / 2 }
      let last = b
      b = (x, function(x))
      guard b.y.isFinite else { return last.x }
      if b.y.sign == last.y.sign {
        let share = 1 - b.y / last.y
        a.y *= share > 0 ? share : 0.5
      } else {
        a = last
      }
      if abs(b.x - last.x) <= 1e-13 * max(1, abs(b.x)) || abs(b.x - a.x) <= 1e-13 * max(1, abs(b.x)) { break }
    }
    return b.x
  }

  /// The derivative of the logarithm of the likelihood: Σ logarithms − n · cov(power, slope) / var(power).
  private func derivative(_ exponent: Double, _ powers: inout [Double], _ slopes: inout [Double]) -> Double {
    let count = logarithms.count
    let other = 2 - exponent
    var (powerSum, slopeSum) = (0.0, 0.0)
    for place in 0..<count {
      let isPositive = place < positiveCount
      let (power, slope) = Self.power(logarithms[place], isPositive ? exponent : other)
      powers[place] = isPositive ? power : -power
      slopes[place] = slope
      powerSum += powers[place]
      slopeSum += slope
    }
    let (powerMean, slopeMean) = (powerSum / Double(count), slopeSum / Double(count))
    var (variance, covariance) = (0.0, 0.0)
    for place in 0..<count {
      let deviation = powers[place] - powerMean
      variance += deviation * deviation
      covariance += deviation * (slopes[place] - slopeMean)
    }
    return sum - Double(count) * covariance / variance
  }

  /// A power, and its derivative by the exponent.
  @inline(__always)
  private static func power(_ logarithm: Double, _ exponent: Double) -> (power: Double, slope: Double) {
    let t = exponent * logarithm
    if abs(t) < 0.05 {
      // Where the quotients would cancel: their series.
      var (power, slope, term) = (0.0, 0.0, 1.0)
      for j in 0..<9 {
        power += term / Double(j + 1)
        slope += term / Double(j + 2)
        term *= t / Double(j + 1)
      }
      return (logarithm * power, logarithm * logarithm * slope)
    }
    let exponential = Double.exp(t)
    let power = (exponential - 1) / exponent
    return (power, (logarithm * exponential - power) / exponent)
  }
}
