import Tabular
import Tooling

/// Repeats rows of rare classes, drawn at random, until classes have as many rows as the largest: imbalanced-learn's
/// `RandomOverSampler`.
///
/// Use it where a class is so rare that a model does best never to predict it. Often `class_weight: balanced` of the model does the
/// same without more rows, and a threshold other than one half does better; compare them by a measure that sees rare classes
/// (`average_precision`, `recall`), not by accuracy.
///
/// **Only rows to learn from may be balanced.** Repeated before a split, one row stands on both sides of it, and the model is judged
/// by what it has learnt by heart. In a `pipeline:` that cannot happen: the stage changes the training rows of each fold, and is left
/// out when the pipeline predicts.
///
///     ```{model.cross_validate honest}
///     data: $patients
///     target: relapse
///     pipeline:
///       - scale.standard
///       - balance.random_over
///       - model.logistic_regression
///     ```
///
/// As a step of its own it must come after the split, and gives `table`: the rows as they stand, then those repeated.
///
///     ```{balance.random_over balanced}
///     data: $parts.train
///     target: relapse
///     ```
///
/// `sampling_strategy` says which classes get more rows (as many as the largest has), or for two classes the ratio of the smaller to
/// the larger afterwards (`0.5`), or the rows of classes by name (`{relapse: 200}`). Draws are by the house's generator: other
/// rows than imbalanced-learn's, as many.
struct RandomOverSampling: RandomBalancingStage {
  static let name = "balance.random_over"
  static let summary = "Repeat rows of rare classes, for training."
  static let version = "1"

  @Input("The rows to learn from, after the split.") var data: Table
  @Param("The column of classes.", of: "data") var target: ColumnName
  @Param("The features, for a pipeline; a step keeps every column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows: no feature.", of: "data") var weights: ColumnName?
  @Param("Write classification where classes are whole numbers.") var task = LearningTask.auto
  @Param("Which classes get more rows, a ratio of two classes, or the rows of classes by name.") var samplingStrategy = SamplingStrategy.word(.auto)
  @Param("Of the random numbers: another seed, other rows.", .atLeast(0)) var seed = 0

  @Output("The rows, and those repeated.", named: "table", isMain: true) var balanced: Table?
  @Output("A row a class: `class`, `before`, `after`.") var counts: Table?

  var randomResampling: RandomResampling {
    RandomResampling(strategy: samplingStrategy, adds: true, replaces: true, seed: seed)
  }
}
