import LinearAlgebra
import Tabular
import Tooling

/// What a dummy predicts.
enum DummyStrategy: String, ParameterChoice {
  case auto
  case mostFrequent = "most_frequent"
  case prior, stratified, uniform, constant, mean, median, quantile

  var help: String {
    switch self {
    case .auto: "Prior for classes, mean for numbers."
    case .mostFrequent: "Of classes: the commonest, without a doubt."
    case .prior: "Of classes: the commonest, with the classes' shares as probabilities."
    case .stratified: "Of classes: one drawn by the classes' shares."
    case .uniform: "Of classes: one drawn, each as likely as the next."
    case .constant: "What stands under 'constant'."
    case .mean: "Of numbers: their mean."
    case .median: "Of numbers: their median."
    case .quantile: "Of numbers: the quantile under 'quantile'."
    }
  }

  /// - Throws: `ToolError` where the strategy is not one of the task's.
  func resolved(for target: TargetDescription) throws(ToolError) -> DummyStrategy {
    let ofClasses: [DummyStrategy] = [.mostFrequent, .prior, .stratified, .uniform, .constant]
    let ofNumbers: [DummyStrategy] = [.mean, .median, .quantile, .constant]
    if self == .auto { return target.isClassification ? .prior : .mean }
    let allowed = target.isClassification ? ofClasses : ofNumbers
    guard allowed.contains(self) else {
      let list = allowed.map(\.rawValue).joined(separator: ", ")
      throw ToolError(
        ParameterDeclaration.refusal("strategy", "one of \(list) for \(target.isClassification ? "classes" : "numbers")", not: "'\(rawValue)'"),
        parameter: "strategy")
    }
    return self
  }
}

/// A class or a number that is always predicted.
enum DummyConstant: ParameterValue, Equatable {
  case value(Double)
  case name(String)

  static var type: ParameterType { .oneOf([.number, .text]) }
  static var placeholder: Self { .value(0) }
  var typedValue: TypedValue {
    switch self {
    case .value(let number): .number(number)
    case .name(let name): .text(name)
    }
  }

  init(_ value: TypedValue) throws {
    if let number = value.double { self = .value(number) } else { self = .name(try String(value)) }
  }

  /// As classes are called.
  var text: String {
    switch self {
    case .value(let number): TypedValue.shortest(number)
    case .name(let name): name
    }
  }

  var number: Double? {
    guard case .value(let number) = self else { return nil }
    return number
  }
}

/// A dummy as a model.
struct FittedDummy: FittedPredictor {
  enum Rule: Sendable, Equatable {
    case number(Double)
    /// The same probabilities for every row.
    case shares([Double])
    /// A class drawn for every row.
    case drawn([Double], isUniform: Bool, seed: Int)
  }

  let target: TargetDescription
  let features: [String]
  let rule: Rule

  init(target: TargetDescription, features: [String], rule: Rule) {
    self.target = target
    self.features = features
    self.rule = rule
  }

  func predict(_ table: Table, _ context: RunContext) throws -> Prediction {
    switch rule {
    case .number(let number): return .numbers([Double](repeating: number, count: table.rowCount))
    case .shares(let shares): return .probabilities((0..<table.rowCount).flatMap { _ in shares }, classCount: shares.count)
    case .drawn(let shares, let isUniform, let seed):
      var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)))
      let last = shares.lastIndex { $0 > 0 } ?? 0
      var values: [Double] = []
      values.reserveCapacity(table.rowCount * shares.count)
      for _ in 0..<table.rowCount {
        var rest = random.uniform()
        var drawn = 0
        while drawn < last, rest >= shares[drawn] {
          rest -= shares[drawn]
          drawn += 1
        }
        values += shares.indices.map { isUniform ? ($0 == drawn ? shares[$0].nextUp : shares[$0]) : ($0 == drawn ? 1 : 0) }
      }
      return .probabilities(values, classCount: shares.count)
    }
  }

  func archive() -> ModelArchive {
    var content: [JSON.Member] = [.init("target", target.json), .init("features", .array(features.map { .text($0) }))]
    var shares: [Double] = []
    switch rule {
    case .number(let number): content.append(.init("number", .number(number)))
    case .shares(let values): shares = values
    case .drawn(let values, let isUniform, let seed):
      shares = values
      content += [.init("draws", .boolean(true)), .init("uniform", .boolean(isUniform)), .init("seed", .integer(seed))]
    }
    return ModelArchive(
      kind: target.isClassification ? .classifier : .regressor, tool: DummyModel.name, content: .object(content),
      arrays: target.isClassification ? [("shares", NPYArray(.float64(shares)))] : [])
  }

  /// - Throws: `ToolError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    target = try TargetDescription(json: archive.content["target"])
    features = try archive.names("features")
    guard target.isClassification else {
      guard let number = archive.content["number"]?.double, number.isFinite else { throw ToolError("the model's file is damaged: its number is missing") }
      rule = .number(number)
      return
    }
    let shares = try archive.doubles("shares")
    guard shares.count == target.classes.count, shares.allSatisfy({ (0...1).contains($0) }), shares.contains(where: { $0 > 0 }) else {
      throw ToolError("the model's file is damaged: its classes' shares are none")
    }
    rule =
      archive.content["draws"]?.bool == true
      ? .drawn(shares, isUniform: archive.content["uniform"]?.bool ?? false, seed: archive.content["seed"]?.int ?? 0) : .shares(shares)
  }
}
