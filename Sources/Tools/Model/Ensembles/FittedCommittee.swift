import LinearAlgebra
import Tabular
import Tooling

/// Models that predict together: the mean of what they say or, of classes, the shares of their votes.
struct FittedCommittee: FittedPredictor {
  /// The tool that brought them together.
  let tool: String
  let target: TargetDescription
  let features: [String]
  let members: [any FittedPredictor]
  /// How much each counts; above 0.
  let weights: [Double]
  /// Whether each votes for one class.
  let isVoting: Bool
  /// What members say of the rows that they did not draw, as `outOfBagMetrics` takes it; nil where that was not asked, and once the model was kept.
  let outOfBag: Matrix?

  func predict(_ table: Table, _ context: RunContext) throws -> Prediction {
    let total = weights.reduce(0, +)
    var sums: [Double] = []
    var width = 1
    for (member, weight) in zip(members, weights) {
      let prediction = try member.predict(table, context)
      let (values, count) = prediction.values
      width = count
      if sums.isEmpty { sums = [Double](repeating: 0, count: values.count) }
      guard values.count == sums.count else { throw ToolError("the model's file is damaged: its members predict different things") }
      if isVoting {
        for (row, code) in prediction.classes.enumerated() { sums[row * width + Int(code)] += weight / total }
      } else {
        for place in sums.indices { sums[place] += weight / total * values[place] }
      }
    }
    return target.isClassification ? .probabilities(sums, classCount: width) : .numbers(sums)
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: target.isClassification ? .classifier : .regressor, tool: tool,
      content: .object([
        .init("target", target.json), .init("features", .array(features.map { .text($0) })), .init("voting", .boolean(isVoting)),
      ]), arrays: [("weights", NPYArray(.float64(weights)))], parts: members.map { $0.archive() })
  }

  init(
    by tool: String, target: TargetDescription, features: [String], members: [any FittedPredictor], weights: [Double]? = nil, isVoting: Bool = false,
    outOfBag: Matrix? = nil
  ) {
    self.tool = tool
    self.target = target
    self.features = features
    self.members = members
    self.weights = weights ?? [Double](repeating: 1, count: members.count)
    self.isVoting = isVoting
    self.outOfBag = outOfBag
  }

  /// - Throws: `ToolError` where the archive is not whole.
  init(_ archive: ModelArchive, _ context: RunContext) throws {
    tool = archive.tool
    target = try TargetDescription(json: archive.content["target"])
    features = try archive.names("features")
    members = try archive.parts.map { try $0.predictor(context) }
    weights = try archive.doubles("weights")
    isVoting = archive.content["voting"]?.bool ?? false
    outOfBag = nil
    guard !members.isEmpty, weights.count == members.count, weights.allSatisfy({ $0 > 0 && $0.isFinite }), members.allSatisfy({ $0.target.classes == target.classes }) else {
      throw ToolError("the model's file is damaged: its members differ in number")
    }
  }
}
