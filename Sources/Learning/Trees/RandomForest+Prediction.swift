public import LinearAlgebra

extension RandomForest {
  /// The probabilities of the classes: the mean over the trees of the class shares in the leaf reached.
  ///
  /// - Parameter features: n × p, as many features as the forest learnt from.
  /// - Returns: n × K; for a forest of numbers n × 1, the predictions.
  /// - Throws: `FittingError` where the number of features differs.
  public func probabilities(_ features: Matrix, cores: Int = 1) throws(FittingError) -> Matrix {
    try sums(features, cores: cores)
  }

  /// The predicted numbers: the mean over the trees of the leaf reached. For a forest of classes, the class numbers.
  public func predictions(_ features: Matrix, cores: Int = 1) throws(FittingError) -> [Double] {
    let means = try sums(features, cores: cores)
    switch task {
    case .regression: return means.values
    case .classification: return Self.likeliest(means).map(Double.init)
    }
  }

  /// The likeliest class of each row, the first of equals.
  public static func likeliest(_ probabilities: Matrix) -> [Int] {
    (0..<probabilities.rowCount).map { row in
      var best = 0
      for label in 1..<max(probabilities.columnCount, 1) where probabilities[row, label] > probabilities[row, best] { best = label }
      return best
    }
  }

  private func sums(_ features: Matrix, cores: Int) throws(FittingError) -> Matrix {
    let p = features.columnCount
    guard p == featureCount else { throw FittingError("the forest learnt from \(featureCount) features, and \(p) were given") }
    var result = Matrix(rowCount: features.rowCount, columnCount: task.width)
    let width = task.width
    // Blocks of rows whose codes stay in the cache while the trees pass over them; as large as that allows, because each
    // block brings every tree into the cache anew.
    let blocks = FixedPieces(of: features.rowCount, size: max(64, min((1 << 18) / p, features.rowCount / 16)))
    result.values.withUnsafeMutableBufferPointer { buffer in
      // Each piece writes its own rows only.
      nonisolated(unsafe) let output = buffer
      forEachPiece(blocks.count, cores: cores) { piece in
        let block = blocks.range(piece)
        var codes = [UInt8](repeating: 0, count: block.count * p)
        features.values.withUnsafeBufferPointer { values in
          for feature in 0..<p {
            bins.edges[feature].withUnsafeBufferPointer { edges in
              for row in block { codes[(row - block.lowerBound) * p + feature] = FeatureBins.code(values[row * p + feature], edges) }
            }
          }
        }
        codes.withUnsafeBufferPointer { codes in
          for tree in trees {
            tree.withReader(task) { reader in
              guard let codes = codes.baseAddress, let sums = output.baseAddress else { return }
              reader.add(to: sums + block.lowerBound * width, codes, rowCount: block.count, rowStride: p, featureStride: 1)
            }
          }
        }
        for index in (block.lowerBound * width)..<(block.upperBound * width) { output[index] /= Double(trees.count) }
      }
    }
    return result
  }

  /// Judges each tree on the samples it did not draw.
  static func outOfBag(_ trees: [DecisionTree], _ data: BinnedSamples, _ target: ForestTarget, _ drawing: SampleDrawing, cores: Int) -> OutOfBag {
    let task = target.task
    let width = task.width
    let n = data.rowCount
    let isOut = mapPieces(trees.count, cores: cores) { tree in drawing.weights(tree: tree).weights.map { $0 == 0 } }
    var sums = Matrix(rowCount: n, columnCount: width)
    let blocks = FixedPieces(of: n, size: 512)
    sums.values.withUnsafeMutableBufferPointer { buffer in
      // Each piece writes its own rows only.
      nonisolated(unsafe) let output = buffer
      forEachPiece(blocks.count, cores: cores) { piece in
        let block = blocks.range(piece)
        var counts = [Int](repeating: 0, count: block.count)
        data.codes.withUnsafeBufferPointer { codes in
          for tree in trees.indices {
            trees[tree].withReader(task) { reader in
              guard let codes = codes.baseAddress, let sums = output.baseAddress else { return }
              for row in block where isOut[tree][row] {
                reader.add(to: sums + row * width, codes + row, rowCount: 1, rowStride: 1, featureStride: n)
                counts[row - block.lowerBound] += 1
              }
            }
          }
        }
        for row in block {
          let count = counts[row - block.lowerBound]
          for index in (row * width)..<(row * width + width) { output[index] = count > 0 ? output[index] / Double(count) : .nan }
        }
      }
    }
    return OutOfBag(score: score(sums, target), predictions: sums)
  }

  private static func score(_ predictions: Matrix, _ target: ForestTarget) -> Double {
    let judged = (0..<predictions.rowCount).filter { !predictions[$0, 0].isNaN }
    guard !judged.isEmpty else { return .nan }
    switch target {
    case .classes(let classes, _):
      let likeliest = likeliest(predictions)
      return Double(judged.filter { likeliest[$0] == Int(classes[$0]) }.count) / Double(judged.count)
    case .numbers(let numbers):
      let mean = judged.reduce(0) { $0 + numbers[$1] / Double(judged.count) }
      let residual = judged.reduce(0) { $0 + (numbers[$1] - predictions[$1, 0]) * (numbers[$1] - predictions[$1, 0]) }
      let total = judged.reduce(0) { $0 + (numbers[$1] - mean) * (numbers[$1] - mean) }
      return total > 0 ? 1 - residual / total : .nan
    }
  }
}

extension RandomForest.Task {
  /// Numbers of a prediction.
  var width: Int {
    switch self {
    case .classification(let classCount): classCount
    case .regression: 1
    }
  }

  /// Leaves that are pure and not held, one for each class.
  var sharedLeafCount: Int {
    switch self {
    case .classification(let classCount): classCount
    case .regression: 0
    }
  }
}

/// A tree's memory, ready to be walked. Trees are valid when made, so nothing is checked on the way.
struct TreeReader {
  let nodes: UnsafePointer<TreeNode>
  let leafValues: UnsafeBufferPointer<Double>
  let width: Int
  let sharedLeafCount: Int

  /// Adds samples' predictions to `sums`, `width` numbers for each.
  ///
  /// Eight samples go down the tree side by side: each step waits for memory, and eight wait together.
  func add(to sums: UnsafeMutablePointer<Double>, _ codes: UnsafePointer<UInt8>, rowCount: Int, rowStride: Int, featureStride: Int) {
    var row = 0
    while row + 8 <= rowCount {
      var places = InlineArray<8, Int32>(repeating: 0)
      var goingCount: Int32 = 8
      while goingCount > 0 {
        goingCount = 0
        for lane in 0..<8 {
          let node = nodes[Int(places[lane])]
          // All ones in a leaf, where the sample stays and asks for the first feature to no avail; else 0.
          let stays = node.feature >> 31
          let code = codes[(row &+ lane) &* rowStride &+ Int(node.feature & ~stays) &* featureStride]
          places[lane] = (places[lane] & stays) | ((node.link &+ node.side(code)) & ~stays)
          goingCount &+= 1 &+ stays
        }
      }
      for lane in 0..<8 { addLeaf(nodes[Int(places[lane])], to: sums + (row + lane) * width) }
      row += 8
    }
    while row < rowCount {
      var node = nodes[0]
      while node.feature >= 0 {
        let code = codes[row &* rowStride &+ Int(node.feature) &* featureStride]
        node = nodes[Int(node.link &+ node.side(code))]
      }
      addLeaf(node, to: sums + row * width)
      row += 1
    }
  }

  @inline(__always)
  private func addLeaf(_ node: TreeNode, to sums: UnsafeMutablePointer<Double>) {
    let leaf = Int(~node.link)
    if leaf < sharedLeafCount {
      sums[leaf] += 1
    } else {
      let values = (leaf - sharedLeafCount) * width
      for index in 0..<width { sums[index] += leafValues[values + index] }
    }
  }
}

extension DecisionTree {
  func withReader(_ task: RandomForest.Task, _ body: (TreeReader) -> Void) {
    nodes.withUnsafeBufferPointer { nodes in
      leafValues.withUnsafeBufferPointer { values in
        guard let base = nodes.baseAddress else { return }
        body(TreeReader(nodes: base, leafValues: values, width: task.width, sharedLeafCount: task.sharedLeafCount))
      }
    }
  }
}
