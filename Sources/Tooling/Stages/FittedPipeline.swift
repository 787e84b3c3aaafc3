public import Tabular

/// Stages fitted one after the other on the same rows: transformers, then a predictor that takes what they give.
///
/// It is a predictor like any other, so whatever reads models reads pipelines.
public struct FittedPipeline: FittedPredictor {
  /// The tool's name that its archive has.
  public static let archiveName = "pipeline"

  /// The columns that the first stage was fitted on.
  public let features: [String]
  public let transformers: [any FittedTransformer]
  public let predictor: any FittedPredictor

  public init(features: [String], transformers: [any FittedTransformer], predictor: any FittedPredictor) {
    self.features = features
    self.transformers = transformers
    self.predictor = predictor
  }

  public var target: TargetDescription { predictor.target }

  public func predict(_ table: Table, _ context: RunContext) throws -> Prediction {
    for name in features where table.column(name) == nil {
      throw ToolError("the table has no column '\(name)', which is one of the model's features\(didYouMean(name, among: table.names))")
    }
    var table = try table.selecting(columns: features)
    for transformer in transformers { table = try transformer.transform(table, context) }
    return try predictor.predict(table, context)
  }

  public func archive() -> ModelArchive {
    let last = predictor.archive()
    return ModelArchive(
      kind: last.kind, tool: Self.archiveName, content: .object([.init("features", .array(features.map { .text($0) }))]),
      parts: transformers.map { $0.archive() } + [last])
  }

  /// Reads back what `archive` made, each part by the tool that fitted it.
  init(_ archive: ModelArchive, _ context: RunContext) throws {
    let stages = try archive.parts.map { try $0.fittedStage(context) }
    guard let features = archive.content["features"]?.array?.compactMap(\.string), let predictor = stages.last as? any FittedPredictor else {
      throw ToolError("the model's file is damaged: a pipeline ends with a predictor")
    }
    let transformers = stages.dropLast().compactMap { $0 as? any FittedTransformer }
    guard transformers.count == stages.count - 1 else { throw ToolError("the model's file is damaged: a pipeline's earlier stages are transformers") }
    self.init(features: features, transformers: transformers, predictor: predictor)
  }

  /// Fits `stages` in their order, each transformer on what the one before gave, and the predictor last. Those that resample rows
  /// change what the later ones are fitted on, and are no part of what is fitted.
  ///
  /// - Throws: `ToolError` with `parameter` where the stages are no pipeline, and what the stages throw.
  public static func fit(_ stages: [StageSpecification], _ data: TrainingData, _ context: RunContext) throws -> any FittedPredictor {
    guard let last = stages.last else {
      throw ToolError("the pipeline is empty", remedy: "its last stage predicts, such as model.logistic_regression", parameter: "pipeline")
    }
    var rest = data
    var transformers: [any FittedTransformer] = []
    for stage in stages.dropLast() {
      let fitted = try stage.fit(rest, context)
      if let resampling = fitted as? any RowResampling {
        rest = try resampling.resampled(rest, context)
        continue
      }
      guard let transformer = fitted as? any FittedTransformer else {
        throw ToolError("'\(stage.tool)' predicts, so it must be the pipeline's last stage", parameter: "pipeline")
      }
      rest.features = try transformer.transform(rest.features, context)
      transformers.append(transformer)
    }
    guard let predictor = try last.fit(rest, context) as? any FittedPredictor else {
      throw ToolError(
        "the pipeline's last stage '\(last.tool)' does not predict", remedy: "end it with a predictor, such as model.logistic_regression",
        parameter: "pipeline")
    }
    return transformers.isEmpty
      ? predictor : FittedPipeline(features: data.features.names, transformers: transformers, predictor: predictor)
  }
}
