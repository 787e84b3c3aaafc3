import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits a random forest: many decision trees, each grown on rows drawn with replacement and choosing each split from a few
/// features drawn at random. The forest's prediction is the mean of its trees'.
///
/// It tells classes apart or predicts numbers, as the target says (see `task`). Features need no scaling, and missing values
/// are taken as they are: each split learns to which side they belong.
///
///     ```{model.random_forest forest}
///     data: $parts.train
///     target: diagnosis
///     n_estimators: 300
///     ```
///
/// Parameters have scikit-learn's names and defaults. Two things differ: features are cut into at most 255 bins before trees
/// grow, as in gradient boosting libraries, which makes large tables fast and costs no accuracy that can be measured; and the
/// random numbers are our own, so a seed gives other trees than scikit-learn's, of the same quality.
///
/// `importances` says by how much the splits on each feature decreased the impurity, as shares of 1, with their standard
/// deviation over the trees. Features with many values are favoured by this measure. With `oob_score: true`, `oob` measures
/// each row by the trees that had not drawn it: an honest estimate without rows held out.
struct RandomForestModel: ForestStage {
  static let name = "model.random_forest"
  static let summary = "Fit a random forest that tells classes apart or predicts numbers."
  static let version = "1"
  static let method = "a random forest"
  static let drawsThresholds = false
  static let citations = [Citation("Breiman L. Random forests. Machine Learning 45, 5–32 (2001).", doi: "10.1023/A:1010933404324")]

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights: the odds with which a tree draws the row.", of: "data") var weights: ColumnName?
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
  @Param("Whether each tree learns from rows drawn with replacement.") var bootstrap = true
  @Param("How many rows each tree draws: a count, or a fraction with a point (0.5); without it, as many as there are.", .above(0))
  var maxSamples: CountOrFraction?
  @Param("Whether to judge the forest on the rows that each tree did not draw.") var oobScore = false
  @Param("Whether classes weigh by their rows, or each the same.") var classWeight = ClassWeighting.none
  @Param("Of the random numbers: another seed, another forest.", .atLeast(0)) var seed = 0

  @Output("The forest.", isMain: true) var model: ModelArchive?
  @Output("The features by importance: `feature`, `importance`, `sd`, the largest first.") var importances: Table?
  @Output("The importances as bars.") var figure: Figure?
  @Output("With `oob_score`: the forest's quality on rows that trees had not drawn.", isOptional: true, fields: MetricFields.ofEvaluation)
  var oob: Metrics?
}
