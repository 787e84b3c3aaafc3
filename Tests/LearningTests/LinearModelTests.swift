import Foundation
import Learning
import LinearAlgebra
import Testing

/// Linear models of a number, against scikit-learn's from `Fixtures/learning_linear_models.py`.
@Suite struct LinearModelTests {
  struct References: Decodable {
    struct Model: Decodable, CustomStringConvertible {
      let data: String
      let kind: String
      let alpha: Double
      let l1Ratio: Double
      let fitIntercept: Bool
      let weighted: Bool
      let coefficients: [Double]
      let intercept: Double
      var description: String { "\(kind) of \(data), alpha \(alpha), l1_ratio \(l1Ratio)\(weighted ? ", weighted" : "")" }
    }

    struct Path: Decodable {
      let alphas: [Double]
      let coefficients: [[Double]]
    }

    let models: [Model]
    let path: Path

    static let all: References = {
      do { return try LinearAndTreesReferences().decode("../learning_linear_models.json", as: References.self) } catch { fatalError("\(error)") }
    }()
  }

  /// A data set as the script varies it.
  static func data(_ name: String) throws -> (features: Matrix, targets: [Double]) {
    let parts = name.split(separator: "/")
    let (features, targets) = try LinearAndTreesReferences().data(String(parts[0]))
    let (n, p) = (features.rowCount, features.columnCount)
    switch parts.last {
    case "wide": return (features.rows(Array(0..<20)), Array(targets.prefix(20)))
    case "collinear":
      let values = (0..<n).flatMap { row in (0..<p).map { features[row, $0] } + [features[row, 0] + features[row, 1]] }
      return (Matrix(rowCount: n, columnCount: p + 1, values: values), targets)
    case "standard":
      var standard = features
      for column in 0..<p {
        let values = (0..<n).map { features[$0, column] }
        let mean = values.reduce(0, +) / Double(n)
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)).squareRoot()
        for row in 0..<n { standard[row, column] = (values[row] - mean) / deviation }
      }
      return (standard, targets)
    default: return (features, targets)
    }
  }

  /// To 1e-6 of the largest coefficient: scikit-learn's own coordinate descent ends where it cannot tell further steps apart.
  @Test(arguments: References.all.models) func coefficientsAreScikitLearns(reference: References.Model) throws {
    let (features, targets) = try Self.data(reference.data)
    let weights = reference.weighted ? targets.indices.map { Double(1 + $0 % 3) } : nil
    let model: LinearModel
    if reference.kind == "ElasticNet" {
      var parameters = ElasticNet.Parameters()
      parameters.l1Ratio = reference.l1Ratio
      parameters.fitsIntercept = reference.fitIntercept
      let solution = try ElasticNet(features: features, targets: targets, sampleWeights: weights, parameters: parameters)
        .solution(alpha: reference.alpha)
      #expect(solution.converged)
      model = solution.model
    } else {
      model = try RidgeRegression.fit(
        features: features, targets: targets, alpha: reference.alpha, sampleWeights: weights, fitsIntercept: reference.fitIntercept
      ).model
    }
    let scale = reference.coefficients.map(abs).max() ?? 0
    let difference = zip(model.coefficients, reference.coefficients).map { abs($0 - $1) }.max() ?? .infinity
    #expect(difference <= 1e-6 * scale, "off by \(difference / scale)")
    #expect(abs(model.intercept - reference.intercept) <= 1e-6 * max(1, abs(reference.intercept)))
    #expect(zip(model.coefficients, reference.coefficients).allSatisfy { ($0 == 0) == ($1 == 0) }, "the same features are left out")
  }

  @Test func thePathIsScikitLearns() throws {
    let path = References.all.path
    let (features, targets) = try Self.data("diabetes/standard")
    var parameters = ElasticNet.Parameters()
    parameters.l1Ratio = 1
    let net = try ElasticNet(features: features, targets: targets, parameters: parameters)
    let alphas = net.alphas(count: 20)
    #expect(zip(alphas, path.alphas).allSatisfy { abs($0 - $1) <= 1e-12 * $1 })
    for (solution, expected) in zip(try net.path(alphas), path.coefficients) {
      #expect(zip(solution.model.coefficients, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "alpha \(solution.alpha)")
    }
  }

  @Test func ranksAreTold() throws {
    let (collinear, targets) = try Self.data("diabetes/collinear")
    #expect(try RidgeRegression.fit(features: collinear, targets: targets).rank == 10)
    let (wide, few) = try Self.data("breast_cancer/wide")
    #expect(try RidgeRegression.fit(features: wide, targets: few).rank == 19, "one of 20 went for the mean")
    let (plain, all) = try Self.data("diabetes")
    #expect(try RidgeRegression.fit(features: plain, targets: all).rank == nil)
  }

  @Test(arguments: [0.0, 2.5]) func coresChangeNothing(alpha: Double) throws {
    let features = normalFeatures(20_000, 30, seed: 1)
    let targets = (0..<20_000).map { features[$0, 3] - 2 * features[$0, 7] + features[$0, 11] * features[$0, 12] }
    let one = try RidgeRegression.fit(features: features, targets: targets, alpha: alpha, cores: 1).model
    #expect(try RidgeRegression.fit(features: features, targets: targets, alpha: alpha, cores: 3).model == one)
    let net = try ElasticNet(features: features, targets: targets, cores: 1).solution(alpha: 0.1)
    #expect(try ElasticNet(features: features, targets: targets, cores: 3).solution(alpha: 0.1) == net)
    #expect(net.model.coefficients.count { $0 != 0 } == 2)
  }

  /// With far more features than samples columns of products are made as they are needed; the optimality conditions hold all the same.
  @Test func manyFeaturesMeetTheirConditions() throws {
    let (n, p, alpha) = (50, 10_000, 0.3)
    let features = normalFeatures(n, p, seed: 3)
    var random = RandomSource(seed: 4)
    let targets = (0..<n).map { 3 * features[$0, 5] - 2 * features[$0, 4000] + random.normal() }
    var parameters = ElasticNet.Parameters()
    parameters.l1Ratio = 1
    let solution = try ElasticNet(features: features, targets: targets, parameters: parameters).solution(alpha: alpha)
    #expect(solution.converged)
    let residuals = zip(targets, try solution.model.predictions(features)).map { $0 - $1 }
    let gradient = multiply(features, residuals, transposeA: true).map { $0 / Double(n) }
    for (coefficient, slope) in zip(solution.model.coefficients, gradient) {
      if coefficient == 0 { #expect(abs(slope) <= alpha * (1 + 1e-9)) } else { #expect(abs(slope - (coefficient > 0 ? alpha : -alpha)) < 1e-9) }
    }
    #expect((3...40).contains(solution.model.coefficients.count { $0 != 0 }))
  }

  @Test func badInputIsRefused() {
    let features = Matrix(rowCount: 3, columnCount: 1, values: [1, 2, 3])
    func refusal(_ body: () throws -> Any) -> String {
      do { return "\(try body())" } catch { return "\(error)" }
    }
    #expect(refusal { try RidgeRegression.fit(features: features, targets: [1, 2, 3], alpha: -1) } == "'alpha' must be finite and at least 0, not -1.0")
    #expect(refusal { try RidgeRegression.fit(features: features, targets: [1, 2]) } == "there are 3 samples and 2 targets")
    #expect(
      refusal { try RidgeRegression.fit(features: features, targets: [1, .nan, 3]) }
        == "the features or targets have missing or infinite values; fill them in, or leave those rows out")
    #expect(
      refusal { try RidgeRegression.fit(features: features, targets: [1, 2, 3], sampleWeights: [0, 0, 0]) }
        == "sample weights must be finite and at least 0, and not all 0")
    #expect(refusal { try ElasticNet(features: features, targets: [1, 2, 3]).solution(alpha: .infinity) } == "'alpha' must be finite and at least 0, not inf")
  }

  @Test func numbersTooLargeToBeSquaredAreDecomposed() throws {
    let huge = Matrix(rowCount: 3, columnCount: 1, values: [1e300, -1e300, 3])
    let (model, rank) = try RidgeRegression.fit(features: huge, targets: [1, 2, 3])
    #expect(rank == 1 && abs(model.coefficients[0] + 5e-301) < 1e-315 && model.intercept == 2)
  }

  @Test func constantsAndSingleRowsGiveTheMean() throws {
    let constant = Matrix(rowCount: 3, columnCount: 2, values: [1, 5, 1, 5, 1, 5])
    #expect(try RidgeRegression.fit(features: constant, targets: [1, 2, 6]).model == LinearModel(coefficients: [0, 0], intercept: 3))
    #expect(try ElasticNet(features: constant, targets: [1, 2, 6]).solution(alpha: 1).model == LinearModel(coefficients: [0, 0], intercept: 3))
    let single = Matrix(rowCount: 1, columnCount: 2, values: [1, 5])
    #expect(try RidgeRegression.fit(features: single, targets: [4]).model == LinearModel(coefficients: [0, 0], intercept: 4))
    #expect(try ElasticNet(features: single, targets: [4]).solution(alpha: 0.1).model == LinearModel(coefficients: [0, 0], intercept: 4))
  }
}
