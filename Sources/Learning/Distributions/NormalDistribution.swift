import RealModule

/// The standard normal distribution.
public enum NormalDistribution {
  /// How likely a standard normal variable stays below `x`.
  public static func cumulative(_ x: Double) -> Double { 0.5 * Double.erfc(-x / 2.0.squareRoot()) }

  /// The number that a standard normal variable stays below with `probability`, to 1e-15: Wichura's algorithm AS 241 (1988).
  ///
  /// Infinite for 0 and 1, NaN beyond them.
  public static func quantile(_ probability: Double) -> Double {
    guard probability > 0, probability < 1 else { return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan }
    let centred = probability - 0.5
    if abs(centred) <= 0.425 { return centred * centre(0.180625 - centred * centred) }
    let tail = centred < 0 ? probability : 1 - probability
    let root = (-Double.log(tail)).squareRoot()
    let quantile = root <= 5 ? shoulder(root - 1.6) : farTail(root - 5)
    return centred < 0 ? -quantile : quantile
  }

  private static func centre(_ x: Double) -> Double {
    polynomial(
      x, 3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4, 4.5921953931549871457e4,
      6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3)
      / polynomial(
        x, 1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4, 3.9307895800092710610e4,
        2.8729085735721942674e4, 5.2264952788528545610e3)
  }

  private static func shoulder(_ x: Double) -> Double {
    polynomial(
      x, 1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504, 1.27045825245236838258,
      2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4)
      / polynomial(
        x, 1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
        1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9)
  }

  private static func farTail(_ x: Double) -> Double {
    polynomial(
      x, 6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1, 2.65321895265761230930e-2,
      1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7)
      / polynomial(
        x, 1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
        1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15)
  }

  /// A polynomial of degree 7, its coefficients ascending.
  @inline(__always)
  private static func polynomial(
    _ x: Double, _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double, _ c6: Double, _ c7: Double
  ) -> Double {
    let high = ((c7 * x + c6) * x + c5) * x + c4
    return (((high * x + c3) * x + c2) * x + c1) * x + c0
  }
}
