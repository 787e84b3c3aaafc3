import Tabular
import Tooling

/// Drops the least important features and fits the model again, until so many are left as are to be kept: scikit-learn's `RFE`,
/// recursive feature elimination.
///
/// Use it where features stand in for one another: what one tells counts anew once another is gone. It fits the model once for
/// every `step` features, so take few features, a quick model or a large step.
///
///     ```{select.rfe genes}
///     data: $parts.train
///     target: subtype
///     estimator: {model.logistic_regression: {C: 0.1}}
///     n_features_to_select: 20
///     step: 0.1
///     ```
///
/// Importances are a forest's, or the squares of a linear model's coefficients; those of features in different units cannot be
/// compared, so scale them before (`scale.standard`). Choose from training rows alone, best in a `pipeline:`: see
/// `select.k_best`. `ranking` has a row a feature: 1 for those kept, 2 for the last that were dropped, and so on.
struct SelectRecursively: Stage {
  static let name = "select.rfe"
  static let summary = "Drop the least important features, again and again."
  static let version = "1"
  static let role = StageRole.transforms
  static let citations = [
    Citation("Guyon I, Weston J, Barnhill S, Vapnik V. Gene selection for cancer classification using support vector machines. Machine Learning 46, 389–422 (2002).", doi: "10.1023/A:1012487302797")
  ]

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to judge; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The model that judges: a linear model or a forest, with its parameters.") var estimator: StageSpecification
  @Param("How many features to keep: a count, or a share with a point (0.25); without it, half.", .above(0)) var nFeaturesToSelect: CountOrShare?
  @Param("How many to drop at once: a count, or a share of all features with a point (0.1).", .above(0)) var step = CountOrShare.count(1)

  @Output("The table with the features kept, and all other columns.", named: "table", isMain: true) var selected: Table?
  @Output("The features to keep, to choose them of other tables.", kind: .transformer) var transformer: ModelArchive?
  @Output("A row a feature: `feature`, `rank` (1 where it is kept), `kept`.") var ranking: Table?

  mutating func run(_ context: RunContext) throws {
    let roles = ColumnRoles(target: target, features: features, groups: groups, weights: weights, task: task)
    let (fitted, ranks) = try eliminate(Dataset(data, roles, context).training, context)
    selected = try fitted.transform(data, context)
    transformer = fitted.archive()
    ranking = try Table([
      Column("feature", .text(TextValues(fitted.features))), Column("rank", .integer(Optionals(ranks.map(Int64.init), zero: 0))),
      Column("kept", .boolean(Optionals(fitted.isKept, zero: false))),
    ])
  }

  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage { try eliminate(data, context).0 }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedSelection(archive, of: name) }

  private func eliminate(_ data: TrainingData, _ context: RunContext) throws -> (FittedSelection, ranks: [Int]) {
    let names = data.features.names
    let wanted = try nFeaturesToSelect?.count(of: names.count, "n_features_to_select") ?? names.count / 2
    guard wanted >= 1 else {
      throw ToolError("of \(counted(names.count, "feature")) none would be left", remedy: "raise 'n_features_to_select'", parameter: "n_features_to_select")
    }
    if wanted > names.count {
      context.warn(
        "'n_features_to_select' is \(wanted), and there are \(counted(names.count, "feature")), which are all kept", parameter: "n_features_to_select")
    }
    let size = max(1, try step.count(of: names.count, "step"))
    var left = Array(names.indices)
    var dropped: [[Int]] = []
    while left.count > wanted {
      try context.checkCancellation()
      context.progress(Double(names.count - left.count) / Double(max(1, names.count - wanted)), "\(counted(left.count, "feature")) left")
      var rest = data
      rest.features = try data.features.selecting(columns: left.map { names[$0] })
      let rows = try estimator.featureWeights(rest, context).rows
      let importances = left.indices.map { place in rows.reduce(0) { $0 + $1[place] * $1[place] } }
      let order = left.indices.sorted { (importances[$0], $0) < (importances[$1], $1) }
      let least = Set(order.prefix(min(size, left.count - wanted)))
      dropped.append(least.map { left[$0] })
      left = left.indices.filter { !least.contains($0) }.map { left[$0] }
    }
    var ranks = [Int](repeating: 1, count: names.count)
    for (place, features) in dropped.reversed().enumerated() { for feature in features { ranks[feature] = place + 2 } }
    return (FittedSelection(tool: Self.name, features: names, isKept: ranks.map { $0 == 1 }), ranks)
  }
}
