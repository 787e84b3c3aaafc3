import RealModule

/// A measure of impurity that two sums decide: the weights w, and the weighted targets s.
protocol MomentCriterion {
  /// The decrease of the impurity times the node's weight, for a part of the node and the whole.
  static func gain(_ part: SIMD2<Double>, _ whole: SIMD2<Double>) -> Double
}

/// The variance; twice it, the Gini impurity of two classes with targets 0 and 1.
enum VarianceCriterion: MomentCriterion {
  /// w·var(whole) − Σ w·var(part) = (s_l·w − s·w_l)² / (w·w_l·w_r), which has one division and no cancellation of squares.
  @inline(__always)
  static func gain(_ part: SIMD2<Double>, _ whole: SIMD2<Double>) -> Double {
    let difference = part.y * whole.x - whole.y * part.x
    return difference * difference / (part.x * (whole.x - part.x) * whole.x)
  }
}

enum BinaryGiniCriterion: MomentCriterion {
  @inline(__always)
  static func gain(_ part: SIMD2<Double>, _ whole: SIMD2<Double>) -> Double { 2 * VarianceCriterion.gain(part, whole) }
}

/// The entropy of two classes, in bits.
enum BinaryEntropyCriterion: MomentCriterion {
  static func gain(_ part: SIMD2<Double>, _ whole: SIMD2<Double>) -> Double {
    weightedEntropy(whole) - weightedEntropy(part) - weightedEntropy(whole - part)
  }

  private static func weightedEntropy(_ sums: SIMD2<Double>) -> Double {
    let first = sums.x - sums.y
    guard first > 0, sums.y > 0 else { return 0 }
    return sums.x * Double.log2(sums.x) - first * Double.log2(first) - sums.y * Double.log2(sums.y)
  }
}

/// Splits for a numeric target, or for two classes as targets 0 and 1. A sample's load is (w, w·target).
struct MomentSplitFinder<Criterion: MomentCriterion>: SplitFinder {
  /// Up to this many samples, the bins that hold any are listed; above, all bins are walked.
  private static var smallNode: Int { 192 }

  private let histogram: UnsafeMutablePointer<SIMD2<Double>>
  private let counts: UnsafeMutablePointer<UInt32>
  private let occupied = BinSet()
  private let minSamplesLeaf: Int
  /// Targets by row, less `offset`; none for two classes.
  private let targets: UnsafePointer<Double>?
  private let offset: Double
  private var sums = SIMD2<Double>(0, 0)

  /// - Parameter targets: for regression, the targets by row less `offset`; they must outlive the finder.
  init(minSamplesLeaf: Int, targets: UnsafePointer<Double>?, offset: Double) {
    self.minSamplesLeaf = minSamplesLeaf
    self.targets = targets
    self.offset = offset
    histogram = .allocate(capacity: 256)
    histogram.initialize(repeating: SIMD2(0, 0), count: 256)
    counts = .allocate(capacity: 256)
    counts.initialize(repeating: 0, count: 256)
  }

  func deallocate() {
    histogram.deallocate()
    counts.deallocate()
    occupied.deallocate()
  }

  var weight: Double { sums.x }

  mutating func enter(_ samples: NodeSamples) -> Bool {
    var sums = SIMD2<Double>(0, 0)
    for index in 0..<samples.count { sums += samples.loads[index] }
    self.sums = sums
    guard let targets else { return sums.y != 0 && sums.y != sums.x }
    // Sums cannot tell a constant target from rounding, so look at the targets.
    let first = targets[Int(samples.rows[0])]
    for index in 1..<max(samples.count, 1) where targets[Int(samples.rows[index])] != first { return true }
    return false
  }

  func leaf(_ values: inout [Double]) -> Int {
    if targets == nil {
      if sums.y == 0 { return 0 }
      if sums.y == sums.x { return 1 }
      values.append((sums.x - sums.y) / sums.x)
      values.append(sums.y / sums.x)
      return values.count / 2 + 1
    }
    values.append(offset + sums.y / sums.x)
    return values.count - 1
  }

  mutating func search(_ feature: Int, _ codes: NodeCodes, binCount: Int, _ samples: NodeSamples, best: inout SplitCandidate) -> Bool {
    let rows = samples.rows
    let loads = samples.loads
    if minSamplesLeaf > 1 {
      for index in 0..<samples.count { counts[Int(codes[rows[index]])] &+= 1 }
    }
    if samples.count <= Self.smallNode {
      for index in 0..<samples.count {
        let bin = Int(codes[rows[index]])
        occupied.insert(bin)
        histogram[bin] += loads[index]
      }
    } else {
      for index in 0..<samples.count { histogram[Int(codes[rows[index]])] += loads[index] }
      for bin in 0..<binCount where histogram[bin].x != 0 { occupied.insert(bin) }
      if histogram[255].x != 0 { occupied.insert(255) }
    }
    let hasMissing = occupied.remove(255)
    let isVaried = scan(feature, hasMissing: hasMissing, samples.count, &best)
    if samples.count <= Self.smallNode {
      occupied.forEach { histogram[$0] = SIMD2(0, 0) }
    } else {
      histogram.update(repeating: SIMD2(0, 0), count: binCount)
    }
    histogram[255] = SIMD2(0, 0)
    occupied.clear()
    if minSamplesLeaf > 1 { counts.update(repeating: 0, count: 256) }
    return isVaried
  }

  mutating func judge(_ cut: DrawnCut, _ codes: NodeCodes, _ samples: NodeSamples, best: inout SplitCandidate) {
    var left = SIMD2<Double>(0, 0)
    var leftCount = 0
    for index in 0..<samples.count where cut.goesLeft(codes[samples.rows[index]]) {
      left += samples.loads[index]
      leftCount += 1
    }
    guard leftCount >= minSamplesLeaf, samples.count - leftCount >= minSamplesLeaf else { return }
    let gain = Criterion.gain(left, sums)
    if gain > best.gain { best = cut.candidate(gain: gain) }
  }

  /// Walks the bins that hold samples; a split lies between each two of them.
  private func scan(_ feature: Int, hasMissing: Bool, _ count: Int, _ best: inout SplitCandidate) -> Bool {
    let whole = sums
    var isVaried = false
    for missingGoesLeft in hasMissing ? [false, true] : [false] {
      var left = missingGoesLeft ? histogram[255] : SIMD2(0, 0)
      var leftCount = missingGoesLeft ? Int(counts[255]) : 0
      var previous = -1
      var gain = best.gain
      var found = (left: -1, right: -1)
      func consider(_ bin: Int) {
        guard minSamplesLeaf <= 1 || (leftCount >= minSamplesLeaf && count - leftCount >= minSamplesLeaf) else { return }
        let candidate = Criterion.gain(left, whole)
        if candidate > gain {
          gain = candidate
          found = (previous, bin)
        }
      }
      occupied.forEach { bin in
        if previous >= 0 { consider(bin) }
        if minSamplesLeaf > 1 { leftCount += Int(counts[bin]) }
        left += histogram[bin]
        isVaried = isVaried || previous >= 0
        previous = bin
      }
      if hasMissing, !missingGoesLeft, previous >= 0 {
        isVaried = true
        consider(256)
      }
      if found.left >= 0 {
        best = SplitCandidate(
          gain: gain, feature: feature, leftBin: found.left, rightBin: found.right, missingGoesLeft: missingGoesLeft, sawMissing: hasMissing)
      }
    }
    return isVaried
  }
}
