import Foundation
import Learning
import Testing

/// Tails and quantiles, against scipy's from `Fixtures/learning_selection.py`.
@Suite struct DistributionTests {
  struct References: Decodable {
    struct Normal: Decodable { let share, quantile: Double }
    struct Fisher: Decodable {
      let value: Double
      let degrees: [Double]
      let upper: Double
    }
    struct ChiSquare: Decodable { let value, degrees, upper: Double }
    let normal: [Normal]
    let fisher: [Fisher]
    let chiSquare: [ChiSquare]
  }

  private static func references() throws -> References {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(References.self, from: Data(contentsOf: tests.appendingPathComponent("Fixtures/learning_distributions.json")))
  }

  @Test func `normal quantiles are scipy's`() throws {
    for reference in try Self.references().normal {
      let quantile = NormalDistribution.quantile(reference.share)
      #expect(agree(quantile, reference.quantile, relative: 1e-12), "\(reference)")
      #expect(agree(NormalDistribution.cumulative(quantile), reference.share, relative: 1e-10, absolute: 0), "\(reference)")
    }
    #expect(NormalDistribution.quantile(0) == -.infinity && NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(-0.1).isNaN && NormalDistribution.quantile(.nan).isNaN)
  }

  /// The relative error also of tails near 0; what is below all but the smallest numbers may be 0.
  @Test func `upper tails are scipy's`() throws {
    for reference in try Self.references().fisher {
      let upper = FisherDistribution.upperTail(reference.value, reference.degrees[0], reference.degrees[1])
      #expect(agree(upper, reference.upper, relative: 1e-9, absolute: 1e-290), "\(upper) for \(reference)")
    }
    for reference in try Self.references().chiSquare {
      let upper = ChiSquareDistribution.upperTail(reference.value, reference.degrees)
      #expect(agree(upper, reference.upper, relative: 1e-9, absolute: 1e-290), "\(upper) for \(reference)")
    }
  }

  @Test func `tails of odd values`() {
    #expect(FisherDistribution.upperTail(0, 1, 1) == 1 && FisherDistribution.upperTail(.infinity, 1, 1) == 0)
    #expect(FisherDistribution.upperTail(.greatestFiniteMagnitude, 3, 3) >= 0)
    #expect(FisherDistribution.upperTail(.nan, 1, 1).isNaN && FisherDistribution.upperTail(1, 0, 1).isNaN && FisherDistribution.upperTail(1, 1, -1).isNaN)
    #expect(ChiSquareDistribution.upperTail(-1, 1) == 1 && ChiSquareDistribution.upperTail(.infinity, 2) == 0 && ChiSquareDistribution.upperTail(1, 0).isNaN)
  }

  @Test(arguments: [0, 1, 511, 512, 5000]) func `sorting by digits sorts`(count: Int) {
    let odd: [Double] = [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude, .nan]
    let values = (0..<count).map { place -> Double in
      if place % 17 == 3 { return odd[place / 17 % odd.count] }
      return Double((place * 7919) % 1009 - 500) / 7
    }
    #expect(sortedNumbers(values) == values.filter { !$0.isNaN }.sorted())
  }
}
