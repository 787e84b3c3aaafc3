import Learning
import LinearAlgebra
import Testing

@Suite struct RegressionMetricsTests {
  struct Reference: Decodable {
    var name: String
    var truth, predicted: [Double]
    var weights: [Double]?
    var values: [String: Double]
  }

  @Test func valuesEqualScikitLearns() throws {
    let cases = try learningFixture("regression", Reference.self)
    #expect(cases.count > 30)
    for reference in cases {
      let metrics = RegressionMetrics(truth: reference.truth, predicted: reference.predicted, weights: reference.weights)
      for (name, expected) in reference.values {
        let value = try #require(metrics[name])
        #expect(agree(value, expected), "\(reference.name): \(name) \(value), expected \(expected)")
      }
      let pearson = pearsonCorrelation(reference.truth, reference.predicted, weights: reference.weights)
      #expect(agree(pearson, metrics["pearson_r"] ?? 0))
      let spearman = spearmanCorrelation(reference.truth, reference.predicted, weights: reference.weights)
      #expect(agree(spearman, metrics["spearman_r"] ?? 0))
    }
  }

  @Test func metricsStandInOrder() {
    #expect(
      RegressionMetrics(truth: [1], predicted: [1]).values.map(\.name) == [
        "r2", "rmse", "mae", "mse", "median_absolute_error", "max_error", "mean_absolute_percentage_error", "explained_variance",
        "pearson_r", "spearman_r",
      ])
  }

  /// A truth without spread is told exactly, however its mean rounds.
  @Test func constantTruthIsConstant() {
    for value in [0.1, 1e17, -3.3e-200] {
      let metrics = RegressionMetrics(truth: [Double](repeating: value, count: 11), predicted: (0..<11).map(Double.init))
      #expect(metrics["r2"] == 0)
      #expect(metrics["pearson_r"]?.isNaN == true)
    }
  }

  @Test(arguments: 0..<40) func integerWeightsAreRepeatedRows(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let count = 5 + random.below(60)
    let truth = (0..<count).map { _ in Double(random.below(20)) }
    let predicted = truth.map { $0 + Double(random.below(9)) - 4 }
    let rows = truth.indices.flatMap { [Int](repeating: $0, count: $0 % 4) }
    let weighted = RegressionMetrics(truth: truth, predicted: predicted, weights: truth.indices.map { Double($0 % 4) })
    let repeated = RegressionMetrics(truth: rows.map { truth[$0] }, predicted: rows.map { predicted[$0] })
    for (a, b) in zip(weighted.values, repeated.values) { #expect(agree(a.value, b.value), "\(a) \(b)") }
  }

  @Test func nothingTraps() {
    let odd: [Double] = [.nan, .infinity, -.infinity, 0, 1e308, -1e308, 1, 2]
    for count in 0...odd.count {
      for weights in [nil, odd, [], [Double](repeating: 0, count: count)] {
        let metrics = RegressionMetrics(truth: Array(odd.prefix(count)), predicted: odd.reversed(), weights: weights)
        _ = metrics.intervals(resamples: 5)
        if count == 0 { #expect(metrics.values.allSatisfy { $0.value.isNaN }) }
      }
    }
    let missing = RegressionMetrics(truth: [1, 2, 3], predicted: [1, .nan, 3])
    #expect(missing.values.allSatisfy { $0.value.isNaN })
    let leftOut = RegressionMetrics(truth: [1, .nan, 3], predicted: [1, 7, 3])
    #expect(leftOut["r2"] == 1)
  }
}
