import Learning
import LinearAlgebra
import Testing

@Suite struct RandomForestTests {
  struct Reference: Decodable {
    let data: String
    let missing: Bool
    let criterion: String?
    let maxDepth: Int?
    let minSamplesLeaf: Int?
    let maxLeafNodes: Int?
    let classWeight: String?
    let scores: [Double]
    let oobScores: [Double]
    let importances: [Double]
    let nodes: Double
  }

  /// The mean over ten seeds lies within scikit-learn's ten.
  @Test func scoresAreScikitLearns() throws {
    let references = try LinearAndTreesReferences().decode("forest.json", as: [Reference].self)
    #expect(references.count == 9)
    for reference in references {
      var (features, target) = try LinearAndTreesReferences().data(reference.data)
      if reference.missing {
        for column in 0..<features.columnCount { for row in stride(from: column % 3, to: features.rowCount, by: 3) { features[row, column] = .nan } }
      }
      let training = target.indices.filter { $0 % 4 != 0 }
      let test = target.indices.filter { $0 % 4 == 0 }
      var scores: [Double] = []
      var oobScores: [Double] = []
      var importances = [Double](repeating: 0, count: features.columnCount)
      var nodes = 0.0
      for seed in 0..<10 {
        var parameters = RandomForestParameters()
        parameters.criterion = reference.criterion.flatMap(RandomForestParameters.Criterion.init)
        parameters.maxDepth = reference.maxDepth
        parameters.minSamplesLeaf = reference.minSamplesLeaf ?? 1
        parameters.maxLeafNodes = reference.maxLeafNodes
        parameters.classWeight = reference.classWeight == nil ? nil : .balanced
        parameters.oobScore = true
        parameters.seed = UInt64(seed)
        let truth = test.map { target[$0] }
        let forest: RandomForest
        if reference.data == "diabetes" {
          forest = try RandomForest(features: features.rows(training), targets: training.map { target[$0] }, parameters: parameters, cores: 2)
          let predictions = try forest.predictions(features.rows(test))
          let mean = truth.reduce(0, +) / Double(truth.count)
          scores.append(1 - zip(truth, predictions).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / truth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
        } else {
          forest = try RandomForest(
            features: features.rows(training), classes: training.map { Int(target[$0]) }, classCount: reference.data == "wine" ? 3 : 2, parameters: parameters,
            cores: 2)
          let predictions = try forest.predictions(features.rows(test))
          scores.append(Double(zip(truth, predictions).filter { $0 == $1 }.count) / Double(truth.count))
        }
        oobScores.append(forest.outOfBag?.score ?? .nan)
        for feature in importances.indices { importances[feature] += forest.importances[feature] / 10 }
        nodes += Double(forest.nodeCount) / 1000
      }
      func isWithin(_ ours: [Double], _ theirs: [Double]) -> Bool {
        let mean = ours.reduce(0, +) / Double(ours.count)
        return (theirs.min() ?? .nan) - 1e-9 <= mean && mean <= (theirs.max() ?? .nan) + 1e-9
      }
      let place = "\(reference.data), missing \(reference.missing), \(reference.criterion ?? "default")"
      #expect(isWithin(scores, reference.scores), "\(place): \(scores) for \(reference.scores)")
      #expect(isWithin(oobScores, reference.oobScores), "\(place): \(oobScores) for \(reference.oobScores)")
      #expect(zip(importances, reference.importances).allSatisfy { abs($0 - $1) < 0.04 }, "\(place): \(importances) for \(reference.importances)")
      #expect(abs(nodes / reference.nodes - 1) < 0.05, "\(place): \(nodes) nodes for \(reference.nodes)")
    }
  }

  static func example(_ n: Int = 400, classCount: Int) -> (features: Matrix, classes: [Int]) {
    let features = normalFeatures(n, 6, seed: 1)
    return (features, (0..<n).map { features[$0, 0] + features[$0, 1] > 0 ? (features[$0, 2] > 0 ? classCount - 1 : 0) : 1 })
  }

  @Test(arguments: [2, 3], [nil, 10]) func coresChangeNothing(classCount: Int, maxLeafNodes: Int?) throws {
    var (features, classes) = Self.example(1500, classCount: classCount)
    for row in stride(from: 0, to: 1500, by: 7) { features[row, 0] = .nan }
    var parameters = RandomForestParameters()
    parameters.estimatorCount = 20
    parameters.oobScore = true
    parameters.maxLeafNodes = maxLeafNodes
    func fit(_ cores: Int) throws -> RandomForest { try RandomForest(features: features, classes: classes, classCount: classCount, parameters: parameters, cores: cores) }
    let one = try fit(1)
    let three = try fit(3)
    #expect(one.storage == three.storage)
    #expect(one.outOfBag == three.outOfBag)
    #expect(try one.probabilities(features, cores: 1) == three.probabilities(features, cores: 3))
    parameters.seed = 1
    #expect(try fit(1).storage != one.storage)
  }

  /// One tree on all samples and features: what is learnt is what was shown.
  static var singleTree: RandomForestParameters {
    var parameters = RandomForestParameters()
    parameters.estimatorCount = 1
    parameters.bootstrap = false
    parameters.maxFeatures = .all
    return parameters
  }

  @Test(arguments: [2, 3]) func aFullTreeKnowsItsSamples(classCount: Int) throws {
    let (features, classes) = Self.example(200, classCount: classCount)
    let forest = try RandomForest(features: features, classes: classes, classCount: classCount, parameters: Self.singleTree)
    #expect(RandomForest.likeliest(try forest.probabilities(features)) == classes)
    let targets = (0..<200).map { 1e9 + features[$0, 3] }
    let numbers = try RandomForest(features: features, targets: targets, parameters: Self.singleTree).predictions(features)
    #expect(zip(numbers, targets).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test(arguments: [2, 3]) func weightsAreRepetition(classCount: Int) throws {
    let (features, classes) = Self.example(200, classCount: classCount)
    let rows = classes.indices.flatMap { [Int](repeating: $0, count: $0 % 3) }
    var parameters = Self.singleTree
    parameters.maxDepth = 4
    let weights = classes.indices.map { Double($0 % 3) }
    let weighted = try RandomForest(features: features, classes: classes, classCount: classCount, sampleWeights: weights, parameters: parameters)
    let repeated = try RandomForest(features: features.rows(rows), classes: rows.map { classes[$0] }, classCount: classCount, parameters: parameters)
    let present = rows.isEmpty ? [] : Array(Set(rows)).sorted()
    let difference = zip(try weighted.probabilities(features.rows(present)).values, try repeated.probabilities(features.rows(present)).values).map { abs($0 - $1) }
    #expect(difference.max() ?? 1 < 1e-12)
  }

  @Test func importancesFollowTheirColumns() throws {
    let (features, classes) = Self.example(600, classCount: 2)
    let order = [5, 4, 3, 2, 1, 0]
    var turned = features
    for row in 0..<features.rowCount { for column in 0..<6 { turned[row, column] = features[row, order[column]] } }
    let one = try RandomForest(features: features, classes: classes, classCount: 2)
    let other = try RandomForest(features: turned, classes: classes, classCount: 2)
    #expect(abs(one.importances.reduce(0, +) - 1) < 1e-12)
    #expect(order.indices.allSatisfy { abs(other.importances[$0] - one.importances[order[$0]]) < 0.03 })
    #expect(one.importanceSpreads.allSatisfy { $0 > 0 && $0 < 0.3 })
  }

  @Test func constantAndMissingColumnsAreNeverSplit() throws {
    var (features, classes) = Self.example(300, classCount: 2)
    for row in 0..<300 {
      features[row, 3] = 4
      features[row, 4] = .nan
    }
    let forest = try RandomForest(features: features, classes: classes, classCount: 2)
    #expect(!forest.storage.nodeFeatures.contains(3))
    #expect(!forest.storage.nodeFeatures.contains(4))
    #expect(try forest.probabilities(features.rows([0])).values.allSatisfy { (0...1).contains($0) })
  }

  /// That a value is missing can be all there is to know.
  @Test(arguments: [0, 1]) func missingValuesAreLearnt(ofClass: Int) throws {
    let n = 100
    let classes = (0..<n).map { $0 % 2 }
    let features = Matrix(rowCount: n, columnCount: 1, values: (0..<n).map { $0 % 2 == ofClass ? .nan : Double($0) })
    let forest = try RandomForest(features: features, classes: classes, classCount: 2)
    #expect(RandomForest.likeliest(try forest.probabilities(features)) == classes)
  }

  @Test func thresholdsAreMidpoints() throws {
    let features = Matrix(rowCount: 4, columnCount: 1, values: [1, 2, 10, 11])
    let forest = try RandomForest(features: features, classes: [0, 0, 1, 1], classCount: 2, parameters: Self.singleTree)
    let asked = Matrix(rowCount: 2, columnCount: 1, values: [1.49, 10.51])
    #expect(RandomForest.likeliest(try forest.probabilities(asked)) == [0, 1])
    #expect(forest.nodeCount == 3)
  }

  @Test func smallestData() throws {
    let row = Matrix(rowCount: 1, columnCount: 2, values: [.nan, .infinity])
    #expect(try RandomForest(features: row, classes: [0], classCount: 1).probabilities(row).values == [1])
    #expect(try RandomForest(features: row, classes: [1], classCount: 2).probabilities(row).values == [0, 1])
    #expect(try RandomForest(features: row, classes: [1], classCount: 3).probabilities(row).values == [0, 1, 0])
    #expect(try RandomForest(features: row, targets: [0.5]).predictions(row) == [0.5])
    let infinities = Matrix(rowCount: 3, columnCount: 1, values: [-.infinity, 0, .infinity])
    var parameters = Self.singleTree
    #expect(try RandomForest(features: infinities, targets: [1, 2, 3], parameters: parameters).predictions(infinities) == [1, 2, 3])
    parameters.bootstrap = true
    parameters.oobScore = true
    #expect(try RandomForest(features: row, targets: [1], parameters: parameters).outOfBag?.score.isNaN == true)
    #expect(try RandomForest(features: infinities, targets: [0.1, 0.1, 0.1]).nodeCount == 100)
    #expect(try RandomForest(features: infinities, targets: [0.1, 0.1, 0.1]).importances == [0])
    #expect(try RandomForest(features: infinities, targets: [1, 2, 3]).probabilities(Matrix(rowCount: 0, columnCount: 1)).values.isEmpty)
  }

  @Test func refusals() throws {
    let (features, classes) = Self.example(20, classCount: 2)
    func fit(_ change: (inout RandomForestParameters) -> Void) throws {
      var parameters = RandomForestParameters()
      change(&parameters)
      _ = try RandomForest(features: features, classes: classes, classCount: 2, parameters: parameters)
    }
    #expect(throws: FittingError("'n_estimators' must be at least 1, not 0")) { try fit { $0.estimatorCount = 0 } }
    #expect(throws: FittingError.self) { try fit { $0.maxDepth = 0 } }
    #expect(throws: FittingError.self) { try fit { $0.minSamplesSplit = 1 } }
    #expect(throws: FittingError.self) { try fit { $0.minSamplesLeaf = 0 } }
    #expect(throws: FittingError.self) { try fit { $0.maxLeafNodes = 1 } }
    #expect(throws: FittingError.self) { try fit { $0.minImpurityDecrease = .nan } }
    #expect(throws: FittingError.self) { try fit { $0.maxFeatures = .fraction(.nan) } }
    #expect(throws: FittingError.self) { try fit { $0.maxFeatures = .count(0) } }
    #expect(throws: FittingError.self) { try fit { $0.maxSamples = .fraction(2) } }
    #expect(throws: FittingError.self) { try fit { $0.bootstrap = false; $0.oobScore = true } }
    #expect(throws: FittingError.self) { try fit { $0.criterion = .squaredError } }
    #expect(throws: FittingError.self) { try fit { $0.classWeight = .weights([1, -1]) } }
    #expect(throws: FittingError.self) { try RandomForest(features: features, classes: [0], classCount: 2) }
    #expect(throws: FittingError.self) { try RandomForest(features: features, classes: classes, classCount: 1) }
    #expect(throws: FittingError.self) { try RandomForest(features: features, classes: classes, classCount: 2, sampleWeights: [1]) }
    #expect(throws: FittingError.self) { try RandomForest(features: features, targets: [.nan]) }
    #expect(throws: FittingError.self) { try RandomForest(features: Matrix(rowCount: 0, columnCount: 3), targets: []) }
    let forest = try RandomForest(features: features, classes: classes, classCount: 2)
    #expect(throws: FittingError.self) { try forest.probabilities(Matrix(rowCount: 1, columnCount: 2)) }
  }

  @Test(arguments: [2, 3]) func storageIsTheForest(classCount: Int) throws {
    let (features, classes) = Self.example(classCount: classCount)
    var parameters = RandomForestParameters()
    parameters.minSamplesLeaf = 4
    let forest = try RandomForest(features: features, classes: classes, classCount: classCount, parameters: parameters)
    let read = try RandomForest(forest.storage)
    #expect(read.storage == forest.storage)
    #expect(try read.probabilities(features) == forest.probabilities(features))
    #expect(read.importances == forest.importances)
  }

  /// Damage is refused, or leaves a forest that predicts without trapping.
  @Test func damagedStorageNeverTraps() throws {
    let (features, classes) = Self.example(100, classCount: 3)
    var parameters = RandomForestParameters()
    parameters.estimatorCount = 3
    parameters.minSamplesLeaf = 3
    let whole = try RandomForest(features: features, classes: classes, classCount: 3, parameters: parameters).storage
    var random = RandomSource(seed: 5)
    func damage<T: FixedWidthInteger>(_ values: inout [T]) {
      guard !values.isEmpty else { return }
      let place = random.below(values.count)
      switch random.below(5) {
      case 0: values.remove(at: place)
      case 1: values[place] = .max
      case 2: values[place] = .min
      case 3: values[place] &+= 1
      default: values[place] = T(truncatingIfNeeded: random.next())
      }
    }
    for round in 0..<3000 {
      var storage = whole
      switch round % 8 {
      case 0: damage(&storage.nodeLinks)
      case 1: damage(&storage.nodeFeatures)
      case 2: damage(&storage.nodeSplits)
      case 3: damage(&storage.nodeCounts)
      case 4: damage(&storage.leafValueCounts)
      case 5: damage(&storage.binEdgeCounts)
      case 6: storage.leafValues[random.below(storage.leafValues.count)] = .nan
      default: storage.classCount = random.below(5) - 1
      }
      if let forest = try? RandomForest(storage) { _ = try? forest.probabilities(features) }
    }
    var circle = whole
    circle.nodeLinks[0] = 0
    #expect(throws: FittingError.self) { try RandomForest(circle) }
  }
}
