import Tabular
import Tooling

/// Judges a pipeline over the values of one parameter: where it learns too little, and where it learns the noise.
///
///     ```{model.validation_curve curve}
///     data: $tumours
///     target: diagnosis
///     pipeline: [scale.standard, model.logistic_regression]
///     grid:
///       logistic_regression.C: {from: 0.0001, to: 1000, log: true, count: 8}
///     ```
///
/// The grid has one entry, as `model.search` takes it. Each value is judged on the same folds, on the rows held out and on those learnt from.
///
/// **Reading it.** Left and right of the best value both curves fall together where the model is too simple; where it is too rich the rows
/// learnt from score ever higher and those held out lower. A flat top means that the parameter does not matter much there.
struct ValidationCurve: JudgingTool {
  static let name = "model.validation_curve"
  static let summary = "Judge a pipeline over the values of one parameter."
  static let version = "1"

  @Input("The rows to learn from and to judge by.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and all rows of a group are in one fold.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("The parameter and its values: 'stage.parameter' with a list of numbers or {from, to}.") var grid: SearchGrid
  @Param("The metric.") var scoring = Scoring.auto
  @Param("How the rows are dealt into folds.") var split = FoldSplit.kFold
  @Param("How many folds, where 'split' leaves it open.", .in(2...10_000)) var folds = 5
  @Param("How often the rows are dealt anew.", .in(1...1000)) var repeats = 1
  @Param("Whether rows are dealt in random order, or as they stand.") var shuffle = true
  @Param("Whether each fold has its share of every class; without it, where the target is classes.") var stratify: Bool?
  @Param("Of the random numbers that deal the rows.", .atLeast(0)) var seed = 0

  @Output("A row a value: the value, the metric of rows held out and its deviation over the folds, and the same of rows learnt from.", named: "table", isMain: true)
  var values: Table?
  @Output("Both curves, where the values are numbers.", isOptional: true) var figure: Figure?

  func expand(_ context: RunContext) throws -> [SubStep] {
    let plan = try foldPlan(context)
    return plan.dealing
      + (try candidates(context)).enumerated().flatMap { place, candidate in
        plan.judging(candidate.stages, called: Self.name(place), origins: candidate.origins, .init(judgesTraining: true))
      }
  }

  mutating func gather(_ results: SubStepResults, _ context: RunContext) throws {
    let candidates = try candidates(context)
    let scores = try HeldAndLearnt(try judgement(context), results, called: candidates.indices.map(Self.name))
    let given = candidates.map { $0.values.first ?? nil }
    let axis = grid.axes[0].name
    values = try Table([SearchTable.column(axis, given)] + scores.columns)
    let numbers = given.compactMap { $0?.double }
    if numbers.count == candidates.count { figure = try scores.figure(over: numbers, axis) }
  }

  func problems(given: Set<String>) -> [ParameterProblem] {
    foldProblems(given: given)
      + (grid.axes.count == 1
        ? [] : [.error("a validation curve is over one parameter, and the grid has \(grid.axes.count)", remedy: "use model.search for several", at: "grid")])
  }

  private static func name(_ place: Int) -> String { "value \(place + 1)" }

  private func candidates(_ context: RunContext) throws -> [SearchCandidate] {
    try SearchCandidates(pipeline, grid, context.catalogue).all()
  }
}
