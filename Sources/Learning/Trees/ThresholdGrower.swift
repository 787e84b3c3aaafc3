import LinearAlgebra

/// Grows one tree over all values. Every feature has the rows in the order of its values; a node holds one range of all these
/// orders, and a split sorts each range into its left and right part, so that nothing is sorted twice.
struct ThresholdGrower<Score: SplitScore> {
  private struct Segment {
    var node: Int
    var range: Range<Int>
    var depth: Int
  }

  private struct Split: Sendable {
    var gain = -Double.infinity
    var feature = -1
    var threshold = 0.0
    var missingGoesLeft = false
    var sawMissing = false
  }

  private let parameters: ThresholdTree.Parameters
  private let cores: Int
  private let rowCount: Int
  private let featureCount: Int
  /// Feature after feature.
  private let columns: [Double]
  /// Of each feature the rows by rising value, the missing ones last.
  private var orders: [UInt32]
  private var goesLeft: [Bool]
  private var score: Score
  private let rootWeight: Double

  private(set) var nodes: [ThresholdTree.Node] = []
  private(set) var values: [Double] = []
  /// Nodes that are never searched for a split.
  private var isSettled: [Bool] = []

  init(_ features: Matrix, _ score: Score, _ rootWeight: Double, _ parameters: ThresholdTree.Parameters, _ cores: Int) {
    let (n, p) = (features.rowCount, features.columnCount)
    self.parameters = parameters
    self.cores = cores
    self.score = score
    self.rootWeight = rootWeight
    rowCount = n
    featureCount = p
    let columns = [Double](unsafeUninitializedCapacity: n * p) { buffer, count in
      for row in 0..<n { for column in 0..<p { buffer.initializeElement(at: column * n + row, to: features.values[row * p + column]) } }
      count = n * p
    }
    let sorted = mapPieces(p, cores: cores) { feature in
      columns.withUnsafeBufferPointer { columns in
        let column = feature * n
        var present = (0..<UInt32(truncatingIfNeeded: n)).filter { !columns[column + Int($0)].isNaN }
        present.sort { (columns[column + Int($0)], $0) < (columns[column + Int($1)], $1) }
        return present + (0..<UInt32(truncatingIfNeeded: n)).filter { columns[column + Int($0)].isNaN }
      }
    }
    self.columns = columns
    orders = sorted.flatMap { $0 }
    goesLeft = [Bool](repeating: false, count: n)
  }

  /// Grows the tree; to be called once.
  mutating func grow() {
    let root = add(Segment(node: 0, range: 0..<rowCount, depth: 0))
    guard let maxLeafNodes = parameters.maxLeafNodes else {
      var pending = [root]
      while let segment = pending.popLast() {
        guard let split = bestSplit(segment) else { continue }
        let (left, right) = cut(segment, split)
        pending.append(right)
        pending.append(left)
      }
      return
    }
    var frontier: [(segment: Segment, split: Split)] = []
    var leafCount = 1
    if let split = bestSplit(root) { frontier.append((root, split)) }
    while leafCount < maxLeafNodes, let best = frontier.indices.max(by: { frontier[$0].split.gain < frontier[$1].split.gain }) {
      let (segment, split) = frontier.remove(at: best)
      let (left, right) = cut(segment, split)
      leafCount += 1
      for part in [left, right] { if let split = bestSplit(part) { frontier.append((part, split)) } }
    }
  }

  /// Adds a node for rows that lie in the orders' range.
  private mutating func add(_ segment: Segment) -> Segment {
    orders.withUnsafeBufferPointer { orders in score.enter(UnsafeBufferPointer(rebasing: orders[segment.range])) }
    var node = ThresholdTree.Node()
    node.impurity = score.impurity
    node.weight = score.weight
    node.rowCount = Int32(truncatingIfNeeded: segment.range.count)
    nodes.append(node)
    isSettled.append(score.isPure || score.impurity <= .ulpOfOne)
    score.appendValue(to: &values)
    return Segment(node: nodes.count - 1, range: segment.range, depth: segment.depth)
  }

  private mutating func bestSplit(_ segment: Segment) -> Split? {
    let count = segment.range.count
    guard !isSettled[segment.node], segment.depth < parameters.maxDepth ?? .max, count >= parameters.minSamplesSplit,
      count >= 2 * parameters.minSamplesLeaf
    else { return nil }
    orders.withUnsafeBufferPointer { orders in score.enter(UnsafeBufferPointer(rebasing: orders[segment.range])) }
    var best = Split()
    // Small nodes are not worth the threads; which are small follows from the data alone.
    if count * featureCount >= 1 << 15 {
      let grower = self
      let found = mapPieces(featureCount, cores: cores) { feature in
        var score = grower.score
        var best = Split()
        grower.search(feature, segment.range, &score, &best)
        return best
      }
      for split in found where split.gain > best.gain { best = split }
    } else {
      var working = score
      for feature in 0..<featureCount { search(feature, segment.range, &working, &best) }
    }
    guard best.feature >= 0, max(best.gain, 0) / rootWeight + .ulpOfOne >= parameters.minImpurityDecrease else { return nil }
    return best
  }

  /// Makes `best` this feature's best split if that is better.
  private func search(_ feature: Int, _ range: Range<Int>, _ score: inout Score, _ best: inout Split) {
    orders.withUnsafeBufferPointer { orders in
      columns.withUnsafeBufferPointer { columns in
        guard let order = orders.baseAddress, let column = columns.baseAddress else { return }
        let rows = order + feature * rowCount + range.lowerBound
        let values = column + feature * rowCount
        let count = range.count
        var present = count
        while present > 0, values[Int(rows[present - 1])].isNaN { present -= 1 }
        guard present > 0, present < count || values[Int(rows[0])] < values[Int(rows[present - 1])] else { return }
        for missingGoesLeft in present < count ? [false, true] : [false] {
          score.clearLeft()
          if missingGoesLeft { for place in present..<count { score.moveLeft(rows[place]) } }
          let before = missingGoesLeft ? count - present : 0
          var value = values[Int(rows[0])]
          for place in 0..<present {
            score.moveLeft(rows[place])
            let isLast = place + 1 == present
            let next = isLast ? .infinity : values[Int(rows[place + 1])]
            defer { value = next }
            // Past the last value lies the split into what is there and what is missing.
            guard next > value, !isLast || (present < count && !missingGoesLeft) else { continue }
            let leftCount = before + place + 1
            guard leftCount >= parameters.minSamplesLeaf, count - leftCount >= parameters.minSamplesLeaf else { continue }
            let gain = score.gain()
            if gain > best.gain {
              best = Split(
                gain: gain, feature: feature, threshold: isLast ? .infinity : Self.between(value, next), missingGoesLeft: missingGoesLeft,
                sawMissing: present < count)
            }
          }
        }
      }
    }
  }

  /// Halfway, but below the upper value.
  private static func between(_ lower: Double, _ upper: Double) -> Double {
    let middle = lower / 2 + upper / 2
    return middle >= lower && middle < upper ? middle : lower
  }

  private mutating func cut(_ segment: Segment, _ split: Split) -> (left: Segment, right: Segment) {
    let range = segment.range
    var leftCount = 0
    for place in range {
      let row = Int(orders[place])
      let value = columns[split.feature * rowCount + row]
      goesLeft[row] = value.isNaN ? split.missingGoesLeft : value <= split.threshold
      leftCount += goesLeft[row] ? 1 : 0
    }
    partition(range)
    nodes[segment.node].feature = Int32(truncatingIfNeeded: split.feature)
    nodes[segment.node].threshold = split.threshold
    nodes[segment.node].sawMissing = split.sawMissing
    nodes[segment.node].missingGoesLeft = split.sawMissing ? split.missingGoesLeft : leftCount > range.count - leftCount
    nodes[segment.node].left = Int32(truncatingIfNeeded: nodes.count)
    let middle = range.lowerBound + leftCount
    return (
      add(Segment(node: 0, range: range.lowerBound..<middle, depth: segment.depth + 1)),
      add(Segment(node: 0, range: middle..<range.upperBound, depth: segment.depth + 1))
    )
  }

  /// Sorts the range of every feature into the rows that go left and those that go right, each in the order they were.
  private mutating func partition(_ range: Range<Int>) {
    let (n, p, cores) = (rowCount, featureCount, range.count * featureCount >= 1 << 15 ? cores : 1)
    goesLeft.withUnsafeBufferPointer { goesLeft in
      nonisolated(unsafe) let goesLeft = goesLeft
      orders.withUnsafeMutableBufferPointer { orders in
        // Each piece writes its own feature's order only.
        nonisolated(unsafe) let orders = orders
        forEachPiece(p, cores: cores) { feature in
          withUnsafeTemporaryAllocation(of: UInt32.self, capacity: range.count) { aside in
            guard let rows = orders.baseAddress.map({ $0 + feature * n + range.lowerBound }) else { return }
            var (left, right) = (0, 0)
            for place in 0..<range.count {
              let row = rows[place]
              // Both are written and one counts, which spares a branch that cannot be predicted.
              rows[left] = row
              aside[right] = row
              let isLeft = goesLeft[Int(row)]
              left &+= isLeft ? 1 : 0
              right &+= isLeft ? 0 : 1
            }
            for place in 0..<right { rows[left &+ place] = aside[place] }
          }
        }
      }
    }
  }

  /// The smallest tree within the grown one whose impurity, with `ccpAlpha` for each leaf, is least.
  func pruned() -> (nodes: [ThresholdTree.Node], values: [Double]) {
    var costs = nodes.map { $0.weight * $0.impurity / rootWeight }
    var leaves = [Double](repeating: 1, count: nodes.count)
    var isLeaf = nodes.map(\.isLeaf)
    for place in nodes.indices.reversed() where !isLeaf[place] {
      let left = Int(nodes[place].left)
      let (cost, count) = (costs[left] + costs[left + 1], leaves[left] + leaves[left + 1])
      // How much each leaf more than one gains.
      if (costs[place] - cost) / (count - 1) <= parameters.ccpAlpha {
        isLeaf[place] = true
      } else {
        (costs[place], leaves[place]) = (cost, count)
      }
    }
    var kept: [ThresholdTree.Node] = []
    var keptValues: [Double] = []
    /// Places in the grown tree of nodes already kept, whose children are still to come.
    var pending: [(kept: Int, grown: Int)] = []
    func keep(_ place: Int) {
      pending.append((kept.count, place))
      kept.append(nodes[place])
      keptValues += values[(place * score.width)..<((place + 1) * score.width)]
    }
    keep(0)
    while let (place, grown) = pending.popLast() {
      guard !isLeaf[grown] else {
        (kept[place].feature, kept[place].left) = (-1, 0)
        continue
      }
      kept[place].left = Int32(truncatingIfNeeded: kept.count)
      keep(Int(nodes[grown].left))
      keep(Int(nodes[grown].left) + 1)
    }
    return (kept, keptValues)
  }
}
