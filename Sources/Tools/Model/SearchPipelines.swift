import Learning
import Tabular
import Tooling

/// Looks for the pipeline that judges best on held-out rows: every combination of a grid, or some at random.
///
///     ```{model.search search}
///     data: $parts.train
///     target: diagnosis
///     pipeline:
///       - scale.standard
///       - model.logistic_regression
///     grid:
///       logistic_regression.C: {from: 0.001, to: 100, log: true, count: 6}
///     scoring: roc_auc
///     ```
///
/// **The grid** names a stage's parameter as `stage.parameter`, with a list of values or with `{from, to}`: in a grid `count` points, equal
/// steps apart, or equal ratios with `log: true`; at random any value between. A stage is called by the second part of its tool's name, or by
/// its `as: name`. The name alone swaps whole stages, `none` leaves one out; parameters are tried where the stage that stands there has them:
///
///     pipeline:
///       - scale.standard
///       - model.logistic_regression: {}
///         as: model
///     grid:
///       standard: [scale.standard, none]
///       model: [model.logistic_regression, model.random_forest]
///       model.C: [0.1, 1, 10]
///       model.n_estimators: [100, 500]
///
/// Parameters of pipelines within a stage have longer names, part after part as they are written: `calibrated.pipeline.logistic_regression.C`,
/// `voting.pipelines.linear.logistic_regression.C`. `calibrated.pipeline: [[model.naive_bayes], [model.svm]]` tries whole pipelines there.
///
/// Each combination is judged on the same folds, as `model.cross_validate` does, and ranked by the mean of `scoring`. Folds are kept one by
/// one: a wider grid fits only what is new. `model` is the best one's pipeline, fitted on all rows: `model.predict` and `model.evaluate` take
/// it.
///
/// **Many combinations.** `strategy: random` tries `n_iter` of them. `strategy: halving` tries all on few rows, keeps one in `factor` of them, tries
/// these on `factor` times as many rows, and so on until the last few learn from all (successive halving; `halving_random` begins with
/// `n_iter` at random). That is many times quicker, and misses a combination that shows its worth only where rows are many.
///
/// **What the best score is worth.** `metrics` are those of the best combination on the folds by which it was chosen. The best of many is
/// partly the luckiest, so they flatter. With `outer_folds: 5` the search itself is judged: it is run anew outside each of 5 folds, and what
/// it chose there predicts the fold; `metrics` are then those of these predictions (nested cross-validation; Varma and Simon 2006), and
/// `choices` has what was chosen each time. Or keep rows apart with `table.split` before, and judge `model` on them.
struct SearchPipelines: JudgingTool {
  static let name = "model.search"
  static let summary = "Find the best parameters and stages of a pipeline by cross-validation."
  static let version = "2"
  static let citations = [
    Citation("Bergstra J, Bengio Y. Random search for hyper-parameter optimization. Journal of Machine Learning Research 13, 281–305 (2012)."),
    Citation("Jamieson K, Talwalkar A. Non-stochastic best arm identification and hyperparameter optimization. AISTATS, 240–248 (2016)."),
    Citation("Varma S, Simon R. Bias in error estimation when using cross-validation for model selection. BMC Bioinformatics 7, 91 (2006).", doi: "10.1186/1471-2105-7-91"),
  ]

  @Input("The rows to learn from and to judge by.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("What to try: 'stage.parameter' with values or {from, to}, 'stage' with stages.") var grid: SearchGrid
  @Param("Which combinations are tried, and on how many rows.") var strategy = SearchStrategy.grid
  @Param("How many combinations are tried at random.", .in(1...100_000)) var nIter = 10
  @Param("With halving: of how many combinations one goes on, and by how much the rows grow.", .in(2...100)) var factor = 3
  @Param("The metric that ranks.") var scoring = Scoring.auto
  @Param("How the rows are dealt into folds.") var split = FoldSplit.kFold
  @Param("How many folds, where 'split' leaves it open.", .in(2...10_000)) var folds = 5
  @Param("How often the rows are dealt anew.", .in(1...1000)) var repeats = 1
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Whether each fold has its share of every class; without it, where the target is classes.") var stratify: Bool?
  @Param("How many folds judge the search itself; without it, none do.", .in(2...1000)) var outerFolds: Int?
  @Param("How sure an interval is.", .above(0, to: 1, isIncluded: false)) var confidence = 0.95
  @Param("Of the random numbers that deal the rows and choose combinations.", .atLeast(0)) var seed = 0

  @Output("The best pipeline, fitted on all rows.", isMain: true) var model: ModelArchive?
  @Output(
    "Of the best combination, or with 'outer_folds' of the search: means over the folds, their standard deviations and intervals.",
    fields: [.init("candidates", "How many combinations were tried.")] + MetricFields.ofCrossValidation) var metrics: Metrics?
  @Output("A row a combination, the best first: `rank`, the mean of the metric and its deviation, the values, and the metric in each fold; with halving beside `rank` the last `round` and its `train_rows`.") var results: Table?
  @Output("What the best combination is: `parameter`, `value`.") var best: Table?
  @Output("With 'outer_folds': a row an outer fold: the metric there and in the search, and the values chosen.", isOptional: true) var choices: Table?
  @Output("The metric over the values: a curve of one number, else a line a combination; with halving, of the last round's.", isOptional: true) var figure: Figure?

  func expand(_ context: RunContext) throws -> [SubStep] {
    let plan = try foldPlan(context)
    let candidates = try candidates(context)
    var steps: [SubStep]
    if strategy.isHalving {
      steps = try halving(plan, candidates.count, context).steps(plan.roles.arguments + arguments + [.init("confidence", .number(confidence))])
    } else {
      steps = plan.dealing
      for (place, candidate) in candidates.enumerated() {
        steps += plan.judging(candidate.stages, called: SearchRound.name(of: place + 1), origins: candidate.origins)
      }
    }
    if let outer = try outer(context) { steps += outer.steps }
    return steps
  }

  mutating func gather(_ results: SubStepResults, _ context: RunContext) throws {
    let judgement = try judgement(context)
    let metric = judgement.metric
    let candidates = try candidates(context)
    var table = SearchTable(axes: grid.axes.map(\.name), metric: metric)
    var ofBest: Metrics?
    if strategy.isHalving {
      let (outcomes, last) = try halving(judgement.plan, candidates.count, context).outcomes(results, metric: metric)
      for (candidate, outcome) in zip(candidates, outcomes) { table.add(candidate.values, outcome) }
      ofBest = last
    } else {
      var summaries: [FoldSummary] = []
      for (place, candidate) in candidates.enumerated() {
        summaries.append(try judgement.summary(results, called: SearchRound.name(of: place + 1)))
        table.add(candidate.values, FoldScores(summaries[place], metric: metric))
      }
      if outerFolds == nil { ofBest = summaries[table.order[0]].metrics(rowCount: judgement.dataset.rows.count, confidence: confidence, context) }
    }
    let winner = table.order[0]
    guard !table.scores[winner].mean.isNaN else {
      throw ToolError("'\(metric)' is undefined for every combination", remedy: "choose another 'scoring', or fewer folds", parameter: "scoring")
    }
    self.results = try table.ranked()
    best = try table.best()
    figure = try table.figure()
    if let outer = try outer(context) {
      let judged = try outer.judged(results, judgement.dataset)
      metrics = try judged.summary().metrics(rowCount: judgement.dataset.rows.count, confidence: confidence, context)
      choices = try outer.choices(results, judged, metric: metric)
    } else {
      metrics = ofBest
    }
    metrics?.values.append(("candidates", Double(candidates.count)))
    model = try FittedPipeline.fit(candidates[winner].stages, judgement.dataset.training, context).archive()
  }

  func problems(given: Set<String>) -> [ParameterProblem] {
    var problems = foldProblems(given: given)
    if split == .leaveOneOut, outerFolds != nil { problems.append(.error("'outer_folds' goes with split: k_fold or time", at: "outer_folds")) }
    for (name, isUsed, others) in [("n_iter", strategy.isRandom, "random or halving_random"), ("factor", strategy.isHalving, "halving or halving_random")]
    where given.contains(name) && !isUsed {
      problems.append(.ignored(name, "where 'strategy' is \(strategy.rawValue)", remedy: "leave it out, or set strategy: \(others)"))
    }
    return problems
  }

  private func candidates(_ context: RunContext) throws -> [SearchCandidate] {
    try SearchCandidates(pipeline, grid, context.catalogue).chosen(strategy, count: nIter, seed: seed)
  }

  /// The rounds of a search by halving. The first learns from at least two rows a class and fold, as in scikit-learn.
  private func halving(_ plan: FoldPlan, _ candidates: Int, _ context: RunContext) throws -> Halving {
    let dataset = try Dataset(data, roles, RunContext(catalogue: context.catalogue), readsFeatures: false)
    let classes = max(1, dataset.training.target?.description.classes.count ?? 1)
    return Halving(candidates: candidates, rowCount: plan.trainRows(of: dataset.rows.count), factor: factor, least: 2 * plan.folds * classes)
  }

  /// The search's own parameters, without the roles of columns: as its rounds, and searches within it, are given them.
  private var arguments: [TypedValue.Field] {
    [
      .init("pipeline", pipeline.typedValue), .init("grid", grid.typedValue), .init("strategy", strategy.typedValue), .init("n_iter", .integer(nIter)),
      .init("scoring", scoring.typedValue), .init("split", split.typedValue), .init("folds", .integer(folds)), .init("repeats", .integer(repeats)),
      .init("shuffle", .boolean(shuffle)), .init("seed", .integer(seed)),
    ] + (stratify.map { [.init("stratify", .boolean($0))] } ?? [])
  }

  /// The search as it is run outside each outer fold.
  private func outer(_ context: RunContext) throws -> OuterFolds? {
    guard let outerFolds else { return nil }
    return OuterFolds(
      plan: FoldPlan(roles: roles, split: split, folds: outerFolds, repeats: 1, shuffle: shuffle, stratify: stratify, seed: seed),
      search: arguments + (strategy.isHalving ? [.init("factor", .integer(factor))] : []), axes: grid.axes.map(\.name))
  }
}

enum SearchStrategy: String, ParameterChoice {
  case grid, random, halving
  case halvingRandom = "halving_random"

  var isRandom: Bool { self == .random || self == .halvingRandom }
  var isHalving: Bool { self == .halving || self == .halvingRandom }

  var help: String {
    switch self {
    case .grid: "Every combination of the grid."
    case .random: "n_iter combinations, drawn from the lists and ranges."
    case .halving: "Every combination on few rows, one in 'factor' of them on more, and so on."
    case .halvingRandom: "n_iter combinations at random on few rows, one in 'factor' of them on more, and so on."
    }
  }
}
