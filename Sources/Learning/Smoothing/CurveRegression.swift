import RealModule

/// A curve of a known form through points, by least squares.
public struct CurveRegression: Sendable {
  public enum Form: String, Sendable, CaseIterable {
    /// a + b x.
    case linear
    /// a + b ln x; points at and below 0 are left out.
    case log
    /// a exp(b x), fitted to ln y; points with y at and below 0 are left out.
    case exp
    /// a x^b, fitted to logarithms of both.
    case pow
    /// a + b x + c x².
    case quad
    /// A polynomial of the order that is given.
    case poly
  }

  public let form: Form
  /// The least and the greatest x of the points that count.
  public let extent: (low: Double, high: Double)
  /// The share of the variance of what is fitted (y, or its logarithm) that the curve explains, at most 1.
  public let rSquared: Double
  private let polynomial: OrthogonalPolynomial

  /// Nil where too few different places are left for the form.
  ///
  /// - Parameter order: of `poly`, in 1...9.
  public init?(_ points: [(x: Double, y: Double)], form: Form = .linear, order: Int = 3) {
    var (xs, ys): ([Double], [Double]) = ([], [])
    var (low, high) = (Double.infinity, -Double.infinity)
    for point in points where point.x.isFinite && point.y.isFinite {
      if form == .log || form == .pow, point.x <= 0 { continue }
      if form == .exp || form == .pow, point.y <= 0 { continue }
      (low, high) = (min(low, point.x), max(high, point.x))
      xs.append(form == .log || form == .pow ? Double.log(point.x) : point.x)
      ys.append(form == .exp || form == .pow ? Double.log(point.y) : point.y)
    }
    let degree = switch form { case .quad: 2; case .poly: max(1, min(9, order)); default: 1 }
    guard let polynomial = OrthogonalPolynomial(xs, ys, degree: degree) else { return nil }
    self.form = form
    self.polynomial = polynomial
    extent = (low, high)
    let mean = ys.reduce(0) { $0 + $1 / Double(ys.count) }
    let total = ys.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let rest = zip(xs, ys).reduce(0) { sum, point in
      let error = point.1 - polynomial.value(at: point.0)
      return sum + error * error
    }
    rSquared = total > 0 ? 1 - rest / total : 1
  }

  /// The curve's height at `x`; NaN where the form has none.
  public func value(at x: Double) -> Double {
    switch form {
    case .linear, .quad, .poly: polynomial.value(at: x)
    case .log: x > 0 ? polynomial.value(at: Double.log(x)) : .nan
    case .exp: Double.exp(polynomial.value(at: x))
    case .pow: x > 0 ? Double.exp(polynomial.value(at: Double.log(x))) : .nan
    }
  }

  /// Places of the curve from `low` to `high`: its two ends where it is straight, else 100.
  public func line(from low: Double, to high: Double) -> [(x: Double, y: Double)] {
    let pieces = form == .linear ? 1 : 99
    return (0...pieces).map { piece in
      let x = piece == pieces ? high : low + (high - low) * Double(piece) / Double(pieces)
      return (x, value(at: x))
    }
  }
}

/// A least-squares polynomial over the points' own orthogonal polynomials, which stay accurate where powers of x do not
/// (Forsythe 1957, J. SIAM 5, 74–88).
private struct OrthogonalPolynomial {
  private var coefficients: [Double] = []
  private var shifts: [Double] = []
  private var norms: [Double] = []

  /// Nil where there are not more different x than the degree.
  init?(_ xs: [Double], _ ys: [Double], degree: Int) {
    guard Set(xs).count > degree else { return nil }
    var before = [Double](repeating: 0, count: xs.count)
    var now = [Double](repeating: 1, count: xs.count)
    for _ in 0...degree {
      let norm = now.reduce(0) { $0 + $1 * $1 }
      guard norm > 0, norm.isFinite else { return nil }
      coefficients.append(zip(now, ys).reduce(0) { $0 + $1.0 * $1.1 } / norm)
      let shift = zip(now, xs).reduce(0) { $0 + $1.0 * $1.0 * $1.1 } / norm
      let ratio = norms.last.map { norm / $0 } ?? 0
      shifts.append(shift)
      norms.append(norm)
      let next = xs.indices.map { (xs[$0] - shift) * now[$0] - ratio * before[$0] }
      (before, now) = (now, next)
    }
  }

  func value(at x: Double) -> Double {
    var (before, now, sum) = (0.0, 1.0, 0.0)
    for place in coefficients.indices {
      sum += coefficients[place] * now
      let ratio = place > 0 ? norms[place] / norms[place - 1] : 0
      (before, now) = (now, (x - shifts[place]) * now - ratio * before)
    }
    return sum
  }
}
