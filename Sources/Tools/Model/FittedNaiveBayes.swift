import Learning
import LinearAlgebra
import RealModule
import Tabular
import Tooling

/// A naive Bayes classifier as a model.
struct FittedNaiveBayes: MatrixPredictor {
  static let method = "a naive Bayes classifier"

  enum Model: Sendable {
    case gaussian(GaussianNaiveBayes)
    case counts(CountNaiveBayes)
  }

  let signature: ModelSignature
  let model: Model

  var target: TargetDescription { signature.target }
  var features: [String] { signature.features }

  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction {
    try signature.requireComplete(matrix, for: Self.method)
    switch model {
    case .gaussian(let model): return signature.prediction(model.logJoint(matrix, cores: context.cores).softmax())
    case .counts(let model): return signature.prediction(model.logJoint(matrix, cores: context.cores).softmax())
    }
  }

  func archive() -> ModelArchive {
    switch model {
    case .gaussian(let model):
      signature.archive(
        by: NaiveBayesModel.name, [.init("kind", "gaussian")],
        arrays: [
          ("log_priors", NPYArray(.float64(model.logPriors))), ("means", NPYArray(model.means)), ("variances", NPYArray(model.variances)),
        ])
    case .counts(let model):
      signature.archive(
        by: NaiveBayesModel.name, members(of: model.distribution),
        arrays: [("log_priors", NPYArray(.float64(model.logPriors))), ("log_probabilities", NPYArray(model.logProbabilities))])
    }
  }

  private func members(of distribution: CountNaiveBayes.Distribution) -> [JSON.Member] {
    switch distribution {
    case .multinomial: [.init("kind", "multinomial")]
    case .bernoulli(let threshold): [.init("kind", "bernoulli"), .init("binarize", .number(threshold))]
    }
  }

  init(signature: ModelSignature, model: Model) {
    self.signature = signature
    self.model = model
  }

  /// - Throws: `ToolError` or `FittingError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    signature = try ModelSignature(archive)
    let logPriors = try archive.doubles("log_priors")
    let width: Int
    switch archive.content["kind"]?.string {
    case "gaussian":
      let gaussian = try GaussianNaiveBayes(
        logPriors: logPriors, means: try Matrix(archive.array("means")), variances: try Matrix(archive.array("variances")))
      (model, width) = (.gaussian(gaussian), gaussian.means.columnCount)
    case let kind?:
      let distribution = kind == "multinomial" ? CountNaiveBayes.Distribution.multinomial : .bernoulli(threshold: archive.content["binarize"]?.double ?? 0)
      let counts = try CountNaiveBayes(distribution, logPriors: logPriors, logProbabilities: try Matrix(archive.array("log_probabilities")))
      (model, width) = (.counts(counts), counts.logProbabilities.columnCount)
    case nil: throw ToolError("the model's file is damaged: it does not say of what kind it is")
    }
    guard width == signature.features.count, logPriors.count == signature.learnt.count else {
      throw ToolError("the model's file is damaged: its classes or features differ in number")
    }
  }

  /// `class`, `prior`, `feature`, then `mean` and `sd`, or `probability`.
  func distributionTable() throws -> Table {
    let names = signature.classNames
    func each<T>(_ value: (_ label: Int, _ feature: Int) -> T) -> [T] {
      names.indices.flatMap { label in features.indices.map { value(label, $0) } }
    }
    func columns(_ logPriors: [Double]) -> [Column] {
      [
        Column("class", .dictionary(DictionaryValues(codes: each { label, _ in Int32(truncatingIfNeeded: label) }, levels: names))),
        Column("prior", .number(each { label, _ in Double.exp(logPriors[label]) })),
        Column("feature", .text(TextValues(each { features[$1] }))),
      ]
    }
    switch model {
    case .gaussian(let model):
      return try Table(
        columns(model.logPriors) + [
          Column("mean", .number(model.means.values)), Column("sd", .number(model.variances.values.map { $0.squareRoot() })),
        ])
    case .counts(let model):
      return try Table(columns(model.logPriors) + [Column("probability", .number(model.logProbabilities.values.map { Double.exp($0) }))])
    }
  }
}
