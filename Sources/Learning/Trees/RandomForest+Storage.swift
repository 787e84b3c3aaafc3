extension RandomForest {
  /// A forest as plain arrays, to be written to a file and read back.
  ///
  /// Trees, nodes and leaves stand one after the other; counts say how many belong to each.
  public struct Storage: Sendable, Equatable {
    /// K, or 0 for a forest of numbers.
    public var classCount: Int
    /// The upper bin edges of the first feature, rising, then those of the second, and so on.
    public var binEdges: [Double]
    /// How many edges each feature has, at most 254.
    public var binEdgeCounts: [Int32]
    /// How many nodes each tree has.
    public var nodeCounts: [Int32]
    /// The feature asked at each node, or -1 in a leaf.
    public var nodeFeatures: [Int32]
    /// The left child's place in the node's own tree, past the node's; the right child follows it. In a leaf the ones'
    /// complement of its value's number; with K classes the numbers below K are pure leaves, and hold nothing.
    public var nodeLinks: [Int32]
    /// Which codes go left: `code &+ (split >> 8) <= split & 255`, in 8 bits; the code is the number of edges below the
    /// value, and 255 where it is missing.
    public var nodeSplits: [UInt16]
    /// How many numbers of `leafValues` each tree has.
    public var leafValueCounts: [Int32]
    /// K class shares for each leaf that is not pure, or one number.
    public var leafValues: [Double]
    public var importances: [Double]
    public var importanceSpreads: [Double]

    public init(
      classCount: Int, binEdges: [Double], binEdgeCounts: [Int32], nodeCounts: [Int32], nodeFeatures: [Int32], nodeLinks: [Int32], nodeSplits: [UInt16],
      leafValueCounts: [Int32], leafValues: [Double], importances: [Double], importanceSpreads: [Double]
    ) {
      self.classCount = classCount
      self.binEdges = binEdges
      self.binEdgeCounts = binEdgeCounts
      self.nodeCounts = nodeCounts
      self.nodeFeatures = nodeFeatures
      self.nodeLinks = nodeLinks
      self.nodeSplits = nodeSplits
      self.leafValueCounts = leafValueCounts
      self.leafValues = leafValues
      self.importances = importances
      self.importanceSpreads = importanceSpreads
    }
  }

  /// The forest but for its out-of-bag score.
  public var storage: Storage {
    let classCount =
      switch task {
      case .classification(let classCount): classCount
      case .regression: 0
      }
    return Storage(
      classCount: classCount, binEdges: bins.edges.flatMap { $0 }, binEdgeCounts: bins.edges.map { Int32($0.count) },
      nodeCounts: trees.map { Int32(truncatingIfNeeded: $0.nodes.count) }, nodeFeatures: trees.flatMap { $0.nodes.lazy.map(\.feature) },
      nodeLinks: trees.flatMap { $0.nodes.lazy.map(\.link) }, nodeSplits: trees.flatMap { $0.nodes.lazy.map(\.split) },
      leafValueCounts: trees.map { Int32(truncatingIfNeeded: $0.leafValues.count) }, leafValues: trees.flatMap(\.leafValues),
      importances: importances, importanceSpreads: importanceSpreads)
  }

  /// Builds the forest from its arrays, and checks every one, so that a prediction can follow its links blindly.
  ///
  /// - Throws: `FittingError` where they are not those of a forest.
  public init(_ storage: Storage) throws(FittingError) {
    func damaged(_ what: String) -> FittingError { FittingError("the forest's arrays are damaged: \(what); fit the model again") }
    func cut<T>(_ values: [T], _ counts: [Int32], _ name: String) throws(FittingError) -> [ArraySlice<T>] {
      var pieces: [ArraySlice<T>] = []
      var start = 0
      for count in counts {
        guard count >= 0, Int(count) <= values.count - start else { throw damaged("the counts of its \(name) do not agree with them") }
        pieces.append(values[start..<(start + Int(count))])
        start += Int(count)
      }
      guard start == values.count else { throw damaged("the counts of its \(name) do not agree with them") }
      return pieces
    }
    guard storage.classCount >= 0, storage.classCount <= Int(Int32.max) else { throw damaged("its number of classes is \(storage.classCount)") }
    task = storage.classCount == 0 ? .regression : .classification(classCount: storage.classCount)
    let edges = try cut(storage.binEdges, storage.binEdgeCounts, "edges")
    for feature in edges {
      guard feature.count < FeatureBins.limit, zip(feature, feature.dropFirst()).allSatisfy(<), !feature.contains(where: \.isNaN) else {
        throw damaged("the edges of a feature do not rise")
      }
    }
    guard !edges.isEmpty, storage.importances.count == edges.count, storage.importanceSpreads.count == edges.count else {
      throw damaged("its features and importances differ in number")
    }
    bins = FeatureBins(edges: edges.map { Array($0) })
    importances = storage.importances
    importanceSpreads = storage.importanceSpreads

    let features = try cut(storage.nodeFeatures, storage.nodeCounts, "nodes")
    let links = try cut(storage.nodeLinks, storage.nodeCounts, "nodes")
    let splits = try cut(storage.nodeSplits, storage.nodeCounts, "nodes")
    let values = try cut(storage.leafValues, storage.leafValueCounts, "leaf values")
    guard values.count == features.count, !features.isEmpty else { throw damaged("it has no trees, or not a leaf count for each") }
    let width = task.width
    let sharedLeafCount = task.sharedLeafCount
    var trees: [DecisionTree] = []
    for tree in features.indices {
      guard !features[tree].isEmpty else { throw damaged("a tree has no nodes") }
      guard values[tree].count % width == 0, values[tree].allSatisfy(\.isFinite) else { throw damaged("a tree's leaf values are cut short or not finite") }
      let leafCount = sharedLeafCount + values[tree].count / width
      let nodes = zip(zip(features[tree], links[tree]), splits[tree]).map { TreeNode(feature: $0.0, link: $0.1, split: $1) }
      for (place, node) in nodes.enumerated() {
        if node.feature < 0 {
          guard node.link < 0, Int(~node.link) < leafCount else { throw damaged("a leaf has no value") }
        } else {
          guard Int(node.feature) < edges.count else { throw damaged("a node asks for a feature that is not there") }
          // Children past their parent: no path can run in a circle.
          guard Int(node.link) > place, Int(node.link) < nodes.count - 1 else { throw damaged("a node's children are not past it") }
        }
      }
      trees.append(DecisionTree(nodes: nodes, leafValues: Array(values[tree])))
    }
    self.trees = trees
  }
}
