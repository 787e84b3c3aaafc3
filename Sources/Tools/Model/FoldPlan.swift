import Learning
import Tabular
import Tooling

/// A tool that judges pipelines on folds of its data. It declares its parameters; how rows are dealt and pipelines judged is the same for all.
protocol FoldingTool: ExpandingTool, ParameterChecking {
  var data: Table { get }
  var target: ColumnName { get }
  var features: [ColumnName]? { get }
  var groups: ColumnName? { get }
  var weights: ColumnName? { get }
  var positive: String? { get }
  var task: LearningTask { get }
  var split: FoldSplit { get }
  var folds: Int { get }
  var repeats: Int { get }
  var shuffle: Bool { get }
  var stratify: Bool? { get }
  var seed: Int { get }
}

extension FoldingTool {
  static var holdsOutRows: Bool { true }

  var repeats: Int { 1 }

  var roles: ColumnRoles {
    ColumnRoles(target: target, features: features, groups: groups, weights: weights, positive: positive, task: task)
  }

  func problems(given: Set<String>) -> [ParameterProblem] { foldProblems(given: given) }

  /// What is wrong with how the rows are to be dealt.
  func foldProblems(given: Set<String>) -> [ParameterProblem] {
    var problems: [ParameterProblem] = []
    if !shuffle, repeats > 1 {
      problems.append(.error("without 'shuffle' every repeat is the same", remedy: "set repeats: 1, or shuffle: true", at: "repeats"))
    }
    if split != .kFold {
      let word = "where 'split' is \(split.rawValue)"
      if repeats > 1 {
        problems.append(.error("'repeats' deals anew, and split: \(split.rawValue) deals in one way", remedy: "set repeats: 1", at: "repeats"))
      }
      for name in ["shuffle", "stratify"] where given.contains(name) { problems.append(.ignored(name, word)) }
      if split == .leaveOneOut, given.contains("folds") { problems.append(.ignored("folds", word)) }
    }
    return problems
  }

  /// - Throws: `ToolError` where the rows cannot be dealt so.
  func foldPlan(_ context: RunContext) throws -> FoldPlan {
    var count = folds
    if split == .leaveOneOut {
      let dataset = try Dataset(data, roles, RunContext(catalogue: context.catalogue), readsFeatures: false)
      count = dataset.training.groups.map { Set($0).count } ?? dataset.rows.count
      guard (2...10_000).contains(count) else {
        throw ToolError("split: leave_one_out makes \(counted(count, "fold")), and 2 to 10000 are possible", remedy: "use k_fold", parameter: "split")
      }
    }
    return FoldPlan(roles: roles, split: split, folds: count, repeats: max(1, repeats), shuffle: shuffle, stratify: stratify, seed: seed)
  }
}

/// How pipelines are judged: which rows are dealt into which folds.
struct FoldPlan {
  let roles: ColumnRoles
  let split: FoldSplit
  let folds: Int
  let repeats: Int
  let shuffle: Bool
  let stratify: Bool?
  let seed: Int

  /// How a pipeline is fitted for a fold, beside what the folds are.
  struct Variation {
    /// Only so many of the rows outside the fold are learnt from.
    var trainRows: Int?
    /// Above 0: the target is shuffled, each number in another way.
    var permutation = 0
    /// Whether the rows learnt from are predicted too.
    var judgesTraining = false
  }

  private static func name(ofRepeat number: Int) -> String { "repeat \(number)" }

  private static func name(_ pipeline: String, repeat number: Int, fold: Int) -> String {
    "\(pipeline.isEmpty ? "" : pipeline + ", ")repeat \(number) fold \(fold)"
  }

  /// The sub-steps that deal the rows: one a repeat.
  var dealing: [SubStep] {
    var arguments = common + [.init("folds", .integer(folds)), .init("shuffle", .boolean(shuffle)), .init("seed", .integer(seed))]
    if split == .time { arguments.append(.init("split", split.typedValue)) }
    let isStratified = split == .leaveOneOut ? false : stratify
    if let isStratified { arguments.append(.init("stratify", .boolean(isStratified))) }
    return (1...repeats).map { number in
      SubStep(
        Self.name(ofRepeat: number), tool: AssignFolds.name, arguments: arguments + [.init("repeat", .integer(number))], inputs: [("data", .input("data"))])
    }
  }

  /// The sub-steps that fit `pipeline` outside each fold and predict the rows inside.
  ///
  /// - Parameters:
  ///   - name: tells pipelines of one step apart; empty where there is one.
  ///   - origins: where in the step's own parameters the pipeline and its stages stand, if not under `pipeline`.
  func judging(
    _ pipeline: [StageSpecification], called name: String = "", origins: [String: String] = [:], _ variation: Variation = Variation()
  ) -> [SubStep] {
    var arguments = roles.arguments
    arguments.append(.init("pipeline", pipeline.typedValue))
    if split == .time { arguments.append(.init("earlier", .boolean(true))) }
    if let rows = variation.trainRows { arguments.append(.init("train_rows", .integer(rows))) }
    if variation.permutation > 0 { arguments.append(.init("permutation", .integer(variation.permutation))) }
    if variation.judgesTraining { arguments.append(.init("training", .boolean(true))) }
    if variation.trainRows != nil || variation.permutation > 0 { arguments.append(.init("seed", .integer(seed))) }
    return places.map { number, fold in
      SubStep(
        Self.name(name, repeat: number, fold: fold), tool: ValidateFold.name, arguments: arguments + [.init("fold", .integer(fold))],
        inputs: [("data", .input("data")), ("folds", .output(of: Self.name(ofRepeat: number), "assignment"))], origins: origins)
    }
  }

  private var places: [(repeat: Int, fold: Int)] {
    (1...repeats).flatMap { number in (1...folds).map { (number, $0) } }
  }

  /// Rows of the smallest part outside a fold, of so many in all.
  func trainRows(of count: Int) -> Int {
    split == .time ? max(1, count - folds * (count / (folds + 1))) : max(1, count - (count + folds - 1) / folds)
  }

  /// What decides the folds.
  private var common: [TypedValue.Field] {
    roles.arguments.filter { ["target", "groups", "task"].contains($0.name) }
  }

  /// What the sub-steps of `judging` predicted.
  ///
  /// - Parameter output: `predictions` of the rows held out, or `training` of those learnt from.
  func held(_ results: SubStepResults, called name: String = "", _ dataset: Dataset, output: String = "predictions") throws -> HeldRows {
    guard let description = dataset.training.target?.description else { throw ToolError("there is no target", parameter: "target") }
    let place = Dictionary(dataset.rows.enumerated().map { (Int64($1 + 1), $0) }, uniquingKeysWith: { first, _ in first })
    let folds = try places.map { number, fold in
      let step = Self.name(name, repeat: number, fold: fold)
      let table: Table = try results.value(output, of: step)
      guard case .integer(let rows)? = table.column("row")?.values else { throw ToolError("'\(step)' gave no row numbers") }
      let places = (0..<rows.count).compactMap { rows[$0].flatMap { place[$0] } }
      guard places.count == table.rowCount else { throw ToolError("'\(step)' predicted rows that the data lack") }
      return HeldRows.Fold(
        number: number, fold: fold, places: places, truth: try truth(in: table, of: description),
        prediction: try prediction(in: table, of: description))
    }
    return HeldRows(folds: folds, dataset: dataset, target: description, isTraining: output == "training", learnsFromEarlier: split == .time)
  }
}

/// How rows are dealt into folds.
enum FoldSplit: String, ParameterChoice {
  case kFold = "k_fold"
  case leaveOneOut = "leave_one_out"
  case time

  var help: String {
    switch self {
    case .kFold: "Into so many folds, of which each is held out once."
    case .leaveOneOut: "Each row is a fold of its own; where there are groups, each group."
    case .time: "Rows stand in the order of time: each fold is predicted from the rows before it, so nothing is learnt from the future."
    }
  }
}

extension ColumnRoles {
  /// As a sub-step is given them: what is as by default is left out.
  var arguments: [TypedValue.Field] {
    var fields: [TypedValue.Field] = [.init("target", .text(target))]
    if let features { fields.append(.init("features", .list(features.map { .text($0) }))) }
    for case (let name, let column?) in [("groups", groups), ("weights", weights), ("positive", positive)] { fields.append(.init(name, .text(column))) }
    if task != .auto { fields.append(.init("task", task.typedValue)) }
    return fields
  }
}
