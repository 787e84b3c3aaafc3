/// Mean and population variance of the numbers in a column.
struct WeightedMoments {
  /// How many values were counted.
  let count: Int
  /// NaN of no values.
  let mean: Double
  let variance: Double
  /// The mean as a value of the column and a small rest: deviations from these two keep digits that the mean has lost.
  private let first, shift: Double

  init(of values: [Double], weights: [Double]?) {
    let rows = min(values.count, weights?.count ?? .max)
    func weight(_ row: Int) -> Double {
      if values[row].isNaN { return 0 }
      guard let weight = weights?[row] else { return 1 }
      return weight > 0 && weight.isFinite ? weight : 0
    }
    var count = 0
    var total = 0.0
    var first = 0.0
    var sum = 0.0
    for row in 0..<rows {
      let weight = weight(row)
      guard weight > 0 else { continue }
      if count == 0 { first = values[row] }
      count += 1
      total += weight
      sum += weight * (values[row] - first)
    }
    let shift = sum / total
    var squares = 0.0
    var residue = 0.0
    for row in 0..<rows {
      let weight = weight(row)
      guard weight > 0 else { continue }
      let deviation = (values[row] - first) - shift
      squares += weight * deviation * deviation
      residue += weight * deviation
    }
    self.count = count
    self.first = first
    self.shift = shift
    mean = count > 0 ? first + shift : .nan
    // The residue is what rounding left of the mean (Chan, Golub and LeVeque, 1983).
    let variance = squares / total - (residue / total) * (residue / total)
    self.variance = variance < 0 ? 0 : variance
  }

  /// How far a value is from the mean.
  func deviation(_ value: Double) -> Double { (value - first) - shift }

  /// Whether the variance is no more than rounding can make of equal values; scikit-learn's bound.
  var isConstant: Bool {
    let count = Double(count)
    let bound = count * mean * .ulpOfOne
    return variance <= count * .ulpOfOne * variance + bound * bound
  }
}
