import Learning
import RealModule
import Tabular
import Tooling

/// Judges several pipelines on the same folds, and tests whether they differ.
///
///     ```{model.compare comparison}
///     data: $tumours
///     target: diagnosis
///     pipelines:
///       linear: [scale.standard, model.logistic_regression]
///       forest: [model.random_forest: {n_estimators: 500}]
///     repeats: 10
///     ```
///
/// `table` has a row a pipeline, the best first. `tests` has a row for each two of them: the mean `difference` of the metric over the folds, its
/// interval, and `p_value`. Folds share most of their training rows, so an ordinary paired t test finds differences where there are none; this
/// one has the variance corrected (Nadeau and Bengio 2003; Bouckaert and Frank 2004 advise ten repeats of ten folds). `p_adjusted` allows for
/// the number of pairs, by Holm's method.
///
/// A difference that is not significant does not show that two pipelines are equal: look at its interval.
struct CompareModels: JudgingTool {
  static let name = "model.compare"
  static let summary = "Judge several pipelines on the same folds, and test whether they differ."
  static let version = "1"
  static let citations = [
    Citation("Nadeau C, Bengio Y. Inference for the generalization error. Machine Learning 52, 239–281 (2003).", doi: "10.1023/A:1024068626366"),
    Citation("Bouckaert RR, Frank E. Evaluating the replicability of significance tests for comparing learning algorithms. PAKDD 3–12 (2004).", doi: "10.1007/978-3-540-24775-3_3"),
    Citation("Holm S. A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 65–70 (1979)."),
  ]

  @Input("The rows to learn from and to judge by.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("Names, each with the stages of a pipeline, the predictor last.", .notEmpty) var pipelines: ParameterMapping<[StageSpecification]>
  @Param("The metric.") var scoring = Scoring.auto
  @Param("How the rows are dealt into folds.") var split = FoldSplit.kFold
  @Param("How many folds, where 'split' leaves it open.", .in(2...10_000)) var folds = 5
  @Param("How often the rows are dealt anew.", .in(1...1000)) var repeats = 1
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Whether each fold has its share of every class; without it, where the target is classes.") var stratify: Bool?
  @Param("How sure an interval is.", .above(0, to: 1, isIncluded: false)) var confidence = 0.95
  @Param("Of the random numbers that deal the rows.", .atLeast(0)) var seed = 0

  @Output("A row a pipeline, the best first: `pipeline`, the metric, its deviation over the folds and its interval.", named: "table", isMain: true)
  var ranked: Table?
  @Output("A row for each two pipelines: `first`, `second`, `difference`, `low`, `high`, `t`, `p_value`, `p_adjusted`.") var tests: Table?
  @Output("The metric of every fold: `repeat`, `fold`, and a column a pipeline.", named: "folds") var foldScores: Table?
  @Output("The metric of every fold, a row of points a pipeline.", isOptional: true) var figure: Figure?

  func expand(_ context: RunContext) throws -> [SubStep] {
    let pipelines = try NamedPipelines(pipelines)
    let plan = try foldPlan(context)
    return plan.dealing + zip(pipelines.names, pipelines.stages).flatMap { plan.judging($1, called: $0, origins: ["pipeline": "pipelines.\($0)"]) }
  }

  mutating func gather(_ results: SubStepResults, _ context: RunContext) throws {
    let judgement = try judgement(context)
    let metric = judgement.metric
    let summaries = try pipelines.fields.map { try judgement.summary(results, called: $0.name) }
    let scores = summaries.map { FoldScores($0, metric: metric) }
    let names = pipelines.fields.map(\.name)
    let sign: Double = Scoring.isLoss(metric) ? 1 : -1
    let order = scores.indices.sorted {
      let (a, b) = (scores[$0].mean, scores[$1].mean)
      return (a.isNaN ? Double.infinity : sign * a, $0) < (b.isNaN ? Double.infinity : sign * b, $1)
    }
    let intervals = zip(summaries, scores).map { summary, score in
      summary.margin(score.deviation, count: score.values.count { !$0.isNaN }, confidence: confidence).map { (score.mean - $0, score.mean + $0) } ?? (.nan, .nan)
    }
    ranked = try Table([
      Column("pipeline", .text(TextValues(order.map { names[$0] }))), Column(metric, .number(order.map { scores[$0].mean })),
      Column("\(metric)_sd", .number(order.map { scores[$0].deviation })), Column("low", .number(order.map { intervals[$0].0 })),
      Column("high", .number(order.map { intervals[$0].1 })),
    ])
    tests = try table(of: try pairs(order, scores, summaries[0]), names)
    let places = summaries[0].folds
    func whole(_ name: String, _ numbers: [Int]) -> Column { Column(name, .integer(Optionals(numbers.map { Int64($0) }, zero: 0))) }
    foldScores = try Table(
      [whole("repeat", places.map(\.ofRepeat)), whole("fold", places.map(\.number))] + names.indices.map { Column(names[$0], .number(scores[$0].values)) })
    figure = try points(order, names, scores, metric)
  }

  private struct Pair {
    var first: Int
    var second: Int
    var difference: Double
    var margin: Double?
    var t: Double
    var probability: Double
  }

  private func pairs(_ order: [Int], _ scores: [FoldScores], _ summary: FoldSummary) throws -> [Pair] {
    var pairs: [Pair] = []
    for (place, first) in order.enumerated() {
      for second in order.dropFirst(place + 1) {
        let differences = zip(scores[first].values, scores[second].values).map { $0 - $1 }.filter { !$0.isNaN }
        let (mean, deviation) = FoldSummary.meanAndDeviation(differences)
        let error = summary.standardError(deviation, count: differences.count) ?? .nan
        // Equal in every fold: there is no difference to test.
        let t = mean == 0 ? 0 : mean / error
        let probability = error.isNaN ? Double.nan : mean == 0 ? 1 : error == 0 ? 0 : 1 - studentWithin(abs(t), degrees: differences.count - 1)
        pairs.append(Pair(
          first: first, second: second, difference: mean, margin: summary.margin(deviation, count: differences.count, confidence: confidence), t: t,
          probability: max(0, probability)))
      }
    }
    return pairs
  }

  private func table(of pairs: [Pair], _ names: [String]) throws -> Table {
    let adjusted = holm(pairs.map(\.probability))
    return try Table([
      Column("first", .text(TextValues(pairs.map { names[$0.first] }))), Column("second", .text(TextValues(pairs.map { names[$0.second] }))),
      Column("difference", .number(pairs.map(\.difference))), Column("low", .number(pairs.map { $0.difference - ($0.margin ?? .nan) })),
      Column("high", .number(pairs.map { $0.difference + ($0.margin ?? .nan) })), Column("t", .number(pairs.map(\.t))),
      Column("p_value", .number(pairs.map(\.probability))), Column("p_adjusted", .number(adjusted)),
    ])
  }

  /// Holm's step-down: the smallest p-value counts as often as there are tests, the next once less; never falling.
  private func holm(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.filter { !probabilities[$0].isNaN }.sorted { probabilities[$0] < probabilities[$1] }
    var adjusted = [Double](repeating: .nan, count: probabilities.count)
    var greatest = 0.0
    for (rank, place) in order.enumerated() {
      greatest = max(greatest, min(1, Double(order.count - rank) * probabilities[place]))
      adjusted[place] = greatest
    }
    return adjusted
  }

  private func points(_ order: [Int], _ names: [String], _ scores: [FoldScores], _ metric: String) throws -> Figure? {
    var columns: (name: [String?], score: [Double]) = ([], [])
    for place in order {
      for score in scores[place].values where score.isFinite {
        columns.name.append(names[place])
        columns.score.append(score)
      }
    }
    guard !columns.score.isEmpty else { return nil }
    let means = order.filter { scores[$0].mean.isFinite }
    let told = means.map { "\(names[$0]) \(shortNumber(scores[$0].mean))" }.joined(separator: ", ")
    let y = Encoding.field("pipeline", .nominal, title: "", sort: .values(order.map { names[$0] }))
    return try Chart(
      description: "\(metric) of each fold by pipeline; means: \(told).", height: max(120, min(600, 40 * order.count)),
      datasets: [
        ("folds", try Table([Column("pipeline", .text(TextValues(columns.name))), Column("score", .number(columns.score))])),
        ("means", try Table([Column("pipeline", .text(TextValues(means.map { names[$0] }))), Column("score", .number(means.map { scores[$0].mean }))])),
      ],
      layers: [
        ChartLayer("folds", .circle(opacity: 0.5), [.y: y, .x: .field("score", .quantitative, title: metric, scale: .withoutZero)]),
        ChartLayer("means", .tick(thickness: 3), [.y: y, .x: .field("score", .quantitative, title: metric, scale: .withoutZero)]),
      ]
    ).figure()
  }
}
