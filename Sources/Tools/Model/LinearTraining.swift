import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Rows as linear models of a number take them: whole features, and a target of numbers.
struct LinearTraining {
  let features: [String]
  let matrix: Matrix
  let targets: [Double]
  let description: TargetDescription
  let weights: [Double]?

  /// - Parameter method: what learns, as in `linear regression`.
  /// - Throws: `ToolError` where the target is classes, or a feature is not numeric or has missing values.
  init(_ data: TrainingData, for method: String, _ context: RunContext) throws {
    guard let target = data.target else { throw ToolError("\(method) needs a target", parameter: "target") }
    guard case .numbers(let numbers, let description) = target else {
      throw ToolError(
        "the target '\(target.description.name)' is classes, and \(method) predicts a number",
        remedy: "to tell classes apart use model.logistic_regression; if they are numbers, set task: regression", parameter: "target")
    }
    features = data.features.names
    matrix = try numericFeatures(of: data.features, features, context)
    try refuseMissing(in: matrix, features, for: method)
    targets = numbers
    self.description = description
    weights = data.weights
  }
}

/// - Throws: `ToolError` that names the first feature with missing values.
func refuseMissing(in matrix: Matrix, _ names: [String], for method: String) throws(ToolError) {
  guard let (name, count) = firstMissing(in: matrix, names) else { return }
  throw ToolError(
    "the feature '\(name)' has \(counted(count, "missing value")), and \(method) takes none",
    remedy: "fill them in with impute.simple as a stage before, leave the feature out, or use model.random_forest, which takes missing values",
    parameter: "features")
}

/// A linear model of a number: what it predicts, from which columns.
struct FittedLinearModel: MatrixPredictor {
  /// The tool that fitted it.
  let tool: String
  let target: TargetDescription
  let features: [String]
  let model: LinearModel

  init(_ model: LinearModel, by tool: String, _ training: LinearTraining) {
    self.tool = tool
    self.model = model
    target = training.description
    features = training.features
  }

  /// Fits an elastic net for one penalty, and warns where the solver had not converged.
  init(_ parameters: ElasticNet.Parameters, alpha: Double, by tool: String, _ training: LinearTraining, _ context: RunContext) throws {
    let solution = try ElasticNet(
      features: training.matrix, targets: training.targets, sampleWeights: training.weights, parameters: parameters, cores: context.cores
    ).solution(alpha: alpha)
    if !solution.converged {
      context.warn(
        "the solver had not converged after \(counted(solution.iterations, "round"))",
        remedy: "raise 'max_iter' or 'alpha', or scale the features with scale.standard", parameter: "max_iter")
    }
    self.init(solution.model, by: tool, training)
  }

  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction {
    try refuseMissing(in: matrix, features, for: "a linear model")
    return .numbers(try model.predictions(matrix, cores: context.cores))
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .regressor, tool: tool,
      content: .object([
        .init("target", target.json), .init("features", .array(features.map { .text($0) })), .init("intercept", .number(model.intercept)),
      ]),
      arrays: [("coefficients", NPYArray(.float64(model.coefficients)))])
  }

  /// - Throws: `ToolError` where the archive is not whole.
  init(_ archive: ModelArchive, of tool: String) throws {
    self.tool = tool
    target = try TargetDescription(json: archive.content["target"])
    features = try archive.names("features")
    model = LinearModel(coefficients: try archive.doubles("coefficients"), intercept: archive.content["intercept"]?.double ?? .nan)
    guard model.coefficients.count == features.count, model.intercept.isFinite, !target.isClassification else {
      throw ToolError("the model's file is damaged: its features differ in number, or its constant is missing")
    }
  }

  /// `feature`, `coefficient`; the constant is called (intercept).
  func coefficientTable(hasIntercept: Bool) throws -> Table {
    try Table([
      Column("feature", .text(TextValues((hasIntercept ? ["(intercept)"] : []) + features))),
      Column("coefficient", .number((hasIntercept ? [model.intercept] : []) + model.coefficients)),
    ])
  }
}
