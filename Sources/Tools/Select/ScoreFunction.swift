import Learning
import LinearAlgebra
import Tabular
import Tooling

/// How a feature is judged by itself.
enum ScoreFunction: String, ParameterChoice {
  case auto
  case analysisOfVariance = "f_classif"
  case linearRegression = "f_regression"
  case chiSquare = "chi2"
  case informationOfClasses = "mutual_info_classif"
  case informationOfNumbers = "mutual_info_regression"

  var help: String {
    switch self {
    case .auto: "f_classif for classes, f_regression for numbers."
    case .analysisOfVariance: "The F test of an analysis of variance: whether the classes' means differ."
    case .linearRegression: "The F test of a regression on the feature alone: whether the target rises or falls with it."
    case .chiSquare: "The chi-square test, for counts and true and false: whether a class has more of it than its share."
    case .informationOfClasses: "What the feature tells of the class, in any form, not by means alone."
    case .informationOfNumbers: "What the feature tells of the number, in any form, not along a line alone."
    }
  }

  private var isOfClasses: Bool? {
    switch self {
    case .auto: nil
    case .analysisOfVariance, .chiSquare, .informationOfClasses: true
    case .linearRegression, .informationOfNumbers: false
    }
  }

  /// - Throws: `ToolError` where the function is not one of the target's kind, or a feature is below 0 for chi2.
  func scores(
    of features: JudgedFeatures, _ target: Target, neighbours: Int, isDiscrete: [Bool], seed: Int, cores: Int
  ) throws(ToolError) -> FeatureScores {
    let information = MutualInformation(neighbourCount: neighbours, seed: UInt64(bitPattern: Int64(seed)))
    if let isOfClasses, isOfClasses != target.description.isClassification {
      let right = isOfClasses ? "one of f_regression, mutual_info_regression for numbers" : "one of f_classif, chi2, mutual_info_classif for classes"
      throw ToolError(
        ParameterDeclaration.refusal("score_func", right, not: "'\(rawValue)'"),
        remedy: isOfClasses ? "if the target '\(target.description.name)' is classes, set task: classification" : nil, parameter: "score_func")
    }
    switch target {
    case .classes(let codes, let description):
      let count = description.classes.count
      guard Set(codes).count > 1 else {
        throw ToolError("the rows to learn from are all of one class of '\(description.name)'", remedy: "stratify the division of the rows", parameter: "target")
      }
      switch self {
      case .chiSquare:
        for (name, column) in zip(features.names, features.columns) {
          guard let row = column.firstIndex(where: { $0 < 0 }) else { continue }
          throw ToolError(
            "the feature '\(name)' is \(TypedValue.shortest(column[row])) in row \(row + 1), and chi2 is for counts",
            remedy: "use score_func: f_classif, or bring the feature to 0 and above with scale.min_max", parameter: "score_func")
        }
        return .chiSquare(features.columns, classes: codes, classCount: count, cores: cores)
      case .informationOfClasses: return information.scores(features.columns, isDiscrete: isDiscrete, classes: codes, cores: cores)
      default: return .analysisOfVariance(features.columns, classes: codes, classCount: count, cores: cores)
      }
    case .numbers(let numbers, _):
      return self == .informationOfNumbers
        ? information.scores(features.columns, isDiscrete: isDiscrete, targets: numbers, cores: cores)
        : .linearRegression(features.columns, targets: numbers, cores: cores)
    }
  }
}

/// A tool that keeps the features of the best scores. It declares its parameters and says how many; the rest is the same for all.
protocol ScoredSelection: Stage {
  var data: Table { get }
  var target: ColumnName { get }
  var features: [ColumnName]? { get }
  var groups: ColumnName? { get }
  var weights: ColumnName? { get }
  var task: LearningTask { get }
  var scoreFunc: ScoreFunction { get }
  var nNeighbors: Int { get }
  var discreteFeatures: [ColumnName]? { get }
  var seed: Int { get }
  var selected: Table? { get set }
  var transformer: ModelArchive? { get set }
  var scores: Table? { get set }

  /// Which features are kept.
  func kept(_ scores: FeatureScores, _ context: RunContext) -> [Bool]
}

extension ScoredSelection {
  static var role: StageRole { .transforms }

  mutating func run(_ context: RunContext) throws {
    let roles = ColumnRoles(target: target, features: features, groups: groups, weights: weights, task: task)
    let (fitted, found) = try select(Dataset(data, roles, context).training, context)
    selected = try fitted.transform(data, context)
    transformer = fitted.archive()
    scores = try judgementTable(
      fitted.features, [("score", found.scores)] + (found.pValues.map { [("p_value", $0)] } ?? []), fitted.isKept)
  }

  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage { try select(data, context).0 }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedSelection(archive, of: name) }

  private func select(_ data: TrainingData, _ context: RunContext) throws -> (FittedSelection, FeatureScores) {
    guard let target = data.target else { throw ToolError("features are judged by a target", parameter: "target") }
    let features = try JudgedFeatures(data.features, context)
    var isDiscrete = features.isBoolean
    if let discreteFeatures {
      let named = Set(try discreteFeatures.map { try data.features.column($0.name, for: "discrete_features").name })
      isDiscrete = features.names.map(named.contains)
    }
    let scores = try scoreFunc.scores(
      of: features, target, neighbours: nNeighbors, isDiscrete: isDiscrete, seed: seed, cores: context.cores)
    return (FittedSelection(tool: Self.name, features: features.names, isKept: kept(scores, context)), scores)
  }
}
