import Learning
import LinearAlgebra
import Tabular
import Tooling

/// A support vector machine as a model.
struct FittedSupportVectors: MatrixPredictor {
  static let method = "a support vector machine"

  enum Machine: Sendable {
    case classifier(SupportVectorClassifier)
    case regressor(SupportVectorRegressor)
  }

  let signature: ModelSignature
  let machine: Machine

  var target: TargetDescription { signature.target }
  var features: [String] { signature.features }

  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction {
    try signature.requireComplete(matrix, for: Self.method)
    switch machine {
    case .classifier(let machine): return signature.prediction(machine.probabilities(matrix, cores: context.cores))
    case .regressor(let machine): return .numbers(machine.predictions(matrix, cores: context.cores))
    }
  }

  /// `class` where there are classes, `rows`, `support_vectors`.
  func supportTable(_ training: EstimatorTraining) throws -> Table {
    func counts(_ values: [Int]) -> Column.Values { .integer(Optionals(values.map { Int64($0) }, zero: 0)) }
    switch machine {
    case .classifier(let machine):
      var rows = [Int](repeating: 0, count: machine.classCount)
      if case .classes(let classes) = training.values { for label in classes { rows[label] += 1 } }
      return try Table([
        Column("class", .text(TextValues(signature.classNames))), Column("rows", counts(rows)), Column("support_vectors", counts(machine.vectorCounts)),
      ])
    case .regressor(let machine):
      return try Table([
        Column("rows", counts([training.matrix.rowCount])), Column("support_vectors", counts([machine.coefficients.count])),
      ])
    }
  }

  func archive() -> ModelArchive {
    switch machine {
    case .classifier(let machine):
      signature.archive(
        by: SupportVectorModel.name, machine.kernel.members,
        arrays: [
          ("vectors", NPYArray(machine.vectors)), ("vector_counts", NPYArray(.int32(machine.vectorCounts.map { Int32(truncatingIfNeeded: $0) }))),
          ("coefficients", NPYArray(machine.coefficients)), ("constants", NPYArray(.float64(machine.constants))),
          ("sigmoid_slopes", NPYArray(.float64(machine.sigmoids.map(\.slope)))), ("sigmoid_constants", NPYArray(.float64(machine.sigmoids.map(\.constant)))),
        ])
    case .regressor(let machine):
      signature.archive(
        by: SupportVectorModel.name, machine.kernel.members,
        arrays: [
          ("vectors", NPYArray(machine.vectors)), ("coefficients", NPYArray(.float64(machine.coefficients))),
          ("constants", NPYArray(.float64([machine.constant]))),
        ])
    }
  }

  init(signature: ModelSignature, machine: Machine) {
    self.signature = signature
    self.machine = machine
  }

  /// - Throws: `ToolError` or `FittingError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    signature = try ModelSignature(archive)
    let kernel = try VectorKernel(archive.content)
    let vectors = try Matrix(archive.array("vectors"))
    let constants = try archive.doubles("constants")
    guard vectors.columnCount == signature.features.count else { throw ToolError("the model's file is damaged: its features differ in number") }
    guard signature.target.isClassification else {
      guard constants.count == 1 else { throw ToolError("the model's file is damaged: its constant is missing") }
      machine = .regressor(
        try SupportVectorRegressor(kernel: kernel, vectors: vectors, coefficients: try archive.doubles("coefficients"), constant: constants[0]))
      return
    }
    let (slopes, offsets) = (try archive.doubles("sigmoid_slopes"), try archive.doubles("sigmoid_constants"))
    let counts = try archive.int32s("vector_counts").map { Int($0) }
    guard slopes.count == offsets.count, counts.count == signature.learnt.count else {
      throw ToolError("the model's file is damaged: its classes differ in number")
    }
    machine = .classifier(
      try SupportVectorClassifier(
        kernel: kernel, vectors: vectors, vectorCounts: counts, coefficients: try Matrix(archive.array("coefficients")), constants: constants,
        sigmoids: zip(slopes, offsets).map { ProbabilitySigmoid(slope: $0, constant: $1) }))
  }
}

extension VectorKernel {
  /// As model archives hold it.
  fileprivate var members: [JSON.Member] {
    switch self {
    case .linear: [.init("kernel", "linear")]
    case .rbf(let gamma): [.init("kernel", "rbf"), .init("gamma", .number(gamma))]
    case .polynomial(let degree, let gamma, let offset):
      [.init("kernel", "poly"), .init("degree", .integer(degree)), .init("gamma", .number(gamma)), .init("coef0", .number(offset))]
    case .sigmoid(let gamma, let offset): [.init("kernel", "sigmoid"), .init("gamma", .number(gamma)), .init("coef0", .number(offset))]
    }
  }

  fileprivate init(_ content: JSON) throws(ToolError) {
    let (gamma, offset) = (content["gamma"]?.double ?? 1, content["coef0"]?.double ?? 0)
    switch content["kernel"]?.string {
    case "linear": self = .linear
    case "rbf": self = .rbf(gamma: gamma)
    case "poly": self = .polynomial(degree: max(0, content["degree"]?.int ?? 3), gamma: gamma, offset: offset)
    case "sigmoid": self = .sigmoid(gamma: gamma, offset: offset)
    default: throw ToolError("the model's file is damaged: it does not name its kernel")
    }
  }
}
