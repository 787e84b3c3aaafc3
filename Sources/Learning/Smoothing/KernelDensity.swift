import RealModule

/// How densely values lie along a line: a sum of Gaussian bumps, one a value.
///
/// The bandwidth, where none is given, is Scott's normal reference rule, 1.06 × spread × n^(−1/5), the spread the lesser of the
/// standard deviation and the interquartile range over 1.34 (Scott, Multivariate Density Estimation, 1992; R's `bw.nrd`, and Vega's).
public struct KernelDensity: Sendable {
  /// The standard deviation of a bump, in the values' units; above 0.
  public let bandwidth: Double
  /// Finite values counted.
  public let count: Int
  /// Where bumps stand, ascending, and how many values each is of.
  private let centres: [Double]
  private let weights: [Double]

  /// Past this many values bumps stand on a grid of a thousandth of the range, each value shared by its two neighbours, so that
  /// a million values take no longer to draw than these; the error is far below what a line shows.
  private static let exactLimit = 4096
  private static let gridSize = 2048

  /// Nil of no finite values.
  ///
  /// - Parameters:
  ///   - values: in any order; what is not finite is left out.
  ///   - bandwidth: above 0; nil or anything else takes Scott's rule, and for values that are all equal one that shows a bump.
  public init?(_ values: [Double], bandwidth: Double? = nil) {
    let sorted = values.filter(\.isFinite).sorted()
    guard let least = sorted.first, let greatest = sorted.last else { return nil }
    count = sorted.count
    let width = bandwidth.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } ?? Self.scott(sorted)
    self.bandwidth = width > 0 && width.isFinite ? width : max(abs(least) * 0.1, 0.1)
    guard sorted.count > Self.exactLimit, greatest > least, (greatest - least).isFinite else {
      centres = sorted
      weights = [Double](repeating: 1, count: sorted.count)
      return
    }
    let step = (greatest - least) / Double(Self.gridSize - 1)
    var grid = [Double](repeating: 0, count: Self.gridSize)
    for value in sorted {
      let place = min(Double(Self.gridSize - 1), max(0, (value - least) / step))
      let below = min(Self.gridSize - 2, Int(place))
      grid[below + 1] += place - Double(below)
      grid[below] += 1 - (place - Double(below))
    }
    centres = (0..<Self.gridSize).map { least + Double($0) * step }
    weights = grid
  }

  /// The density at `place`: over all places it comes to 1. O(bumps within 8 bandwidths).
  public func density(at place: Double) -> Double {
    var sum = 0.0
    for bump in reach(of: place) {
      let distance = (place - centres[bump]) / bandwidth
      sum += weights[bump] * Double.exp(-0.5 * distance * distance)
    }
    return sum / (Double(count) * bandwidth * 2.506_628_274_631_000_2)
  }

  /// The share of the density up to `place`.
  public func cumulative(at place: Double) -> Double {
    var sum = 0.0
    for (centre, weight) in zip(centres, weights) { sum += weight * 0.5 * Double.erfc((centre - place) / (bandwidth * 1.414_213_562_373_095_1)) }
    return sum / Double(count)
  }

  /// Bumps that are not nothing at `place`.
  private func reach(of place: Double) -> Range<Int> {
    func first(from low: Double) -> Int { firstPlace(in: centres.indices) { centres[$0] >= low } }
    let start = first(from: place - 8 * bandwidth)
    return start..<max(start, first(from: place + 8 * bandwidth))
  }

  private static func scott(_ sorted: [Double]) -> Double {
    let size = Double(sorted.count)
    let mean = sorted.reduce(0) { $0 + $1 / size }
    let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = sorted.count > 1 ? (squares / (size - 1)).squareRoot() : 0
    let quarters = (quantile(ofSorted: sorted, 0.75) - quantile(ofSorted: sorted, 0.25)) / 1.34
    let spread = min(deviation, quarters)
    return 1.06 * (spread > 0 ? spread : deviation) * Double.pow(size, -0.2)
  }
}
