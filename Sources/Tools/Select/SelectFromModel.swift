import Learning
import Tabular
import Tooling

/// Keeps the features that a model finds important, as scikit-learn's `SelectFromModel`: a forest's importances, or the sizes of a
/// linear model's coefficients.
///
/// Features are judged together: one that tells what others tell already gets little. With a lasso, features that it leaves out
/// are dropped. Coefficients of features in different units cannot be compared: scale them before (`scale.standard`).
///
///     ```{model.cross_validate honest}
///     data: $expression
///     target: subtype
///     pipeline:
///       - select.from_model:
///           estimator: {model.random_forest: {n_estimators: 200}}
///           max_features: 50
///       - model.logistic_regression
///     ```
///
/// As a step of its own (from training rows, never from all: see `select.k_best`):
///
///     ```{select.from_model genes}
///     data: $parts.train
///     target: subtype
///     estimator: model.random_forest
///     threshold: median
///     ```
///
/// Kept is what is at least as important as `threshold`: `mean` (the default; with `model.lasso`, 1e-5), `median`, a
/// multiple such as `1.25*mean`, or a number; of those the `max_features` most important. `scores` lists the importances.
struct SelectFromModel: Stage {
  static let name = "select.from_model"
  static let summary = "Keep the features that a model finds important."
  static let version = "1"
  static let role = StageRole.transforms

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to judge; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The model that judges: a linear model or a forest, with its parameters.") var estimator: StageSpecification
  @Param("The least importance that is kept: mean, median, a multiple such as 1.25*mean, or a number; without it mean, and of a lasso 1e-5.")
  var threshold: ImportanceThreshold?
  @Param("How many features to keep at most.", .in(1...1_000_000_000)) var maxFeatures: Int?

  @Output("The table with the features kept, and all other columns.", named: "table", isMain: true) var selected: Table?
  @Output("The features to keep, to choose them of other tables.", kind: .transformer) var transformer: ModelArchive?
  @Output("A row a feature: `feature`, `importance`, `kept`.") var scores: Table?

  mutating func run(_ context: RunContext) throws {
    let roles = ColumnRoles(target: target, features: features, groups: groups, weights: weights, task: task)
    let (fitted, importances) = try select(Dataset(data, roles, context).training, context)
    selected = try fitted.transform(data, context)
    transformer = fitted.archive()
    scores = try judgementTable(fitted.features, [("importance", importances)], fitted.isKept)
  }

  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage { try select(data, context).0 }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedSelection(archive, of: name) }

  private func select(_ data: TrainingData, _ context: RunContext) throws -> (FittedSelection, [Double]) {
    let names = data.features.names
    let (rows, leavesFeaturesOut) = try estimator.featureWeights(data, context)
    let importances = names.indices.map { place in rows.reduce(0) { $0 + abs($1[place]) } }
    let least = (threshold ?? (leavesFeaturesOut ? .number(1e-5) : .multiple(1, .mean))).value(of: importances)
    var isKept = importances.map { $0 >= least }
    if let maxFeatures {
      let order = importances.indices.sorted { (importances[$1], $0) < (importances[$0], $1) }
      for place in order.dropFirst(maxFeatures) { isKept[place] = false }
    }
    let fitted = FittedSelection(tool: Self.name, features: names, isKept: isKept)
    try fitted.requireKept("is as important as \(TypedValue.shortest(least))", remedy: "lower 'threshold'", parameter: "threshold")
    return (fitted, importances)
  }
}

/// The least importance of features that are kept: a number, or a multiple of the importances' mean or median.
enum ImportanceThreshold: ParameterValue, Equatable {
  case number(Double)
  case multiple(Double, Reference)

  enum Reference: String { case mean, median }

  static var type: ParameterType { .oneOf([.number, .text]) }
  static var placeholder: Self { .number(0) }

  var typedValue: TypedValue {
    switch self {
    case .number(let number): .number(number)
    case .multiple(1, let reference): .text(reference.rawValue)
    case .multiple(let factor, let reference): .text("\(TypedValue.shortest(factor))*\(reference.rawValue)")
    }
  }

  init(_ value: TypedValue) throws {
    if let number = value.double {
      self = .number(number)
      return
    }
    guard case .text(let text) = value else { throw Self.mismatch(value) }
    let parts = text.split(separator: "*", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    let factor = parts.count == 2 ? Double(parts[0]) : parts.count == 1 ? 1 : nil
    guard let factor, factor.isFinite, let reference = parts.last.flatMap(Reference.init) else {
      throw ToolError(
        ParameterDeclaration.refusal("threshold", "a number, mean, median, or a multiple such as 1.25*mean", not: "'\(shortened(text))'"),
        parameter: "threshold")
    }
    self = .multiple(factor, reference)
  }

  func value(of importances: [Double]) -> Double {
    switch self {
    case .number(let number): return number
    case .multiple(let factor, .mean): return factor * importances.reduce(0, +) / Double(max(1, importances.count))
    case .multiple(let factor, .median): return factor * quantile(ofSorted: importances.sorted(), 0.5)
    }
  }
}
