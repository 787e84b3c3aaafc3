import RealModule

/// The regularised incomplete beta function Iₓ(a, b) and its complement, to some 1e-12 of the value also where that is tiny.
///
/// By the continued fraction (DLMF 8.17.22), evaluated by Lentz's method on the side where it converges.
/// - Parameters:
///   - x: in 0...1.
///   - a, b: above 0.
/// - Complexity: O(√max(a, b)) terms.
func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
  guard !x.isNaN, a > 0, b > 0, a.isFinite, b.isFinite else { return (.nan, .nan) }
  if x <= 0 { return (0, 1) }
  if x >= 1 { return (1, 0) }
  if x < (a + 1) / (a + b + 2) {
    let lower = betaPart(x, 1 - x, a, b)
    return (lower, 1 - lower)
  }
  let upper = betaPart(1 - x, x, b, a)
  return (1 - upper, upper)
}

/// The same for a share that is known by its complement `y` = 1 − x, which may be too near to 0 for x to tell.
func incompleteBetaUpper(complement y: Double, _ a: Double, _ b: Double) -> Double { incompleteBeta(y, b, a).lower }

private func betaPart(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
  let logarithmOfY = x < 0.5 ? Double.log(onePlus: -x) : Double.log(y)
  let front = Double.exp(a * Double.log(x) + b * logarithmOfY - logBeta(a, b)) / a
  let tiny = 1e-300
  var (c, d) = (1.0, 1 - (a + b) * x / (a + 1))
  d = 1 / (abs(d) < tiny ? tiny : d)
  var fraction = d
  for step in 1...20_000 {
    let m = Double(step)
    for term in [m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))] {
      d = 1 + term * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + term / c
      if abs(c) < tiny { c = tiny }
      fraction *= c * d
    }
    if abs(c * d - 1) < 1e-16 { break }
  }
  return min(1, front * fraction)
}
