/// A node of a grown tree, in 12 bytes.
struct TreeNode: Sendable, Equatable, BitwiseCopyable {
  /// The feature asked, or -1 in a leaf.
  var feature: Int32
  /// In a split, the place of the left child in the tree's nodes, past this node's; the right child follows it. In a
  /// leaf, the ones' complement of the number of its value.
  var link: Int32
  /// A code of a bin goes left where `code &+ shift <= limit`, with the limit in the low byte and the shift above it.
  /// A shift of 1 turns the code of missing values (255) into 0, the leftmost.
  var split: UInt16

  static func leaf(_ value: Int) -> TreeNode { TreeNode(feature: -1, link: ~Int32(truncatingIfNeeded: value), split: 0) }

  @inline(__always)
  func goesLeft(_ code: UInt8) -> Bool {
    code &+ UInt8(truncatingIfNeeded: split >> 8) <= UInt8(truncatingIfNeeded: split)
  }

  /// 0 where a code goes left, 1 where it goes right: worked out without a branch, which could not be predicted.
  @inline(__always)
  func side(_ code: UInt8) -> Int32 {
    let shifted = code &+ UInt8(truncatingIfNeeded: split >> 8)
    return Int32(bitPattern: UInt32(bitPattern: Int32(split & 255) &- Int32(shifted)) >> 31)
  }

  static func split(lastBin: Int, missingGoesLeft: Bool) -> UInt16 {
    missingGoesLeft ? UInt16(min(lastBin + 1, 255)) | 0x100 : UInt16(lastBin)
  }
}

/// A grown tree: flat nodes, the root first.
struct DecisionTree: Sendable, Equatable {
  var nodes: [TreeNode] = []
  /// The values of leaves, `width` numbers each. With K classes, leaves 0..<K are the pure ones and are not held here,
  /// so that fully grown trees hold none.
  var leafValues: [Double] = []
}

/// What growing a tree gives besides the tree.
struct GrownTree: Sendable {
  var tree: DecisionTree
  /// The features that split, and by how much their splits decreased the impurity, as shares of the root's weight.
  var importances: [(feature: Int32, decrease: Double)]
}
