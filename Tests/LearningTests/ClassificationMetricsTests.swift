import Learning
import LinearAlgebra
import Testing

@Suite struct ClassificationMetricsTests {
  struct Reference: Decodable {
    var name: String
    var truth, predicted: [Int32]
    var probabilities: [Double]
    var classCount: Int
    var positive: Int?
    var weights: [Double]?
    var confusion: [Double]
    var values: [String: Double]
    var perClass: [String: [Double]]

    var matrix: Matrix { Matrix(rowCount: truth.count, columnCount: classCount, values: probabilities) }
    var metrics: ClassificationMetrics {
      ClassificationMetrics(
        truth: truth, predicted: predicted, probabilities: matrix, classCount: classCount, positive: positive, weights: weights)
    }
  }

  @Test func valuesEqualScikitLearns() throws {
    let cases = try learningFixture("classification", Reference.self)
    #expect(cases.count > 30)
    for reference in cases {
      let metrics = reference.metrics
      #expect(agree(metrics.confusion.cells, reference.confusion), "\(reference.name)")
      #expect(metrics.values.count == reference.values.count)
      for metric in metrics.values {
        let expected = try #require(reference.values[metric.name])
        #expect(agree(metric.value, expected), "\(reference.name): \(metric.name) \(metric.value), expected \(expected)")
      }
      #expect(Set(metrics.perClass.map(\.name)) == Set(reference.perClass.keys))
      for metric in metrics.perClass {
        let expected = try #require(reference.perClass[metric.name])
        #expect(agree(metric.values, expected), "\(reference.name): \(metric.name) \(metric.values), expected \(expected)")
      }
    }
  }

  @Test func freeFunctionsGiveTheSame() throws {
    for reference in try learningFixture("classification", Reference.self) {
      let (metrics, matrix) = (reference.metrics, reference.matrix)
      let ranked = reference.positive.map { [$0] } ?? Array(0..<reference.classCount)
      func scores(_ column: Int) -> [Double] { reference.truth.indices.map { matrix[$0, column] } }
      let areas = ranked.map { column in
        rocAUC(isPositive: reference.truth.map { Int($0) == column }, scores: scores(column), weights: reference.weights)
      }
      let precisions = ranked.map { column in
        averagePrecision(isPositive: reference.truth.map { Int($0) == column }, scores: scores(column), weights: reference.weights)
      }
      let count = Double(ranked.count)
      #expect(agree(areas.reduce(0, +) / count, metrics["roc_auc"] ?? 0))
      #expect(agree(precisions.reduce(0, +) / count, metrics["average_precision"] ?? 0))
      #expect(agree(logLoss(truth: reference.truth, probabilities: matrix, weights: reference.weights), metrics["log_loss"] ?? 0))
      #expect(agree(brierScore(truth: reference.truth, probabilities: matrix, weights: reference.weights), metrics["brier_score"] ?? 0))
      let confusion = ConfusionMatrix(
        truth: reference.truth, predicted: reference.predicted, classCount: reference.classCount, weights: reference.weights)
      #expect(confusion == metrics.confusion)
    }
  }

  @Test func metricsStandInOrder() {
    let metrics = ClassificationMetrics(truth: [0, 1], predicted: [0, 1], probabilities: Matrix(rowCount: 2, columnCount: 2), classCount: 2)
    #expect(metrics.positive == 1)
    #expect(
      metrics.values.map(\.name) == [
        "accuracy", "balanced_accuracy", "precision", "recall", "f1", "roc_auc", "average_precision", "log_loss", "brier_score",
        "matthews_corrcoef", "cohen_kappa",
      ])
    let plain = ClassificationMetrics(truth: [0, 1], predicted: [0, 1], probabilities: nil, classCount: 2)
    #expect(plain.values.map(\.name).contains("roc_auc") == false)
    #expect(plain["accuracy"] == 1)
  }

  /// A row of weight 3 is three rows, and one of weight 0 none.
  @Test(arguments: 0..<40) func integerWeightsAreRepeatedRows(seed: UInt64) {
    let random = GeneratedPredictions(seed: seed)
    let weights = random.truth.indices.map { Double($0 % 4) }
    let rows = random.truth.indices.flatMap { [Int](repeating: $0, count: $0 % 4) }
    let weighted = random.metrics(weights: weights)
    let repeated = random.selecting(rows).metrics(weights: nil)
    for (a, b) in zip(weighted.values, repeated.values) { #expect(agree(a.value, b.value), "\(a) \(b)") }
    for (a, b) in zip(weighted.perClass, repeated.perClass) { #expect(agree(a.values, b.values), "\(a) \(b)") }
  }

  @Test(arguments: 0..<40) func orderAndScaleOfWeightsChangeNothing(seed: UInt64) {
    let generated = GeneratedPredictions(seed: seed)
    var random = RandomSource(seed: seed, stream: 1)
    let shuffled = generated.selecting(random.permutation(generated.truth.count)).metrics(weights: nil)
    let scaled = generated.metrics(weights: generated.truth.map { _ in 0.3 })
    for (plain, (a, b)) in zip(generated.metrics(weights: nil).values, zip(shuffled.values, scaled.values)) {
      #expect(agree(plain.value, a.value))
      #expect(agree(plain.value, b.value))
    }
  }

  @Test(arguments: 0..<40) func metricsLieInTheirRanges(seed: UInt64) {
    let metrics = GeneratedPredictions(seed: seed).metrics(weights: nil)
    for metric in metrics.values where !metric.value.isNaN {
      switch metric.name {
      case "log_loss": #expect(metric.value >= 0)
      case "brier_score": #expect((0...2).contains(metric.value))
      case "matthews_corrcoef", "cohen_kappa": #expect((-1...1).contains(metric.value))
      default: #expect((0...1).contains(metric.value), "\(metric)")
      }
    }
    #expect(metrics.perClass.allSatisfy { $0.values.count == metrics.classCount })
  }

  @Test func nothingTraps() {
    let odd: [Double] = [.nan, .infinity, -.infinity, 0, 1, -0.0, 1e308, 0.5]
    for classes in [-1, 0, 1, 2, 3] {
      for count in [0, 1, 2, 8] {
        let truth = (0..<count).map { Int32($0 % max(classes + 1, 1)) - ($0 == 5 ? 1 : 0) }
        let predicted = (0..<count).map { Int32($0 % 3) }
        let width = max(classes, 0)
        let matrix = Matrix(rowCount: count, columnCount: width, values: (0..<count * width).map { odd[$0 % odd.count] })
        for weights in [nil, odd, [], [Double](repeating: 0, count: count)] {
          let metrics = ClassificationMetrics(
            truth: truth, predicted: predicted, probabilities: matrix, classCount: classes, positive: 7, weights: weights)
          _ = metrics.intervals(resamples: 5)
          if count == 0 { #expect(metrics.values.allSatisfy { $0.value.isNaN || classes == 2 && $0.value == 0 }, "\(metrics.values)") }
        }
      }
    }
  }

  @Test func scoresThatAreNoProbabilitiesKeepTheirRanking() {
    let margins = Matrix(rowCount: 4, columnCount: 2, values: [3, -3, .infinity, -.infinity, -1, 1, -2, 2])
    let metrics = ClassificationMetrics(truth: [0, 0, 1, 1], predicted: [0, 0, 1, 1], probabilities: margins, classCount: 2)
    #expect(metrics["roc_auc"] == 1)
    #expect(metrics["log_loss"]?.isNaN == true)
    #expect(metrics["brier_score"]?.isNaN == true)
    let missing = Matrix(rowCount: 4, columnCount: 2, values: [1, 0, 1, 0, 0, 1, .nan, .nan])
    let undefined = ClassificationMetrics(truth: [0, 0, 1, 1], predicted: [0, 0, 1, 1], probabilities: missing, classCount: 2)
    #expect(undefined["roc_auc"]?.isNaN == true && undefined["average_precision"]?.isNaN == true && undefined["accuracy"] == 1)
  }
}

/// Predictions of 2 to 5 classes with ties, better than chance.
struct GeneratedPredictions {
  var truth: [Int32] = []
  var predicted: [Int32] = []
  var rows: [[Double]] = []
  let classCount: Int

  init(seed: UInt64) {
    var random = RandomSource(seed: seed)
    classCount = 2 + random.below(4)
    for row in 0..<(5 + random.below(60)) {
      let label = row < 2 * classCount ? row % classCount : random.below(classCount)
      var scores = (0..<classCount).map { Double(random.below(8)) + ($0 == label ? 3 : 0) + 1 }
      let total = scores.reduce(0, +)
      scores = scores.map { $0 / total }
      truth.append(Int32(label))
      predicted.append(Int32(scores.firstIndex(of: scores.max() ?? 0) ?? 0))
      rows.append(scores)
    }
  }

  func selecting(_ places: [Int]) -> Self {
    var copy = self
    copy.truth = places.map { truth[$0] }
    copy.predicted = places.map { predicted[$0] }
    copy.rows = places.map { rows[$0] }
    return copy
  }

  func metrics(weights: [Double]?) -> ClassificationMetrics {
    let matrix = Matrix(rowCount: rows.count, columnCount: classCount, values: rows.flatMap { $0 })
    return ClassificationMetrics(
      truth: truth, predicted: predicted, probabilities: matrix, classCount: classCount, weights: weights)
  }
}
