import Learning
import LinearAlgebra
import RealModule
import Tabular
import Tooling

/// The metrics of folds, summed up.
struct FoldSummary {
  struct Fold {
    var number: Int
    var ofRepeat: Int
    var assessment: Assessment
    var trainCount: Int
  }

  let folds: [Fold]

  /// Means over the folds where a metric is defined, standard deviations, and intervals of the means.
  ///
  /// - Parameter rowCount: of the data.
  func metrics(rowCount: Int, confidence: Double, _ context: RunContext) -> Metrics {
    var values: [(name: String, value: Double)] = [("rows", Double(rowCount))]
    var deviations: [(name: String, value: Double)] = []
    var intervals: [(name: String, low: Double, high: Double)] = []
    for (place, metric) in (folds.first?.assessment.values ?? []).enumerated() {
      let all = folds.map { $0.assessment.values[place].value }
      let defined = all.filter { !$0.isNaN }
      if !defined.isEmpty, defined.count < all.count {
        context.warn(
          "'\(metric.name)' is undefined in \(all.count - defined.count) of \(all.count) folds, and its mean is over the rest",
          remedy: "use fewer folds, so that each holds out rows of every class", parameter: "folds")
      }
      let (mean, deviation) = Self.meanAndDeviation(defined)
      values.append((metric.name, mean))
      deviations.append(("\(metric.name)_sd", deviation))
      if let margin = margin(deviation, count: defined.count, confidence: confidence) {
        let bounds = MetricFields.bounds(of: metric.name)
        intervals.append((metric.name, max(bounds.lowerBound, mean - margin), min(bounds.upperBound, mean + margin)))
      }
    }
    return Metrics(values: values + deviations, intervals: intervals, classes: classes)
  }

  /// Half the interval of a mean over folds.
  func margin(_ deviation: Double, count: Int, confidence: Double) -> Double? {
    standardError(deviation, count: count).map { studentQuantile((1 + confidence) / 2, degrees: count - 1) * $0 }
  }

  /// The standard error of a mean over folds; nil of fewer than two. Folds share their training rows, so their variance is that of
  /// independent ones and more: Nadeau and Bengio (2003), Inference for the generalization error, corrects by the test rows' share.
  func standardError(_ deviation: Double, count: Int) -> Double? {
    guard count > 1, deviation.isFinite else { return nil }
    let tests = Double(folds.reduce(0) { $0 + $1.assessment.rowCount })
    let trains = Double(folds.reduce(0) { $0 + $1.trainCount })
    return trains > 0 ? deviation * (1 / Double(count) + tests / trains).squareRoot() : nil
  }

  /// Of each class the means over the folds; `support` is the rows of the class, over all folds of a repeat.
  private var classes: [(name: String, values: [(name: String, value: Double)])] {
    guard let first = folds.first?.assessment.classes else { return [] }
    let repeats = Set(folds.map(\.ofRepeat)).count
    let all = folds.map(\.assessment.classes)
    return first.enumerated().map { code, entry in
      (
        entry.name,
        entry.values.enumerated().map { place, metric in
          let numbers = all.map { $0[code].values[place].value }
          if metric.name == "support" { return (metric.name, numbers.reduce(0, +) / Double(max(1, repeats))) }
          return (metric.name, Self.meanAndDeviation(numbers.filter { !$0.isNaN }).mean)
        }
      )
    }
  }

  /// A row a fold: `repeat`, `fold`, `train_rows`, `test_rows`, the metrics.
  func table() throws -> Table {
    func whole(_ name: String, _ numbers: [Int]) -> Column {
      Column(name, .integer(Optionals(numbers.map { Int64($0) }, zero: 0)))
    }
    let names = folds.first?.assessment.values.map(\.name) ?? []
    return try Table(
      [
        whole("repeat", folds.map(\.ofRepeat)), whole("fold", folds.map(\.number)), whole("train_rows", folds.map(\.trainCount)),
        whole("test_rows", folds.map(\.assessment.rowCount)),
      ]
        + names.enumerated().map { place, name in Column(name, .number(folds.map { $0.assessment.values[place].value })) })
  }

  /// NaN of none; the deviation, over n - 1, of fewer than two.
  static func meanAndDeviation(_ numbers: [Double]) -> (mean: Double, deviation: Double) {
    guard !numbers.isEmpty else { return (.nan, .nan) }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    guard numbers.count > 1 else { return (mean, .nan) }
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(numbers.count - 1)).squareRoot())
  }
}
