import LinearAlgebra

/// When a tree stops growing, in numbers for the data at hand.
struct GrowthLimits: Sendable {
  /// Features drawn per node.
  var maxFeatures: Int
  var maxDepth: Int
  var minSamplesSplit: Int
  var minSamplesLeaf: Int
  var maxLeafNodes: Int?
  var minImpurityDecrease: Double
  /// Whether thresholds are drawn, not searched.
  var drawsThresholds: Bool
}

/// Grows one tree. Each node holds a range of `rows`; a split sorts the range into its left and right part, so no
/// memory is taken while growing but for the nodes.
struct TreeGrower<Finder: SplitFinder> {
  private struct Segment {
    var node: Int
    var start: Int
    var count: Int
    var depth: Int
  }

  private let data: BinnedSamples
  private let codes: UnsafePointer<UInt8>
  private let codesByRow: UnsafePointer<UInt8>?
  private let limits: GrowthLimits
  private var finder: Finder
  private var random: RandomSource

  private let rows: UnsafeMutablePointer<UInt32>
  private let loads: UnsafeMutablePointer<SIMD2<Double>>
  /// Room for the right part of a split.
  private let rowsAside: UnsafeMutablePointer<UInt32>
  private let loadsAside: UnsafeMutablePointer<SIMD2<Double>>
  private let sampleCount: Int
  private var featureOrder: [Int32]

  private var tree = DecisionTree()
  private var decreases: [Double]
  private var rootWeight = 0.0

  /// - Parameters:
  ///   - codes: `data.codes`, which must outlive the grower.
  ///   - codesByRow: `data.codesByRow` likewise, if there.
  ///   - samples: rows in rising order, with the loads that the finder takes.
  init(
    _ data: BinnedSamples, codes: UnsafePointer<UInt8>, codesByRow: UnsafePointer<UInt8>?,
    rows sampleRows: [UInt32], loads sampleLoads: [SIMD2<Double>], limits: GrowthLimits, finder: Finder, random: RandomSource
  ) {
    self.data = data
    self.codes = codes
    self.codesByRow = codesByRow
    self.limits = limits
    self.finder = finder
    self.random = random
    sampleCount = sampleRows.count
    rows = .allocate(capacity: sampleCount)
    loads = .allocate(capacity: sampleCount)
    rowsAside = .allocate(capacity: sampleCount)
    loadsAside = .allocate(capacity: sampleCount)
    for index in 0..<sampleCount {
      (rows + index).initialize(to: sampleRows[index])
      (loads + index).initialize(to: sampleLoads[index])
    }
    rowsAside.initialize(repeating: 0, count: sampleCount)
    loadsAside.initialize(repeating: SIMD2(0, 0), count: sampleCount)
    featureOrder = (0..<Int32(data.bins.edges.count)).map { $0 }
    decreases = [Double](repeating: 0, count: data.bins.edges.count)
  }

  private func deallocate() {
    rows.deallocate()
    loads.deallocate()
    rowsAside.deallocate()
    loadsAside.deallocate()
  }

  /// Grows the tree; to be called once.
  mutating func grow() -> GrownTree {
    defer { deallocate() }
    tree.nodes = [.leaf(0)]
    let root = Segment(node: 0, start: 0, count: sampleCount, depth: 0)
    _ = finder.enter(samples(root))
    rootWeight = finder.weight
    if let maxLeafNodes = limits.maxLeafNodes {
      growBestFirst(root, maxLeafNodes: maxLeafNodes)
    } else {
      growDepthFirst(root)
    }
    let total = decreases.reduce(0, +)
    let importances = decreases.indices.compactMap { feature in
      decreases[feature] > 0 ? (feature: Int32(feature), decrease: decreases[feature] / total) : nil
    }
    return GrownTree(tree: DecisionTree(nodes: Array(tree.nodes), leafValues: Array(tree.leafValues)), importances: importances)
  }

  private mutating func growDepthFirst(_ root: Segment) {
    var pending = [root]
    while let segment = pending.popLast() {
      if let split = bestSplit(segment) {
        let (left, right) = cut(segment, split)
        pending.append(right)
        pending.append(left)
      } else {
        makeLeaf(segment)
      }
    }
  }

  /// Splits the node whose split gains most, until there are as many leaves as allowed.
  private mutating func growBestFirst(_ root: Segment, maxLeafNodes: Int) {
    var frontier: [(segment: Segment, split: SplitCandidate)] = []
    var leafCount = 1
    func place(_ segment: Segment, _ grower: inout Self) {
      if let split = grower.bestSplit(segment) { frontier.append((segment, split)) } else { grower.makeLeaf(segment) }
    }
    place(root, &self)
    while leafCount < maxLeafNodes, let best = frontier.indices.max(by: { frontier[$0].split.gain < frontier[$1].split.gain }) {
      let (segment, split) = frontier.remove(at: best)
      let (left, right) = cut(segment, split)
      leafCount += 1
      place(left, &self)
      place(right, &self)
    }
    for (segment, _) in frontier {
      _ = finder.enter(samples(segment))
      makeLeaf(segment)
    }
  }

  private func samples(_ segment: Segment) -> NodeSamples {
    NodeSamples(rows: rows + segment.start, loads: loads + segment.start, count: segment.count)
  }

  /// A feature's codes, in the layout that suits so many samples.
  private func codes(_ feature: Int, sampleCount: Int) -> NodeCodes {
    if let codesByRow, sampleCount < data.rowCount / 8 { return NodeCodes(base: codesByRow + feature, stride: featureOrder.count) }
    return NodeCodes(base: codes + feature * data.rowCount, stride: 1)
  }

  /// Makes a leaf of the node that the finder entered last.
  private mutating func makeLeaf(_ segment: Segment) {
    tree.nodes[segment.node] = .leaf(finder.leaf(&tree.leafValues))
  }

  /// The best split over features drawn at random: `maxFeatures` of them, and more while all drawn are constant here.
  private mutating func bestSplit(_ segment: Segment) -> SplitCandidate? {
    let samples = samples(segment)
    guard finder.enter(samples), segment.depth < limits.maxDepth, segment.count >= limits.minSamplesSplit, segment.count >= 2 * limits.minSamplesLeaf else {
      return nil
    }
    var best = SplitCandidate()
    var foundVaried = false
    let featureCount = featureOrder.count
    var drawn = 0
    while drawn < featureCount, drawn < limits.maxFeatures || !foundVaried {
      featureOrder.swapAt(drawn, drawn + random.below(featureCount - drawn))
      let feature = Int(featureOrder[drawn])
      drawn += 1
      let codes = codes(feature, sampleCount: segment.count)
      let isVaried =
        limits.drawsThresholds
        ? judgeDrawnCut(feature, codes, samples, best: &best)
        : finder.search(feature, codes, binCount: data.bins.binCount(feature), samples, best: &best)
      foundVaried = foundVaried || isVaried
    }
    // A gain that rounding made negative is none.
    guard best.feature >= 0, max(best.gain, 0) / rootWeight + Double.ulpOfOne >= limits.minImpurityDecrease else { return nil }
    return best
  }

  /// Draws a threshold between the feature's least and largest value in the node, and makes it `best` if it is better.
  ///
  /// - Returns: false if the samples share one bin.
  private mutating func judgeDrawnCut(_ feature: Int, _ codes: NodeCodes, _ samples: NodeSamples, best: inout SplitCandidate) -> Bool {
    var (low, high, missingCount) = (256, -1, 0)
    for index in 0..<samples.count {
      let code = codes[samples.rows[index]]
      if code == FeatureBins.missing {
        missingCount += 1
      } else {
        low = min(low, Int(code))
        high = max(high, Int(code))
      }
    }
    guard high > low || (high == low && missingCount > 0) else { return false }
    let share = random.uniform()
    // What is missing goes to either side, as likely as not; where all else shares a bin, it goes from it.
    let missingGoesLeft = missingCount > 0 && high > low && random.below(2) == 0
    let threshold = data.lows[feature][low] * (1 - share) + data.highs[feature][high] * share
    var lastBin = low
    while lastBin + 1 < high, data.centres[feature][lastBin + 1] <= threshold { lastBin += 1 }
    finder.judge(
      DrawnCut(
        feature: feature, lastBin: lastBin, rightBin: high > low ? lastBin + 1 : 256, missingGoesLeft: missingGoesLeft, sawMissing: missingCount > 0),
      codes, samples, best: &best)
    return true
  }

  /// Splits a node: sorts its samples into two parts, each in the order of the data, and adds its children.
  private mutating func cut(_ segment: Segment, _ split: SplitCandidate) -> (left: Segment, right: Segment) {
    let lastBin =
      split.rightBin > 255
      ? data.bins.binCount(split.feature) - 1 : data.lastBinOnLeft(split.feature, left: split.leftBin, right: split.rightBin)
    var node = TreeNode(
      feature: Int32(split.feature), link: Int32(tree.nodes.count), split: TreeNode.split(lastBin: lastBin, missingGoesLeft: split.missingGoesLeft))
    let codes = codes(split.feature, sampleCount: segment.count)
    let rows = rows + segment.start
    let loads = loads + segment.start
    var leftCount = 0
    var rightCount = 0
    for index in 0..<segment.count {
      let row = rows[index]
      let load = loads[index]
      let goesLeft = node.goesLeft(codes[row])
      // Both are written and one counts, which spares a branch that cannot be predicted.
      rows[leftCount] = row
      loads[leftCount] = load
      rowsAside[rightCount] = row
      loadsAside[rightCount] = load
      leftCount += goesLeft ? 1 : 0
      rightCount += goesLeft ? 0 : 1
    }
    (rows + leftCount).update(from: rowsAside, count: rightCount)
    (loads + leftCount).update(from: loadsAside, count: rightCount)
    if !split.sawMissing {
      // Nothing was learnt about missing values here: they go with the majority.
      node.split = TreeNode.split(lastBin: lastBin, missingGoesLeft: leftCount > rightCount)
    }
    decreases[split.feature] += max(split.gain, 0) / rootWeight
    tree.nodes[segment.node] = node
    let child = tree.nodes.count
    tree.nodes.append(.leaf(0))
    tree.nodes.append(.leaf(0))
    return (
      Segment(node: child, start: segment.start, count: leftCount, depth: segment.depth + 1),
      Segment(node: child + 1, start: segment.start + leftCount, count: rightCount, depth: segment.depth + 1)
    )
  }
}
