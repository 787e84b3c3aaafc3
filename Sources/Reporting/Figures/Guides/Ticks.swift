/// Round numbers for axes, as d3-array and d3-scale choose them.
package enum Ticks {
  /// About `count` multiples of 1, 2 or 5 times a power of ten from `start` to `stop`, both included where they are multiples.
  /// The same numbers as `d3.ticks(start, stop, count)`.
  package static func linear(_ start: Double, _ stop: Double, count: Int) -> [Double] {
    guard start.isFinite, stop.isFinite, count > 0 else { return [] }
    if start == stop { return [start] }
    if start > stop { return linear(stop, start, count: count).reversed() }
    guard let step = specification(start, stop, count: Double(count)), step.last >= step.first, step.last - step.first < 10_000 else { return [] }
    return stride(from: step.first, through: step.last, by: 1).map { step.isInverse ? $0 / step.increment : $0 * step.increment }
  }

  /// The domain widened to whole ticks, as `d3.scaleLinear().nice(count)` does.
  package static func nice(_ start: Double, _ stop: Double, count: Int = 10) -> (Double, Double) {
    guard start.isFinite, stop.isFinite, start < stop else { return (start, stop) }
    var (low, high) = (start, stop)
    var previous: Double?
    for _ in 0..<10 {
      guard let step = increment(low, high, count: Double(count)), step != previous else { break }
      if step > 0 {
        low = (low / step).rounded(.down) * step
        high = (high / step).rounded(.up) * step
      } else {
        low = (low * step).rounded(.up) / step
        high = (high * step).rounded(.down) / step
      }
      previous = step
    }
    return low.isFinite && high.isFinite && low < high ? (low, high) : (start, stop)
  }

  /// Powers of ten within the domain, with their multiples where few powers fit; thinned to about `count`.
  package static func logarithmic(_ start: Double, _ stop: Double, count: Int) -> [Double] {
    guard start > 0, stop > start, stop.isFinite else { return [] }
    let (low, high) = (Int(decimalLogarithm(start).rounded(.down)), Int(decimalLogarithm(stop).rounded(.up)))
    let decades = high - low
    let factors: [Double] = decades <= 1 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : decades <= 3 ? [1, 2, 5] : [1]
    let stride = max(1, Int((Double(decades) / Double(max(1, count))).rounded(.up)))
    var ticks: [Double] = []
    for exponent in low...high where decades <= 3 || (exponent - low) % stride == 0 {
      for factor in factors {
        let tick = factor * power(exponent)
        if tick >= start * (1 - 1e-9), tick <= stop * (1 + 1e-9) { ticks.append(tick) }
      }
    }
    return ticks
  }

  /// The domain widened to whole powers of ten.
  static func niceLogarithmic(_ low: Double, _ high: Double) -> (Double, Double) {
    guard low > 0, high > low else { return (low, high) }
    let (bottom, top) = (decimalLogarithm(low).rounded(.down), decimalLogarithm(high).rounded(.up))
    return (power(Int(bottom)), power(Int(top)))
  }

  /// 0 and powers of ten on both sides of it, thinned to about `count`; round numbers where the domain has hardly any.
  static func symmetricLogarithmic(_ low: Double, _ high: Double, constant: Double, count: Int) -> [Double] {
    guard low < high, low.isFinite, high.isFinite else { return [] }
    func powers(upTo limit: Double) -> [Double] {
      guard limit > constant else { return [] }
      let (first, last) = (Int(decimalLogarithm(constant).rounded(.up)), Int(decimalLogarithm(limit).rounded(.down)))
      return first <= last ? (first...last).map(power) : []
    }
    let above = powers(upTo: high), below = powers(upTo: -low)
    guard above.count + below.count > 1 else { return linear(low, high, count: count) }
    let stride = max(1, Int((Double(above.count + below.count) / Double(max(1, count))).rounded(.up)))
    func thinned(_ powers: [Double]) -> [Double] { powers.enumerated().filter { (powers.count - 1 - $0.offset) % stride == 0 }.map(\.element) }
    return (thinned(below).reversed().map { -$0 } + (low <= 0 && high >= 0 ? [0] : []) + thinned(above)).filter { $0 >= low && $0 <= high }
  }

  /// 10 to a whole power, exact where float64 has it exactly, and the nearest number otherwise.
  static func power(_ exponent: Int) -> Double {
    // Up to 10²² products are exact, and a quotient of exact numbers is the nearest there is.
    guard abs(exponent) <= 22 else { return Double("1e\(exponent)") ?? 0 }
    let power = (0..<abs(exponent)).reduce(1.0) { power, _ in power * 10 }
    return exponent < 0 ? 1 / power : power
  }

  /// The step between ticks; negative for the inverse of a step below 1, so that it is exact. Nil where there is none.
  static func increment(_ start: Double, _ stop: Double, count: Double) -> Double? {
    specification(start, stop, count: count).map { $0.isInverse ? -$0.increment : $0.increment }
  }

  private struct Specification {
    /// Whole multiples of the increment, the first and the last inside the domain.
    var first: Double, last: Double
    var increment: Double
    /// Whether the step is one divided by `increment`.
    var isInverse: Bool
  }

  private static func specification(_ start: Double, _ stop: Double, count: Double, depth: Int = 0) -> Specification? {
    let step = (stop - start) / max(0, count)
    guard step.isFinite, step > 0, depth < 3 else { return nil }
    let exponent = decimalLogarithm(step).rounded(.down)
    guard exponent > -300, exponent < 300 else { return nil }
    let error = step / power(Int(exponent))
    let factor: Double = error >= 50.0.squareRoot() ? 10 : error >= 10.0.squareRoot() ? 5 : error >= 2.0.squareRoot() ? 2 : 1
    var result: Specification
    if exponent < 0 {
      let increment = power(-Int(exponent)) / factor
      result = Specification(first: (start * increment).rounded(), last: (stop * increment).rounded(), increment: increment, isInverse: true)
      if result.first / increment < start { result.first += 1 }
      if result.last / increment > stop { result.last -= 1 }
    } else {
      let increment = power(Int(exponent)) * factor
      result = Specification(first: (start / increment).rounded(), last: (stop / increment).rounded(), increment: increment, isInverse: false)
      if result.first * increment < start { result.first += 1 }
      if result.last * increment > stop { result.last -= 1 }
    }
    if result.last < result.first, count >= 0.5, count < 2 { return specification(start, stop, count: count * 2, depth: depth + 1) }
    return result
  }

  /// log₁₀ whose floor is right at powers of ten, from the number's own decimal text: no rounding of a logarithm decides a tick.
  private static func decimalLogarithm(_ number: Double) -> Double {
    // 15 digits, so that 1e-06, which float64 has as 9.9999999999999995e-07, counts as the power that it is meant to be.
    let exponent = NumberText.decimalExponent(number, digits: 15)
    let mantissa = number / power(exponent)
    // Only the floor and a monotone fraction matter.
    return Double(exponent) + (mantissa > 1 ? min(0.999_999, (mantissa - 1) / 9) : 0)
  }
}
