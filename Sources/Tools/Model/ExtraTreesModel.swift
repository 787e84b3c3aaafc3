import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits extremely randomised trees: a forest in which each split's threshold is drawn at random, and the best of the features drawn is
/// taken.
///
/// Against `model.random_forest`, its trees differ more from each other and are grown on all rows. It is quicker, smoother where
/// features are numbers, and often as good; which of the two is better on your data a cross-validation tells.
///
///     ```{model.extra_trees trees}
///     data: $parts.train
///     target: diagnosis
///     n_estimators: 300
///     ```
///
/// It tells classes apart or predicts numbers, as the target says (see `task`). Features need no scaling, and missing values are
/// taken as they are.
///
/// Parameters have scikit-learn's names and defaults. As in `model.random_forest`, features are cut into at most 255 bins before
/// trees grow, so a threshold is drawn among the bins' edges, and a seed gives other trees than scikit-learn's, of the same quality.
///
/// `importances` says by how much the splits on each feature decreased the impurity, as shares of 1. `oob_score` needs
/// `bootstrap: true`: else every tree has learnt from every row.
struct ExtraTreesModel: ForestStage {
  static let name = "model.extra_trees"
  static let summary = "Fit extremely randomised trees that tell classes apart or predict numbers."
  static let version = "1"
  static let method = "a forest of extremely randomised trees"
  static let drawsThresholds = true
  static let citations = [Citation("Geurts P, Ernst D, Wehenkel L. Extremely randomized trees. Machine Learning 63, 3–42 (2006).", doi: "10.1007/s10994-006-6226-1")]

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows; with bootstrap, the odds with which a tree draws the row.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto

  @Param("How many trees.", .in(1...100_000)) var nEstimators = 100
  @Param("How a split is judged.") var criterion = TreeCriterion.auto
  @Param("How many splits deep a tree may grow; without it, until its leaves are pure.", .in(1...100_000)) var maxDepth: Int?
  @Param("A node of fewer rows is not split.", .in(2...1_000_000_000)) var minSamplesSplit = 2
  @Param("Each side of a split has at least so many rows.", .in(1...1_000_000_000)) var minSamplesLeaf = 1
  @Param(
    "How many features each split chooses from: sqrt, log2, all, a count, or a fraction with a point (0.5); without it, sqrt for classes and all for numbers.",
    .above(0)) var maxFeatures: ForestMaxFeatures?
  @Param("How many leaves a tree may have, grown where it gains most; without it, any number.", .in(2...1_000_000_000)) var maxLeafNodes: Int?
  @Param("A split must decrease the impurity by so much.", .atLeast(0)) var minImpurityDecrease = 0.0
  @Param("Whether each tree learns from rows drawn with replacement.") var bootstrap = false
  @Param("With bootstrap: how many rows each tree draws, a count, or a fraction with a point (0.5); without it, as many as there are.", .above(0))
  var maxSamples: CountOrFraction?
  @Param("With bootstrap: whether to judge the forest on the rows that each tree did not draw.") var oobScore = false
  @Param("Whether classes weigh by their rows, or each the same.") var classWeight = ClassWeighting.none
  @Param("Of the random numbers: another seed, another forest.", .atLeast(0)) var seed = 0

  @Output("The forest.", isMain: true) var model: ModelArchive?
  @Output("The features by importance: `feature`, `importance`, `sd`, the largest first.") var importances: Table?
  @Output("The importances as bars.") var figure: Figure?
  @Output("With `oob_score`: the forest's quality on rows that trees had not drawn.", isOptional: true, fields: MetricFields.ofEvaluation)
  var oob: Metrics?
}
