import LinearAlgebra

/// Columns brought to a range: the smallest value becomes its lower end, the largest its upper.
///
/// Equal to scikit-learn's `MinMaxScaler`: missing values (NaN) are left out when fitted and stay missing, and a constant column
/// becomes the lower end. NaN throughout where nothing could be fitted.
public struct MinMaxScaler: Sendable, Equatable {
  /// One a column.
  public let scales: [Double]
  /// What is added after scaling; one a column.
  public let offsets: [Double]
  public let range: ClosedRange<Double>
  /// Whether what lies beyond the range is set to its end.
  public let clips: Bool

  public init(scales: [Double], offsets: [Double], range: ClosedRange<Double>, clips: Bool) {
    self.scales = scales
    self.offsets = offsets
    self.range = range
    self.clips = clips
  }

  public init(fitting columns: [[Double]], range: ClosedRange<Double> = 0...1, clips: Bool = false, cores: Int = 1) {
    let ends = mapPieces(columns.count, cores: cores) { extremes(of: columns[$0]) }
    let scales = ends.map { (range.upperBound - range.lowerBound) / scaleWithoutZero($0.high - $0.low) }
    self.init(scales: scales, offsets: zip(ends, scales).map { range.lowerBound - $0.low * $1 }, range: range, clips: clips)
  }

  /// One column scaled; as it is where there is no such column.
  public func transform(_ values: [Double], column: Int) -> [Double] {
    guard scales.indices.contains(column), offsets.indices.contains(column) else { return values }
    let (scale, offset) = (scales[column], offsets[column])
    if !clips { return values.map { $0 * scale + offset } }
    let (low, high) = (range.lowerBound, range.upperBound)
    return values.map { value in
      let scaled = value * scale + offset
      return scaled < low ? low : scaled > high ? high : scaled
    }
  }
}

/// The smallest and the largest value; NaN where all are missing. Eight at a time, each compared with the eight before.
func extremes(of values: [Double]) -> (low: Double, high: Double) {
  var (lows, highs) = (SIMD8<Double>(repeating: .infinity), SIMD8<Double>(repeating: -.infinity))
  let blocks = values.count / 8
  values.withUnsafeBufferPointer { values in
    for block in 0..<blocks {
      var part = SIMD8<Double>()
      for lane in 0..<8 { part[lane] = values[block * 8 + lane] }
      // A comparison with what is missing is false, and keeps what there is.
      lows.replace(with: part, where: part .< lows)
      highs.replace(with: part, where: part .> highs)
    }
  }
  var (low, high) = (lows.min(), highs.max())
  for value in values[(blocks * 8)...] {
    low = value < low ? value : low
    high = value > high ? value : high
  }
  return low <= high ? (low, high) : (.nan, .nan)
}

/// A column's scale, 1 where it is as good as constant; scikit-learn's bound.
func scaleWithoutZero(_ scale: Double) -> Double { scale < 10 * .ulpOfOne ? 1 : scale }
