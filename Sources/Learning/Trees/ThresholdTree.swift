public import LinearAlgebra

/// One decision tree whose splits are searched over all values, as scikit-learn's `DecisionTreeClassifier` and
/// `DecisionTreeRegressor` search them.
///
/// A missing value (NaN) goes where a split gains more by it; where a node had none to learn from, with the larger part.
public struct ThresholdTree: Sendable, Equatable {
  public struct Node: Sendable, Equatable {
    /// The feature asked, or −1 in a leaf.
    public var feature: Int32 = -1
    /// A value goes left that is not above it; infinite where only missing values go right.
    public var threshold = 0.0
    public var missingGoesLeft = false
    /// Whether rows with the value missing said where they go.
    public var sawMissing = false
    /// The place of the left child, past this node's; the right child follows it.
    public var left: Int32 = 0
    public var impurity = 0.0
    /// The weight of the node's rows.
    public var weight = 0.0
    public var rowCount: Int32 = 0

    public init() {}

    public var isLeaf: Bool { feature < 0 }
  }

  public let featureCount: Int
  /// The root first.
  public let nodes: [Node]
  /// Of each node the classes' shares, or one number.
  public let values: Matrix
  /// By how much the splits on each feature decreased the impurity, as shares of 1 (all 0 where nothing was split).
  public var importances: [Double] {
    var sums = [Double](repeating: 0, count: featureCount)
    for node in nodes where !node.isLeaf {
      let (left, right) = (nodes[Int(node.left)], nodes[Int(node.left) + 1])
      sums[Int(node.feature)] += node.weight * node.impurity - left.weight * left.impurity - right.weight * right.impurity
    }
    for feature in sums.indices { sums[feature] = max(0, sums[feature]) }
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : sums
  }

  public var leafCount: Int { nodes.count { $0.isLeaf } }

  /// Splits from the root to the deepest leaf.
  public var depth: Int {
    var depths = [Int](repeating: 0, count: nodes.count)
    for (place, node) in nodes.enumerated() where !node.isLeaf {
      depths[Int(node.left)] = depths[place] + 1
      depths[Int(node.left) + 1] = depths[place] + 1
    }
    return depths.max() ?? 0
  }

  /// Checks every link, so that a prediction can follow them blindly.
  ///
  /// - Throws: `FittingError` where the nodes are not those of a tree.
  public init(featureCount: Int, nodes: [Node], values: Matrix) throws(FittingError) {
    func damaged(_ what: String) -> FittingError { FittingError("the tree's nodes are damaged: \(what); fit the model again") }
    guard !nodes.isEmpty, values.rowCount == nodes.count, values.columnCount >= 1, values.values.allSatisfy(\.isFinite) else {
      throw damaged("they and their values differ in number")
    }
    for (place, node) in nodes.enumerated() where !node.isLeaf {
      guard Int(node.feature) < featureCount, !node.threshold.isNaN else { throw damaged("a node asks for a feature that is not there") }
      // Children past their parent: no path can run in a circle.
      guard Int(node.left) > place, Int(node.left) < nodes.count - 1 else { throw damaged("a node's children are not past it") }
    }
    self.featureCount = featureCount
    self.nodes = nodes
    self.values = values
  }

  /// Of each row the classes' shares in the leaf reached, n × K, or the number, n × 1.
  ///
  /// - Throws: `FittingError` where the number of features differs.
  public func predictions(_ features: Matrix, cores: Int = 1) throws(FittingError) -> Matrix {
    let p = features.columnCount
    guard p == featureCount else { throw FittingError("the tree learnt from \(featureCount) features, and \(p) were given") }
    let width = values.columnCount
    return nodes.withUnsafeBufferPointer { nodes in
      nonisolated(unsafe) let nodes = nodes
      return Matrix(rowCount: features.rowCount, columnCount: width, rowsPerPiece: 1024, cores: cores) { row, output in
        var place = 0
        while nodes[place].feature >= 0 {
          let node = nodes[place]
          let value = features.values[row * p + Int(node.feature)]
          let goesLeft = value.isNaN ? node.missingGoesLeft : value <= node.threshold
          place = Int(node.left) + (goesLeft ? 0 : 1)
        }
        for column in 0..<width { output[column] = values.values[place * width + column] }
      }
    }
  }
}
