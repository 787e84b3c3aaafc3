import Tooling

/// What references may name in the metrics of an evaluation or a cross-validation.
enum MetricFields {
  static let ofClassification: [FieldDeclaration] = [
    .init("accuracy", "The share of rows that are predicted right."),
    .init("balanced_accuracy", "The mean over the classes of the share of their rows that are predicted right."),
    .init("precision", "Of the rows predicted positive, the share that are; the mean over the classes where there are more than two."),
    .init("recall", "Of the positive rows, the share predicted so; the mean over the classes where there are more than two."),
    .init("f1", "The harmonic mean of precision and recall; the mean over the classes where there are more than two."),
    .init("roc_auc", "The area under the ROC curve; one against the rest where there are more than two classes."),
    .init("average_precision", "The area under the precision-recall curve, without interpolation."),
    .init("log_loss", "Minus the mean logarithm of the probability given to the true class."),
    .init("brier_score", "The mean squared error of the probabilities."),
    .init("matthews_corrcoef", "Matthews' correlation of truth and prediction, from -1 to 1."),
    .init("cohen_kappa", "Agreement of truth and prediction beyond chance, at most 1."),
  ]

  static let ofRegression: [FieldDeclaration] = [
    .init("r2", "The share of the target's variance that is explained."),
    .init("rmse", "The root of the mean squared error, in the target's unit."),
    .init("mae", "The mean absolute error, in the target's unit."),
    .init("mse", "The mean squared error."),
    .init("median_absolute_error", "The median absolute error, in the target's unit."),
    .init("max_error", "The largest absolute error, in the target's unit."),
    .init("mean_absolute_percentage_error", "The mean of errors as shares of the truth (0.1 is ten per cent)."),
    .init("explained_variance", "As r2, but a constant error costs nothing."),
    .init("pearson_r", "The linear correlation of truth and prediction."),
    .init("spearman_r", "The rank correlation of truth and prediction."),
  ]

  private static let ofBoth: [FieldDeclaration] = [
    .init("intervals", "The lower and upper end of each metric's interval.", isOpen: true),
    .init("per_class", "The metrics of each class against the rest.", isOpen: true),
  ]

  static let ofEvaluation = [.init("rows", "How many rows were judged.")] + ofClassification + ofRegression + ofBoth

  static let ofCrossValidation =
    [.init("rows", "How many rows were judged.")] + ofClassification + ofRegression
    + (ofClassification + ofRegression).map { .init($0.name + "_sd", "The standard deviation of \($0.name) over the folds.") } + ofBoth

  /// The lowest and highest value that a metric can have.
  static func bounds(of name: String) -> ClosedRange<Double> {
    switch name {
    case "matthews_corrcoef", "cohen_kappa", "pearson_r", "spearman_r": -1...1
    case "r2", "explained_variance": -Double.infinity...1
    case "log_loss", "rmse", "mae", "mse", "median_absolute_error", "max_error", "mean_absolute_percentage_error": 0...Double.infinity
    case "brier_score": 0...2
    default: 0...1
    }
  }
}
