import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits a dummy: it predicts from the target alone, and never looks at the features.
///
/// It is the baseline that a model must beat to have learnt anything. Where 95 of 100 patients are healthy, a dummy that calls
/// everyone healthy is right 95 times: an accuracy of 0.95 then says nothing. Judge a dummy by the same folds or the same test
/// rows as your model, and report both.
///
///     ```{model.dummy baseline}
///     data: $parts.train
///     target: diagnosis
///     strategy: stratified
///     ```
///
/// For classes, `most_frequent` is always sure of the commonest class; `prior`, the default, says the same class, with the classes'
/// shares as probabilities; `stratified` draws by these shares; `uniform` draws each class as often as the next; `constant` always
/// says the class under `constant`. For numbers, `mean` is the default; `median`, `quantile` and `constant` are the others.
///
/// Strategies have scikit-learn's names. One thing differs: what `uniform` draws has a probability larger in its last bit, so that
/// its prediction is the class drawn, as everywhere here the prediction is the likeliest class.
struct DummyModel: EstimatorStage, ParameterChecking {
  static let name = "model.dummy"
  static let summary = "Fit a baseline that predicts without looking at the features."
  static let version = "1"

  @Input("The rows to learn from.") var data: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns of the model; they change nothing.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto

  @Param("What is predicted.") var strategy = DummyStrategy.auto
  @Param("With strategy: constant, the class or the number.") var constant: DummyConstant?
  @Param("With strategy: quantile, which: 0.5 is the median.", .in(0...1)) var quantile: Double?
  @Param("Of the random draws.", .atLeast(0)) var seed = 0

  @Output("The baseline.", isMain: true) var model: ModelArchive?

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedDummy(archive) }

  func problems(given: Set<String>) -> [ParameterProblem] {
    [("constant", constant != nil, DummyStrategy.constant), ("quantile", quantile != nil, .quantile)].filter { $1 && strategy != $2 }.map { name, _, _ in
      .error("'\(name)' is for strategy: \(name), and the strategy is \(strategy.rawValue)", remedy: "leave it out", at: name, isOfName: true)
    }
  }

  func fitted(to data: TrainingData, _ context: RunContext) throws -> FittedDummy {
    guard let target = data.target else { throw ToolError("a dummy needs a target", parameter: "target") }
    let strategy = try strategy.resolved(for: target.description)
    let features = data.features.names
    switch target {
    case .numbers(let numbers, let description):
      let value = try number(strategy, numbers, data.weights)
      guard value.isFinite else { throw ToolError("the \(strategy.rawValue) of '\(description.name)' is beyond the largest number", parameter: "target") }
      return FittedDummy(target: description, features: features, rule: .number(value))
    case .classes(let codes, let description):
      var shares = [Double](repeating: 0, count: description.classes.count)
      for (row, code) in codes.enumerated() { shares[Int(code)] += data.weights?[row] ?? 1 }
      let sum = shares.reduce(0, +)
      guard sum > 0, sum.isFinite else { throw ToolError("the weights of the rows to learn from have no positive sum", parameter: "weights") }
      for code in shares.indices { shares[code] /= sum }
      return FittedDummy(target: description, features: features, rule: try rule(strategy, shares, description))
    }
  }

  private func rule(_ strategy: DummyStrategy, _ shares: [Double], _ target: TargetDescription) throws(ToolError) -> FittedDummy.Rule {
    func sure(of code: Int) -> FittedDummy.Rule { .shares(shares.indices.map { $0 == code ? 1 : 0 }) }
    switch strategy {
    case .mostFrequent: return sure(of: shares.indices.reduce(0) { shares[$1] > shares[$0] ? $1 : $0 })
    case .stratified: return .drawn(shares, isUniform: false, seed: seed)
    case .uniform:
      let known = shares.count { $0 > 0 }
      return .drawn(shares.map { $0 > 0 ? 1 / Double(known) : 0 }, isUniform: true, seed: seed)
    case .constant:
      guard let constant else { throw ToolError("strategy: constant needs a class under 'constant'", parameter: "constant") }
      guard let code = target.classes.firstIndex(of: constant.text) else {
        throw ToolError(
          "'constant' must be a class of '\(target.name)', not '\(shortened(constant.text))'\(didYouMean(constant.text, among: target.classes))",
          parameter: "constant")
      }
      return sure(of: code)
    case .auto, .prior, .mean, .median, .quantile: return .shares(shares)
    }
  }

  private func number(_ strategy: DummyStrategy, _ numbers: [Double], _ weights: [Double]?) throws(ToolError) -> Double {
    switch strategy {
    case .constant:
      guard let constant else { throw ToolError("strategy: constant needs a number under 'constant'", parameter: "constant") }
      guard let number = constant.number else {
        throw ToolError("'constant' must be a number for a target of numbers, not '\(shortened(constant.text))'", parameter: "constant")
      }
      return number
    case .median, .quantile:
      let share = strategy == .median ? 0.5 : quantile ?? .nan
      guard !share.isNaN else { throw ToolError("strategy: quantile needs 'quantile', from 0 to 1", parameter: "quantile") }
      guard let weights else { return Learning.quantile(ofSorted: numbers.sorted(), share) }
      return weightedQuantile(numbers, weights: weights, share)
    case .auto, .mean, .mostFrequent, .prior, .stratified, .uniform:
      guard let weights else {
        let first = numbers.first ?? .nan
        return first + numbers.reduce(0) { $0 + ($1 - first) } / Double(numbers.count)
      }
      let sum = weights.reduce(0, +)
      return zip(numbers, weights).reduce(0) { $0 + $1.0 * $1.1 } / sum
    }
  }
}
