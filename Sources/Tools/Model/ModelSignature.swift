import Learning
import LinearAlgebra
import Tabular
import Tooling

/// What a model learnt from and what it predicts: kept in its archive, whatever else it learnt.
struct ModelSignature: Sendable, Equatable {
  let target: TargetDescription
  let features: [String]
  /// The codes of the classes that the training rows had, ascending: all, but where a fold lacked some. Empty for numbers.
  let learnt: [Int]

  init(target: TargetDescription, features: [String], learnt: [Int] = []) {
    self.target = target
    self.features = features
    self.learnt = learnt
  }

  /// - Throws: `ToolError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    let target = try TargetDescription(json: archive.content["target"])
    let learnt = (archive.content["learnt"]?.array ?? []).compactMap(\.int)
    self.init(target: target, features: try archive.names("features"), learnt: learnt)
    guard learnt.allSatisfy(target.classes.indices.contains), zip(learnt, learnt.dropFirst()).allSatisfy(<), learnt.isEmpty != target.isClassification else {
      throw ToolError("the model's file is damaged: its classes differ in number")
    }
  }

  /// The archive of a model with this signature, and what else it holds.
  func archive(
    by tool: String, _ content: [JSON.Member] = [], arrays: [(name: String, array: NPYArray)], files: [(name: String, bytes: [UInt8])] = []
  ) -> ModelArchive {
    ModelArchive(
      kind: target.isClassification ? .classifier : .regressor, tool: tool,
      content: .object(
        [.init("target", target.json), .init("features", .array(features.map { .text($0) }))]
          + (target.isClassification ? [.init("learnt", .array(learnt.map { .integer($0) }))] : []) + content),
      arrays: arrays, files: files)
  }

  /// The names of the classes learnt.
  var classNames: [String] { learnt.map { target.classes[$0] } }

  /// The features of new rows, none missing.
  func completeFeatures(of table: Table, for method: String, _ context: RunContext) throws -> Matrix {
    let matrix = try numericFeatures(of: table, features, context)
    try requireComplete(matrix, for: method)
    return matrix
  }

  /// - Throws: `ToolError` where a feature of new rows is missing.
  func requireComplete(_ matrix: Matrix, for method: String) throws { try refuseMissing(in: matrix, features, for: method) }

  /// Probabilities of the classes learnt as probabilities of all classes: one that was not learnt has none.
  func prediction(_ probabilities: Matrix) -> Prediction {
    let classCount = target.classes.count
    guard learnt.count < classCount else { return .probabilities(probabilities.values, classCount: classCount) }
    var all = [Double](repeating: 0, count: probabilities.rowCount * classCount)
    for row in 0..<probabilities.rowCount {
      for (place, code) in learnt.enumerated() { all[row * classCount + code] = probabilities[row, place] }
    }
    return .probabilities(all, classCount: classCount)
  }

  /// The classes' shares that a notebook gives, of those learnt, with a sum of 1.
  ///
  /// - Throws: `ToolError` where a name is no class, a class has no share, or the shares' sum is not 1.
  func priors(_ given: ParameterMapping<Double>?) throws(ToolError) -> [Double]? {
    guard let given else { return nil }
    for field in given.fields where !target.classes.contains(field.name) {
      throw ToolError(
        "'priors' names '\(shortened(field.name))', which is no class of '\(target.name)'\(didYouMean(field.name, among: target.classes))", parameter: "priors")
    }
    var shares: [Double] = []
    for name in target.classes {
      guard let share = given[name], share > 0, share.isFinite else {
        throw ToolError("'priors' must give the class '\(shortened(name))' a share above 0", parameter: "priors")
      }
      shares.append(share)
    }
    let sum = shares.reduce(0, +)
    guard abs(sum - 1) < 1e-6 else {
      throw ToolError("the shares in 'priors' must have a sum of 1, not \(shortNumber(sum, digits: 6))", parameter: "priors")
    }
    let kept = learnt.map { shares[$0] }
    return kept.map { $0 / kept.reduce(0, +) }
  }
}
