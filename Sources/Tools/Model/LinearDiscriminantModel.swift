import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits a linear discriminant analysis (LDA): it finds the weighted sums of the features in which the classes lie farthest apart,
/// and tells classes apart by them.
///
/// It takes each class to be a cloud about its mean, all clouds of one shape. It has nothing to tune, is quick, and is hard to beat
/// where rows are few. Its discriminants also make a picture: with three classes or more, plot `LD1` against `LD2` of the `scores`,
/// coloured by the target. Mind that these scores are of the rows learnt from, which always look better apart than new ones do; for
/// other rows give the model to `model.transform`.
///
///     ```{model.lda lda}
///     data: $parts.train
///     target: cultivar
///     ```
///
///     ```{plot.scatter map}
///     table: $lda.scores
///     x: LD1
///     y: LD2
///     color: cultivar
///     ```
///
/// `scalings` are the features' weights in each discriminant: with features on one scale (scale.standard), large weights say what
/// tells the classes apart. `explained` is how much of the variance between the classes each discriminant has. `coefficients` are
/// the weights in each class's own score.
///
/// With more features than rows the covariance cannot be trusted: set `solver: lsqr` or `eigen` and `shrinkage: auto`. The
/// default, `svd`, takes features that depend on each other or are constant.
///
/// In a pipeline that goes on after it, it gives the discriminants in place of the features. Parameters have scikit-learn's names
/// and defaults. Each discriminant is turned so that its largest weight is positive; there, signs are left to chance.
///
/// Features must be numbers or booleans without missing values. Weights are not taken: rows of weight 0 are left out.
struct LinearDiscriminantModel: EstimatorStage, ParameterChecking {
  static let name = "model.lda"
  static let summary = "Fit a linear discriminant analysis, which tells classes apart and shows them apart."
  static let version = "1"
  static let role = StageRole.transformsOrPredicts
  static let citations = [
    Citation("Fisher RA. The use of multiple measurements in taxonomic problems. Annals of Eugenics 7, 179–188 (1936).", doi: "10.1111/j.1469-1809.1936.tb02137.x"),
    Citation("Ledoit O, Wolf M. Honey, I shrunk the sample covariance matrix. Journal of Portfolio Management 30, 110–119 (2004).", doi: "10.3905/jpm.2004.110"),
  ]

  enum Solver: String, ParameterChoice {
    case svd, lsqr, eigen
    var help: String {
      switch self {
      case .svd: "Singular values: for any features; shrinks nothing."
      case .lsqr: "Least squares: may shrink the covariance; gives no discriminants."
      case .eigen: "Eigenvalues: may shrink the covariance, and gives discriminants."
      }
    }
  }

  @Input("The rows to learn from.") var data: Table
  @Param("The column of classes to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Write classification where classes are whole numbers.") var task = LearningTask.auto

  @Param("How the classes' shape is worked out.") var solver = Solver.svd
  @Param("With lsqr and eigen: how far the covariance is shrunk, auto or from 0 to 1; without it, not at all.", .in(0...1)) var shrinkage: ShrinkageChoice?
  @Param("The classes' shares where the rows' are not those to expect, as in {healthy: 0.99, ill: 0.01}.", .notEmpty)
  var priors: ParameterMapping<Double>?
  @Param("How many discriminants; without it, one fewer than classes, and no more than features.", .in(1...10_000)) var nComponents: Int?
  @Param("With svd: singular values at most this large count as 0.", .in(0...1)) var tol = 1e-4

  @Output("The model.", isMain: true, kind: .classifier) var model: ModelArchive?
  @Output("A row for each row learnt from: the target, and its score in each discriminant, `LD1`, `LD2`, …; none with lsqr.", isOptional: true)
  var scores: Table?
  @Output("A row a feature: `feature`, and its weight in each discriminant, `LD1`, `LD2`, …; none with lsqr.", isOptional: true) var scalings: Table?
  @Output("A row a discriminant: `discriminant`, `explained_variance_ratio`; none with lsqr.", isOptional: true) var explained: Table?
  @Output("A row a class and feature: `class`, `feature`, `coefficient`; the constant term is called (intercept).") var coefficients: Table?

  mutating func tell(of fitted: FittedLinearDiscriminant, _ data: TrainingData, _ context: RunContext) throws {
    coefficients = try fitted.coefficientTable()
    guard fitted.model.scalings.rowCount > 0, let target = data.target else { return }
    scores = try Table([truthColumn(target).named(target.description.name)] + fitted.scoreColumns(data.features, context))
    scalings = try fitted.scalingTable()
    explained = try fitted.explainedTable()
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedLinearDiscriminant(archive) }

  func problems(given: Set<String>) -> [ParameterProblem] {
    if solver == .svd, shrinkage != nil {
      return [.error("'shrinkage' is for the solvers lsqr and eigen, and the solver is svd", remedy: "set solver: eigen", at: "shrinkage", isOfName: true)]
    }
    return solver != .svd && given.contains("tol") ? [.ignored("tol", "where 'solver' is \(solver.rawValue)")] : []
  }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedLinearDiscriminant {
    let method = FittedLinearDiscriminant.method
    let training = try EstimatorTraining(data, for: method, context)
    let classes = try training.classes(for: method)
    training.warnOfWeights(method, context)
    let signature = training.signature
    if let nComponents, nComponents > min(signature.learnt.count - 1, signature.features.count) {
      throw ToolError(
        "there are at most \(min(signature.learnt.count - 1, signature.features.count)) discriminants of \(signature.learnt.count) classes and \(counted(signature.features.count, "feature")), and 'n_components' is \(nComponents)",
        parameter: "n_components")
    }
    let shrinkage = shrinkage?.learnt ?? .none
    return FittedLinearDiscriminant(
      signature: signature,
      model: try LinearDiscriminant(
        features: training.matrix, classes: classes, classCount: signature.learnt.count,
        solver: solver == .svd ? .svd : solver == .lsqr ? .lsqr(shrinkage) : .eigen(shrinkage), priors: try signature.priors(priors),
        componentCount: nComponents, tolerance: tol, cores: context.cores))
  }
}
