import Learning
import LinearAlgebra
import RealModule
import Tabular
import Tooling

/// A linear support vector machine as a model: one border of two classes or of numbers, else one from each class to the rest.
struct FittedLinearMargins: MatrixPredictor {
  static let method = "a support vector machine"

  let signature: ModelSignature
  let margins: [LinearMargin]

  var target: TargetDescription { signature.target }
  var features: [String] { signature.features }

  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction {
    try signature.requireComplete(matrix, for: Self.method)
    let decisions = margins.map { $0.decisions(matrix, cores: context.cores) }
    guard target.isClassification else { return .numbers(decisions[0]) }
    guard margins.count > 1 else {
      return signature.prediction(
        Matrix(
          rowCount: matrix.rowCount, columnCount: 2,
          values: decisions[0].flatMap { decision in [1 / (1 + Double.exp(decision)), 1 / (1 + Double.exp(-decision))] }))
    }
    let scores = Matrix(
      rowCount: matrix.rowCount, columnCount: margins.count, values: (0..<matrix.rowCount).flatMap { row in decisions.map { $0[row] } })
    return signature.prediction(scores.softmax())
  }

  /// `feature`, with more than two classes `class`, `coefficient`; towards the positive class of two.
  func coefficientTable() throws -> Table {
    let sign: Double = target.isClassification && margins.count == 1 && target.positiveCode == signature.learnt.first ? -1 : 1
    let names = ["(intercept)"] + features
    let classes = margins.count > 1 ? [Column("class", .text(TextValues(signature.classNames.flatMap { name in names.map { _ in name } })))] : []
    return try Table(
      [Column("feature", .text(TextValues(margins.flatMap { _ in names })))] + classes
        + [Column("coefficient", .number(margins.flatMap { margin in ([margin.intercept] + margin.coefficients).map { sign * $0 } }))])
  }

  func archive() -> ModelArchive {
    signature.archive(
      by: LinearSupportVectorModel.name,
      arrays: [
        (
          "coefficients",
          NPYArray(shape: [margins.count, features.count], values: .float64(margins.flatMap(\.coefficients)))
        ), ("intercepts", NPYArray(.float64(margins.map(\.intercept)))),
      ])
  }

  init(signature: ModelSignature, margins: [LinearMargin]) {
    self.signature = signature
    self.margins = margins
  }

  /// - Throws: `ToolError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    signature = try ModelSignature(archive)
    let coefficients = try Matrix(archive.array("coefficients"))
    let intercepts = try archive.doubles("intercepts")
    let expected = signature.target.isClassification && signature.learnt.count > 2 ? signature.learnt.count : 1
    guard coefficients.columnCount == signature.features.count, coefficients.rowCount == expected, intercepts.count == expected,
      (coefficients.values + intercepts).allSatisfy(\.isFinite)
    else { throw ToolError("the model's file is damaged: its classes or features differ in number") }
    margins = intercepts.indices.map { row in
      LinearMargin(coefficients: (0..<coefficients.columnCount).map { coefficients[row, $0] }, intercept: intercepts[row])
    }
  }
}
