import Learning
import LinearAlgebra
import RealModule
import Tabular
import Tooling

/// Fits a logistic regression: the logarithm of a class's odds as a weighted sum of the features.
///
/// Of two classes there is one row of coefficients, towards the positive class; of more, one row a class (softmax). `odds_ratio`
/// is the factor by which the odds grow with each unit of the feature, the others held still; coefficients of features in
/// different units cannot be compared, so scale the features (scale.standard) where they are to be.
///
///     ```{model.logistic_regression model}
///     data: $parts.train
///     target: diagnosis
///     C: 0.1
///     ```
///
/// With `l1_ratio: 1` the penalty is on the coefficients' absolute values, and makes most of them 0: a short list of features, as the lasso's.
/// Between 0 and 1 it is an elastic net. The penalty weighs all coefficients alike, so bring the features to one scale first.
///
/// Parameters have scikit-learn's names and defaults; `penalty: none` is its `C: inf`. The minimum found is scikit-learn's,
/// which follows from the data and the penalty alone. The solver converges whatever the features' units; the penalty is on the coefficients in
/// the data's units.
///
/// Features must be numbers or booleans without missing values; `model.random_forest` takes missing values.
struct LogisticRegressionModel: EstimatorStage, ParameterChecking {
  static let name = "model.logistic_regression"
  static let summary = "Fit a logistic regression that tells classes apart."
  static let version = "1"
  static let citations = [
    Citation("Cox DR. The regression analysis of binary sequences. Journal of the Royal Statistical Society B 20, 215–242 (1958).", doi: "10.1111/j.2517-6161.1958.tb00292.x"),
    Citation("Friedman J, Hastie T, Tibshirani R. Regularization paths for generalized linear models via coordinate descent. Journal of Statistical Software 33, 1–22 (2010).", doi: "10.18637/jss.v033.i01"),
    Citation("Liu DC, Nocedal J. On the limited memory BFGS method for large scale optimization. Mathematical Programming 45, 503–528 (1989).", doi: "10.1007/BF01589116"),
  ]

  enum Penalty: String, ParameterChoice {
    case l2, none
    var help: String {
      switch self {
      case .l2: "Large coefficients cost, by their squares, or as 'l1_ratio' says."
      case .none: "Coefficients cost nothing."
      }
    }
  }

  @Input("The rows to learn from.") var data: Table
  @Param("The column of classes to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Write classification where classes are whole numbers.") var task = LearningTask.auto

  @Param("The inverse of the penalty's strength: smaller is simpler.", .in(1e-12...1e12)) var C = 1.0
  @Param(
    "Whether large coefficients cost.", elsewhere: ["l1": "write l1_ratio: 1", "elasticnet": "write l1_ratio: 0.5, say", "None": "write penalty: none"])
  var penalty = Penalty.l2
  @Param("The share of the penalty that is on absolute values: 1 leaves features out, 0 keeps all small.", .in(0...1)) var l1Ratio = 0.0
  @Param("How many steps the solver may take.", .in(1...1_000_000)) var maxIter = 100
  @Param("The solver stops where nothing would change by more.", .above(0, to: 1)) var tol = 1e-4
  @Param("Whether the model has a constant term.") var fitIntercept = true
  @Param("Whether classes weigh by their rows, or each the same.") var classWeight = ClassWeighting.none

  @Output("The regression.", isMain: true, kind: .classifier) var model: ModelArchive?
  @Output("A row a feature, and of more than two classes a row a class and feature: `feature`, `class`, `coefficient`, `odds_ratio`; the constant term is called (intercept).")
  var coefficients: Table?

  mutating func tell(of fitted: FittedLogisticRegression, _ data: TrainingData, _ context: RunContext) throws { coefficients = try fitted.coefficientTable(hasIntercept: fitIntercept) }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedLogisticRegression(archive) }

  func problems(given: Set<String>) -> [ParameterProblem] {
    guard penalty == .none else { return [] }
    return (l1Ratio > 0 ? [.error("'l1_ratio' divides the penalty, and there is none", remedy: "leave 'penalty' out", at: "l1_ratio")] : [])
      + (given.contains("C") ? [.ignored("C", "where 'penalty' is none")] : [])
  }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedLogisticRegression {
    guard let target = data.target else { throw ToolError("a logistic regression needs a target", parameter: "target") }
    guard case .classes(let codes, let description) = target else {
      throw ToolError(
        "the target '\(target.description.name)' is numbers, and logistic regression tells classes apart",
        remedy: "if they are classes, set task: classification; to predict a number, use model.linear_regression or model.random_forest", parameter: "target")
    }
    let names = data.features.names
    let matrix = try numericFeatures(of: data.features, names, context)
    try refuseMissing(in: matrix, names, for: "logistic regression")
    // Of the training rows of a fold, or by weights of 0, a class may be absent: it is never predicted then.
    let learnt = Self.classesWithWeight(codes, data.weights, count: description.classes.count)
    guard learnt.count > 1 else {
      throw ToolError(
        "the rows to learn from are all of the class '\(learnt.first.map { shortened(description.classes[$0]) } ?? "")'",
        remedy: "stratify the division of the rows, or use fewer folds", parameter: "target")
    }
    var place = [Int](repeating: -1, count: description.classes.count)
    for (position, code) in learnt.enumerated() { place[code] = position }
    let rows = learnt.count == place.count ? nil : codes.indices.filter { place[Int(codes[$0])] >= 0 }

    var parameters = LogisticRegression.Parameters()
    parameters.l1Ratio = l1Ratio
    // Beyond every number of rows: the penalty is 0.
    parameters.inversePenalty = penalty == .none ? .greatestFiniteMagnitude : C
    parameters.fitsIntercept = fitIntercept
    parameters.maxIterations = maxIter
    parameters.tolerance = tol
    parameters.classWeight = classWeight == .balanced ? .balanced : nil
    let regression = try LogisticRegression(
      features: rows.map { matrix.selecting(rows: $0) } ?? matrix, classes: (rows ?? Array(codes.indices)).map { place[Int(codes[$0])] },
      classCount: learnt.count, sampleWeights: data.weights.map { weights in rows?.map { weights[$0] } ?? weights }, parameters: parameters,
      cores: context.cores)
    if !regression.converged {
      context.warn(
        "the solver had not converged after \(counted(regression.iterations, "step"))",
        remedy: penalty == .none
          ? "raise 'max_iter', or set a penalty: without one, classes that a line separates have no best coefficients"
          : "raise 'max_iter', or scale the features with scale.standard", parameter: "max_iter")
    }
    return FittedLogisticRegression(signature: ModelSignature(target: description, features: names, learnt: learnt), regression: regression, leavesFeaturesOut: l1Ratio == 1)
  }

  private static func classesWithWeight(_ codes: [Int32], _ weights: [Double]?, count: Int) -> [Int] {
    var hasWeight = [Bool](repeating: false, count: count)
    for (row, code) in codes.enumerated() where weights.map({ $0[row] > 0 }) ?? true { hasWeight[Int(code)] = true }
    return hasWeight.indices.filter { hasWeight[$0] }
  }
}

/// A logistic regression as a model: what it predicts, from which columns.
struct FittedLogisticRegression: MatrixPredictor {
  let signature: ModelSignature
  let regression: LogisticRegression
  /// Whether a feature that does not count has the coefficient 0.
  var leavesFeaturesOut = false

  var target: TargetDescription { signature.target }
  var features: [String] { signature.features }

  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction {
    if let (name, count) = firstMissing(in: matrix, features) {
      throw ToolError(
        "the feature '\(name)' has \(counted(count, "missing value")), and logistic regression takes none",
        remedy: "fill them in with impute.simple as a stage before")
    }
    return signature.prediction(try regression.probabilities(matrix, cores: context.cores))
  }

  func archive() -> ModelArchive {
    signature.archive(
      by: LogisticRegressionModel.name, [.init("converged", .boolean(regression.converged))],
      arrays: [
        ("coefficients", NPYArray(regression.coefficients)), ("intercepts", NPYArray(.float64(regression.intercepts))),
      ])
  }

  init(signature: ModelSignature, regression: LogisticRegression, leavesFeaturesOut: Bool) {
    self.signature = signature
    self.regression = regression
    self.leavesFeaturesOut = leavesFeaturesOut
  }

  /// - Throws: `ToolError` or `FittingError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    signature = try ModelSignature(archive)
    let coefficients = try Matrix(archive.array("coefficients"))
    regression = try LogisticRegression(
      classCount: signature.learnt.count, coefficients: coefficients, intercepts: try archive.doubles("intercepts"),
      converged: archive.content["converged"]?.bool ?? true)
    guard coefficients.columnCount == features.count else { throw ToolError("the model's file is damaged: its classes or features differ in number") }
  }

  /// `feature`, with more than two classes `class`, `coefficient`, `odds_ratio`.
  func coefficientTable(hasIntercept: Bool) throws -> Table {
    let isBinary = regression.coefficients.rowCount == 1
    // The regression is towards the later class; the table towards the positive one.
    let sign: Double = isBinary && target.positiveCode == signature.learnt.first ? -1 : 1
    var names: [String?] = []
    var classes: [String?] = []
    var values: [Double] = []
    for row in 0..<regression.coefficients.rowCount {
      let terms = features.indices.map { regression.coefficients[row, $0] }
      names += (hasIntercept ? ["(intercept)"] : []) + features
      values += ((hasIntercept ? [regression.intercepts[row]] : []) + terms).map { sign * $0 }
      classes += [String?](repeating: signature.classNames[row], count: values.count - classes.count)
    }
    return try Table(
      [Column("feature", .text(TextValues(names)))] + (isBinary ? [] : [Column("class", .text(TextValues(classes)))])
        + [Column("coefficient", .number(values)), Column("odds_ratio", .number(values.map { Double.exp($0) }))])
  }
}
