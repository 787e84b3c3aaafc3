import Learning
import Tabular
import Tooling

/// Fits a pipeline for two classes, and chooses on the training rows alone from which probability on a row is called positive.
///
/// A model calls a row positive from a half on. Where positives are rare, or one error is worse than the other, another threshold serves
/// better; chosen on the test rows it would flatter. Here the rows to learn from are dealt into folds, each is predicted by the pipeline
/// fitted outside it, and the threshold is the one with the best mean of `scoring`.
///
///     ```{model.threshold screening}
///     data: $parts.train
///     target: diagnosis
///     pipeline: [scale.standard, model.logistic_regression]
///     scoring: precision
///     min_recall: 0.95
///     ```
///
/// With `min_recall` only thresholds count at which so much of the positive class is found; with `scoring: cost` the threshold is the
/// cheapest at `false_negative_cost` and `false_positive_cost`. The probabilities stay as they are: what needs them, such as `roc_auc`, is
/// what it was; what needs a decision, such as `recall`, follows the threshold, in `model.predict` and `model.evaluate` too.
///
/// Of thresholds that are equally good the least is taken, and a note says how far the others go: between two probabilities that were predicted
/// nothing changes.
///
/// `curve` has the measures at each threshold, `figure` draws them; a cost is drawn beside them, on an axis of its own. The method is that of scikit-learn's `TunedThresholdClassifierCV`, with its
/// names and defaults, but for `pipeline` (its `estimator`), `folds` (its `cv`), and rows that are shuffled before they are dealt.
struct ThresholdModel: EstimatorStage, ParameterChecking {
  static let name = "model.threshold"
  static let summary = "Fit a pipeline, and choose from which probability on a row is called positive."
  static let version = "2"
  static let citations = [
    Citation("Provost F, Fawcett T. Robust classification for imprecise environments. Machine Learning 42, 203–231 (2001).", doi: "10.1023/A:1007601015854")
  ]

  enum Measure: String, ParameterChoice {
    case balancedAccuracy = "balanced_accuracy"
    case accuracy, f1, precision, recall
    case matthews = "matthews_corrcoef"
    case cohenKappa = "cohen_kappa"
    case cost

    var help: String {
      self == .cost ? "The mean cost of a row's error; the least is best." : MetricFields.ofClassification.first { $0.name == rawValue }?.help ?? ""
    }
  }

  @Input("The rows to learn from.") var data: Table
  @Param("The column of two classes to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive; without it, the last in sorted order.") var positive: String?
  @Param("Write classification where classes are whole numbers.") var task = LearningTask.auto

  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("What the best threshold is best in.") var scoring = Measure.balancedAccuracy
  @Param("How much of the positive class must be found.", .in(0...1)) var minRecall: Double?
  @Param("With scoring: cost, what a row wrongly called positive costs.", .atLeast(0)) var falsePositiveCost = 1.0
  @Param("With scoring: cost, what a positive row that is missed costs.", .atLeast(0)) var falseNegativeCost = 1.0
  @Param("How many thresholds are tried, from the least probability predicted to the greatest.", .in(2...100_000)) var thresholds = 100
  @Param("How many folds.", .in(2...1000)) var folds = 5
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Of the random numbers that deal the rows.", .atLeast(0)) var seed = 0

  @Output("The pipeline, fitted on all rows, with its threshold.", isMain: true, kind: .classifier) var model: ModelArchive?
  @Output(
    "The threshold, and the means of measures over the folds at it.",
    fields: [
      .init("threshold", "The probability of the positive class from which on a row is called positive."), .init("score", "The mean of what it is best in."),
      .init("recall", "How much of the positive class is found."), .init("precision", "How much of what is called positive is."),
      .init("specificity", "How much of the other class is called so."),
    ]) var chosen: Metrics?
  @Output("A row a threshold: `threshold`, `score`, `recall`, `precision`, `specificity`, means over the folds.") var curve: Table?
  @Output("The measures over the threshold.") var figure: Figure?

  func problems(given: Set<String>) -> [ParameterProblem] {
    if scoring != .cost, falsePositiveCost != 1 || falseNegativeCost != 1 {
      return [.error("costs are for scoring: cost, and it is \(scoring.rawValue)", remedy: "leave them out, or set scoring: cost", at: "scoring")]
    }
    return []
  }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedThreshold {
    guard let target = data.target, case .classes(let codes, let description) = target, let positive = description.positiveCode, description.classes.count == 2 else {
      let count = data.target?.description.classes.count ?? 0
      throw ToolError(
        "a threshold needs a target of two classes, and '\(data.target?.description.name ?? "")' \(count == 0 ? "is numbers" : "has \(count)")",
        remedy: count == 0 ? "if they are classes, set task: classification" : nil, parameter: "target")
    }
    let folds = try InnerFolds(count: folds, shuffles: shuffle, seed: seed).fitted([pipeline], at: [PipelinePlace()], data, needsEveryClass: true, context)[0]
    let curves = try folds.map { fold in
      let (values, width) = fold.prediction.values
      let scores = fold.rows.indices.map { values[$0 * width + positive] }
      guard let low = scores.min(), let high = scores.max(), low < high else {
        throw ToolError("the pipeline gives every row of a fold the same probability: there is no threshold to choose", parameter: "pipeline")
      }
      return ThresholdCurve(
        isPositive: fold.rows.map { Int(codes[$0]) == positive }, scores: scores,
        weights: data.weights.map { weights in fold.rows.map { weights[$0] } }, count: thresholds)
    }
    let low = curves.compactMap(\.thresholds.first).min() ?? 0
    let high = curves.compactMap(\.thresholds.last).max() ?? 1
    let tried = equalSteps(from: low, to: high, count: thresholds)
    func means(_ measure: (ClassTotals) -> Double) -> [Double] {
      let values = curves.map { $0.totals.map(measure) }
      return tried.map { threshold in zip(curves, values).reduce(0) { $0 + $1.0.value(at: threshold, of: $1.1) } / Double(curves.count) }
    }
    let choice = ThresholdChoice(
      tried: tried, score: means(score), recall: means { $0.recall[1] }, precision: means { $0.precision[1] }, specificity: means { $0.recall[0] })
    guard choice.score.contains(where: { !$0.isNaN }) else {
      throw ToolError("'\(scoring.rawValue)' is undefined at every threshold", remedy: "use fewer folds, or another 'scoring'", parameter: "scoring")
    }
    let best = choice.best(isLeast: scoring == .cost, minRecall: minRecall)
    if let minRecall, choice.recall[best] < minRecall {
      context.warn(
        "no threshold finds \(shortNumber(minRecall)) of the class '\(description.positive ?? "")': at the chosen one it is \(shortNumber(choice.recall[best]))",
        parameter: "min_recall")
    }
    if choice.specificity[best] == 0 || choice.recall[best] == 0 {
      context.warn(
        "at the best threshold every row is called \(choice.specificity[best] == 0 ? "positive" : "negative"): nothing in '\(scoring.rawValue)' speaks against it",
        remedy: "use another 'scoring', or other costs", parameter: "scoring")
    }
    let last = choice.lastAsGood(as: best, isLeast: scoring == .cost, minRecall: minRecall)
    if last > best {
      context.note(
        "thresholds from \(shortNumber(tried[best])) to \(shortNumber(tried[last])) are equally good by '\(scoring.rawValue)', and the least is taken", parameter: "scoring")
    }
    return FittedThreshold(predictor: try FittedPipeline.fit(pipeline, data, context), target: description, threshold: tried[best], choice: choice, best: best)
  }

  private func score(_ totals: ClassTotals) -> Double {
    switch scoring {
    case .balancedAccuracy: totals.balancedAccuracy
    case .accuracy: totals.accuracy
    case .f1: totals.f1[1]
    case .precision: totals.precision[1]
    case .recall: totals.recall[1]
    case .matthews: totals.matthewsCorrelation
    case .cohenKappa: totals.cohenKappa
    case .cost: (falseNegativeCost * (totals.support[1] - totals.correct[1]) + falsePositiveCost * (totals.support[0] - totals.correct[0])) / totals.total
    }
  }

  mutating func tell(of fitted: FittedThreshold, _ data: TrainingData, _ context: RunContext) throws {
    guard let choice = fitted.choice else { return }
    let best = fitted.best
    chosen = Metrics(values: [
      ("threshold", choice.tried[best]), ("score", choice.score[best]), ("recall", choice.recall[best]), ("precision", choice.precision[best]),
      ("specificity", choice.specificity[best]),
    ])
    curve = try Table([
      Column("threshold", .number(choice.tried)), Column("score", .number(choice.score)), Column("recall", .number(choice.recall)),
      Column("precision", .number(choice.precision)), Column("specificity", .number(choice.specificity)),
    ])
    figure = try choice.figure(scoring.rawValue, best: best)
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedThreshold(archive, context) }
}

/// Means over the folds at each threshold tried.
struct ThresholdChoice: Sendable {
  let tried, score, recall, precision, specificity: [Double]

  /// The last of the thresholds that follow on `best` and are as good, to the rounding of sums.
  func lastAsGood(as best: Int, isLeast: Bool, minRecall: Double?) -> Int {
    var last = best
    while last + 1 < tried.count, abs(score[last + 1] - score[best]) <= 1e-12 * max(1, abs(score[best])), minRecall.map({ recall[last + 1] >= $0 }) ?? true {
      last += 1
    }
    return last
  }

  /// The place of the best, the first of equals; where none finds enough of the positive class, of the first that finds most.
  func best(isLeast: Bool, minRecall: Double?) -> Int {
    var found: Int?
    for place in tried.indices where minRecall.map({ recall[place] >= $0 }) ?? true {
      guard !score[place].isNaN else { continue }
      guard let before = found else {
        found = place
        continue
      }
      // What differs by the rounding of sums is equal.
      let margin = 1e-12 * max(1, abs(score[before]))
      if isLeast ? score[place] < score[before] - margin : score[place] > score[before] + margin { found = place }
    }
    return found ?? recall.indices.max { (recall[$0], $1) < (recall[$1], $0) } ?? 0
  }

  /// The measures over the threshold; a cost, which is in units of its own, in a panel beside them.
  func figure(_ measure: String, best: Int) throws -> Figure {
    let description =
      "Measures over the threshold, means over the folds; chosen is \(shortNumber(tried[best])), where \(measure) is \(shortNumber(score[best])), recall \(shortNumber(recall[best])), precision \(shortNumber(precision[best]))."
    var curves: [(name: String, values: [Double])] = [("recall", recall), ("precision", precision), ("specificity", specificity)]
    guard measure == "cost" else {
      if !curves.contains(where: { $0.name == measure }) { curves.insert((measure, score), at: 0) }
      return try chart(curves, "Mean over the folds", best: best, description).figure()
    }
    let cost = try chart([(measure, score)], "Mean cost of a row", best: best, width: 260, height: 240, description)
    let others = try chart(curves, "Mean over the folds", best: best, width: 260, height: 240, "Recall, precision and specificity over the threshold.")
    return try Chart.figure(of: [cost, others], columns: 2, description: description)
  }

  private func chart(_ curves: [(name: String, values: [Double])], _ title: String, best: Int, width: Int = 520, height: Int = 320, _ description: String) throws -> Chart {
    let table = try Table([
      Column("threshold", .number(curves.flatMap { _ in tried })), Column("value", .number(curves.flatMap(\.values))),
      Column("measure", .text(TextValues(curves.flatMap { curve in tried.map { _ in curve.name } }))),
    ])
    // Panels of one figure share the names of their tables.
    let name = curves.count > 1 ? "measures" : "cost"
    let across = Encoding.field("threshold", .quantitative, title: "Threshold", scale: .withoutZero)
    var lines = ChartLayer(name, .line(), [.x: across, .y: .field("value", .quantitative, title: title)])
    if curves.count > 1 { lines.encode(.color, .field("measure", .nominal, title: "", sort: .values(curves.map(\.name)))) }
    return Chart(
      description: description, width: width, height: height,
      datasets: [(name, table), ("chosen", try Table([Column("threshold", .number([tried[best]]))]))],
      layers: [ChartLayer("chosen", .rule(isDashed: true), [.x: across]), lines])
  }
}

/// A model of two classes that calls a row positive from a threshold on.
struct FittedThreshold: FittedPredictor {
  let predictor: any FittedPredictor
  let target: TargetDescription
  let threshold: Double
  /// What the threshold was chosen from; nil once the model was kept.
  let choice: ThresholdChoice?
  let best: Int

  var features: [String] { predictor.features }

  func predict(_ table: Table, _ context: RunContext) throws -> Prediction {
    let (values, width) = try predictor.predict(table, context).values
    guard width == 2, let positive = target.positiveCode else { throw ToolError("the model's file is damaged: a threshold is between two classes") }
    return .probabilities(
      values, classCount: 2, decided: (0..<values.count / 2).map { Int32(truncatingIfNeeded: values[$0 * 2 + positive] >= threshold ? positive : 1 - positive) })
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .classifier, tool: ThresholdModel.name, content: .object([.init("target", target.json), .init("threshold", .number(threshold))]),
      parts: [predictor.archive()])
  }

  init(predictor: any FittedPredictor, target: TargetDescription, threshold: Double, choice: ThresholdChoice, best: Int) {
    self.predictor = predictor
    self.target = target
    self.threshold = threshold
    self.choice = choice
    self.best = best
  }

  /// - Throws: `ToolError` where the archive is not whole.
  init(_ archive: ModelArchive, _ context: RunContext) throws {
    target = try TargetDescription(json: archive.content["target"])
    guard let part = archive.parts.first, let threshold = archive.content["threshold"]?.double, target.classes.count == 2 else {
      throw ToolError("the model's file is damaged: it has no threshold")
    }
    predictor = try part.predictor(context)
    guard predictor.target.classes == target.classes else { throw ToolError("the model's file is damaged: its classes differ") }
    self.threshold = threshold
    choice = nil
    best = 0
  }
}
