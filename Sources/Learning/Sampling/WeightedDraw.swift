public import LinearAlgebra

/// Draws rows with replacement, their weights being the odds.
public struct WeightedDraw: Sendable {
  /// The sum of the weights up to each row.
  private let sums: [Double]

  /// Nil where no weight is above 0.
  ///
  /// - Parameter weights: one a row, finite and not negative.
  public init?(weights: [Double]) {
    var total = 0.0
    sums = weights.map { weight in
      total += weight
      return total
    }
    guard total > 0 else { return nil }
  }

  /// A row; never one of weight 0.
  public func row(_ random: inout RandomSource) -> Int {
    guard let total = sums.last else { return 0 }
    let place = random.uniform() * total
    return firstPlace(in: 0..<(sums.count - 1)) { sums[$0] > place }
  }
}
