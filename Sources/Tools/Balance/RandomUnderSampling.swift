import Tabular
import Tooling

/// Takes away rows of frequent classes, drawn at random, until classes have as few rows as the smallest: imbalanced-learn's
/// `RandomUnderSampler`.
///
/// Use it where the frequent class has more rows than a model needs or the machine has time for. What is taken away is not learnt
/// from: of few rows use `balance.random_over` or the model's `class_weight: balanced`. Probabilities that the model gives are those
/// of a world in which classes are as frequent as one another.
///
/// **Only rows to learn from may be balanced**: a model is judged by rows as they come. In a `pipeline:` that happens by itself: the
/// stage changes the training rows of each fold, and is left out when the pipeline predicts.
///
///     ```{model.cross_validate honest}
///     data: $patients
///     target: relapse
///     pipeline:
///       - balance.random_under
///       - model.random_forest
///     ```
///
/// As a step of its own it must come after the split, and gives `table`, its rows in their order.
///
///     ```{balance.random_under balanced}
///     data: $parts.train
///     target: relapse
///     ```
///
/// `sampling_strategy` says which classes get fewer rows (as many as the smallest has), or for two classes the ratio of the smaller
/// to the larger afterwards (`0.5`), or the rows of classes by name (`{healthy: 200}`). Draws are by the house's generator: other
/// rows than imbalanced-learn's, as many.
struct RandomUnderSampling: RandomBalancingStage {
  static let name = "balance.random_under"
  static let summary = "Take away rows of frequent classes, for training."
  static let version = "1"

  @Input("The rows to learn from, after the split.") var data: Table
  @Param("The column of classes.", of: "data") var target: ColumnName
  @Param("The features, for a pipeline; a step keeps every column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows: no feature.", of: "data") var weights: ColumnName?
  @Param("Write classification where classes are whole numbers.") var task = LearningTask.auto
  @Param("Which classes get fewer rows, a ratio of two classes, or the rows of classes by name.") var samplingStrategy = SamplingStrategy.word(.auto)
  @Param("Whether a row may be drawn several times.") var replacement = false
  @Param("Of the random numbers: another seed, other rows.", .atLeast(0)) var seed = 0

  @Output("The rows that are left.", named: "table", isMain: true) var balanced: Table?
  @Output("A row a class: `class`, `before`, `after`.") var counts: Table?

  var randomResampling: RandomResampling {
    RandomResampling(strategy: samplingStrategy, adds: false, replaces: replacement, seed: seed)
  }
}
