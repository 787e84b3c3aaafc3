import Tabular
import Tooling

/// Judges the combinations of a search that are still in it, on so many rows: a round of `model.search` with `strategy: halving`.
///
/// `survivors` of an earlier round says which are still in it; without it, all are. A round is a sub-step; its folds are shared with every search
/// of the same data that judges the same pipelines on as many rows.
struct SearchRound: JudgingTool {
  static let name = "model.search_round"
  static let summary = "Judge the combinations of a search that are still in it."
  static let version = "1"

  @Input("The rows to learn from and to judge by.") var data: Table
  @Input("Which combinations are judged, from an earlier round: `combination`.") var survivors: Table?
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("What is tried: 'stage.parameter' with values or {from, to}, 'stage' with stages.") var grid: SearchGrid
  @Param("Whether every combination is tried, or some at random.") var strategy = SearchStrategy.halving
  @Param("How many combinations are tried at random.", .in(1...100_000)) var nIter = 10
  @Param("The metric that ranks.") var scoring = Scoring.auto
  @Param("How the rows are dealt into folds.") var split = FoldSplit.kFold
  @Param("How many folds, where 'split' leaves it open.", .in(2...10_000)) var folds = 5
  @Param("How often the rows are dealt anew.", .in(1...1000)) var repeats = 1
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Whether each fold has its share of every class; without it, where the target is classes.") var stratify: Bool?
  @Param("How many of the rows outside a fold are learnt from; without it, all.", .atLeast(1)) var trainRows: Int?
  @Param("How many combinations go on.", .in(1...100_000)) var keep = 1
  @Param("How sure an interval is.", .above(0, to: 1, isIncluded: false)) var confidence = 0.95
  @Param("Of the random numbers that deal the rows and choose combinations.", .atLeast(0)) var seed = 0

  @Output("A row a combination, the best first: `combination`, the metric, `train_rows`, and `fold_1` and so on.", named: "table", isMain: true) var judged: Table?
  @Output("Those that go on: `combination`.", named: "survivors") var kept: Table?
  @Output("Of the best combination: means over the folds, their standard deviations and intervals.", fields: MetricFields.ofCrossValidation) var metrics: Metrics?

  func expand(_ context: RunContext) throws -> [SubStep] {
    let plan = try foldPlan(context)
    return plan.dealing
      + (try candidates(context)).flatMap { number, candidate in
        plan.judging(candidate.stages, called: Self.name(of: number), origins: candidate.origins, .init(trainRows: trainRows))
      }
  }

  mutating func gather(_ results: SubStepResults, _ context: RunContext) throws {
    let judgement = try judgement(context)
    var table = SearchTable(axes: [], metric: judgement.metric)
    let candidates = try candidates(context)
    var summaries: [FoldSummary] = []
    for (number, _) in candidates {
      summaries.append(try judgement.summary(results, called: Self.name(of: number)))
      table.add([], FoldScores(summaries[summaries.count - 1], metric: judgement.metric))
    }
    let order = table.order
    let numbers = order.map { Int64(candidates[$0].number) }
    let learnt = summaries.first?.folds.map(\.trainCount).max() ?? 0
    judged = try Table(
      [
        Column("combination", .integer(Optionals(numbers, zero: 0))), Column(judgement.metric, .number(order.map { table.scores[$0].mean })),
        Column("train_rows", .integer(Optionals(numbers.map { _ in Int64(min(trainRows ?? learnt, learnt)) }, zero: 0))),
      ]
        + (0..<judgement.plan.folds * judgement.plan.repeats).map { fold in
          Column("fold_\(fold + 1)", .number(order.map { table.scores[$0].values[fold] }))
        })
    kept = try Table([Column("combination", .integer(Optionals(Array(numbers.prefix(keep)), zero: 0)))])
    metrics = summaries[order[0]].metrics(rowCount: judgement.dataset.rows.count, confidence: confidence, context)
  }

  /// Those still in the search, by their numbers, from 1.
  private func candidates(_ context: RunContext) throws -> [(number: Int, candidate: SearchCandidate)] {
    let all = try SearchCandidates(pipeline, grid, context.catalogue).chosen(strategy, count: nIter, seed: seed)
    guard let survivors else { return all.enumerated().map { ($0 + 1, $1) } }
    guard case .integer(let cells)? = survivors.column("combination")?.values else { throw ToolError("'survivors' has no column 'combination'", parameter: "survivors") }
    guard cells.count > 0 else { throw ToolError("'survivors' names no combination", parameter: "survivors") }
    var seen: Set<Int> = []
    return try (0..<cells.count).map { row in
      guard let number = cells[row].map(Int.init), number >= 1, number <= all.count, seen.insert(number).inserted else {
        throw ToolError("'survivors' names a combination twice, or one that the grid does not have", parameter: "survivors")
      }
      return (number, all[number - 1])
    }
  }

  static func name(of combination: Int) -> String { "combination \(combination)" }
}
