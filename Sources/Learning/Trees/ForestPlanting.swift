import LinearAlgebra

/// Draws each tree's samples, from the tree's own random stream.
struct SampleDrawing: Sendable {
  private let count: Int
  private let seed: UInt64
  /// How many are drawn with replacement; `nil`: each sample once.
  private let drawCount: Int?
  private let weights: [Double]?
  /// Nil where each sample is as likely as the next, or none is drawn.
  private let odds: WeightedDraw?

  init(count: Int, weights: [Double]?, parameters: RandomForestParameters) {
    self.count = count
    self.weights = weights
    seed = parameters.seed
    drawCount = parameters.bootstrap ? parameters.drawCount(of: count) : nil
    odds = parameters.bootstrap ? weights.flatMap(WeightedDraw.init) : nil
  }

  /// Each sample's weight in a tree, 0 where it takes no part, and the tree's stream as it goes on.
  func weights(tree: Int) -> (weights: [Double], random: RandomSource) {
    var random = RandomSource(seed: seed, stream: UInt64(tree) + 1)
    guard let drawCount else { return (weights ?? [Double](repeating: 1, count: count), random) }
    var drawn = [Double](repeating: 0, count: count)
    if let odds {
      for _ in 0..<drawCount { drawn[odds.row(&random)] += 1 }
    } else {
      for _ in 0..<drawCount { drawn[random.below(count)] += 1 }
    }
    return (drawn, random)
  }
}

/// All that growing a tree needs, shared by the trees.
struct ForestPlanting: Sendable {
  let data: BinnedSamples
  let target: ForestTarget
  let drawing: SampleDrawing
  private let limits: GrowthLimits
  private let usesEntropy: Bool
  /// For numbers: the mean, and the targets less it, so that large targets lose no digits in sums.
  private let offset: Double
  private let centred: [Double]

  init(data: BinnedSamples, target: ForestTarget, drawing: SampleDrawing, parameters: RandomForestParameters) {
    self.data = data
    self.target = target
    self.drawing = drawing
    limits = GrowthLimits(
      maxFeatures: parameters.maxFeatureCount(of: data.bins.edges.count, isClassification: target.task != .regression),
      maxDepth: parameters.maxDepth ?? .max, minSamplesSplit: parameters.minSamplesSplit, minSamplesLeaf: parameters.minSamplesLeaf,
      maxLeafNodes: parameters.maxLeafNodes, minImpurityDecrease: parameters.minImpurityDecrease, drawsThresholds: parameters.drawsThresholds)
    usesEntropy = parameters.criterion == .entropy || parameters.criterion == .logLoss
    switch target {
    case .classes:
      offset = 0
      centred = []
    case .numbers(let numbers):
      let mean = numbers.reduce(0) { $0 + $1 / Double(numbers.count) }
      // One of the targets: where all are the same, predictions are that number to the last bit.
      let nearest = numbers.min { abs($0 - mean) < abs($1 - mean) } ?? 0
      offset = nearest
      centred = numbers.map { $0 - nearest }
    }
  }

  func grow(_ tree: Int) -> GrownTree {
    let (weights, random) = drawing.weights(tree: tree)
    // Samples of weight 0 take no part.
    var rows: [UInt32] = []
    var loads: [SIMD2<Double>] = []
    rows.reserveCapacity(weights.count)
    loads.reserveCapacity(weights.count)
    for row in weights.indices where weights[row] > 0 {
      let weight = weights[row]
      rows.append(UInt32(row))
      switch target {
      case .classes(let classes, let classCount):
        let label = Double(classes[row])
        loads.append(SIMD2(weight, classCount > 2 ? label : weight * label))
      case .numbers: loads.append(SIMD2(weight, weight * centred[row]))
      }
    }
    return data.codes.withUnsafeBufferPointer { codes in
      centred.withUnsafeBufferPointer { centred in
        // A forest has at least one sample of one feature.
        guard let base = codes.baseAddress else { return GrownTree(tree: DecisionTree(nodes: [.leaf(0)]), importances: []) }
        switch target {
        case .classes(_, let classCount) where classCount > 2:
          let finder = MulticlassSplitFinder(classCount: classCount, usesEntropy: usesEntropy, minSamplesLeaf: limits.minSamplesLeaf)
          defer { finder.deallocate() }
          return grown(base, rows, loads, finder, random)
        case .classes where usesEntropy:
          let finder = MomentSplitFinder<BinaryEntropyCriterion>(minSamplesLeaf: limits.minSamplesLeaf, targets: nil, offset: 0)
          defer { finder.deallocate() }
          return grown(base, rows, loads, finder, random)
        case .classes:
          let finder = MomentSplitFinder<BinaryGiniCriterion>(minSamplesLeaf: limits.minSamplesLeaf, targets: nil, offset: 0)
          defer { finder.deallocate() }
          return grown(base, rows, loads, finder, random)
        case .numbers:
          let finder = MomentSplitFinder<VarianceCriterion>(minSamplesLeaf: limits.minSamplesLeaf, targets: centred.baseAddress, offset: offset)
          defer { finder.deallocate() }
          return grown(base, rows, loads, finder, random)
        }
      }
    }
  }

  private func grown<Finder: SplitFinder>(
    _ codes: UnsafePointer<UInt8>, _ rows: [UInt32], _ loads: [SIMD2<Double>], _ finder: Finder, _ random: RandomSource
  ) -> GrownTree {
    data.codesByRow.withUnsafeBufferPointer { codesByRow in
      var grower = TreeGrower(
        data, codes: codes, codesByRow: codesByRow.isEmpty ? nil : codesByRow.baseAddress,
        rows: rows, loads: loads, limits: limits, finder: finder, random: random)
      return grower.grow()
    }
  }
}
