import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Measures how much a model needs each feature: by how much its quality falls on rows in which that feature alone is shuffled.
///
///     ```{model.permutation_importance needed}
///     model: $forest
///     data: $parts.test
///     scoring: roc_auc
///     ```
///
/// Give it rows kept apart: on the rows learnt from, features that a model only learnt by heart look important. It works for every model and
/// pipeline, features as they are before the first stage, text among them.
///
/// **Reading it.** 0 or less: the model does as well without the feature. Of features that tell the same, each can stand in for the other, and
/// all look unimportant; shuffle such together by giving them as one of the `groups` of columns, in place of each by itself. What is important for a poor model says
/// little.
///
/// The measure and its defaults are scikit-learn's `permutation_importance`; `sd` is over the `n_repeats` shuffles, n − 1 in the denominator. For metrics of which less is
/// better the sign is turned, so that more always means that the feature is needed.
struct PermutationImportance: Tool {
  static let name = "model.permutation_importance"
  static let summary = "Measure how much a model needs each feature."
  static let version = "2"
  static let citations = [
    Citation("Breiman L. Random forests. Machine Learning 45, 5–32 (2001).", doi: "10.1023/A:1010933404324"),
    Citation("Fisher A, Rudin C, Dominici F. All models are wrong, but many are useful. Journal of Machine Learning Research 20, 1–81 (2019)."),
  ]

  @Input("The model.") var model: ModelArchive
  @Input("The rows to judge by, with the target.") var data: Table
  @Param("The features to shuffle; without it, all of the model's.", of: "data") var features: [ColumnName]?
  @Param("Names, each with columns that are shuffled together.", of: "data") var groups: ParameterMapping<[ColumnName]>?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the model's.") var positive: String?
  @Param("The metric.") var scoring = Scoring.auto
  @Param("How often each is shuffled.", .in(1...10_000)) var nRepeats = 5
  @Param("Of the random numbers that shuffle.", .atLeast(0)) var seed = 0

  @Output("A row a feature: `feature`, `importance`, `sd`, the largest first.", isMain: true) var importances: Table?
  @Output("The metric on the rows as they are.", fields: [.init("score", "The metric on the rows as they are.")]) var baseline: Metrics?
  @Output("The importances, each with its deviation.", isOptional: true) var figure: Figure?

  mutating func run(_ context: RunContext) throws {
    let predictor = try model.predictor(context)
    let judged = try JudgedRows(data, of: predictor.target, positive: positive, weights: weights, context)
    let metric = try scoring.metric(for: judged.truth.description)
    let sign: Double = Scoring.isLoss(metric) ? -1 : 1
    let shuffled = try shuffledColumns(predictor.features)
    let whole = try judged.assessment(predictor.predict(judged.rows, context)).values.first { $0.name == metric }?.value ?? .nan
    guard !whole.isNaN else { throw ToolError("'\(metric)' is undefined on these rows", remedy: "choose another 'scoring'", parameter: "scoring") }
    let rowCount = judged.rows.rowCount
    let (repeats, seed) = (nRepeats, seed)
    let rows = try ShuffledRows(judged.rows, for: predictor, context)
    // Each piece keeps the rows that it shuffles columns of, so there are few.
    let pieces = FixedPieces(of: shuffled.count, size: max(1, (shuffled.count + 63) / 64))
    let drops = try context.mapPieces(pieces.count, "group of features") { piece, context -> [Double] in
      var rows = rows
      return try pieces.range(piece).flatMap { place in
        try (0..<repeats).map { number in
          try context.checkCancellation()
          var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(truncatingIfNeeded: place * repeats + number))
          let prediction = try rows.predict(shuffling: shuffled[place].columns, by: random.permutation(rowCount), context)
          return sign * (whole - (try judged.assessment(prediction).values.first { $0.name == metric }?.value ?? .nan))
        }
      }
    }.flatMap { $0 }
    let spreads = shuffled.indices.map { place in
      FoldSummary.meanAndDeviation(drops[(place * repeats)..<((place + 1) * repeats)].filter { !$0.isNaN })
    }
    let ranked = try importanceTable(shuffled.map(\.name), spreads.map(\.mean), deviations: spreads.map(\.deviation))
    importances = ranked
    baseline = Metrics(values: [("score", whole)])
    figure = try importanceFigure(
      ranked, title: "Fall of \(metric) where shuffled",
      told: "How much \(metric) falls where a feature is shuffled", means: "means of \(counted(repeats, "shuffle")) with one standard deviation")
  }

  /// What is shuffled: features one by one, then the groups.
  private func shuffledColumns(_ known: [String]) throws(ToolError) -> [(name: String, columns: [String])] {
    func checked(_ name: String, _ parameter: String) throws(ToolError) -> String {
      guard known.contains(name) else {
        throw ToolError("'\(name)' is none of the model's features\(didYouMean(name, among: known))", parameter: parameter)
      }
      return name
    }
    if features?.isEmpty == true { throw ToolError("'features' names no column", parameter: "features") }
    var shuffled: [(name: String, columns: [String])] = []
    let grouped = Set((groups?.fields ?? []).flatMap { $0.value.map(\.name) })
    for name in features?.map({ $0.name }) ?? known.filter({ !grouped.contains($0) }) { shuffled.append((try checked(name, "features"), [name])) }
    for field in groups?.fields ?? [] {
      var columns: [String] = []
      guard !field.value.isEmpty else { throw ToolError("the group '\(shortened(field.name))' names no column", parameter: "groups") }
      for column in field.value { columns.append(try checked(column.name, "groups")) }
      shuffled.append((field.name, columns))
    }
    return shuffled
  }
}
