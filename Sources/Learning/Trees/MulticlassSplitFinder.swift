import RealModule

/// Splits for three classes and more. A sample's load is (w, class).
struct MulticlassSplitFinder: SplitFinder {
  private let classCount: Int
  private let usesEntropy: Bool
  private let minSamplesLeaf: Int
  /// A weight per bin and class.
  private let histogram: UnsafeMutablePointer<Double>
  private let counts: UnsafeMutablePointer<UInt32>
  private let occupied = BinSet()
  /// Weights by class: of the node, and of the part on the left.
  private let whole: UnsafeMutablePointer<Double>
  private let left: UnsafeMutablePointer<Double>
  private(set) var weight = 0.0

  init(classCount: Int, usesEntropy: Bool, minSamplesLeaf: Int) {
    self.classCount = classCount
    self.usesEntropy = usesEntropy
    self.minSamplesLeaf = minSamplesLeaf
    histogram = .allocate(capacity: 256 * classCount)
    histogram.initialize(repeating: 0, count: 256 * classCount)
    counts = .allocate(capacity: 256)
    counts.initialize(repeating: 0, count: 256)
    whole = .allocate(capacity: classCount)
    whole.initialize(repeating: 0, count: classCount)
    left = .allocate(capacity: classCount)
    left.initialize(repeating: 0, count: classCount)
  }

  func deallocate() {
    histogram.deallocate()
    counts.deallocate()
    occupied.deallocate()
    whole.deallocate()
    left.deallocate()
  }

  mutating func enter(_ samples: NodeSamples) -> Bool {
    whole.update(repeating: 0, count: classCount)
    weight = 0
    for index in 0..<samples.count {
      let load = samples.loads[index]
      whole[Int(load.y)] += load.x
      weight += load.x
    }
    var present = 0
    for label in 0..<classCount where whole[label] != 0 { present += 1 }
    return present > 1
  }

  func leaf(_ values: inout [Double]) -> Int {
    var last = 0
    var present = 0
    for label in 0..<classCount where whole[label] != 0 {
      last = label
      present += 1
    }
    if present == 1 { return last }
    for label in 0..<classCount { values.append(whole[label] / weight) }
    return values.count / classCount - 1 + classCount
  }

  mutating func search(_ feature: Int, _ codes: NodeCodes, binCount: Int, _ samples: NodeSamples, best: inout SplitCandidate) -> Bool {
    for index in 0..<samples.count {
      let bin = Int(codes[samples.rows[index]])
      let load = samples.loads[index]
      occupied.insert(bin)
      counts[bin] &+= 1
      histogram[bin * classCount + Int(load.y)] += load.x
    }
    let hasMissing = occupied.remove(255)
    var isVaried = false
    for missingGoesLeft in hasMissing ? [false, true] : [false] {
      var leftCount = 0
      var leftWeight = 0.0
      left.update(repeating: 0, count: classCount)
      func take(_ bin: Int) {
        let weights = histogram + bin * classCount
        for label in 0..<classCount {
          left[label] += weights[label]
          leftWeight += weights[label]
        }
        leftCount += Int(counts[bin])
      }
      if missingGoesLeft { take(255) }
      var previous = -1
      func consider(_ bin: Int) {
        isVaried = true
        guard leftCount >= minSamplesLeaf, samples.count - leftCount >= minSamplesLeaf else { return }
        let gain = usesEntropy ? entropyGain(leftWeight) : giniGain(leftWeight)
        if gain > best.gain {
          best = SplitCandidate(gain: gain, feature: feature, leftBin: previous, rightBin: bin, missingGoesLeft: missingGoesLeft, sawMissing: hasMissing)
        }
      }
      occupied.forEach { bin in
        if previous >= 0 { consider(bin) }
        take(bin)
        previous = bin
      }
      if hasMissing, !missingGoesLeft, previous >= 0 { consider(256) }
    }
    func wipe(_ bin: Int) {
      (histogram + bin * classCount).update(repeating: 0, count: classCount)
      counts[bin] = 0
    }
    occupied.forEach(wipe)
    wipe(255)
    occupied.clear()
    return isVaried
  }

  mutating func judge(_ cut: DrawnCut, _ codes: NodeCodes, _ samples: NodeSamples, best: inout SplitCandidate) {
    left.update(repeating: 0, count: classCount)
    var (leftWeight, leftCount) = (0.0, 0)
    for index in 0..<samples.count where cut.goesLeft(codes[samples.rows[index]]) {
      let load = samples.loads[index]
      left[Int(load.y)] += load.x
      leftWeight += load.x
      leftCount += 1
    }
    guard leftCount >= minSamplesLeaf, samples.count - leftCount >= minSamplesLeaf else { return }
    let gain = usesEntropy ? entropyGain(leftWeight) : giniGain(leftWeight)
    if gain > best.gain { best = cut.candidate(gain: gain) }
  }

  /// Σ l²/w_l + Σ r²/w_r − Σ t²/w, the decrease of the Gini impurity times the node's weight.
  private func giniGain(_ leftWeight: Double) -> Double {
    var leftSquares = 0.0
    var rightSquares = 0.0
    var wholeSquares = 0.0
    for label in 0..<classCount {
      let right = whole[label] - left[label]
      leftSquares += left[label] * left[label]
      rightSquares += right * right
      wholeSquares += whole[label] * whole[label]
    }
    return leftSquares / leftWeight + rightSquares / (weight - leftWeight) - wholeSquares / weight
  }

  private func entropyGain(_ leftWeight: Double) -> Double {
    var gain = weighted(weight) - weighted(leftWeight) - weighted(weight - leftWeight)
    for label in 0..<classCount { gain += weighted(left[label]) + weighted(whole[label] - left[label]) - weighted(whole[label]) }
    return gain
  }

  private func weighted(_ weight: Double) -> Double { weight > 0 ? weight * Double.log2(weight) : 0 }
}
