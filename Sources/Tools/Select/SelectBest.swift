import Learning
import Tabular
import Tooling

/// Keeps the features that tell most of the target, each judged by itself, as scikit-learn's `SelectKBest`.
///
/// Use it where there are many more features than rows, as with genes, to leave out those that look like noise. Features are
/// judged one by one: two that only tell something together are missed, and two that tell the same are both kept.
///
/// **Select inside the pipeline.** Features chosen by all rows have seen the rows that judge the model, and its quality is then
/// overestimated, often by far. In a `pipeline:` of `model.cross_validate` or `model.fit` they are chosen from the training rows
/// alone:
///
///     ```{model.cross_validate honest}
///     data: $expression
///     target: subtype
///     pipeline:
///       - select.k_best: {k: 50}
///       - model.logistic_regression
///     ```
///
/// As a step of its own, from training rows:
///
///     ```{select.k_best genes}
///     data: $parts.train
///     target: subtype
///     k: 50
///     ```
///
/// `scores` has a row a feature: its score, the p-value where the score is a test's, and whether it is kept. P-values are not
/// corrected for the number of features. `score_func` says how features are judged; `auto` is scikit-learn's default, `f_classif`,
/// for classes, and `f_regression` for numbers. The mutual informations see any form of dependence, need some hundred rows, and give
/// features of true and false (or those under `discrete_features`) no distances. Features must be numbers without missing values.
struct SelectBest: ScoredSelection {
  static let name = "select.k_best"
  static let summary = "Keep the features that tell most of the target."
  static let version = "1"
  static let citations = [
    Citation("Kraskov A, Stögbauer H, Grassberger P. Estimating mutual information. Physical Review E 69, 066138 (2004).", doi: "10.1103/PhysRevE.69.066138"),
    Citation("Ross BC. Mutual information between discrete and continuous data sets. PLoS ONE 9, e87357 (2014).", doi: "10.1371/journal.pone.0087357"),
  ]

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to judge; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows: no feature.", of: "data") var weights: ColumnName?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("How a feature is judged.") var scoreFunc = ScoreFunction.auto
  @Param("How many features to keep.", .in(0...1_000_000_000)) var k = 10
  @Param("Of the mutual informations: how many neighbours distances are measured to.", .in(1...1000)) var nNeighbors = 3
  @Param("Of the mutual informations: features with few values that are told apart, not measured; by default true and false.", of: "data")
  var discreteFeatures: [ColumnName]?
  @Param("Of the mutual informations: of the noise that parts repeated numbers.", .atLeast(0)) var seed = 0

  @Output("The table with the features kept, and all other columns.", named: "table", isMain: true) var selected: Table?
  @Output("The features to keep, to choose them of other tables.", kind: .transformer) var transformer: ModelArchive?
  @Output("A row a feature: `feature`, `score`, `p_value` (of tests alone), `kept`.") var scores: Table?

  func kept(_ scores: FeatureScores, _ context: RunContext) -> [Bool] {
    let count = scores.scores.count
    if k > count {
      context.warn("'k' is \(k), and there are \(counted(count, "feature")), which are all kept", remedy: "lower 'k'", parameter: "k")
    }
    return scores.best(k)
  }
}
