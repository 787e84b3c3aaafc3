import Learning
import LinearAlgebra
import RealModule
import Tabular
import Tooling

/// A quadratic discriminant analysis as a model.
struct FittedQuadraticDiscriminant: MatrixPredictor {
  static let method = "a quadratic discriminant analysis"

  let signature: ModelSignature
  let model: QuadraticDiscriminant

  var target: TargetDescription { signature.target }
  var features: [String] { signature.features }

  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction {
    try signature.requireComplete(matrix, for: Self.method)
    return signature.prediction(model.decisions(matrix, cores: context.cores).softmax())
  }

  /// `class`, `prior`, `feature`, `mean`.
  func meanTable() throws -> Table {
    let names = signature.classNames
    return try Table([
      Column("class", .text(TextValues(names.flatMap { name in features.map { _ in name } }))),
      Column("prior", .number(model.logPriors.flatMap { prior in features.map { _ in Double.exp(prior) } })),
      Column("feature", .text(TextValues(names.flatMap { _ in features }))), Column("mean", .number(model.means.values)),
    ])
  }

  func archive() -> ModelArchive {
    let (classCount, p) = (signature.learnt.count, features.count)
    return signature.archive(
      by: QuadraticDiscriminantModel.name,
      arrays: [
        ("log_priors", NPYArray(.float64(model.logPriors))), ("means", NPYArray(model.means)),
        ("axes", NPYArray(shape: [classCount, p, p], values: .float64(model.axes.flatMap(\.values)))),
        ("log_determinants", NPYArray(.float64(model.logDeterminants))),
      ])
  }

  init(signature: ModelSignature, model: QuadraticDiscriminant) {
    self.signature = signature
    self.model = model
  }

  /// - Throws: `ToolError` or `FittingError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    signature = try ModelSignature(archive)
    let (classCount, p) = (signature.learnt.count, signature.features.count)
    let axes = try archive.array("axes")
    guard axes.shape == [classCount, p, p] else { throw ToolError("the model's file is damaged: its classes or features differ in number") }
    let values = axes.doubles
    model = try QuadraticDiscriminant(
      logPriors: try archive.doubles("log_priors"), means: try Matrix(archive.array("means")),
      axes: (0..<classCount).map { Matrix(rowCount: p, columnCount: p, values: Array(values[($0 * p * p)..<(($0 + 1) * p * p)])) },
      logDeterminants: try archive.doubles("log_determinants"))
    guard model.logPriors.count == classCount, model.means.columnCount == p else {
      throw ToolError("the model's file is damaged: its classes or features differ in number")
    }
  }
}
