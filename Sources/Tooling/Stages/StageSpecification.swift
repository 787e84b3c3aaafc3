/// A stage of a pipeline as the notebook gives it: a tool that can be fitted, and its parameters.
public struct StageSpecification: ParameterValue, Hashable {
  public var tool: String
  public var version: String
  /// What the stage is called where a grid names it; nil where the author gave no name.
  public var alias: String?
  /// Every parameter, defaults filled in.
  public var parameters: TypedValue

  public init(tool: String, version: String, alias: String? = nil, parameters: TypedValue) {
    self.tool = tool
    self.version = version
    self.alias = alias
    self.parameters = parameters
  }

  public static var type: ParameterType { .stage }
  public static var placeholder: Self { Self(tool: "", version: "", parameters: .record([])) }

  public var typedValue: TypedValue {
    .record([
      .init("tool", .text(tool)), .init("version", .text(version)), .init("as", alias.map(TypedValue.text) ?? .null),
      .init("parameters", parameters),
    ])
  }

  public init(_ value: TypedValue) throws {
    guard case .text(let tool)? = value["tool"], case .text(let version)? = value["version"], let parameters = value["parameters"]
    else { throw Self.mismatch(value) }
    self.init(tool: tool, version: version, parameters: parameters)
    if case .text(let alias)? = value["as"] { self.alias = alias }
  }

  /// Fits the stage with the catalogue's tool.
  public func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage {
    guard let stage = context.catalogue[tool]?.stage else { throw ToolError("there is no stage '\(tool)'") }
    return try stage.fit(parameters, data, context)
  }
}

extension ModelArchive {
  /// The fitted stage that the archive holds, read by the tool that wrote it.
  public func fittedStage(_ context: RunContext) throws -> any FittedStage {
    if tool == FittedPipeline.archiveName { return try FittedPipeline(self, context) }
    guard let stage = context.catalogue[tool]?.stage else {
      throw ToolError("the model was made by '\(tool)', which this release does not have")
    }
    return try stage.read(self, context)
  }

  /// The predictor that the archive holds.
  /// - Throws: `ToolError` where it holds a transformer or something else that does not predict.
  public func predictor(_ context: RunContext) throws -> any FittedPredictor {
    guard let predictor = try fittedStage(context) as? any FittedPredictor else {
      throw ToolError("the model made by '\(tool)' does not predict", remedy: "give a classifier or a regressor", parameter: "model")
    }
    return predictor
  }

  /// The transformer that the archive holds.
  public func transformer(_ context: RunContext) throws -> any FittedTransformer {
    guard let transformer = try fittedStage(context) as? any FittedTransformer else {
      throw ToolError("the model made by '\(tool)' does not transform tables", remedy: "give what scale.standard and the like fitted", parameter: "transformer")
    }
    return transformer
  }
}

/// An expression as a parameter: its text, and what its references are worth.
public struct ExpressionText: ParameterValue, Hashable {
  public var text: String
  /// By the reference as written.
  public var values: [TypedValue.Field]

  public init(_ text: String, values: [TypedValue.Field] = []) {
    self.text = text
    self.values = values
  }

  public static var type: ParameterType { .expression }
  public static var placeholder: Self { Self("") }
  public var typedValue: TypedValue { .record([.init("text", .text(text)), .init("values", .record(values))]) }

  public init(_ value: TypedValue) throws {
    guard case .text(let text)? = value["text"], case .record(let values)? = value["values"] else { throw Self.mismatch(value) }
    self.init(text, values: values)
  }
}
