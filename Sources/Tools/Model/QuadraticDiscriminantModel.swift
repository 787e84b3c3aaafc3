import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits a quadratic discriminant analysis (QDA): each class is a cloud of its own shape about its mean, and a new row belongs to the
/// cloud that it lies deepest in.
///
/// Against `model.lda`, which gives all classes one shape, it can follow curved borders and classes that differ in spread alone;
/// for that it must learn a covariance for each class, so every class needs several times as many rows as there are features. With
/// fewer, set `reg_param` (0.1, say), or `solver: eigen` with `shrinkage: auto`, or use `model.lda`.
///
///     ```{model.qda model}
///     data: $parts.train
///     target: cultivar
///     ```
///
/// Parameters have scikit-learn's names and defaults. One thing differs: without `reg_param`, whether a class's features depend on
/// each other is judged on standardised features, where scikit-learn's answer hangs on the features' units.
///
/// Features must be numbers or booleans without missing values. Weights are not taken: rows of weight 0 are left out.
struct QuadraticDiscriminantModel: EstimatorStage, ParameterChecking {
  static let name = "model.qda"
  static let summary = "Fit a quadratic discriminant analysis: classes as clouds of their own shape."
  static let version = "1"
  static let citations = [
    Citation("Friedman JH. Regularized discriminant analysis. Journal of the American Statistical Association 84, 165–175 (1989).", doi: "10.1080/01621459.1989.10478752")
  ]

  enum Solver: String, ParameterChoice {
    case svd, eigen
    var help: String {
      switch self {
      case .svd: "Singular values; may be regularised by 'reg_param'."
      case .eigen: "Eigenvalues; may shrink the covariances by 'shrinkage'."
      }
    }
  }

  @Input("The rows to learn from.") var data: Table
  @Param("The column of classes to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Write classification where classes are whole numbers.") var task = LearningTask.auto

  @Param("How the classes' shapes are worked out.") var solver = Solver.svd
  @Param("With eigen: how far the covariances are shrunk, auto or from 0 to 1; without it, not at all.", .in(0...1)) var shrinkage: ShrinkageChoice?
  @Param("With svd: the share of a round cloud in each class's shape.", .in(0...1)) var regParam = 0.0
  @Param("The classes' shares where the rows' are not those to expect, as in {healthy: 0.99, ill: 0.01}.", .notEmpty)
  var priors: ParameterMapping<Double>?
  @Param("With svd: variances at most this large count as 0.", .in(0...1)) var tol = 1e-4

  @Output("The model.", isMain: true, kind: .classifier) var model: ModelArchive?
  @Output("A row a class and feature: `class`, `prior`, `feature`, `mean`.") var means: Table?

  mutating func tell(of fitted: FittedQuadraticDiscriminant, _ data: TrainingData, _ context: RunContext) throws { means = try fitted.meanTable() }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedQuadraticDiscriminant(archive) }

  func problems(given: Set<String>) -> [ParameterProblem] {
    switch solver {
    case .svd where shrinkage != nil:
      [.error("'shrinkage' is for the solver eigen, and the solver is svd", remedy: "set solver: eigen, or use 'reg_param'", at: "shrinkage", isOfName: true)]
    case .eigen where regParam != 0:
      [.error("'reg_param' is for the solver svd, and the solver is eigen", remedy: "use 'shrinkage'", at: "reg_param", isOfName: true)]
    case .eigen where given.contains("tol"): [.ignored("tol", "where 'solver' is eigen")]
    default: []
    }
  }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedQuadraticDiscriminant {
    let method = FittedQuadraticDiscriminant.method
    let training = try EstimatorTraining(data, for: method, context)
    let classes = try training.classes(for: method)
    training.warnOfWeights(method, context)
    let signature = training.signature
    do {
      let model = try QuadraticDiscriminant(
        features: training.matrix, classes: classes, classCount: signature.learnt.count,
        solver: solver == .svd ? .svd(regularisation: regParam) : .eigen(shrinkage?.learnt ?? .none), priors: try signature.priors(priors),
        tolerance: tol, cores: context.cores)
      return FittedQuadraticDiscriminant(signature: signature, model: model)
    } catch let error as QuadraticDiscriminant.Degenerate {
      throw ToolError(
        "the class '\(shortened(signature.classNames[error.label]))' has \(counted(error.rowCount, "row")), in which its \(counted(signature.features.count, "feature")) depend on each other or are constant",
        remedy: "set 'reg_param' (0.1, say), or solver: eigen and shrinkage: auto; leave such features out; or use model.lda", parameter: "features")
    }
  }
}
