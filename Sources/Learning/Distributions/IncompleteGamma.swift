import RealModule

/// The regularised incomplete gamma function's upper part Q(a, x), to some 1e-12 of the value also where that is tiny.
///
/// By the series for small x (DLMF 8.11.4) and the continued fraction for large (DLMF 8.9.2).
/// - Parameters:
///   - a: above 0.
///   - x: at least 0.
/// - Complexity: O(√a) terms near x = a.
func incompleteGammaUpper(_ a: Double, _ x: Double) -> Double {
  guard a > 0, a.isFinite, x >= 0 else { return .nan }
  if x == 0 { return 1 }
  if x.isInfinite { return 0 }
  let front = Double.exp(logarithmOfGammaDensity(a, x))
  if x < a + 1 {
    var (term, sum, n) = (1 / a, 1 / a, a)
    for _ in 0..<100_000 {
      n += 1
      term *= x / n
      sum += term
      if term < sum * 1e-17 { break }
    }
    return max(0, 1 - front * sum)
  }
  let tiny = 1e-300
  var b = x + 1 - a
  var (c, d) = (1 / tiny, 1 / b)
  var fraction = d
  for step in 1...100_000 {
    let i = Double(step)
    let term = -i * (i - a)
    b += 2
    d = term * d + b
    d = 1 / (abs(d) < tiny ? tiny : d)
    c = b + term / c
    if abs(c) < tiny { c = tiny }
    fraction *= c * d
    if abs(c * d - 1) < 1e-16 { break }
  }
  return min(1, front * fraction)
}

/// log(xᵃ e⁻ˣ / Γ(a)), without cancelling where a is large.
private func logarithmOfGammaDensity(_ a: Double, _ x: Double) -> Double {
  if a < 10 { return a * Double.log(x) - x - Double.logGamma(a) }
  let ratio = x / a
  // a log(x/a) − x + a, of which the large parts are taken together.
  let part = abs(ratio - 1) < 0.5 ? a * (Double.log(onePlus: (x - a) / a) - (x - a) / a) : a * Double.log(ratio) - x + a
  return part + 0.5 * Double.log(a / (2 * .pi)) - stirlingRest(a)
}
