/// Minimises a smooth function of many variables by the limited-memory BFGS method (Nocedal and Wright, 2006,
/// algorithms 7.4, 7.5, 3.5 and 3.6), with a preconditioner in the place of the usual multiple of the identity.
struct LBFGS {
  struct Result {
    var point: [Double]
    var value: Double
    var iterations: Int
    var converged: Bool
  }

  /// How many steps are remembered.
  var memory = 10
  var maxIterations: Int
  /// The function's value, and its gradient in the second argument.
  var evaluate: (_ point: [Double], _ gradient: inout [Double]) -> Double
  /// Roughly the inverse of the second derivatives at a point, as a function of the vector that it is multiplied by;
  /// symmetric and positive definite. Asked for at the start and after every `memory` steps.
  var preconditioner: (_ point: [Double]) -> Preconditioner
  /// Whether a point of this gradient, from which the next step would be this one, is near enough.
  var isNearEnough: (_ gradient: [Double], _ step: [Double]) -> Bool

  typealias Preconditioner = (_ vector: [Double]) -> [Double]

  private struct Pair {
    var step: [Double]
    var change: [Double]
    var inverseProduct: Double
  }

  func minimise(from start: [Double]) -> Result {
    var point = start
    var gradient = [Double](repeating: 0, count: start.count)
    var value = evaluate(point, &gradient)
    var pairs: [Pair] = []
    var precondition = preconditioner(start)
    var scale = 1.0
    var iterations = 0
    while true {
      var direction = self.direction(gradient, pairs, precondition, scale: scale)
      if isNearEnough(gradient, direction) { return Result(point: point, value: value, iterations: iterations, converged: true) }
      if iterations == maxIterations { return Result(point: point, value: value, iterations: iterations, converged: false) }
      if dot(direction, gradient) >= 0 {
        pairs = []
        direction = self.direction(gradient, pairs, precondition, scale: scale)
      }
      guard let next = search(from: point, value: value, gradient: gradient, along: direction) else {
        if pairs.isEmpty { return Result(point: point, value: value, iterations: iterations, converged: false) }
        // What is remembered misleads: start again from here.
        pairs = []
        continue
      }
      iterations += 1
      let step = zip(next.point, point).map { $0 - $1 }
      let change = zip(next.gradient, gradient).map { $0 - $1 }
      let product = dot(step, change)
      if iterations % memory == 0 { precondition = preconditioner(next.point) }
      if product > 0 {
        if pairs.count == memory { pairs.removeFirst() }
        pairs.append(Pair(step: step, change: change, inverseProduct: 1 / product))
        scale = product / dot(change, precondition(change))
      }
      (point, value, gradient) = next
    }
  }

  /// Minus the inverse of the second derivatives, as remembered, times the gradient.
  private func direction(_ gradient: [Double], _ pairs: [Pair], _ precondition: Preconditioner, scale: Double) -> [Double] {
    var vector = gradient
    var factors = [Double](repeating: 0, count: pairs.count)
    for index in pairs.indices.reversed() {
      factors[index] = pairs[index].inverseProduct * dot(pairs[index].step, vector)
      add(-factors[index], pairs[index].change, to: &vector)
    }
    vector = precondition(vector)
    for index in vector.indices { vector[index] *= scale }
    for index in pairs.indices {
      let factor = pairs[index].inverseProduct * dot(pairs[index].change, vector)
      add(factors[index] - factor, pairs[index].step, to: &vector)
    }
    for index in vector.indices { vector[index] = -vector[index] }
    return vector
  }

  private typealias Trial = (point: [Double], value: Double, gradient: [Double])

  /// A point along the direction that meets the strong Wolfe conditions; the best found where rounding forbids them;
  /// `nil` where no step decreases the function.
  private func search(from point: [Double], value: Double, gradient: [Double], along direction: [Double]) -> Trial? {
    let slope = dot(gradient, direction)
    guard slope < 0 else { return nil }
    var best: Trial?
    func trial(_ length: Double) -> (value: Double, slope: Double, trial: Trial) {
      var trialPoint = point
      add(length, direction, to: &trialPoint)
      var trialGradient = gradient
      let trialValue = evaluate(trialPoint, &trialGradient)
      let trial = (trialPoint, trialValue, trialGradient)
      if trialValue < best?.value ?? value { best = trial }
      return (trialValue, dot(trialGradient, direction), trial)
    }

    // Where the function changes less than its rounding, the slope alone tells.
    let noise = 4 * Double.ulpOfOne * abs(value)
    var low = (length: 0.0, value: value, slope: slope)
    var high: (length: Double, value: Double, slope: Double)?
    var length = 1.0
    for _ in 0..<50 {
      let (trialValue, trialSlope, found) = trial(length)
      let isLowEnough = trialValue <= value + 1e-4 * length * slope + noise
      if isLowEnough, abs(trialSlope) <= -0.9 * slope { return found }
      if !trialValue.isFinite || !isLowEnough || trialValue > low.value + noise || trialSlope >= 0 {
        if isLowEnough, trialValue <= low.value, trialSlope >= 0 {
          high = low
          low = (length, trialValue, trialSlope)
        } else {
          high = (length, trialValue, trialSlope)
        }
      } else {
        if let end = high, trialSlope * (end.length - low.length) >= 0 { high = low }
        low = (length, trialValue, trialSlope)
      }
      if let high {
        length = Self.interpolated(low, high)
        if abs(high.length - low.length) <= 1e-14 * max(abs(low.length), 1) { break }
      } else {
        length *= 2
      }
    }
    return best
  }

  /// The minimum of the cubic through two points and slopes, kept away from both ends.
  private static func interpolated(_ a: (length: Double, value: Double, slope: Double), _ b: (length: Double, value: Double, slope: Double)) -> Double {
    let middle = (a.length + b.length) / 2
    let width = abs(b.length - a.length)
    let first = a.slope + b.slope - 3 * (a.value - b.value) / (a.length - b.length)
    let inner = first * first - a.slope * b.slope
    guard inner >= 0 else { return middle }
    let second = (b.length > a.length ? 1.0 : -1.0) * inner.squareRoot()
    let length = b.length - (b.length - a.length) * (b.slope + second - first) / (b.slope - a.slope + 2 * second)
    guard length.isFinite else { return middle }
    let low = min(a.length, b.length) + 0.1 * width
    return min(max(length, low), max(a.length, b.length) - 0.1 * width)
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}

private func add(_ factor: Double, _ vector: [Double], to result: inout [Double]) {
  for index in result.indices { result[index] += factor * vector[index] }
}
