import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits one decision tree: questions with a threshold, one after the other, that lead to a prediction.
///
/// A tree is the model that can be read: each row of `rules` is a way from the root to a leaf, such as
/// `gene_a > 2.5 and 0.1 < gene_b ≤ 0.7`, with the rows that took it and what they were. Keep it small, by `max_depth`,
/// `min_samples_leaf` or `ccp_alpha`, or it learns its rows by heart; `model.random_forest` predicts better where nobody needs to
/// read the rules.
///
///     ```{model.decision_tree tree}
///     data: $parts.train
///     target: diagnosis
///     max_depth: 3
///     ```
///
/// It tells classes apart or predicts numbers, as the target says (see `task`). Features need no scaling, and missing values are
/// taken as they are: each split learns to which side they belong. In the rules numbers are rounded to 6 digits.
///
/// `importances` says by how much the splits on each feature decreased the impurity, as shares of 1. A small change of the data may
/// give another tree, so do not read much into one: see whether the folds of a cross-validation agree.
///
/// Parameters have scikit-learn's names and defaults, and so has the tree, but where two splits gain the same: of them the feature
/// that stands first is taken, where there it is left to chance. Values are compared with all their digits, there with seven.
struct DecisionTreeModel: EstimatorStage {
  static let name = "model.decision_tree"
  static let summary = "Fit one decision tree, whose rules can be read."
  static let version = "1"
  static let citations = [Citation("Breiman L, Friedman JH, Olshen RA, Stone CJ. Classification and Regression Trees. Wadsworth (1984).", doi: "10.1201/9781315139470")]
  private static let method = "a decision tree"

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto

  @Param("How a split is judged.") var criterion = TreeCriterion.auto
  @Param("How many splits deep the tree may grow; without it, until its leaves are pure.", .in(1...100_000)) var maxDepth: Int?
  @Param("A node of fewer rows is not split.", .in(2...1_000_000_000)) var minSamplesSplit = 2
  @Param("Each side of a split has at least so many rows.", .in(1...1_000_000_000)) var minSamplesLeaf = 1
  @Param("How many leaves the tree may have, grown where it gains most; without it, any number.", .in(2...1_000_000_000)) var maxLeafNodes: Int?
  @Param("A split must decrease the impurity by so much.", .atLeast(0)) var minImpurityDecrease = 0.0
  @Param("Splits that gain less than this for each leaf are taken back once the tree is grown.", .atLeast(0)) var ccpAlpha = 0.0
  @Param("Whether classes weigh by their rows, or each the same.") var classWeight = ClassWeighting.none

  @Output("The tree.", isMain: true) var model: ModelArchive?
  @Output("A row a leaf: `leaf`, `rule`, `depth`, `rows`, `prediction`, then each class's share, or the `sd` of numbers.") var rules: Table?
  @Output("The features by importance: `feature`, `importance`, the largest first.") var importances: Table?
  @Output("The importances as bars.") var figure: Figure?

  mutating func tell(of fitted: FittedDecisionTree, _ data: TrainingData, _ context: RunContext) throws {
    rules = try fitted.ruleTable()
    let table = try importanceTable(fitted.features, fitted.tree.importances)
    importances = table
    figure = try importanceFigure(table)
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedDecisionTree(archive) }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedDecisionTree {
    let training = try EstimatorTraining(data, for: Self.method, takesMissing: true, context)
    let signature = training.signature
    let criterion = try criterion.parameter(signature.target)
    if !signature.target.isClassification, classWeight != .none {
      throw ToolError(
        "'class_weight' is for classes, and the target '\(signature.target.name)' is numbers", remedy: "leave it out", parameter: "class_weight")
    }
    var parameters = ThresholdTree.Parameters()
    parameters.usesEntropy = criterion == .entropy || criterion == .logLoss
    parameters.maxDepth = maxDepth
    parameters.minSamplesSplit = minSamplesSplit
    parameters.minSamplesLeaf = minSamplesLeaf
    parameters.maxLeafNodes = maxLeafNodes
    parameters.minImpurityDecrease = minImpurityDecrease
    parameters.ccpAlpha = ccpAlpha
    var weights = training.weights ?? [Double](repeating: 1, count: training.matrix.rowCount)
    switch training.values {
    case .numbers(let numbers):
      return FittedDecisionTree(
        signature: signature,
        tree: try ThresholdTree(features: training.matrix, numbers: numbers, weights: weights, parameters: parameters, cores: context.cores))
    case .classes(let classes):
      let ofClass = classWeight.factors(classes, classCount: signature.learnt.count)
      for row in weights.indices { weights[row] *= ofClass[classes[row]] }
      return FittedDecisionTree(
        signature: signature,
        tree: try ThresholdTree(
          features: training.matrix, classes: classes, classCount: max(2, signature.learnt.count), weights: weights, parameters: parameters,
          cores: context.cores))
    }
  }
}

extension ClassWeighting {
  /// What each class's rows weigh, by scikit-learn's rule: n / (K · n of the class) where balanced.
  ///
  /// - Parameter weights: what each row counts for; nil: 1.
  func factors(_ classes: [Int], classCount: Int, weights: [Double]? = nil) -> [Double] {
    guard self == .balanced else { return [Double](repeating: 1, count: classCount) }
    var counts = [Double](repeating: 0, count: classCount)
    for (row, label) in classes.enumerated() { counts[label] += weights?[row] ?? 1 }
    let whole = counts.reduce(0, +)
    return counts.map { $0 > 0 ? whole / (Double(classCount) * $0) : 1 }
  }
}
