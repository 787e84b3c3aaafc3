/// What a box plot shows of a column, after Tukey: quartiles, whiskers to the last values within 1.5 interquartile ranges of
/// the box, and what lies beyond.
public struct BoxPlotStatistics: Sendable, Equatable {
  public let lowerQuartile, median, upperQuartile: Double
  /// Ends of the whiskers: values of the column.
  public let lowerWhisker, upperWhisker: Double
  /// Values beyond the whiskers, ascending; infinities are among them.
  public let outliers: [Double]
  /// Values counted; missing ones (NaN) are left out.
  public let count: Int

  /// Nil of a column without values.
  /// - Parameter reach: how many interquartile ranges a whisker may be long.
  public init?(_ values: [Double], reach: Double = 1.5) {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return nil }
    lowerQuartile = quantile(ofSorted: sorted, 0.25)
    median = quantile(ofSorted: sorted, 0.5)
    upperQuartile = quantile(ofSorted: sorted, 0.75)
    let range = upperQuartile - lowerQuartile
    let (lowest, highest) = (lowerQuartile - reach * range, upperQuartile + reach * range)
    // As matplotlib: a whisker never ends inside the box.
    lowerWhisker = min(sorted.first { $0 >= lowest } ?? lowerQuartile, lowerQuartile)
    upperWhisker = max(sorted.last { $0 <= highest } ?? upperQuartile, upperQuartile)
    let (lower, upper) = (lowerWhisker, upperWhisker)
    outliers = sorted.filter { $0 < lower || $0 > upper }
    count = sorted.count
  }
}
