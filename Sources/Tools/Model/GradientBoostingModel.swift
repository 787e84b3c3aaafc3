import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits gradient boosted trees by XGBoost: small trees one after the other, each of which mends what those before it left wrong.
///
/// On tables it is often the most exact of all methods, and the first to try where there are thousands of rows. With few rows a
/// `model.random_forest` is as good and harder to get wrong. Features need no scaling, and missing values are taken as they are: each
/// split learns to which side they belong.
///
///     ```{model.gradient_boosting boosted}
///     data: $parts.train
///     target: diagnosis
///     n_estimators: 1000
///     learning_rate: 0.05
///     early_stopping_rounds: 30
///     ```
///
/// It tells classes apart or predicts numbers, as the target says (see `task`); `objective` has losses for counts, for numbers above 0
/// and for outliers.
///
/// **How many trees.** The smaller `learning_rate`, the more trees are needed and the better they generalise, up to a point. Too many learn
/// their rows by heart. With `early_stopping_rounds` a share of the training rows (`validation_fraction`; of each class as much, and whole
/// groups where there are `groups`) is held out: the trees grow on the others alone until the loss of those held out has not fallen for so many
/// iterations, and the model keeps the iterations up to the best. `iterations` and `curve` show both losses: where the two part, it learns
/// by heart. The rows held out are of the training rows, so a cross-validation stays honest; but their loss is the best of many, and is no
/// measure of the model: judge it on other rows.
///
/// **What to set next.** `max_depth` (3 to 8) and `min_child_weight` say how much features may interact, `subsample` and `colsample_bytree`
/// (0.5 to 1) make trees differ, `reg_lambda` and `gamma` hold them back. Search them by `model.search`. `monotone_constraints` makes
/// what is predicted only rise (1) or only fall (-1) with a feature, as where a higher dose cannot do less: `{dose: 1}`.
///
/// **Importances.** `importance` is a feature's share in all that splits made the loss fall. `gain` is the mean of a split, which as shares
/// of 1 is `feature_importances_` in Python, `weight` counts the splits, and `cover` is how many rows a split divides, by their second
/// derivatives. Features that tell the same share their importance, and one with many values gets more than it deserves; it says nothing
/// about causes.
///
/// **The same in Python.** The model is a zip in which `files/xgboost.json` is XGBoost's own file, which all later releases of XGBoost read, in
/// any language. After `galley show notebook.md boosted.model --to model.zip`:
///
///     import zipfile, xgboost
///     booster = xgboost.Booster(model_file=bytearray(zipfile.ZipFile("model.zip").read("files/xgboost.json")))
///
/// Then `booster.predict(xgboost.DMatrix(X))` gives what `model.predict` does, for columns in the order that `features` has in `model.json`:
/// of two classes the probability of the positive one, of more a column a class, in sorted order.
///
/// Parameters have XGBoost's names and defaults, and the trees are the same, but for three things. The first prediction is the
/// labels' mean or median (see `base_score`), as in XGBoost 2 and later; with more than two classes it is the same for all. Derivatives are
/// rounded so that any number of cores gives the same model, which changes the last of about nine digits. And with early stopping the model
/// has no trees beyond the best iteration. XGBoost keeps numbers with seven digits: where it takes later ones to tell rows apart, take a difference first.
struct GradientBoostingModel: EstimatorStage, ParameterChecking {
  static let name = "model.gradient_boosting"
  static let summary = "Fit gradient boosted trees, by XGBoost, that tell classes apart or predict numbers."
  static let version = "1"
  static let citations = [
    Citation(
      "Chen T, Guestrin C. XGBoost: a scalable tree boosting system. Proceedings of the 22nd ACM SIGKDD International Conference on Knowledge Discovery and Data Mining, 785–794 (2016).",
      doi: "10.1145/2939672.2939785")
  ]

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature, and early stopping holds out whole groups.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto

  @Param("How many iterations, each of one tree, or of one a class.", .in(1...100_000)) var nEstimators = 100
  @Param("The share of each tree that is taken: eta.", .above(0, to: 1)) var learningRate = 0.3
  @Param("How many splits deep a tree may grow; 0: any.", .in(0...1000)) var maxDepth = 6
  @Param("Each side of a split has at least so much of the loss' second derivative: of numbers, rows.", .in(0...1e30)) var minChildWeight = 1.0
  @Param("A split must decrease the loss by so much: min_split_loss.", .in(0...1e30)) var gamma = 0.0
  @Param("The share of the rows that each tree learns from.", .above(0, to: 1)) var subsample = 1.0
  @Param("The share of the features that each tree may use.", .above(0, to: 1)) var colsampleBytree = 1.0
  @Param("Of those, the share for each level of a tree.", .above(0, to: 1)) var colsampleBylevel = 1.0
  @Param("Of those, the share for each split.", .above(0, to: 1)) var colsampleBynode = 1.0
  @Param("How strongly leaves are drawn to 0 by their squares.", .in(0...1e30)) var regLambda = 1.0
  @Param("How strongly leaves are drawn to 0 by their sizes.", .in(0...1e30)) var regAlpha = 0.0
  @Param("How large a leaf may be, 0: any size; without it 0, and 0.7 for count:poisson.", .in(0...1e30)) var maxDeltaStep: Double?
  @Param("With binary:logistic: what rows of the positive class weigh more.", .above(0, to: 1e30)) var scalePosWeight = 1.0
  @Param("How splits are looked for.") var treeMethod = BoostingTreeMethod.hist
  @Param("With hist and approx: into how many bins a feature is cut.", .in(2...65_535)) var maxBin = 256
  @Param("With hist and approx: which node is split next.") var growPolicy = BoostingGrowth.depthwise
  @Param("With hist and approx: how many leaves a tree may have; 0: any number.", .in(0...1_000_000)) var maxLeaves = 0
  @Param("What is made small.") var objective = BoostingGoal.auto
  @Param("With reg:tweedie: 1 is a Poisson's variance, 2 a gamma's.", .above(1, to: 2, isIncluded: false)) var tweedieVariancePower = 1.5
  @Param("What every row is predicted before the first tree; without it the mean, for pseudo-Huber errors the median.")
  var baseScore: Double?
  @Param("How many trees each iteration grows side by side: a boosted forest, with subsample or colsample below 1.", .in(1...1000)) var numParallelTree = 1
  @Param("Features with which the prediction may only rise (1) or only fall (-1).") var monotoneConstraints: ParameterMapping<Int>?
  @Param("After how many iterations without a smaller loss of rows held out it stops; without it, all iterations are run.", .in(1...100_000))
  var earlyStoppingRounds: Int?
  @Param("With early stopping: the share of the training rows held out.", .above(0, to: 1, isIncluded: false)) var validationFraction = 0.1
  @Param("Whether classes weigh by their rows, or each the same.") var classWeight = ClassWeighting.none
  @Param("Of the random numbers: with shares below 1, and for the rows held out.", .atLeast(0)) var seed = 0

  @Output("The model.", isMain: true) var model: ModelArchive?
  @Output("The features by importance: `feature`, `importance`, `gain`, `weight`, `cover`, the largest first.") var importances: Table?
  @Output("The importances as bars.") var figure: Figure?
  @Output("With early stopping, a row an iteration: `iteration`, the loss of the rows learnt from, `training`, and held out, `validation`, `kept`.", isOptional: true)
  var iterations: Table?
  @Output("With early stopping: both losses over the iterations.", isOptional: true) var curve: Figure?

  mutating func tell(of fitted: FittedGradientBoosting, _ data: TrainingData, _ context: RunContext) throws {
    guard let fit = fitted.fit else { return }
    let table = try importanceTable(
      fitted.features, fitted.importances, more: [("gain", fit.gains), ("weight", fit.splitCounts), ("cover", fit.covers)])
    importances = table
    figure = try importanceFigure(table)
    iterations = try fit.iterationTable()
    curve = try fit.curve(objective.objective(fitted.signature).lossName)
  }

  func problems(given: Set<String>) -> [ParameterProblem] {
    var problems: [ParameterProblem] = []
    if treeMethod == .exact {
      if let name = maxDepth == 0 ? "max_depth: 0" : maxLeaves > 0 ? "max_leaves" : growPolicy != .depthwise ? "grow_policy" : nil {
        problems.append(.error("tree_method: exact takes no '\(name)'", remedy: "use tree_method: hist, or leave it out", at: "tree_method"))
      }
      if given.contains("max_bin") { problems.append(.ignored("max_bin", "where 'tree_method' is exact")) }
    }
    if earlyStoppingRounds == nil, given.contains("validation_fraction") {
      problems.append(.ignored("validation_fraction", "without 'early_stopping_rounds'", remedy: "set early_stopping_rounds: 30, say, or leave it out"))
    }
    if objective != .tweedie, given.contains("tweedie_variance_power") {
      problems.append(.ignored("tweedie_variance_power", "where 'objective' is \(objective.rawValue)", remedy: "leave it out, or set objective: reg:tweedie"))
    }
    return problems
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedGradientBoosting(archive) }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedGradientBoosting {
    let training = try EstimatorTraining(data, for: FittedGradientBoosting.method, takesMissing: true, context)
    let signature = training.signature
    try refuseLargeNumbers(in: training.matrix, signature.features)
    let parameters = try boostingParameters(training)
    let rows = try boostingRows(training, parameters.objective)
    let (learnt, watched) = try divided(rows, training, data)
    let count = nEstimators
    let fit = try inToolWords {
      try GradientBoosting.fit(
        learnt, watching: watched, classCount: max(1, signature.learnt.count), parameters: parameters, cores: context.cores,
        progress: { context.progress(Double($0) / Double(count), "iteration \($0) of \(count)") },
        checkCancellation: { try context.checkCancellation() })
    }
    if watched != nil, fit.iterationCount == nEstimators {
      context.note("the loss of the rows held out still fell at the last iteration: more of them may be better", parameter: "n_estimators")
    }
    let whole = fit.totalGains.reduce(0, +)
    let shares = fit.totalGains.map { whole > 0 && whole.isFinite ? $0 / whole : 0 }
    return FittedGradientBoosting(signature: signature, model: fit.model, importances: shares, fit: fit)
  }

  private func boostingParameters(_ training: EstimatorTraining) throws -> GradientBoosting.Parameters {
    let signature = training.signature
    if signature.target.isClassification { _ = try training.classes(for: FittedGradientBoosting.method) }
    var parameters = GradientBoosting.Parameters()
    parameters.objective = try objective.objective(signature)
    for (name, isGiven) in [("class_weight", classWeight != .none), ("scale_pos_weight", scalePosWeight != 1)]
    where isGiven && !signature.target.isClassification {
      throw ToolError("'\(name)' is for classes, and the target '\(signature.target.name)' is numbers", remedy: "leave it out", parameter: name)
    }
    if scalePosWeight != 1, parameters.objective != .logistic {
      throw ToolError("'scale_pos_weight' is for binary:logistic", remedy: "weigh classes by class_weight: balanced, or rows by 'weights'", parameter: "scale_pos_weight")
    }
    if let baseScore {
      let objective = parameters.objective
      let (isRight, right) =
        switch objective {
        case .logistic: (baseScore > 0 && baseScore < 1, "above 0 and below 1 for binary:logistic")
        case .poisson, .gamma, .tweedie: (baseScore > 0, "above 0 for \(objective.rawValue)")
        default: (true, "a finite number")
        }
      guard isRight, Float(baseScore).isFinite else {
        throw ToolError(ParameterDeclaration.refusal("base_score", right, not: TypedValue.shortest(baseScore)), parameter: "base_score")
      }
    }
    parameters.iterationCount = nEstimators
    parameters.learningRate = learningRate
    parameters.maxDepth = maxDepth
    parameters.minChildWeight = minChildWeight
    parameters.minSplitLoss = gamma
    parameters.subsample = subsample
    parameters.columnsByTree = colsampleBytree
    parameters.columnsByLevel = colsampleBylevel
    parameters.columnsByNode = colsampleBynode
    parameters.lambda = regLambda
    parameters.alpha = regAlpha
    parameters.maxDeltaStep = maxDeltaStep
    parameters.positiveWeight = scalePosWeight
    parameters.treeMethod = treeMethod.rawValue
    parameters.maxBin = maxBin
    parameters.growPolicy = growPolicy.rawValue
    parameters.maxLeaves = maxLeaves
    parameters.variancePower = tweedieVariancePower
    parameters.baseScore = baseScore
    parameters.parallelTreeCount = numParallelTree
    parameters.monotone = try directions(signature.features)
    parameters.patience = earlyStoppingRounds
    parameters.seed = UInt64(bitPattern: Int64(seed))
    return parameters
  }

  private func directions(_ features: [String]) throws(ToolError) -> [Int] {
    guard let monotoneConstraints, !monotoneConstraints.fields.isEmpty else { return [] }
    for (name, direction) in monotoneConstraints.fields {
      guard features.contains(name) else {
        throw ToolError(
          "'monotone_constraints' names '\(shortened(name))', which is none of the features\(didYouMean(name, among: features))", parameter: "monotone_constraints")
      }
      guard (-1...1).contains(direction) else {
        throw ToolError(ParameterDeclaration.refusal("monotone_constraints", "-1, 0 or 1 for each feature", not: "\(direction)"), parameter: "monotone_constraints")
      }
    }
    let given = Dictionary(monotoneConstraints.fields.map { ($0.name, $0.value) }) { $1 }
    return features.map { given[$0] ?? 0 }
  }
}
