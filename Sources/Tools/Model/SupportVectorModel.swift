import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits a support vector machine: of all borders between two classes the one that keeps the widest margin to their rows, bent as the
/// kernel allows. Of numbers, the smoothest curve from which few rows are off by more than `epsilon`.
///
/// It is strong where rows are few and features many, as with expression profiles or one-hot sequences. Two settings matter, and should
/// be tried together over powers of ten: `C`, the price of a row on the wrong side (smaller is smoother), and `gamma`, how near a row
/// must be to have a say (smaller is smoother). Distances decide, so bring the features to one scale first (scale.standard).
///
///     ```{model.svm model}
///     data: $scaled
///     target: diagnosis
///     C: 10
///     gamma: 0.01
///     ```
///
/// More than two classes are told apart two by two, and each decision is a vote. Without `probability` the probabilities only rank: they
/// order the rows as the machine does, so that `roc_auc` is right, but 0.9 does not mean nine in ten. With `probability: true` they are
/// learnt from decisions on rows held out, in five folds, which takes five times as long.
///
/// `support` counts the rows that hold the border up. Where that is nearly all of them, the machine has learnt its rows by heart: try
/// a smaller `gamma`, or more features that say something.
///
/// Parameters have scikit-learn's names and defaults (`SVC`, and `SVR` for numbers), and the border is the same within `tol`. Of classes
/// with equal votes the one with the surer decisions wins, where there it is the first.
///
/// Features must be numbers or booleans without missing values. For many thousands of rows a linear border is quicker: model.linear_svm.
struct SupportVectorModel: Stage, ParameterChecking {
  static let name = "model.svm"
  static let summary = "Fit a support vector machine that tells classes apart or predicts numbers."
  static let version = "1"
  static let role = StageRole.predicts
  static let citations = [
    Citation("Cortes C, Vapnik V. Support-vector networks. Machine Learning 20, 273–297 (1995).", doi: "10.1007/BF00994018"),
    Citation("Fan RE, Chen PH, Lin CJ. Working set selection using second order information for training support vector machines. Journal of Machine Learning Research 6, 1889–1918 (2005)."),
  ]

  enum Kernel: String, ParameterChoice {
    case linear, rbf, poly, sigmoid
    var help: String {
      switch self {
      case .linear: "A straight border."
      case .rbf: "A border of any shape, by the distance between rows."
      case .poly: "A polynomial of the degree under 'degree'."
      case .sigmoid: "A hyperbolic tangent."
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

  @Param("The price of a row on the wrong side: smaller is smoother.", .in(1e-9...1e9)) var C = 1.0
  @Param("What shapes the border may have.") var kernel = Kernel.rbf
  @Param("With poly: the degree.", .in(0...20)) var degree = 3
  @Param("With rbf, poly and sigmoid: how near a row must be to have a say; scale, auto, or a number.", .above(0, to: 1e9)) var gamma = KernelGamma.scale
  @Param("With poly and sigmoid: what is added to the product of two rows.", .in(-1e9...1e9)) var coef0 = 0.0
  @Param("Of numbers: what may be off for nothing.", .in(0...1e300)) var epsilon = 0.1
  @Param("Whether to learn probabilities, which takes five times as long.") var probability = false
  @Param("Whether classes weigh by their rows, or each the same.") var classWeight = ClassWeighting.none
  @Param("The solver stops where no pair of rows breaks the conditions by more.", .in(1e-9...1)) var tol = 1e-3
  @Param("How many pairs of rows the solver may move; without it, ten million.", .in(1...1_000_000_000)) var maxIter: Int?
  @Param("Of the folds that probabilities are learnt in.", .atLeast(0)) var seed = 0

  @Output("The machine.", isMain: true) var model: ModelArchive?
  @Output("A row a class, `class`, `rows`, `support_vectors`; one row without `class` where numbers are predicted.") var support: Table?

  mutating func run(_ context: RunContext) throws {
    let roles = ColumnRoles(target: target, features: features, groups: groups, weights: weights, positive: positive, task: task)
    let training = try EstimatorTraining(try Dataset(data, roles, context).training, for: FittedSupportVectors.method, context)
    let fitted = try learn(training, context)
    model = fitted.archive()
    support = try fitted.supportTable(training)
  }

  func problems(given: Set<String>) -> [ParameterProblem] {
    let used: [(name: String, kernels: [Kernel])] = [("degree", [.poly]), ("gamma", [.rbf, .poly, .sigmoid]), ("coef0", [.poly, .sigmoid])]
    return used.filter { given.contains($0.name) && !$0.kernels.contains(kernel) }.map { .ignored($0.name, "where 'kernel' is \(kernel.rawValue)") }
  }

  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage {
    try learn(EstimatorTraining(data, for: FittedSupportVectors.method, context), context)
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedSupportVectors(archive) }

  private func learn(_ training: EstimatorTraining, _ context: RunContext) throws -> FittedSupportVectors {
    let signature = training.signature
    var parameters = SupportVectorClassifier.Parameters()
    parameters.kernel = vectorKernel(gamma.value(training.matrix))
    parameters.penalty = C
    parameters.tolerance = tol
    parameters.maxIterations = maxIter ?? 10_000_000
    parameters.learnsProbabilities = probability
    parameters.seed = UInt64(bitPattern: Int64(seed))
    var weights = training.weights ?? [Double](repeating: 1, count: training.matrix.rowCount)
    let machine: FittedSupportVectors.Machine
    let converged: Bool
    switch training.values {
    case .classes:
      let classes = try training.classes(for: FittedSupportVectors.method)
      if probability, signature.learnt.count > 50 {
        throw ToolError(
          "'probability' is for at most 50 classes, and the target '\(signature.target.name)' has \(signature.learnt.count)", remedy: "leave it out",
          parameter: "probability")
      }
      let ofClass = classWeight.factors(classes, classCount: signature.learnt.count)
      for row in weights.indices { weights[row] *= ofClass[classes[row]] }
      let fitted = try SupportVectorClassifier.fit(
        features: training.matrix, classes: classes, classCount: signature.learnt.count, weights: weights, parameters: parameters, cores: context.cores,
        checkCancellation: { try context.checkCancellation() })
      (machine, converged) = (.classifier(fitted.machine), fitted.converged)
    case .numbers(let numbers):
      for (name, isGiven) in [("class_weight", classWeight != .none), ("probability", probability)] where isGiven {
        throw ToolError("'\(name)' is for classes, and the target '\(signature.target.name)' is numbers", remedy: "leave it out", parameter: name)
      }
      let fitted = try SupportVectorRegressor.fit(
        features: training.matrix, numbers: numbers, weights: weights, margin: epsilon, parameters: parameters, cores: context.cores,
        checkCancellation: { try context.checkCancellation() })
      (machine, converged) = (.regressor(fitted.machine), fitted.converged)
    }
    if !converged {
      context.warn(
        "the solver had not converged when it stopped", remedy: "scale the features with scale.standard, lower 'C', or raise 'max_iter'", parameter: "max_iter")
    }
    return FittedSupportVectors(signature: signature, machine: machine)
  }

  private func vectorKernel(_ gamma: Double) -> VectorKernel {
    switch kernel {
    case .linear: .linear
    case .rbf: .rbf(gamma: gamma)
    case .poly: .polynomial(degree: degree, gamma: gamma, offset: coef0)
    case .sigmoid: .sigmoid(gamma: gamma, offset: coef0)
    }
  }
}

/// How near a row must be to have a say: a rule, or a number.
enum KernelGamma: ParameterValue, Equatable {
  case scale, auto
  case number(Double)

  private enum Word: String, ParameterChoice {
    case scale, auto
    var help: String {
      switch self {
      case .scale: "1 / (number of features · variance of all their values)."
      case .auto: "1 / number of features."
      }
    }
  }

  static var type: ParameterType { .oneOf([Word.type, .number]) }
  static var placeholder: Self { .scale }
  var typedValue: TypedValue {
    switch self {
    case .scale: Word.scale.typedValue
    case .auto: Word.auto.typedValue
    case .number(let number): .number(number)
    }
  }

  init(_ value: TypedValue) throws {
    if let number = value.double { self = .number(number) } else { self = try Word(value) == .scale ? .scale : .auto }
  }

  func value(_ features: Matrix) -> Double {
    switch self {
    case .number(let number): return number
    case .auto: return 1 / Double(features.columnCount)
    case .scale:
      let count = Double(features.values.count)
      let mean = features.values.reduce(0) { $0 + $1 / count }
      let variance = features.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }
      return variance > 0 && variance.isFinite ? 1 / (Double(features.columnCount) * variance) : 1
    }
  }
}
