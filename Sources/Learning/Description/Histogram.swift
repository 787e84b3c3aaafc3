import RealModule

/// How many values fall in each of a row of bins of equal width.
///
/// Values that are missing or infinite are left out, and counted in `leftOut`.
public struct Histogram: Sendable, Equatable {
  /// One more than the bins, ascending. A bin holds its lower edge and not its upper; the last holds both.
  public let edges: [Double]
  public let counts: [Int]
  public let leftOut: Int

  public enum Bins: Sendable, Equatable {
    /// numpy's `auto`: the finer of Sturges' rule and that of Freedman and Diaconis, the latter held to twice the square root
    /// of the count.
    case automatic
    /// Bin width twice the interquartile range over the cube root of the count; one bin where that is 0.
    case freedmanDiaconis
    /// One bin more than the binary logarithm of the count.
    case sturges
    case count(Int)
  }

  public enum Edges: Sendable {
    /// From the least value to the greatest, as numpy's.
    case exact
    /// Multiples of 1, 2, 2.5 or 5 times a power of ten, with about as many bins.
    case round
  }

  /// No bin has more than this many neighbours: outliers may ask for billions.
  public static let greatestBinCount = 10_000

  /// - Parameters:
  ///   - values: in any order.
  ///   - bins: how their number is found.
  ///   - edges: where they start.
  public init(_ values: [Double], bins: Bins = .automatic, edges: Edges = .exact) {
    let finite = values.filter(\.isFinite).sorted()
    leftOut = values.count - finite.count
    guard let least = finite.first, let greatest = finite.last else {
      self.edges = []
      counts = []
      return
    }
    let number = Self.binCount(ofSorted: finite, bins)
    let bounds: [Double]
    switch edges {
    case .exact: bounds = Self.exactEdges(least, greatest, number)
    case .round: bounds = roundEdges(from: least, to: greatest, binCount: number)
    }
    var counts = [Int](repeating: 0, count: bounds.count - 1)
    var bin = 0
    for value in finite {
      while bin + 1 < counts.count, value >= bounds[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
    self.edges = bounds
    self.counts = counts
  }

  /// How many bins a rule gives; 1 where it gives no width.
  static func binCount(ofSorted sorted: [Double], _ bins: Bins) -> Int {
    guard let least = sorted.first, let greatest = sorted.last else { return 0 }
    let range = greatest - least
    let size = Double(sorted.count)
    var spread: Double { quantile(ofSorted: sorted, 0.75) - quantile(ofSorted: sorted, 0.25) }
    var freedmanDiaconis: Double { 2 * spread / Double.root(size, 3) }
    var sturges: Double { range / (Double.log2(size) + 1) }
    let width: Double
    switch bins {
    case .count(let number): return max(1, min(number, greatestBinCount))
    case .freedmanDiaconis: width = freedmanDiaconis
    case .sturges: width = sturges
    case .automatic: width = min(max(freedmanDiaconis, range / size.squareRoot() / 2), sturges)
    }
    let number = (range / width).rounded(.up)
    guard range > 0, range.isFinite, width > 0, number.isFinite else { return 1 }
    return number >= Double(greatestBinCount) ? greatestBinCount : max(1, Int(number))
  }

  private static func exactEdges(_ least: Double, _ greatest: Double, _ number: Int) -> [Double] {
    var (low, high) = (least, greatest)
    if low == high {
      // Half on either side, and where that is too little to be seen, the next numbers that there are.
      low = min(low - 0.5, low.nextDown)
      high = max(high + 0.5, high.nextUp)
    }
    let width = high / Double(number) - low / Double(number)
    var edges = (0..<number).map { low + Double($0) * width }
    edges.append(high)
    return edges
  }
}

/// Edges at round numbers that hold `low` and `high`, with about `binCount` bins between them.
///
/// - Parameters:
///   - low: finite; not above `high`.
///   - binCount: at least 1; fewer is taken as 1. The edges' step is the least of 1, 2, 2.5, 5 times a power of ten that needs
///     no more bins, but for one that the ends may take.
public func roundEdges(from low: Double, to high: Double, binCount: Int) -> [Double] {
  guard low.isFinite, high.isFinite, low <= high else { return [] }
  let asked = Double(max(1, min(binCount, Histogram.greatestBinCount)))
  let range = high / asked - low / asked
  // Of equal values, one bin about them, of a width that can be seen beside them.
  let rough = range > 0 ? range : max(abs(low) * 1e-3, 1e-300)
  let exponent = Double.log10(rough).rounded(.down)
  let power = Double.exp10(exponent)
  let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= rough * (1 - 1e-9) } ?? 10 * power
  let first = (low / step).rounded(.down)
  let last = max((high / step).rounded(.up), first + 1)
  guard step > 0, step.isFinite, abs(first) < 0x1p52, abs(last) < 0x1p52, last - first <= 2 * asked + 2 else {
    // Too near one another for round numbers between them.
    return low < high ? [low, high] : [low.nextDown, high.nextUp]
  }
  // As a quotient where the step is a part of one: 3 / 10 is 0.3, and 3 * 0.1 is not.
  let isFine = exponent < 0 && exponent > -22
  let digit = (step / power * 10).rounded() / 10
  let scale = isFine ? Double.exp10(-exponent).rounded() : power
  func edge(_ place: Double) -> Double { isFine ? place * digit / scale : place * digit * scale }
  // Where rounding put an end on the wrong side of an edge, there is a bin more.
  let start = edge(first) > low ? first - 1 : first
  let end = edge(last) < high ? last + 1 : last
  return (0...Int(end - start)).map { edge(start + Double($0)) }
}
