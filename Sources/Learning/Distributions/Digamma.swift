import RealModule

/// The derivative of log Γ at x above 0, to 1e-15: carried up to where its asymptotic series (DLMF 5.11.2) has all digits.
func digamma(_ x: Double) -> Double {
  guard x > 0 else { return .nan }
  var (x, sum) = (x, 0.0)
  while x < 10 {
    sum -= 1 / x
    x += 1
  }
  let inverse = 1 / (x * x)
  let divisors: [Double] = [12, -120, 252, -240, 132, -32_760.0 / 691, 12]
  let rest = divisors.reversed().reduce(0.0) { $0 * inverse + 1 / $1 }
  return sum + Double.log(x) - 0.5 / x - inverse * rest
}
