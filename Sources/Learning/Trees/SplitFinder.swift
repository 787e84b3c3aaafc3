/// The samples of a node, in the order of the data.
struct NodeSamples {
  let rows: UnsafeMutablePointer<UInt32>
  /// What the finder needs of each sample, beside its row: see the finder.
  let loads: UnsafeMutablePointer<SIMD2<Double>>
  let count: Int
}

/// A feature's codes: that of a row lies at `row * stride`.
struct NodeCodes {
  let base: UnsafePointer<UInt8>
  let stride: Int

  @inline(__always)
  subscript(row: UInt32) -> UInt8 { base[Int(row) &* stride] }
}

/// A way to cut a node's samples in two.
struct SplitCandidate {
  /// The decrease of the impurity times the node's weight.
  var gain = -Double.infinity
  var feature = -1
  /// Bins that hold samples, between which the threshold lies; `rightBin` is 256 where only missing values go right.
  var leftBin = 0
  var rightBin = 0
  var missingGoesLeft = false
  /// Whether there were missing values, so that their direction was learnt.
  var sawMissing = false
}

/// A cut that was drawn, not searched.
struct DrawnCut {
  let feature: Int
  /// The last bin on the left.
  let lastBin: Int
  /// The first bin on the right; 256 where only missing values go there.
  let rightBin: Int
  let missingGoesLeft: Bool
  let sawMissing: Bool

  @inline(__always)
  func goesLeft(_ code: UInt8) -> Bool { code == FeatureBins.missing ? missingGoesLeft : Int(code) <= lastBin }

  func candidate(gain: Double) -> SplitCandidate {
    SplitCandidate(
      gain: gain, feature: feature, leftBin: lastBin, rightBin: rightBin, missingGoesLeft: missingGoesLeft, sawMissing: sawMissing)
  }
}

/// Finds a node's best split on a feature from a histogram of its samples over the feature's bins.
protocol SplitFinder {
  /// Takes in a node's samples; false if they are all alike in their target.
  mutating func enter(_ samples: NodeSamples) -> Bool

  /// Makes `best` this feature's best split if that is better.
  ///
  /// - Parameters:
  ///   - codes: the feature's codes.
  ///   - binCount: bins for values that are there.
  /// - Returns: false if the samples share one bin.
  mutating func search(_ feature: Int, _ codes: NodeCodes, binCount: Int, _ samples: NodeSamples, best: inout SplitCandidate) -> Bool

  /// Makes the cut after the bin `lastBin` `best` if it is better.
  mutating func judge(_ cut: DrawnCut, _ codes: NodeCodes, _ samples: NodeSamples, best: inout SplitCandidate)

  /// The number of the leaf's value for the node entered; appends the value where it is not a shared one.
  func leaf(_ values: inout [Double]) -> Int

  /// The weight of the node entered.
  var weight: Double { get }
}

/// 256 bits: the bins of a histogram that hold samples.
struct BinSet {
  let words: UnsafeMutablePointer<UInt64>

  init() {
    words = .allocate(capacity: 4)
    words.initialize(repeating: 0, count: 4)
  }

  func deallocate() { words.deallocate() }

  @inline(__always)
  func insert(_ bin: Int) { words[bin >> 6] |= 1 << UInt64(truncatingIfNeeded: bin & 63) }

  /// Takes the bin out; false if it was not in.
  @inline(__always)
  func remove(_ bin: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(truncatingIfNeeded: bin & 63)
    defer { words[bin >> 6] &= ~bit }
    return words[bin >> 6] & bit != 0
  }

  /// Calls `body` with the bins in rising order.
  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    for word in 0..<4 {
      var bits = words[word]
      while bits != 0 {
        body(word << 6 + bits.trailingZeroBitCount)
        bits &= bits &- 1
      }
    }
  }

  func clear() { words.update(repeating: 0, count: 4) }
}
