/// A smooth line through points: at each place a straight line fitted to the nearest of them, near ones counting most, and those
/// far from the line less (Cleveland 1979, Robust locally weighted regression and smoothing scatterplots, JASA 74, 829–836).
public struct LocalRegression: Sendable {
  /// Places along x, ascending, without repeats: the points' own, or as many of them as are needed for a smooth line.
  public let x: [Double]
  /// The line's height at each.
  public let y: [Double]

  /// More places than this are not fitted each: between two that are, the line is straight.
  private static let greatestPlaceCount = 200

  /// Nil of fewer than two different places.
  ///
  /// - Parameters:
  ///   - points: those that are not finite are left out.
  ///   - bandwidth: the share of points that each fit sees, in 0...1.
  ///   - iterations: how often points are weighed again by their distance from the line.
  public init?(_ points: [(x: Double, y: Double)], bandwidth: Double = 0.3, iterations: Int = 2) {
    let sorted = points.filter { $0.x.isFinite && $0.y.isFinite }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    guard let first = sorted.first, let last = sorted.last, first.x < last.x else { return nil }
    let xs = sorted.map(\.x), ys = sorted.map(\.y)
    let share = bandwidth.isFinite ? min(1, max(0, bandwidth)) : 0.3
    let window = min(xs.count, max(2, Int((share * Double(xs.count)).rounded(.down))))
    let places = Self.places(xs)
    var robust = [Double](repeating: 1, count: xs.count)
    var heights: [Double] = []
    for round in 0...max(0, min(10, iterations)) {
      heights = Self.fits(at: places, xs, ys, robust, window: window)
      guard round < iterations else { break }
      guard let weights = Self.robustness(zip(ys, Self.interpolate(places, heights, at: xs)).map { $0 - $1 }) else { break }
      robust = weights
    }
    x = places
    y = heights
  }

  private static func places(_ xs: [Double]) -> [Double] {
    var different: [Double] = []
    for x in xs where x != different.last { different.append(x) }
    guard different.count > greatestPlaceCount else { return different }
    return (0..<greatestPlaceCount).map { different[$0 * (different.count - 1) / (greatestPlaceCount - 1)] }
  }

  /// The local line's height at each place. The window slides with the places: O(places × window).
  private static func fits(at places: [Double], _ xs: [Double], _ ys: [Double], _ robust: [Double], window: Int) -> [Double] {
    var start = 0
    return places.map { place in
      while start + window < xs.count, xs[start + window] - place < place - xs[start] { start += 1 }
      let rows = start..<(start + window)
      let radius = max(place - xs[start], xs[start + window - 1] - place)
      var (sum, sumX, sumY) = (0.0, 0.0, 0.0)
      var weights = [Double](repeating: 0, count: window)
      for row in rows {
        let distance = radius > 0 ? abs(xs[row] - place) / radius : 0
        // Tricube; a point at the very edge of the window counts nothing.
        let cube = 1 - distance * distance * distance
        let weight = distance < 1 ? cube * cube * cube * robust[row] : 0
        weights[row - start] = weight
        sum += weight
        sumX += weight * (xs[row] - place)
        sumY += weight * ys[row]
      }
      guard sum > 0 else { return rows.reduce(0) { $0 + ys[$1] / Double(window) } }
      let meanX = sumX / sum, meanY = sumY / sum
      var (squares, products) = (0.0, 0.0)
      for row in rows {
        let x = xs[row] - place - meanX
        squares += weights[row - start] * x * x
        products += weights[row - start] * x * (ys[row] - meanY)
      }
      // Points at one place have no slope.
      let span = xs[xs.count - 1] - xs[0]
      return squares > sum * span * span * 1e-12 ? meanY - products / squares * meanX : meanY
    }
  }

  /// Bisquare weights over six median residuals; nil where the line goes through most points.
  private static func robustness(_ residuals: [Double]) -> [Double]? {
    let median = quantile(ofSorted: residuals.map(abs).sorted(), 0.5)
    guard median > 0, median.isFinite else { return nil }
    return residuals.map { residual in
      let ratio = residual / (6 * median)
      return abs(ratio) < 1 ? (1 - ratio * ratio) * (1 - ratio * ratio) : 0
    }
  }

  private static func interpolate(_ places: [Double], _ heights: [Double], at xs: [Double]) -> [Double] {
    var place = 0
    return xs.map { x in
      while place + 2 < places.count, places[place + 1] < x { place += 1 }
      let (left, right) = (places[place], places[place + 1])
      let part = min(1, max(0, (x - left) / (right - left)))
      return heights[place] + (heights[place + 1] - heights[place]) * part
    }
  }
}
