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

  /// Where the pipelines stand.
  var places: [PipelinePlace] { names.map { .named($0) } }

  /// What is wrong with numbers by the names of `pipelines`: each has one, and no other name does.
  static func problems(of weights: ParameterMapping<Double>, by pipelines: ParameterMapping<[StageSpecification]>, parameter: String) -> [ParameterProblem] {
    let names = pipelines.fields.map(\.name)
    var problems = weights.fields.filter { !names.contains($0.name) }.map { field in
      let near = didYouMean(field.name, among: names)
      return ParameterProblem.error(
        "'\(parameter)' names '\(shortened(field.name))', which is no pipeline\(near)", remedy: near.isEmpty ? "the pipelines are \(names.joined(separator: ", "))" : nil,
        at: "\(parameter).\(field.name)", isOfName: true)
    }
    for name in names where !(weights[name].map { $0 > 0 && $0.isFinite } ?? false) && problems.isEmpty {
      problems.append(.error("'\(parameter)' must give the pipeline '\(shortened(name))' a number above 0", at: parameter))
    }
    return problems
  }
}
