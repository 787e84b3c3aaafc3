import LinearAlgebra

/// Columns divided by the largest absolute value, so that they lie in −1...1 and zeros stay zeros.
///
/// Equal to scikit-learn's `MaxAbsScaler`: missing values (NaN) are left out when fitted and stay missing; a column of zeros stays
/// as it is.
public struct MaxAbsScaler: Sendable, Equatable {
  /// One a column, more than 0; NaN where nothing could be fitted.
  public let scales: [Double]
  /// Whether what lies beyond −1...1 is set to its end.
  public let clips: Bool

  public init(scales: [Double], clips: Bool) {
    self.scales = scales
    self.clips = clips
  }

  public init(fitting columns: [[Double]], clips: Bool = false, cores: Int = 1) {
    scales = mapPieces(columns.count, cores: cores) { place in
      let (low, high) = extremes(of: columns[place])
      return scaleWithoutZero(max(-low, high))
    }
    self.clips = clips
  }

  /// One column scaled; as it is where there is no such column.
  public func transform(_ values: [Double], column: Int) -> [Double] {
    guard scales.indices.contains(column) else { return values }
    let scale = scales[column]
    if !clips { return values.map { $0 / scale } }
    return values.map { value in
      let scaled = value / scale
      return scaled < -1 ? -1 : scaled > 1 ? 1 : scaled
    }
  }
}
