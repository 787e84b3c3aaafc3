import Learning
import Tabular
import Tooling

/// Keeps the best tenth of the features, or another share, each judged by itself, as scikit-learn's `SelectPercentile`.
///
/// It is `select.k_best` with a share in place of a count: see there how features are judged, and why to select inside a
/// `pipeline:`.
///
///     ```{select.percentile genes}
///     data: $parts.train
///     target: subtype
///     percentile: 5
///     ```
struct SelectPercentile: ScoredSelection {
  static let name = "select.percentile"
  static let summary = "Keep the share of features that tells most of the target."
  static let version = "1"

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to judge; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows: no feature.", of: "data") var weights: ColumnName?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("How a feature is judged.") var scoreFunc = ScoreFunction.auto
  @Param("How many of a hundred features to keep.", .in(0...100)) var percentile = 10.0
  @Param("Of the mutual informations: how many neighbours distances are measured to.", .in(1...1000)) var nNeighbors = 3
  @Param("Of the mutual informations: features with few values that are told apart, not measured; by default true and false.", of: "data")
  var discreteFeatures: [ColumnName]?
  @Param("Of the mutual informations: of the noise that parts repeated numbers.", .atLeast(0)) var seed = 0

  @Output("The table with the features kept, and all other columns.", named: "table", isMain: true) var selected: Table?
  @Output("The features to keep, to choose them of other tables.", kind: .transformer) var transformer: ModelArchive?
  @Output("A row a feature: `feature`, `score`, `p_value` (of tests alone), `kept`.") var scores: Table?

  func kept(_ scores: FeatureScores, _ context: RunContext) -> [Bool] { scores.best(percent: percentile) }
}
