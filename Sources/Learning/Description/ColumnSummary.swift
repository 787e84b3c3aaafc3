/// A column of numbers in figures, as pandas' `describe` and `skew` give them.
///
/// Missing values (NaN) are counted and left out. Undefined figures are NaN: all of no values, the deviation of one, the
/// skewness of fewer than three or of equal ones.
public struct ColumnSummary: Sendable, Equatable {
  /// Values there, and values missing.
  public let count, missing: Int
  public let mean: Double
  /// Of the sample: divided by one less than the count.
  public let standardDeviation: Double
  public let minimum, lowerQuartile, median, upperQuartile, maximum: Double
  /// The adjusted Fisher–Pearson coefficient.
  public let skewness: Double

  public init(_ values: [Double]) {
    let present = values.filter { !$0.isNaN }
    let sorted = present.sorted()
    let n = Double(present.count)
    count = present.count
    missing = values.count - present.count
    let moments = WeightedMoments(of: present, weights: nil)
    mean = moments.mean
    standardDeviation = present.count > 1 ? (moments.variance * (n / (n - 1))).squareRoot() : .nan
    minimum = sorted.first ?? .nan
    lowerQuartile = quantile(ofSorted: sorted, 0.25)
    median = quantile(ofSorted: sorted, 0.5)
    upperQuartile = quantile(ofSorted: sorted, 0.75)
    maximum = sorted.last ?? .nan
    if present.count < 3 || moments.isConstant || !(moments.variance > 0) {
      skewness = .nan
    } else {
      let deviation = moments.variance.squareRoot()
      let third = present.reduce(0) { sum, value in
        let z = moments.deviation(value) / deviation
        return sum + z * z * z
      }
      skewness = third / n * (n * (n - 1)).squareRoot() / (n - 2)
    }
  }
}
