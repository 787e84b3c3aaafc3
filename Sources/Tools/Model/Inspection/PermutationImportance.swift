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
  static let version = "1"
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
    @Sendable func score(_ table: Table, _ context: RunContext) throws -> Double {
      try judged.assessment(predictor.predict(table, context)).values.first { $0.name == metric }?.value ?? .nan
    }
    let whole = try score(judged.rows, context)
    guard !whole.isNaN else { throw ToolError("'\(metric)' is undefined on these rows", remedy: "choose another 'scoring'", parameter: "scoring") }
    let rowCount = judged.rows.rowCount
    let (table, repeats, seed) = (judged.rows, nRepeats, seed)
    let drops = try context.mapPieces(shuffled.count * repeats, "shuffle") { piece, context in
      var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(truncatingIfNeeded: piece))
      let order = random.permutation(rowCount)
      var replaced: [String: [Column]] = [:]
      for name in shuffled[piece / repeats].columns { replaced[name] = table.column(name).map { [Column(name, $0.values.selecting(order))] } }
      return sign * (whole - (try score(table.replacingColumns(replaced), context)))
    }
    let spreads = shuffled.indices.map { place in
      FoldSummary.meanAndDeviation(drops[(place * repeats)..<((place + 1) * repeats)].filter { !$0.isNaN })
    }
    let ranked = try importanceTable(shuffled.map(\.name), spreads.map(\.mean), deviations: spreads.map(\.deviation))
    importances = ranked
    baseline = Metrics(values: [("score", whole)])
    figure = try Self.figure(ranked, metric, repeats)
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
    for name in try features?.map({ $0.name }) ?? known.filter({ !grouped.contains($0) }) { shuffled.append((try checked(name, "features"), [name])) }
    for field in groups?.fields ?? [] {
      var columns: [String] = []
      guard !field.value.isEmpty else { throw ToolError("the group '\(shortened(field.name))' names no column", parameter: "groups") }
      for column in field.value { columns.append(try checked(column.name, "groups")) }
      shuffled.append((field.name, columns))
    }
    return shuffled
  }

  private static func figure(_ ranked: Table, _ metric: String, _ repeats: Int) throws -> Figure? {
    let shown = ranked.selecting(rows: Array(0..<min(30, ranked.rowCount)))
    guard let names = shown.column("feature")?.values.strings?.compactMap({ $0 }), let first = names.first,
      let means = shown.column("importance")?.values.numbers, let deviations = shown.column("sd")?.values.numbers
    else { return nil }
    let margins = deviations.map { $0.isFinite ? $0 : 0 }
    let table = try Table([
      Column("feature", .text(TextValues(names))), Column("importance", .number(means)),
      Column("low", .number(zip(means, margins).map { $0 - $1 })), Column("high", .number(zip(means, margins).map { $0 + $1 })),
    ])
    let rest = ranked.rowCount > shown.rowCount ? " (the first \(shown.rowCount) of \(ranked.rowCount))" : ""
    let title = "Fall of \(metric) where shuffled"
    let up = Encoding.field("feature", .nominal, title: "", sort: .values(names))
    return try Chart(
      description: "How much \(metric) falls where a feature is shuffled\(rest), means of \(counted(repeats, "shuffle")) with one standard deviation; '\(first)' is needed most, \(shortNumber(means[0])).",
      height: max(60, 18 * shown.rowCount), datasets: [("importances", table)],
      layers: [
        ChartLayer("importances", .bar(), [.x: .field("importance", .quantitative, title: title), .y: up]),
        ChartLayer("importances", .rule(), [.x: .field("low", .quantitative, title: title), .x2: .field("high", .quantitative), .y: up]),
      ]
    ).figure()
  }
}
