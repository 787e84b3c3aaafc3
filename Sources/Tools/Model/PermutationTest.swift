import Learning
import Tabular
import Tooling

/// Asks whether a pipeline has found anything: judges it again on targets that are shuffled, so that there is nothing to find.
///
///     ```{model.permutation_test test}
///     data: $arrays
///     target: leukaemia
///     pipeline: [scale.standard, model.logistic_regression]
///     n_permutations: 200
///     ```
///
/// `p_value` is the share of the shuffled targets, the true one counted among them, on which the pipeline does at least as well:
/// (b + 1) / (n + 1), so it is never 0. Within `groups` the target is shuffled group by group. Judged is the whole pipeline, with whatever it
/// selects or tunes; a selection made before, on all rows, is not undone by this test.
struct PermutationTest: JudgingTool {
  static let name = "model.permutation_test"
  static let summary = "Test whether a pipeline does better than on shuffled targets."
  static let version = "1"
  static let citations = [
    Citation("Ojala M, Garriga GC. Permutation tests for studying classifier performance. Journal of Machine Learning Research 11, 1833–1863 (2010).")
  ]

  @Input("The rows to learn from and to judge by.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("The metric.") var scoring = Scoring.auto
  @Param("How many shuffled targets.", .in(1...100_000)) var nPermutations = 100
  @Param("How the rows are dealt into folds.") var split = FoldSplit.kFold
  @Param("How many folds, where 'split' leaves it open.", .in(2...10_000)) var folds = 5
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Whether each fold has its share of every class; without it, where the target is classes.") var stratify: Bool?
  @Param("Of the random numbers that deal the rows and shuffle.", .atLeast(0)) var seed = 0

  @Output(
    "The metric, its mean on shuffled targets, and the p-value.", isMain: true,
    fields: [
      .init("score", "The mean of the metric over the folds."), .init("permuted_mean", "Its mean over the shuffled targets."),
      .init("p_value", "How often chance alone does as well."), .init("permutations", "How many targets were shuffled."),
    ]) var metrics: Metrics?
  @Output("The metric on each shuffled target: `permutation`, `score`.") var permuted: Table?
  @Output("The metric on shuffled targets, and on the true one.", isOptional: true) var figure: Figure?

  func expand(_ context: RunContext) throws -> [SubStep] {
    let plan = try foldPlan(context)
    return plan.dealing + plan.judging(pipeline)
      + (1...nPermutations).flatMap { plan.judging(pipeline, called: Self.name($0), .init(permutation: $0)) }
  }

  mutating func gather(_ results: SubStepResults, _ context: RunContext) throws {
    let judgement = try judgement(context)
    let truth = try judgement.scores(results).mean
    let shuffled = try (1...nPermutations).map { try judgement.scores(results, called: Self.name($0)).mean }
    let isLoss = Scoring.isLoss(judgement.metric)
    // A shuffled target on which the metric is undefined counts as one that does as well: on the side of caution.
    let better = shuffled.count { isLoss ? !($0 > truth) : !($0 < truth) }
    metrics = Metrics(values: [
      ("score", truth), ("permuted_mean", FoldSummary.meanAndDeviation(shuffled.filter { !$0.isNaN }).mean),
      ("p_value", truth.isNaN ? .nan : Double(better + 1) / Double(nPermutations + 1)), ("permutations", Double(nPermutations)),
    ])
    permuted = try Table([
      Column("permutation", .integer(Optionals((1...nPermutations).map { Int64($0) }, zero: 0))), Column("score", .number(shuffled)),
    ])
    figure = try histogram(shuffled.filter(\.isFinite), truth, judgement.metric)
  }

  private static func name(_ number: Int) -> String { "permutation \(number)" }

  private func histogram(_ shuffled: [Double], _ truth: Double, _ metric: String) throws -> Figure? {
    guard shuffled.count > 1, truth.isFinite, let least = shuffled.min(), let greatest = shuffled.max(), least < greatest else { return nil }
    let histogram = Histogram(shuffled, bins: .count(min(30, max(5, Int(Double(shuffled.count).squareRoot())))))
    let table = try Table([
      Column("low", .number(Array(histogram.edges.dropLast()))), Column("high", .number(Array(histogram.edges.dropFirst()))),
      Column("count", .number(histogram.counts.map { Double($0) })),
    ])
    return try Chart(
      description: "Histogram of \(metric) on \(counted(shuffled.count, "shuffled target")), \(shortNumber(least)) to \(shortNumber(greatest)); on the true one it is \(shortNumber(truth)).",
      datasets: [("bins", table), ("truth", try Table([Column("score", .number([truth]))]))],
      layers: [
        ChartLayer(
          "bins", .bar(),
          [
            .x: .field("low", .quantitative, title: metric, scale: .withoutZero, isBinned: true), .x2: .field("high", .quantitative),
            .y: .field("count", .quantitative, title: "Shuffled targets"),
          ]),
        ChartLayer("truth", Mark.rule().with("strokeWidth", 2).with("color", "#D55E00"), [.x: .field("score", .quantitative, title: metric, scale: .withoutZero)]),
      ]
    ).figure()
  }
}
