import Learning
import Tooling

/// By which metric pipelines are ranked.
enum Scoring: String, ParameterChoice {
  case auto
  case accuracy
  case balancedAccuracy = "balanced_accuracy"
  case precision, recall, f1
  case rocAUC = "roc_auc"
  case averagePrecision = "average_precision"
  case logLoss = "log_loss"
  case brierScore = "brier_score"
  case matthews = "matthews_corrcoef"
  case cohenKappa = "cohen_kappa"
  case r2, rmse, mae, mse
  case medianAbsoluteError = "median_absolute_error"
  case maxError = "max_error"
  case meanAbsolutePercentageError = "mean_absolute_percentage_error"
  case explainedVariance = "explained_variance"
  case pearson = "pearson_r"
  case spearman = "spearman_r"

  var help: String {
    if self == .auto { return "accuracy for classes, r2 for numbers." }
    return (MetricFields.ofClassification + MetricFields.ofRegression).first { $0.name == rawValue }?.help ?? ""
  }

  /// The metric's name for a target.
  ///
  /// - Throws: `ToolError` where it is one of the other task's.
  func metric(for target: TargetDescription) throws(ToolError) -> String {
    if self == .auto { return target.isClassification ? "accuracy" : "r2" }
    let names = (target.isClassification ? MetricFields.ofClassification : MetricFields.ofRegression).map(\.name)
    guard names.contains(rawValue) else {
      throw ToolError(
        "'\(rawValue)' does not judge \(target.isClassification ? "classes" : "numbers"), which the target '\(target.name)' is",
        remedy: "one of \(names.joined(separator: ", "))", parameter: "scoring")
    }
    return rawValue
  }

  /// Whether less of a metric is better.
  static func isLoss(_ metric: String) -> Bool {
    ["log_loss", "brier_score", "rmse", "mae", "mse", "median_absolute_error", "max_error", "mean_absolute_percentage_error"].contains(metric)
  }
}

/// One metric of the folds of a pipeline.
struct FoldScores {
  /// One a fold.
  let values: [Double]

  init(_ values: [Double]) { self.values = values }

  init(_ summary: FoldSummary, metric: String) {
    values = summary.folds.map { fold in fold.assessment.values.first { $0.name == metric }?.value ?? .nan }
  }

  /// Over the folds in which the metric is defined; the deviation over n - 1.
  var mean: Double { FoldSummary.meanAndDeviation(values.filter { !$0.isNaN }).mean }
  var deviation: Double { FoldSummary.meanAndDeviation(values.filter { !$0.isNaN }).deviation }
}
