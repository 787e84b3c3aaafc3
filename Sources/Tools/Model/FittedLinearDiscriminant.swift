import Learning
import LinearAlgebra
import Tabular
import Tooling

/// A linear discriminant analysis as a model; amid a pipeline, as a transformer that gives the discriminants.
struct FittedLinearDiscriminant: MatrixPredictor, FittedTransformer {
  static let method = "a discriminant analysis"

  let signature: ModelSignature
  let model: LinearDiscriminant

  var target: TargetDescription { signature.target }
  var features: [String] { signature.features }
  private var discriminantNames: [String] { (0..<model.scalings.rowCount).map { "LD\($0 + 1)" } }

  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction {
    try signature.requireComplete(matrix, for: Self.method)
    return signature.prediction(model.decisions(matrix, cores: context.cores).softmax())
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    guard model.scalings.rowCount > 0 else {
      throw ToolError("the solver lsqr gives no discriminants to transform by", remedy: "set solver: svd or eigen", parameter: "solver")
    }
    let scores = try scoreColumns(table, context)
    let learnt = Set(features)
    let others = table.columns.filter { !learnt.contains($0.name) }
    if let taken = others.first(where: { other in discriminantNames.contains(other.name) }) {
      throw ToolError("the table has a column '\(taken.name)' already", remedy: "rename it, or leave it out with table.select")
    }
    return try Table(others + scores)
  }

  /// `LD1`, `LD2`, …
  func scoreColumns(_ table: Table, _ context: RunContext) throws -> [Column] {
    let scores = model.scores(try signature.completeFeatures(of: table, for: Self.method, context), cores: context.cores)
    return discriminantNames.enumerated().map { place, name in Column(name, .number((0..<scores.rowCount).map { scores[$0, place] })) }
  }

  func scalingTable() throws -> Table {
    try Table(
      [Column("feature", .text(TextValues(features)))]
        + discriminantNames.enumerated().map { place, name in Column(name, .number(features.indices.map { model.scalings[place, $0] })) })
  }

  func explainedTable() throws -> Table {
    try Table([
      Column("discriminant", .text(TextValues(discriminantNames))), Column("explained_variance_ratio", .number(model.explainedVarianceRatio)),
    ])
  }

  /// `class`, `feature`, `coefficient`; the constant term is called (intercept).
  func coefficientTable() throws -> Table {
    let names = signature.classNames
    let terms = ["(intercept)"] + features
    return try Table([
      Column("class", .text(TextValues(names.flatMap { name in terms.map { _ in name } }))),
      Column("feature", .text(TextValues(names.flatMap { _ in terms }))),
      Column("coefficient", .number(names.indices.flatMap { label in [model.intercepts[label]] + features.indices.map { model.coefficients[label, $0] } })),
    ])
  }

  func archive() -> ModelArchive {
    signature.archive(
      by: LinearDiscriminantModel.name,
      arrays: [
        ("coefficients", NPYArray(model.coefficients)), ("intercepts", NPYArray(.float64(model.intercepts))), ("scalings", NPYArray(model.scalings)),
        ("centre", NPYArray(.float64(model.centre))), ("explained_variance_ratio", NPYArray(.float64(model.explainedVarianceRatio))),
      ])
  }

  init(signature: ModelSignature, model: LinearDiscriminant) {
    self.signature = signature
    self.model = model
  }

  /// - Throws: `ToolError` or `FittingError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    signature = try ModelSignature(archive)
    model = try LinearDiscriminant(
      coefficients: try Matrix(archive.array("coefficients")), intercepts: try archive.doubles("intercepts"),
      scalings: try Matrix(archive.array("scalings")), centre: try archive.doubles("centre"),
      explainedVarianceRatio: try archive.doubles("explained_variance_ratio"))
    guard model.coefficients.columnCount == signature.features.count, model.intercepts.count == signature.learnt.count else {
      throw ToolError("the model's file is damaged: its classes or features differ in number")
    }
  }
}

extension Column {
  /// The same cells under another name.
  func named(_ name: String) -> Column { Column(name, values) }
}
