import Learning
import LinearAlgebra
import Testing

@Suite struct BootstrapIntervalsTests {
  struct Reference: Decodable {
    var kind: String
    var truth, scores: [Double]
    var intervals: [String: [Double]]
  }

  /// scipy's percentile bootstrap, drawn within each class as here, to within what two draws of this size differ by.
  @Test func intervalsAgreeWithSciPys() throws {
    for reference in try learningFixture("bootstrap", Reference.self) {
      let intervals: [MetricInterval]
      if reference.kind == "classification" {
        let probabilities = Matrix(
          rowCount: reference.scores.count, columnCount: 2, values: reference.scores.flatMap { [1 - $0, $0] })
        intervals = ClassificationMetrics(
          truth: reference.truth.map { Int32($0) }, predicted: reference.scores.map { $0 >= 0.5 ? 1 : 0 },
          probabilities: probabilities, classCount: 2
        ).intervals(resamples: 20_000, cores: 2)
      } else {
        intervals = RegressionMetrics(truth: reference.truth, predicted: reference.scores).intervals(resamples: 20_000, cores: 2)
      }
      for (name, expected) in reference.intervals {
        let interval = try #require(intervals.first { $0.name == name })
        let slack = 0.04 * (expected[1] - expected[0])
        #expect(abs(interval.low - expected[0]) < slack, "\(name): \(interval), expected \(expected)")
        #expect(abs(interval.high - expected[1]) < slack, "\(name): \(interval), expected \(expected)")
      }
    }
  }

  @Test(arguments: 0..<10) func coresChangeNothing(seed: UInt64) {
    let metrics = GeneratedPredictions(seed: seed).metrics(weights: nil)
    let one = metrics.intervals(resamples: 50, seed: seed, cores: 1)
    #expect(one == metrics.intervals(resamples: 50, seed: seed, cores: 3))
    #expect(one != metrics.intervals(resamples: 50, seed: seed + 1, cores: 1))
    #expect(one.allSatisfy { $0.low <= $0.high })
  }

  /// A class of two rows among many is in every resample, so that nothing is ever undefined.
  @Test func noResampleLosesAClass() throws {
    let truth: [Int32] = [0, 0] + [Int32](repeating: 1, count: 50)
    let probabilities = Matrix(rowCount: 52, columnCount: 2, values: truth.indices.flatMap { [Double($0) / 60, 1 - Double($0) / 60] })
    let metrics = ClassificationMetrics(truth: truth, predicted: truth, probabilities: probabilities, classCount: 2)
    let intervals = metrics.intervals(resamples: 300)
    #expect(intervals.map(\.name) == metrics.values.map(\.name))
    #expect(intervals.first { $0.name == "balanced_accuracy" } == MetricInterval("balanced_accuracy", low: 1, high: 1))
  }

  @Test func undefinedMetricsHaveNoInterval() {
    let metrics = RegressionMetrics(truth: [1, 1, 1], predicted: [1, 2, 3])
    #expect(metrics.intervals(resamples: 20).contains { $0.name == "pearson_r" } == false)
    #expect(metrics.intervals(resamples: 20).contains { $0.name == "mae" })
    #expect(metrics.intervals(resamples: 0).isEmpty)
    #expect(metrics.intervals(resamples: -1, confidence: .nan).isEmpty)
    #expect(metrics.intervals(resamples: 9, confidence: 2).isEmpty)
  }
}
