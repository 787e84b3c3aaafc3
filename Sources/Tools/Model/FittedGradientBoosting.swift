import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Boosted trees as a model. Its archive holds XGBoost's own file.
struct FittedGradientBoosting: MatrixPredictor {
  static let method = "gradient boosting"
  private static let file = "xgboost.json"

  let signature: ModelSignature
  let model: GradientBoosting
  /// The shares of the features in the loss that splits took away.
  let importances: [Double]
  /// How it came about; nil once the model was kept.
  let fit: GradientBoosting.Fit?

  var target: TargetDescription { signature.target }
  var features: [String] { signature.features }

  /// Of two classes learnt, the place of the one that XGBoost calls 1: the positive one, so that its predictions are that one's probabilities.
  static func positivePlace(_ signature: ModelSignature) -> Int {
    signature.target.positive.flatMap { signature.classNames.firstIndex(of: $0) } ?? 1
  }

  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction {
    let values = try inToolWords { try model.predictions(matrix, cores: context.cores) }
    guard target.isClassification else { return .numbers(values.map { Double($0) }) }
    var probabilities = Matrix(rowCount: matrix.rowCount, columnCount: signature.learnt.count)
    if model.outputCount == 1 {
      let positive = Self.positivePlace(signature)
      for (row, value) in values.enumerated() {
        probabilities[row, positive] = Double(value)
        probabilities[row, 1 - positive] = 1 - Double(value)
      }
    } else {
      for row in 0..<matrix.rowCount {
        let ofRow = values[(row * model.outputCount)..<((row + 1) * model.outputCount)]
        // As float32 they have a sum of nearly 1.
        let sum = ofRow.reduce(0) { $0 + Double($1) }
        for (place, value) in ofRow.enumerated() { probabilities[row, place] = Double(value) / sum }
      }
    }
    return signature.prediction(probabilities)
  }

  func archive() -> ModelArchive {
    signature.archive(
      by: GradientBoostingModel.name, [.init("outputs", .integer(model.outputCount))], arrays: [("importances", NPYArray(.float64(importances)))],
      files: [(Self.file, model.json)])
  }

  init(signature: ModelSignature, model: GradientBoosting, importances: [Double], fit: GradientBoosting.Fit) {
    self.signature = signature
    self.model = model
    self.importances = importances
    self.fit = fit
  }

  /// - Throws: `ToolError` where the archive is not whole. XGBoost reads its file when something is to be predicted.
  init(_ archive: ModelArchive) throws {
    signature = try ModelSignature(archive)
    importances = try archive.doubles("importances")
    guard let outputCount = archive.content["outputs"]?.int, importances.count == signature.features.count,
      outputCount == 1 ? !signature.target.isClassification || signature.learnt.count == 2 : outputCount == signature.learnt.count
    else { throw ToolError("the model's file is damaged: its features or classes differ in number") }
    fit = nil
    model = GradientBoosting(json: try archive.file(Self.file), outputCount: outputCount, featureCount: signature.features.count)
  }
}

/// Boosting's errors as tools tell them.
func inToolWords<Value>(_ body: () throws -> Value) throws -> Value {
  do { return try body() } catch let error as BoostingError { throw ToolError(error.description, remedy: error.remedy) }
}
