import Tabular
import Tooling

/// Judges a pipeline that learns from more and more rows: whether more data would help.
///
///     ```{model.learning_curve curve}
///     data: $tumours
///     target: diagnosis
///     pipeline: [scale.standard, model.logistic_regression]
///     scoring: roc_auc
///     ```
///
/// In each fold the pipeline is fitted on shares of the rows outside it (`train_sizes`), and judged on the rows inside and on those that it
/// learnt from. The fewer rows are among the more, and each class has its share.
///
/// **Reading it.** Where both curves have met at a poor value, more rows will not help: look for better features or a richer model. Where the
/// rows learnt from score far higher than those held out, and the latter still climb, more rows will, or a simpler model.
struct LearningCurve: JudgingTool {
  static let name = "model.learning_curve"
  static let summary = "Judge a pipeline that learns from more and more rows."
  static let version = "1"

  @Input("The rows to learn from and to judge by.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("Shares of the rows outside a fold that are learnt from.", .above(0, to: 1, isIncluded: true)) var trainSizes = [0.1, 0.325, 0.55, 0.775, 1.0]
  @Param("The metric.") var scoring = Scoring.auto
  @Param("How the rows are dealt into folds.") var split = FoldSplit.kFold
  @Param("How many folds, where 'split' leaves it open.", .in(2...10_000)) var folds = 5
  @Param("How often the rows are dealt anew.", .in(1...1000)) var repeats = 1
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Whether each fold has its share of every class; without it, where the target is classes.") var stratify: Bool?
  @Param("Of the random numbers that deal and choose rows.", .atLeast(0)) var seed = 0

  @Output("A row a size: `train_rows`, the metric of rows held out and its deviation over the folds, and the same of rows learnt from.", named: "table", isMain: true)
  var sizes: Table?
  @Output("Both curves.", isOptional: true) var figure: Figure?

  func expand(_ context: RunContext) throws -> [SubStep] {
    let plan = try foldPlan(context)
    let rowCount = try Dataset(data, roles, RunContext(catalogue: context.catalogue), readsFeatures: false).rows.count
    return plan.dealing
      + trainRows(plan, rowCount: rowCount).flatMap { rows in
        plan.judging(pipeline, called: Self.name(rows), .init(trainRows: rows, judgesTraining: true))
      }
  }

  mutating func gather(_ results: SubStepResults, _ context: RunContext) throws {
    let judgement = try judgement(context)
    let rows = trainRows(judgement.plan, rowCount: judgement.dataset.rows.count)
    let scores = try HeldAndLearnt(judgement, results, called: rows.map(Self.name))
    sizes = try Table([Column("train_rows", .integer(Optionals(rows.map { Int64($0) }, zero: 0)))] + scores.columns)
    figure = try scores.figure(over: rows.map { Double($0) }, "Rows learnt from")
  }

  private static func name(_ rows: Int) -> String { counted(rows, "row") }

  /// The numbers of rows that the shares come to in the smallest part outside a fold, ascending, each once.
  private func trainRows(_ plan: FoldPlan, rowCount count: Int) -> [Int] {
    let outside = plan.trainRows(of: count)
    return Set(trainSizes.map { max(1, Int(($0 * Double(outside)).rounded(.down))) }).sorted()
  }
}
