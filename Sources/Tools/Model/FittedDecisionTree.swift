import Learning
import LinearAlgebra
import Tabular
import Tooling

/// A decision tree as a model.
struct FittedDecisionTree: MatrixPredictor {
  let signature: ModelSignature
  let tree: ThresholdTree

  var target: TargetDescription { signature.target }
  var features: [String] { signature.features }

  func predict(_ matrix: Matrix, _ context: RunContext) throws -> Prediction {
    let found = try tree.predictions(matrix, cores: context.cores)
    guard target.isClassification else { return .numbers(found.values) }
    guard signature.learnt.count > 1 else {
      // Of one class alone there are two shares, the second 0.
      return signature.prediction(Matrix(rowCount: found.rowCount, columnCount: 1, values: [Double](repeating: 1, count: found.rowCount)))
    }
    return signature.prediction(found)
  }

  func archive() -> ModelArchive {
    let nodes = tree.nodes
    return signature.archive(
      by: DecisionTreeModel.name,
      arrays: [
        ("node_features", NPYArray(.int32(nodes.map(\.feature)))), ("node_thresholds", NPYArray(.float64(nodes.map(\.threshold)))),
        ("node_links", NPYArray(.int32(nodes.map(\.left)))), ("node_missing_goes_left", NPYArray(.bool(nodes.map(\.missingGoesLeft)))),
        ("node_saw_missing", NPYArray(.bool(nodes.map(\.sawMissing)))), ("node_impurities", NPYArray(.float64(nodes.map(\.impurity)))),
        ("node_weights", NPYArray(.float64(nodes.map(\.weight)))), ("node_rows", NPYArray(.int32(nodes.map(\.rowCount)))),
        ("node_values", NPYArray(tree.values)),
      ])
  }

  init(signature: ModelSignature, tree: ThresholdTree) {
    self.signature = signature
    self.tree = tree
  }

  /// - Throws: `ToolError` or `FittingError` where the archive is not whole.
  init(_ archive: ModelArchive) throws {
    signature = try ModelSignature(archive)
    func flags(_ name: String) throws -> [Bool] {
      guard case .bool(let flags) = try archive.array(name).values else { throw ToolError("the model's array '\(name)' must be of bool") }
      return flags
    }
    let (features, thresholds, links) = (try archive.int32s("node_features"), try archive.doubles("node_thresholds"), try archive.int32s("node_links"))
    let (missing, saw) = (try flags("node_missing_goes_left"), try flags("node_saw_missing"))
    let (impurities, weights, rows) = (try archive.doubles("node_impurities"), try archive.doubles("node_weights"), try archive.int32s("node_rows"))
    let counts = [thresholds.count, links.count, missing.count, saw.count, impurities.count, weights.count, rows.count]
    guard counts.allSatisfy({ $0 == features.count }) else { throw ToolError("the model's file is damaged: its nodes differ in number") }
    let nodes = features.indices.map { place in
      var node = ThresholdTree.Node()
      node.feature = features[place] < 0 ? -1 : features[place]
      node.threshold = thresholds[place]
      node.left = links[place]
      node.missingGoesLeft = missing[place]
      node.sawMissing = saw[place]
      node.impurity = impurities[place]
      node.weight = weights[place]
      node.rowCount = rows[place]
      return node
    }
    tree = try ThresholdTree(featureCount: signature.features.count, nodes: nodes, values: try Matrix(archive.array("node_values")))
    guard tree.values.columnCount == (target.isClassification ? max(2, signature.learnt.count) : 1) else {
      throw ToolError("the model's file is damaged: its classes differ in number")
    }
  }
}
