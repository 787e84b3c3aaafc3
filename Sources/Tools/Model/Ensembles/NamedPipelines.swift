import Tooling

/// Pipelines by the names that a notebook gives them: one or more, each with stages.
struct NamedPipelines {
  let names: [String]
  let stages: [[StageSpecification]]

  /// - Throws: `ToolError` where a name stands twice or a pipeline is empty.
  init(_ pipelines: ParameterMapping<[StageSpecification]>) throws(ToolError) {
    var seen: Set<String> = []
    for (name, stages) in pipelines.fields {
      guard seen.insert(name).inserted else { throw ToolError("'\(name)' is the name of two pipelines", parameter: "pipelines") }
      guard !stages.isEmpty else { throw ToolError("the pipeline '\(name)' is empty", remedy: "its last stage predicts", parameter: "pipelines") }
    }
    guard !pipelines.fields.isEmpty else { throw ToolError("'pipelines' names none", parameter: "pipelines") }
    names = pipelines.fields.map(\.name)
    stages = pipelines.fields.map(\.value)
  }

  /// A number a pipeline, in their order, each above 0.
  ///
  /// - Throws: `ToolError` where a pipeline has none, or a name is none of theirs.
  func weights(_ given: ParameterMapping<Double>, parameter: String) throws(ToolError) -> [Double] {
    for field in given.fields where !names.contains(field.name) {
      throw ToolError("'\(parameter)' names '\(shortened(field.name))', which is no pipeline\(didYouMean(field.name, among: names))", parameter: parameter)
    }
    var weights: [Double] = []
    for name in names {
      guard let weight = given[name], weight > 0, weight.isFinite else {
        throw ToolError("'\(parameter)' must give the pipeline '\(shortened(name))' a number above 0", parameter: parameter)
      }
      weights.append(weight)
    }
    return weights
  }
}
