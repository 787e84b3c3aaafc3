import Tabular
import Tooling

/// A tool that judges pipelines on folds by one metric.
protocol JudgingTool: FoldingTool {
  var scoring: Scoring { get }
}

extension JudgingTool {
  /// What its gathering begins with: the folds, the data, and the metric for their target.
  func judgement(_ context: RunContext) throws -> Judgement {
    let dataset = try judgedData(context)
    guard let target = dataset.training.target?.description else { throw ToolError("there is no target", parameter: "target") }
    return Judgement(plan: try foldPlan(context), dataset: dataset, metric: try scoring.metric(for: target))
  }
}

/// Folds, the data that they are of, and the metric that judges on them.
struct Judgement {
  let plan: FoldPlan
  let dataset: Dataset
  let metric: String

  /// How the pipeline that was judged under `name` did, fold by fold.
  ///
  /// - Parameter output: `predictions` of the rows held out, or `training` of those learnt from.
  func summary(_ results: SubStepResults, called name: String = "", output: String = "predictions") throws -> FoldSummary {
    try plan.held(results, called: name, dataset, output: output).summary()
  }

  func scores(_ results: SubStepResults, called name: String = "", output: String = "predictions") throws -> FoldScores {
    FoldScores(try summary(results, called: name, output: output), metric: metric)
  }
}

/// How pipelines did on the rows held out and on those that they learnt from: what curves of learning and of validation show.
struct HeldAndLearnt {
  private let metric: String
  private let held: [FoldScores]
  private let learnt: [FoldScores]

  /// - Parameter names: what the pipelines were judged under.
  init(_ judgement: Judgement, _ results: SubStepResults, called names: [String]) throws {
    metric = judgement.metric
    held = try names.map { try judgement.scores(results, called: $0) }
    learnt = try names.map { try judgement.scores(results, called: $0, output: "training") }
  }

  /// The metric, `<metric>_sd`, `train_<metric>`, `train_<metric>_sd`: a row a pipeline.
  var columns: [Column] {
    [("", held), ("train_", learnt)].flatMap { prefix, scores in
      [Column(prefix + metric, .number(scores.map(\.mean))), Column("\(prefix)\(metric)_sd", .number(scores.map(\.deviation)))]
    }
  }

  /// Both curves over `numbers`, one a pipeline.
  func figure(over numbers: [Double], _ title: String) throws -> Figure? {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    func line(_ name: String, _ scores: [FoldScores]) -> ScoreCurve.Line {
      .init(name: name, x: order.map { numbers[$0] }, mean: order.map { scores[$0].mean }, deviation: order.map { scores[$0].deviation })
    }
    return try ScoreCurve(x: title, metric: metric, lines: [line("held out", held), line("learnt from", learnt)]).figure()
  }
}
