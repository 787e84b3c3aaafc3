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
  /// - Parameter place: where the tool that asks has the pipeline, for errors.
  /// - Throws: `ToolError` with `parameter` where the stages are no pipeline, and what the stages throw, told of the pipeline and the stage.
  public static func fit(
    _ stages: [StageSpecification], _ data: TrainingData, at place: PipelinePlace = PipelinePlace(), _ context: RunContext
  ) throws -> any FittedPredictor {
    try requirePipeline(stages, at: place, context.catalogue)
    var rest = data
    var transformers: [any FittedTransformer] = []
    for (number, stage) in stages.enumerated() {
      do {
        switch try stage.fit(rest, context) {
        case let predictor as any FittedPredictor where number == stages.count - 1:
          return transformers.isEmpty
            ? predictor : FittedPipeline(features: data.features.names, transformers: transformers, predictor: predictor)
        case let resampling as any RowResampling: rest = try resampling.resampled(rest, context)
        case let transformer as any FittedTransformer:
          rest.features = try transformer.transform(rest.features, context)
          transformers.append(transformer)
        default: throw ToolError("'\(stage.tool)' neither changes the table nor predicts")
        }
      } catch {
        throw place.error(error, ofStage: number, stage, context.catalogue)
      }
    }
    throw ToolError.lastStage(stages[stages.count - 1].tool).at(place.parameter)
  }

  /// - Throws: `ToolError` unless the last stage predicts, and it alone.
  private static func requirePipeline(_ stages: [StageSpecification], at place: PipelinePlace, _ catalogue: ToolCatalogue) throws(ToolError) {
    guard !stages.isEmpty else {
      throw ToolError("the pipeline is empty", remedy: "its last stage predicts, such as model.logistic_regression", parameter: place.parameter)
    }
    for (number, stage) in stages.enumerated() {
      let isLast = number == stages.count - 1
      guard let role = catalogue[stage.tool]?.stage?.role, !role.canStand(atEnd: isLast) else { continue }
      throw (isLast ? ToolError.lastStage(stage.tool) : ToolError.earlyStage(stage.tool)).at(place.path(ofStage: number))
    }
  }
}
