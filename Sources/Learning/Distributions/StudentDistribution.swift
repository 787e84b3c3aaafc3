import RealModule

/// The number that a variable of Student's t distribution stays below with `probability`.
///
/// `studentWithin` inverted by bisection; good to 1e-10.
///
/// - Parameters:
///   - probability: between 0 and 1, neither of them.
///   - degrees: degrees of freedom, at least 1.
public func studentQuantile(_ probability: Double, degrees: Int) -> Double {
  guard probability > 0, probability < 1, degrees >= 1 else { return .nan }
  guard probability != 0.5 else { return 0 }
  if probability < 0.5 { return -studentQuantile(1 - probability, degrees: degrees) }
  let wanted = 2 * probability - 1
  var (low, high) = (0.0, 1.0)
  while studentWithin(high, degrees: degrees) < wanted, high < 1e12 { high *= 2 }
  for _ in 0..<200 {
    let middle = (low + high) / 2
    if studentWithin(middle, degrees: degrees) < wanted { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

/// The probability that the absolute value of a variable of Student's t distribution stays below `t`, of at least 0.
///
/// The finite series for whole degrees of freedom, at least 1: Abramowitz and Stegun, 26.7.3 and 26.7.4.
public func studentWithin(_ t: Double, degrees: Int) -> Double {
  let n = Double(degrees)
  let angle = Double.atan(t / n.squareRoot())
  let (sine, cosine) = (Double.sin(angle), Double.cos(angle))
  var term = degrees % 2 == 0 ? 1 : cosine
  var sum = degrees == 1 ? 0 : term
  var k = degrees % 2 == 0 ? 2 : 3
  while k <= degrees - 2 {
    term *= cosine * cosine * Double(k - 1) / Double(k)
    sum += term
    k += 2
  }
  return degrees % 2 == 0 ? sine * sum : 2 / Double.pi * (angle + sine * sum)
}
