import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits a linear support vector machine: a straight border between classes, or a straight line through numbers, that only the rows
/// near or beyond the margin decide.
///
/// It predicts much as `model.logistic_regression` does and is quick on many rows and many features. With `penalty: l1` most
/// coefficients are exactly 0, so that the features left are a choice: useful with thousands of genes. Bring the features to one scale
/// first (scale.standard), as large coefficients cost whatever their feature's unit.
///
///     ```{model.linear_svm model}
///     data: $scaled
///     target: diagnosis
///     C: 0.1
///     penalty: l1
///     ```
///
/// More than two classes are told apart each from the rest. The probabilities only rank: they order the rows by their decisions, so
/// that `roc_auc` is right, but 0.9 does not mean nine in ten.
///
/// Parameters have scikit-learn's names and defaults (`LinearSVC`, and `LinearSVR` for numbers), and the minimum is the same. As there,
/// the constant term is kept small with the coefficients; a larger `intercept_scaling` frees it. Which solver runs is not asked.
///
/// Features must be numbers or booleans without missing values. For a bent border use model.svm.
struct LinearSupportVectorModel: EstimatorStage, ParameterChecking {
  static let name = "model.linear_svm"
  static let summary = "Fit a linear support vector machine that tells classes apart or predicts numbers."
  static let version = "1"
  static let citations = [
    Citation("Fan RE, Chang KW, Hsieh CJ, Wang XR, Lin CJ. LIBLINEAR: a library for large linear classification. Journal of Machine Learning Research 9, 1871–1874 (2008).")
  ]

  enum Penalty: String, ParameterChoice {
    case l2, l1
    var help: String {
      switch self {
      case .l2: "Large coefficients cost, by their squares."
      case .l1: "Coefficients cost by their size, and many are 0; of classes, with the squared hinge."
      }
    }
  }

  enum Loss: String, ParameterChoice {
    case auto, hinge
    case squaredHinge = "squared_hinge"
    case epsilonInsensitive = "epsilon_insensitive"
    case squaredEpsilonInsensitive = "squared_epsilon_insensitive"
    var help: String {
      switch self {
      case .auto: "Squared_hinge for classes, epsilon_insensitive for numbers."
      case .hinge: "Of classes: how far a row is within the margin."
      case .squaredHinge: "Of classes: its square."
      case .epsilonInsensitive: "Of numbers: by how much more than 'epsilon' a row is off."
      case .squaredEpsilonInsensitive: "Of numbers: its square."
      }
    }
  }

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows: C is multiplied by them.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto

  @Param("The price of a row that is off: smaller is simpler.", .in(1e-9...1e9)) var C = 1.0
  @Param("How coefficients cost.") var penalty = Penalty.l2
  @Param("How a row that is off costs.") var loss = Loss.auto
  @Param("Of numbers: what may be off for nothing.", .in(0...1e300)) var epsilon = 0.0
  @Param("Whether the model has a constant term.") var fitIntercept = true
  @Param("The larger, the less the constant term costs.", .in(1e-6...1e6)) var interceptScaling = 1.0
  @Param("Whether classes weigh by their rows, or each the same.") var classWeight = ClassWeighting.none
  @Param("The solver stops where nothing breaks its conditions by more.", .in(1e-12...1)) var tol = 1e-4
  @Param("How many rounds the solver may take.", .in(1...1_000_000)) var maxIter = 1000
  @Param("Of the order in which the solver takes rows.", .atLeast(0)) var seed = 0

  @Output("The machine.", isMain: true) var model: ModelArchive?
  @Output("A row a feature, and of more than two classes a row a class and feature: `feature`, `class`, `coefficient`; the constant term is called (intercept).")
  var coefficients: Table?

  func problems(given: Set<String>) -> [ParameterProblem] {
    !fitIntercept && given.contains("intercept_scaling") ? [.ignored("intercept_scaling", "without 'fit_intercept'")] : []
  }

  mutating func tell(of fitted: FittedLinearMargins, _ data: TrainingData, _ context: RunContext) throws { coefficients = try fitted.coefficientTable() }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedLinearMargins(archive) }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedLinearMargins {
    let training = try EstimatorTraining(data, for: FittedLinearMargins.method, context)
    let signature = training.signature
    var parameters = LinearMargin.Parameters()
    parameters.loss = try chosenLoss(signature.target)
    parameters.isSparse = penalty == .l1
    parameters.penalty = C
    parameters.tolerance = tol
    parameters.maxIterations = maxIter
    parameters.interceptScaling = fitIntercept ? interceptScaling : 0
    parameters.seed = UInt64(bitPattern: Int64(seed))
    let weights = training.weights ?? [Double](repeating: 1, count: training.matrix.rowCount)
    // A border each: what its rows are, and weigh.
    var borders: [(targets: [Double], weights: [Double])] = []
    switch training.values {
    case .numbers(let numbers): borders = [(numbers, weights)]
    case .classes:
      let classes = try training.classes(for: FittedLinearMargins.method)
      let ofClass = classWeight.factors(classes, classCount: signature.learnt.count, weights: weights)
      let isBinary = signature.learnt.count == 2
      borders = (isBinary ? [1] : Array(signature.learnt.indices)).map { positive in
        // Of more than two classes, the weight is the positive class's, as in liblinear: the rest weighs what it does.
        let factors = classes.map { isBinary || $0 == positive ? ofClass[$0] : 1 }
        return (classes.map { $0 == positive ? 1 : -1 }, zip(weights, factors).map { $0 * $1 })
      }
    }
    let (matrix, kept, all) = (training.matrix, parameters, borders)
    // Several borders run beside each other; of one, its products do.
    let margins = try mapPieces(all.count, cores: context.cores) { place in
      Result {
        try LinearMargin(
          features: matrix, targets: all[place].targets, weights: all[place].weights, parameters: kept, cores: context.cores,
          checkCancellation: { try context.checkCancellation() })
      }
    }.map { try $0.get() }
    if !margins.allSatisfy(\.converged) {
      context.warn(
        "the solver had not converged after \(counted(maxIter, "round"))", remedy: "scale the features with scale.standard, lower 'C', or raise 'max_iter'",
        parameter: "max_iter")
    }
    return FittedLinearMargins(signature: signature, margins: margins)
  }

  private func chosenLoss(_ target: TargetDescription) throws(ToolError) -> LinearMargin.Loss {
    let allowed: [Loss] = target.isClassification ? [.hinge, .squaredHinge] : [.epsilonInsensitive, .squaredEpsilonInsensitive]
    let chosen = loss == .auto ? (target.isClassification ? Loss.squaredHinge : .epsilonInsensitive) : loss
    guard allowed.contains(chosen) else {
      let list = allowed.map(\.rawValue).joined(separator: ", ")
      throw ToolError(
        ParameterDeclaration.refusal("loss", "one of \(list) for \(target.isClassification ? "classes" : "numbers")", not: "'\(loss.rawValue)'"),
        parameter: "loss")
    }
    if penalty == .l1, chosen != .squaredHinge {
      throw ToolError(
        "penalty: l1 is for classes with the squared hinge, and the loss is \(chosen.rawValue)",
        remedy: target.isClassification ? "set loss: squared_hinge" : "use model.lasso", parameter: "penalty")
    }
    if !target.isClassification, classWeight != .none {
      throw ToolError("'class_weight' is for classes, and the target '\(target.name)' is numbers", remedy: "leave it out", parameter: "class_weight")
    }
    switch chosen {
    case .hinge: return .hinge
    case .epsilonInsensitive: return .epsilonInsensitive(margin: epsilon)
    case .squaredEpsilonInsensitive: return .squaredEpsilonInsensitive(margin: epsilon)
    case .auto, .squaredHinge: return .squaredHinge
    }
  }
}
