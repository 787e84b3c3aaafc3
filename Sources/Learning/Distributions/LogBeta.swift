import RealModule

/// The logarithm of the beta function, B(a, b) = Γ(a) Γ(b) / Γ(a + b), also where the gammas' logarithms would cancel: large arguments
/// go by what Stirling's formula leaves.
///
/// - Parameters: both above 0.
func logBeta(_ a: Double, _ b: Double) -> Double {
  let (small, large) = (min(a, b), max(a, b))
  if small >= 10 {
    let rest = stirlingRest(small) + stirlingRest(large) - stirlingRest(small + large)
    return 0.5 * Double.log(2 * .pi) - 0.5 * Double.log(large) + rest + (small - 0.5) * Double.log(small / (small + large))
      + large * Double.log(onePlus: -small / (small + large))
  }
  if large >= 10 {
    let rest = stirlingRest(large) - stirlingRest(small + large)
    return Double.logGamma(small) + rest + small - small * Double.log(small + large)
      + (large - 0.5) * Double.log(onePlus: -small / (small + large))
  }
  return Double.logGamma(small) + (Double.logGamma(large) - Double.logGamma(small + large))
}

/// What Stirling's formula leaves of log Γ(x): log Γ(x) − ((x − ½) log x − x + ½ log 2π), for x of at least 10, to the last bits.
func stirlingRest(_ x: Double) -> Double {
  let inverse = 1 / (x * x)
  let divisors: [Double] = [12, -360, 1260, -1680, 1188, -360_360.0 / 691, 156, -122_400.0 / 3617]
  return divisors.reversed().reduce(0.0) { $0 * inverse + 1 / $1 } / x
}
