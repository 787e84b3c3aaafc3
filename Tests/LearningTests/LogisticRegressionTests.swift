import Learning
import LinearAlgebra
import Testing

@Suite struct LogisticRegressionTests {
  struct Reference: Decodable {
    let data: String
    let C: Double
    let fitIntercept: Bool
    let classWeight: String
    let weighted: Bool
    let coefficients: [[Double]]
    let intercepts: [Double]
    let probabilities: [[Double]]
  }

  @Test func coefficientsAreScikitLearns() throws {
    let references = try LinearAndTreesReferences().decode("logistic.json", as: [Reference].self)
    #expect(references.count == 7)
    for reference in references {
      let (features, target) = try LinearAndTreesReferences().data(reference.data)
      var parameters = LogisticRegression.Parameters()
      parameters.inversePenalty = reference.C
      parameters.fitsIntercept = reference.fitIntercept
      parameters.classWeight = reference.classWeight == "balanced" ? .balanced : nil
      let model = try LogisticRegression(
        features: features, classes: target.map { Int($0) }, classCount: reference.data == "wine" ? 3 : 2,
        sampleWeights: reference.weighted ? target.indices.map { Double(1 + $0 % 3) } : nil, parameters: parameters)
      let difference = zip(model.coefficients.values, reference.coefficients.joined()).map { abs($0 - $1) }.max() ?? .infinity
      let interceptDifference = zip(model.intercepts, reference.intercepts).map { abs($0 - $1) }.max() ?? .infinity
      let place = "\(reference.data), C \(reference.C), \(reference.classWeight): off by \(difference) and \(interceptDifference) after \(model.iterations)"
      #expect(model.converged, "\(place)")
      #expect(difference < 1e-4, "\(place)")
      #expect(interceptDifference < 1e-4 * max(1, abs(reference.intercepts[0])), "\(place)")
      let probabilities = try model.probabilities(features.rows([0, 1, 2, 3, 4]))
      #expect(zip(probabilities.values, reference.probabilities.joined()).allSatisfy { abs($0 - $1) < 1e-5 }, "\(place)")
    }
  }

  static func example(_ n: Int, classCount: Int) -> (features: Matrix, classes: [Int]) {
    let features = normalFeatures(n, 5, seed: 1)
    var random = RandomSource(seed: 2)
    let classes = (0..<n).map { row in
      max(0, min(classCount - 1, Int((features[row, 0] - features[row, 1] + random.normal()).rounded()) + classCount / 2))
    }
    return (features, classes)
  }

  @Test(arguments: [2, 4]) func coresChangeNothing(classCount: Int) throws {
    let (features, classes) = Self.example(70_000, classCount: classCount)
    let one = try LogisticRegression(features: features, classes: classes, classCount: classCount, cores: 1)
    #expect(one.converged)
    #expect(try LogisticRegression(features: features, classes: classes, classCount: classCount, cores: 3) == one)
    #expect(try one.probabilities(features, cores: 1) == one.probabilities(features, cores: 3))
  }

  @Test(arguments: [2, 3]) func weightsAreRepetition(classCount: Int) throws {
    let (features, classes) = Self.example(300, classCount: classCount)
    let weighted = try LogisticRegression(
      features: features, classes: classes, classCount: classCount, sampleWeights: classes.indices.map { Double($0 % 3) })
    let rows = classes.indices.flatMap { [Int](repeating: $0, count: $0 % 3) }
    let repeated = try LogisticRegression(features: features.rows(rows), classes: rows.map { classes[$0] }, classCount: classCount)
    #expect(zip(weighted.coefficients.values, repeated.coefficients.values).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func scalesAndConstantsDoNotMatter() throws {
    var (features, classes) = Self.example(400, classCount: 2)
    var parameters = LogisticRegression.Parameters()
    parameters.inversePenalty = 1e9
    let plain = try LogisticRegression(features: features, classes: classes, classCount: 2, parameters: parameters)
    for row in 0..<400 {
      features[row, 0] = 1e6 * features[row, 0] + 1e9
      features[row, 4] = 7
    }
    let turned = try LogisticRegression(features: features, classes: classes, classCount: 2, parameters: parameters)
    #expect(turned.converged)
    #expect(abs(turned.coefficients[0, 0] * 1e6 - plain.coefficients[0, 0]) < 0.05)
    #expect(turned.coefficients[0, 4] == 0)
  }

  /// The three ways to the second derivatives: by features, by samples, and their rough diagonal.
  @Test(arguments: [(20, 60), (30, 600), (1010, 520)]) func wideData(n: Int, p: Int) throws {
    let features = normalFeatures(n, p, seed: 3)
    let classes = (0..<n).map { features[$0, 0] > 0 ? 1 : 0 }
    let model = try LogisticRegression(features: features, classes: classes, classCount: 2)
    #expect(model.converged)
    #expect(RandomForest.likeliest(try model.probabilities(features)) == classes)
  }

  @Test func separableClassesConverge() throws {
    let features = Matrix(rowCount: 4, columnCount: 1, values: [1, 2, 3, 4])
    var parameters = LogisticRegression.Parameters()
    parameters.inversePenalty = 1e4
    #expect(try LogisticRegression(features: features, classes: [0, 0, 1, 1], classCount: 2, parameters: parameters).converged)
    parameters.maxIterations = 1
    #expect(try !LogisticRegression(features: features, classes: [0, 0, 1, 1], classCount: 2, parameters: parameters).converged)
  }

  @Test func noFeaturesGiveTheShares() throws {
    let model = try LogisticRegression(features: Matrix(rowCount: 4, columnCount: 0), classes: [0, 1, 1, 1], classCount: 2)
    #expect(abs(try model.probabilities(Matrix(rowCount: 1, columnCount: 0))[0, 1] - 0.75) < 1e-6)
  }

  @Test func refusals() {
    let features = normalFeatures(4, 2, seed: 4)
    var missing = features
    missing[0, 0] = .nan
    var huge = features
    huge[0, 0] = 1e300
    func fit(_ features: Matrix, _ classes: [Int], _ classCount: Int, weights: [Double]? = nil, _ change: (inout LogisticRegression.Parameters) -> Void = { _ in }) throws {
      var parameters = LogisticRegression.Parameters()
      change(&parameters)
      _ = try LogisticRegression(features: features, classes: classes, classCount: classCount, sampleWeights: weights, parameters: parameters)
    }
    #expect(throws: FittingError.self) { try fit(missing, [0, 1, 0, 1], 2) }
    #expect(throws: FittingError.self) { try fit(huge, [0, 1, 0, 1], 2) }
    #expect(throws: FittingError.self) { try fit(features, [0, 1, 0], 2) }
    #expect(throws: FittingError.self) { try fit(features, [0, 0, 0, 0], 2) }
    #expect(throws: FittingError.self) { try fit(features, [0, 0, 0, 0], 1) }
    #expect(throws: FittingError.self) { try fit(features, [0, 1, 2, -1], 3) }
    #expect(throws: FittingError.self) { try fit(features, [0, 1, 0, 1], 2, weights: [1, 0, 1, 0]) }
    #expect(throws: FittingError.self) { try fit(features, [0, 1, 0, 1], 2, weights: [1, -1, 1, 1]) }
    #expect(throws: FittingError.self) { try fit(Matrix(rowCount: 0, columnCount: 2), [], 2) }
    #expect(throws: FittingError.self) { try fit(features, [0, 1, 0, 1], 2) { $0.inversePenalty = 0 } }
    #expect(throws: FittingError.self) { try fit(features, [0, 1, 0, 1], 2) { $0.maxIterations = 0 } }
    #expect(throws: FittingError.self) { try fit(features, [0, 1, 0, 1], 2) { $0.classWeight = .weights([1]) } }
    #expect(throws: FittingError.self) { try LogisticRegression(classCount: 3, coefficients: features, intercepts: [0]) }
  }
}
