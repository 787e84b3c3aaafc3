import LinearAlgebra

/// The interval of a mean by percentile bootstrap: what means of resamples, drawn with replacement, come to in 95 of 100 cases
/// (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13).
public struct MeanInterval: Sendable, Equatable {
  public let low: Double
  public let high: Double

  /// Nil of no finite values. The same values in the same order give the same interval. O(resamples × values).
  ///
  /// - Parameter resamples: Vega's number is 1,000.
  public init?(_ values: [Double], resamples: Int = 1000, seed: UInt64 = 0) {
    let finite = values.filter(\.isFinite)
    guard !finite.isEmpty, resamples > 0 else { return nil }
    var random = RandomSource(seed: seed)
    let means = (0..<resamples).map { _ in
      var sum = 0.0
      for _ in finite.indices { sum += finite[Int(random.below(finite.count))] }
      return sum / Double(finite.count)
    }.sorted()
    low = quantile(ofSorted: means, 0.025)
    high = quantile(ofSorted: means, 0.975)
  }

  /// The lower end, or the upper.
  public subscript(isLower: Bool) -> Double { isLower ? low : high }
}
