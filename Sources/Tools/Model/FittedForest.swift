import Learning
import LinearAlgebra
import Tabular
import Tooling

/// A random forest as a model: what it predicts, from which columns.
struct FittedForest: MatrixPredictor {
  /// The tool that grew it.
  let tool: String
  let target: TargetDescription
  let features: [String]
  let forest: RandomForest

  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction {
    guard target.isClassification else { return .numbers(try forest.predictions(matrix, cores: context.cores)) }
    let probabilities = try forest.probabilities(matrix, cores: context.cores)
    return .probabilities(probabilities.values, classCount: target.classes.count)
  }

  func archive() -> ModelArchive {
    let storage = forest.storage
    return ModelArchive(
      kind: target.isClassification ? .classifier : .regressor, tool: tool,
      content: .object([.init("target", target.json), .init("features", .array(features.map { .text($0) }))]),
      arrays: [
        ("bin_edges", NPYArray(.float64(storage.binEdges))), ("bin_edge_counts", NPYArray(.int32(storage.binEdgeCounts))),
        ("node_counts", NPYArray(.int32(storage.nodeCounts))), ("node_features", NPYArray(.int32(storage.nodeFeatures))),
        ("node_links", NPYArray(.int32(storage.nodeLinks))), ("node_splits", NPYArray(.uint16(storage.nodeSplits))),
        ("leaf_value_counts", NPYArray(.int32(storage.leafValueCounts))), ("leaf_values", NPYArray(.float64(storage.leafValues))),
        ("importances", NPYArray(.float64(storage.importances))), ("importance_sds", NPYArray(.float64(storage.importanceSpreads))),
      ])
  }

  init(by tool: String, target: TargetDescription, features: [String], forest: RandomForest) {
    self.tool = tool
    self.target = target
    self.features = features
    self.forest = forest
  }

  /// - Throws: `ToolError` or `FittingError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    tool = archive.tool
    target = try TargetDescription(json: archive.content["target"])
    features = try archive.names("features")
    forest = try RandomForest(
      RandomForest.Storage(
        classCount: target.classes.count, binEdges: try archive.doubles("bin_edges"), binEdgeCounts: try archive.int32s("bin_edge_counts"),
        nodeCounts: try archive.int32s("node_counts"), nodeFeatures: try archive.int32s("node_features"),
        nodeLinks: try archive.int32s("node_links"), nodeSplits: try archive.uint16s("node_splits"),
        leafValueCounts: try archive.int32s("leaf_value_counts"), leafValues: try archive.doubles("leaf_values"),
        importances: try archive.doubles("importances"), importanceSpreads: try archive.doubles("importance_sds")))
    guard forest.featureCount == features.count else { throw ToolError("the model's file is damaged: its features differ in number") }
  }
}
