import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Predictions beside the truth, measured: what evaluations, cross-validations and out-of-bag scores are made from.
struct Assessment {
  enum Measured {
    case classes(truth: [Int32], predicted: [Int32], probabilities: Matrix, ClassificationMetrics)
    case numbers(truth: [Double], predicted: [Double], RegressionMetrics)
  }

  let target: TargetDescription
  let weights: [Double]?
  let measured: Measured

  /// - Parameters:
  ///   - truth: a row a row of `prediction`.
  ///   - positive: another positive class than the model's.
  /// - Throws: `ToolError` where the prediction is not of the truth's type or length.
  init(_ truth: Target, _ prediction: Prediction, weights: [Double]? = nil) throws(ToolError) {
    target = truth.description
    self.weights = weights
    switch (truth, prediction) {
    case (.classes(let codes, let target), .probabilities(let values, let classCount, _)):
      let predicted = prediction.classes
      guard classCount == target.classes.count, values.count == codes.count * classCount, predicted.count == codes.count else { throw Self.mismatch }
      let probabilities = Matrix(rowCount: codes.count, columnCount: classCount, values: values)
      measured = .classes(
        truth: codes, predicted: predicted, probabilities: probabilities,
        ClassificationMetrics(
          truth: codes, predicted: predicted, probabilities: probabilities, classCount: classCount, positive: target.positiveCode,
          weights: weights))
    case (.numbers(let truth, _), .numbers(let predicted)):
      guard truth.count == predicted.count else { throw Self.mismatch }
      measured = .numbers(
        truth: truth, predicted: predicted, RegressionMetrics(truth: truth, predicted: predicted, weights: weights))
    default: throw Self.mismatch
    }
  }

  private static var mismatch: ToolError { ToolError("the predictions do not fit the target") }

  var rowCount: Int {
    switch measured {
    case .classes(let truth, _, _, _): truth.count
    case .numbers(let truth, _, _): truth.count
    }
  }

  var values: [Metric] {
    switch measured {
    case .classes(_, _, _, let metrics): metrics.values
    case .numbers(_, _, let metrics): metrics.values
    }
  }

  /// With the classes' measures, and percentile bootstrap intervals where `resamples` is above 0.
  func metrics(resamples: Int = 0, confidence: Double = 0.95, seed: Int = 0, cores: Int = 1) -> Metrics {
    let seed = UInt64(bitPattern: Int64(seed))
    let intervals: [MetricInterval] =
      switch measured {
      case .classes(_, _, _, let metrics): metrics.intervals(resamples: resamples, confidence: confidence, seed: seed, cores: cores)
      case .numbers(_, _, let metrics): metrics.intervals(resamples: resamples, confidence: confidence, seed: seed, cores: cores)
      }
    return Metrics(
      values: [("rows", Double(rowCount))] + values.map { ($0.name, $0.value) },
      intervals: intervals.map { ($0.name, $0.low, $0.high) }, classes: classes)
  }

  /// The measures of each class.
  var classes: [(name: String, values: [(name: String, value: Double)])] {
    guard case .classes(_, _, _, let metrics) = measured else { return [] }
    return target.classes.enumerated().map { code, name in
      (name, metrics.perClass.map { ($0.name, $0.values.indices.contains(code) ? $0.values[code] : .nan) })
    }
  }

  /// Classes of which no row was judged.
  var absentClasses: [String] {
    guard case .classes(let truth, _, _, _) = measured else { return [] }
    let present = Set(truth)
    return target.classes.enumerated().filter { !present.contains(Int32(truncatingIfNeeded: $0.offset)) }.map(\.element)
  }
}
