import RealModule

/// All measures of a regressor's predictions, worked out once, from one place for evaluation and cross-validation alike.
///
/// Values equal scikit-learn 1.9's (correlations: scipy's). Edge cases: a row whose truth is NaN, or whose weight is not a
/// positive finite number, is left out. A NaN prediction makes every metric NaN. `r2` and `explained_variance` are NaN of
/// fewer than two rows; of a constant truth they are 1 where the predictions are perfect and else 0. Correlations with
/// something constant are NaN. Of no rows, all is NaN.
public struct RegressionMetrics: Sendable {
  /// In order: r2, rmse, mae, mse, median_absolute_error, max_error, mean_absolute_percentage_error (a share, not per cent),
  /// explained_variance, pearson_r, spearman_r.
  public let values: [Metric]

  /// The rows that count, for `intervals`.
  let rows: RegressionRows

  /// - Parameters:
  ///   - truth: the true numbers.
  ///   - predicted: as many predictions.
  ///   - weights: one a row; nil: 1 each. Of correlations by rank, a row of weight 2 counts as two equal rows.
  public init(truth: [Double], predicted: [Double], weights: [Double]? = nil) {
    rows = RegressionRows(truth: truth, predicted: predicted, weights: weights)
    values = zip(RegressionRows.names, rows.values(weights: rows.weights)).map { Metric($0, $1) }
  }

  /// A metric by name; nil where there is none of this name.
  public subscript(name: String) -> Double? { values.first { $0.name == name }?.value }
}

/// What a regressor's measures are summed from: errors and orders made once, so that other weights cost a few walks.
struct RegressionRows: Sendable {
  static let names = [
    "r2", "rmse", "mae", "mse", "median_absolute_error", "max_error", "mean_absolute_percentage_error", "explained_variance",
    "pearson_r", "spearman_r",
  ]

  let weights: [Double]
  /// Truth, predictions and errors, each less its mean: sums of squares and products then keep their digits.
  private let truth, predicted, errors: [Double]
  private let meanError: Double
  private let absoluteErrors, relativeErrors: [Double]
  private let errorOrder, truthOrder, predictedOrder: SampleRanking?
  private let hasUndefined: Bool

  init(truth: [Double], predicted: [Double], weights: [Double]?) {
    let kept = (0..<min(truth.count, predicted.count, weights?.count ?? .max)).filter { row in
      let weight = weights?[row] ?? 1
      return weight > 0 && weight.isFinite && !truth[row].isNaN
    }
    let weights = kept.map { weights?[$0] ?? 1 }
    let truth = kept.map { truth[$0] }
    let predicted = kept.map { predicted[$0] }
    let errors = zip(truth, predicted).map { $0 - $1 }
    self.weights = weights
    self.truth = centred(truth, weights: weights).values
    self.predicted = centred(predicted, weights: weights).values
    (self.errors, meanError) = centred(errors, weights: weights)
    absoluteErrors = errors.map(abs)
    relativeErrors = zip(errors, truth).map { abs($0) / max(abs($1), .ulpOfOne) }
    hasUndefined = errors.contains(where: \.isNaN)
    errorOrder = SampleRanking(absoluteErrors, .ascending)
    truthOrder = SampleRanking(truth, .ascending)
    predictedOrder = SampleRanking(predicted, .ascending)
  }

  /// All metrics with other weights for the rows: not negative; 0 leaves a row out.
  func values(weights: [Double]) -> [Double] {
    var total = 0.0
    var counted = 0
    var absolute = 0.0
    var square = 0.0
    var relative = 0.0
    var largest = 0.0
    for row in weights.indices where weights[row] > 0 {
      let weight = weights[row]
      counted += 1
      total += weight
      absolute += weight * absoluteErrors[row]
      square += weight * absoluteErrors[row] * absoluteErrors[row]
      relative += weight * relativeErrors[row]
      largest = max(largest, absoluteErrors[row])
    }
    guard total > 0, !hasUndefined else { return [Double](repeating: .nan, count: Self.names.count) }

    let linear = Moments(truth, predicted, weights)
    let spread = counted < 2 ? .nan : linear.xx
    let errorSpread = Moments(errors, errors, weights).xx
    var spearman = Double.nan
    if let truthOrder, let predictedOrder {
      // Ranks are taken about the middle one, the mean of all.
      let x = truthOrder.midranks(weights: weights).map { $0 - total / 2 }
      let y = predictedOrder.midranks(weights: weights).map { $0 - total / 2 }
      spearman = Moments(x, y, weights).correlation
    }
    return [
      explained(square, of: spread), (square / total).squareRoot(), absolute / total, square / total,
      errorOrder.map { weightedMedian(of: absoluteErrors, order: $0, weights: weights) } ?? .nan, largest,
      relative / total, explained(errorSpread, of: spread), linear.correlation, spearman,
    ]
  }

  /// One less unexplained over all, and scikit-learn's finite values where all is nothing.
  private func explained(_ unexplained: Double, of all: Double) -> Double {
    if all.isNaN || unexplained.isNaN { return .nan }
    if unexplained == 0 { return 1 }
    return all == 0 ? 0 : 1 - unexplained / all
  }
}

/// Values less their weighted mean, taken about the first value, so that equal values come out as exact zeros.
private func centred(_ values: [Double], weights: [Double]) -> (values: [Double], mean: Double) {
  guard let first = values.first else { return ([], .nan) }
  var total = 0.0
  var sum = 0.0
  for (value, weight) in zip(values, weights) {
    total += weight
    sum += weight * (value - first)
  }
  let shift = sum / total
  return (values.map { ($0 - first) - shift }, first + shift)
}

/// Weighted sums of squares and products about the weighted means, of numbers that are already nearly centred.
struct Moments {
  let xx, yy, xy: Double

  init(_ x: [Double], _ y: [Double], _ weights: [Double]) {
    var (total, sumX, sumY, sumXX, sumYY, sumXY) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for row in weights.indices where weights[row] > 0 {
      let weight = weights[row]
      let weightedX = weight * x[row]
      let weightedY = weight * y[row]
      total += weight
      sumX += weightedX
      sumY += weightedY
      sumXX += weightedX * x[row]
      sumYY += weightedY * y[row]
      sumXY += weightedX * y[row]
    }
    // What is left of equal values is rounding: it counts as nothing.
    func about(_ square: Double, _ sum: Double) -> Double {
      let spread = square - sum * (sum / total)
      return spread > 1e-14 * square || !spread.isFinite ? spread : 0
    }
    xx = about(sumXX, sumX)
    yy = about(sumYY, sumY)
    xy = sumXY - sumX * (sumY / total)
  }

  /// Pearson's; NaN where one side is constant.
  var correlation: Double {
    guard xx > 0, yy > 0 else { return .nan }
    let value = xy / (xx.squareRoot() * yy.squareRoot())
    return value.isNaN ? .nan : max(-1, min(1, value))
  }
}

/// The value with half the weight on either side; between two, their mean. numpy's `averaged_inverted_cdf`.
func weightedMedian(of values: [Double], order: SampleRanking, weights: [Double]) -> Double {
  let total = order.rows.reduce(0.0) { $0 + weights[Int($1)] }
  let half = total / 2
  var below = 0.0
  var lower: Double?
  for row in order.rows where weights[Int(row)] > 0 {
    let value = values[Int(row)]
    // Infinities on both sides have themselves as their mean.
    if let lower { return lower == value ? value : (lower + value) / 2 }
    below += weights[Int(row)]
    if below - half > .ulpOfOne { return value }
    if below >= half { lower = value }
  }
  return lower ?? .nan
}
