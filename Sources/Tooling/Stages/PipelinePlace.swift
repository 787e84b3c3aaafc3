/// Where a pipeline stands among the parameters of the tool that holds it: what goes wrong in a stage is told there.
public struct PipelinePlace: Sendable {
  /// The parameter, or the part of it, that holds the stages: `pipeline`, `pipelines.linear`.
  public var parameter: String
  /// What the author called the pipeline; nil where there is one alone.
  public var name: String?

  public init(_ parameter: String = "pipeline", name: String? = nil) {
    self.parameter = parameter
    self.name = name
  }

  /// The pipeline called `name` under `parameter`.
  public static func named(_ name: String, of parameter: String = "pipelines") -> Self { Self("\(parameter).\(name)", name: name) }

  func path(ofStage place: Int) -> String { "\(parameter)[\(place + 1)]" }

  /// What a stage threw, with the pipeline and the stage named, and its place. Errors of the columns' roles, which a stage is given, are of the
  /// stage as a whole.
  func error(_ error: any Error, ofStage place: Int, _ stage: StageSpecification, _ catalogue: ToolCatalogue) -> any Error {
    if error is CancellationError { return error }
    var failure = error as? ToolError ?? ToolError("\(error)")
    failure.message = "\(name.map { "the pipeline '\($0)', " } ?? "")stage \(place + 1) (\(stage.tool)): \(failure.message)"
    let path = path(ofStage: place)
    let own = failure.parameter.flatMap { parameter -> String? in
      let name = String(parameter.prefix { $0 != "." && $0 != "[" })
      guard let tool = catalogue[stage.tool], tool.parameter(name) != nil, tool.stage?.stepParameters.contains(name) != true else { return nil }
      return parameter
    }
    failure.parameter = own.map { "\(path).\($0)" } ?? path
    return failure
  }
}

extension ToolError {
  /// That a pipeline ends with `tool`, which does not predict.
  static func lastStage(_ tool: String) -> Self {
    Self("the pipeline's last stage '\(tool)' does not predict", remedy: "end it with a predictor, such as model.logistic_regression")
  }

  /// That `tool` predicts, and stages follow.
  static func earlyStage(_ tool: String) -> Self {
    Self("'\(tool)' predicts, so it must be the pipeline's last stage", remedy: "put it last; model.voting and model.stacking bring several together")
  }

  /// The error told of a parameter.
  func at(_ parameter: String) -> Self {
    var error = self
    error.parameter = parameter
    return error
  }
}
