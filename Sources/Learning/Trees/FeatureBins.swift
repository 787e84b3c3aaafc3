import LinearAlgebra

/// Where each feature's values are cut into at most 255 bins, so that a value is one byte.
///
/// A feature of up to 255 different values has a bin for each, and its edges are midpoints between neighbouring values:
/// splits are then those of a search over all values. Other features are cut at quantiles.
package struct FeatureBins: Sendable, Equatable {
  /// The code of a missing value (NaN).
  package static let missing: UInt8 = 255
  /// The most bins for values that are there.
  static let limit = 255

  /// Each feature's upper bin edges, rising; one fewer than it has bins. A value belongs to the first bin whose edge is
  /// not below it.
  package let edges: [[Double]]

  package init(edges: [[Double]]) { self.edges = edges }

  func binCount(_ feature: Int) -> Int { edges[feature].count + 1 }

  /// The bin of a value: how many edges are below it.
  @inline(__always)
  static func code(_ value: Double, _ edges: UnsafeBufferPointer<Double>) -> UInt8 {
    if value.isNaN { return missing }
    // Halving without branches: the edges below `low` are all below the value.
    guard let base = edges.baseAddress else { return 0 }
    var low = 0
    var length = edges.count
    while length > 0 {
      let half = (length &+ 1) >> 1
      let isBelow = base[low &+ half &- 1] < value
      low &+= half & (0 &- (isBelow ? 1 : 0))
      length &-= half
    }
    return UInt8(truncatingIfNeeded: low)
  }
}

/// The training samples as bins, feature after feature, with what is needed to place a threshold between two bins.
struct BinnedSamples: Sendable {
  let bins: FeatureBins
  let rowCount: Int
  /// `rowCount` codes of the first feature, then those of the second, and so on.
  let codes: [UInt8]
  /// The same codes row after row, where there are few enough features for a row to lie in a few cache lines; else none.
  /// A small node's rows are scattered, and all features drawn for it come with the same lines.
  let codesByRow: [UInt8]
  /// The middle of the values of each bin.
  let centres: [[Double]]
  /// The lowest and the highest value of each bin.
  let lows: [[Double]]
  let highs: [[Double]]

  /// - Parameter features: n × p; NaN is missing; infinities are values.
  init(_ features: Matrix, cores: Int) {
    let n = features.rowCount
    let p = features.columnCount
    rowCount = n
    let cuts: [BinCuts]
    var codes = [UInt8](repeating: 0, count: n * p)
    cuts = codes.withUnsafeMutableBufferPointer { buffer in
      // Each piece writes its own feature only.
      nonisolated(unsafe) let output = buffer
      return mapPieces(p, cores: cores) { feature in
        features.values.withUnsafeBufferPointer { values in
          let column = [Double](unsafeUninitializedCapacity: n) { column, count in
            for row in 0..<n { column.initializeElement(at: row, to: values[row * p + feature]) }
            count = n
          }
          var sorted = column.filter { !$0.isNaN }
          sorted.sort()
          let cuts = BinCuts(sorted: sorted)
          cuts.edges.withUnsafeBufferPointer { edges in
            for row in 0..<n { output[feature * n + row] = FeatureBins.code(column[row], edges) }
          }
          return cuts
        }
      }
    }
    self.codes = codes
    codesByRow = p <= Self.mostFeaturesByRow ? Self.transposed(codes, rows: p, columns: n, cores: cores) : []
    bins = FeatureBins(edges: cuts.map(\.edges))
    lows = cuts.map(\.lows)
    highs = cuts.map(\.highs)
    centres = cuts.map { cuts in zip(cuts.lows, cuts.highs).map { $0 / 2 + $1 / 2 } }
  }

  private static let mostFeaturesByRow = 256

  private static func transposed(_ codes: [UInt8], rows: Int, columns: Int, cores: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: codes.count) { buffer, count in
      // Each piece writes its own columns only.
      nonisolated(unsafe) let output = buffer
      let pieces = FixedPieces(of: columns, size: 256)
      codes.withUnsafeBufferPointer { input in
        nonisolated(unsafe) let input = input
        forEachPiece(pieces.count, cores: cores) { piece in
          for row in 0..<rows {
            for column in pieces.range(piece) { output.initializeElement(at: column * rows + row, to: input[row * columns + column]) }
          }
        }
      }
      count = codes.count
    }
  }

  /// The last bin left of a threshold halfway between the values of two bins, of which the ones between are empty in
  /// the node: `left...(right - 1)`.
  func lastBinOnLeft(_ feature: Int, left: Int, right: Int) -> Int {
    let threshold = highs[feature][left] / 2 + lows[feature][right] / 2
    var last = left
    while last + 1 < right, centres[feature][last + 1] <= threshold { last += 1 }
    return last
  }
}

/// The bins of one feature.
private struct BinCuts: Sendable {
  private(set) var edges: [Double] = []
  private(set) var lows: [Double] = []
  private(set) var highs: [Double] = []

  /// - Parameter sorted: the values that are not missing, rising.
  init(sorted: [Double]) {
    var distinctCount = 0
    for index in sorted.indices where index == 0 || sorted[index] != sorted[index - 1] { distinctCount += 1 }
    var left = sorted.count
    var start = 0
    while start < sorted.count {
      // Equal shares of what is left, and at least one value; a frequent value fills a bin and leaves fewer to the rest.
      let share = distinctCount <= FeatureBins.limit ? 1 : max(1, left / max(1, FeatureBins.limit - lows.count))
      var end = min(start + share, sorted.count)
      while end < sorted.count, sorted[end] == sorted[end - 1] { end += 1 }
      if lows.count == FeatureBins.limit - 1 { end = sorted.count }
      lows.append(sorted[start])
      highs.append(sorted[end - 1])
      left -= end - start
      start = end
    }
    for bin in lows.indices.dropFirst() { edges.append(Self.midpoint(highs[bin - 1], lows[bin])) }
  }

  /// Halfway, but below the upper value, so that a bin's values lie above the edge before it.
  private static func midpoint(_ lower: Double, _ upper: Double) -> Double {
    let middle = lower / 2 + upper / 2
    return middle >= lower && middle < upper ? middle : lower
  }
}
