import Learning
import LinearAlgebra
import Testing

@Suite struct CurveTests {
  struct Reference: Decodable {
    var isPositive: [Bool]
    var scores: [Double]
    var weights: [Double]?
    /// With points dropped, and without: three lists each.
    var roc, precisionRecall: [[[Double]]]
    var calibration: [String: [[Double]]]
  }

  @Test func curvesEqualScikitLearns() throws {
    for reference in try learningFixture("curves", Reference.self) {
      for (drops, (roc, precisionRecall)) in zip([true, false], zip(reference.roc, reference.precisionRecall)) {
        let curve = try #require(
          ROCCurve(isPositive: reference.isPositive, scores: reference.scores, weights: reference.weights, dropsCollinear: drops))
        #expect(agree(curve.falsePositiveRate, roc[0]))
        #expect(agree(curve.truePositiveRate, roc[1]))
        #expect(curve.thresholds == roc[2])
        #expect(agree(curve.area, rocAUC(isPositive: reference.isPositive, scores: reference.scores, weights: reference.weights)))
        let other = try #require(
          PrecisionRecallCurve(
            isPositive: reference.isPositive, scores: reference.scores, weights: reference.weights, dropsIntermediate: drops))
        #expect(agree(other.precision, precisionRecall[0]))
        #expect(agree(other.recall, precisionRecall[1]))
        #expect(other.thresholds == precisionRecall[2])
      }
    }
  }

  @Test func calibrationEqualsScikitLearns() throws {
    for reference in try learningFixture("curves", Reference.self) {
      for strategy in CalibrationCurve.Strategy.allCases {
        let expected = try #require(reference.calibration[strategy.rawValue])
        let curve = CalibrationCurve(
          isPositive: reference.isPositive, probabilities: reference.scores, binCount: 5, strategy: strategy)
        #expect(agree(curve.bins.map(\.positiveShare), expected[0]))
        #expect(agree(curve.bins.map(\.meanPredicted), expected[1]))
        #expect(curve.bins.reduce(0) { $0 + $1.count } == reference.scores.count)
        #expect(curve.bins.allSatisfy { $0.lowerEdge <= $0.meanPredicted + 1e-12 && $0.meanPredicted <= $0.upperEdge + 1e-12 })
      }
    }
  }

  @Test func curvesOfOneSideAreUndefinedOnTheOther() throws {
    let roc = try #require(ROCCurve(isPositive: [true, true], scores: [0.2, 0.3]))
    #expect(roc.falsePositiveRate.allSatisfy { $0.isNaN })
    #expect(roc.truePositiveRate == [0, 0.5, 1])
    let curve = try #require(PrecisionRecallCurve(isPositive: [false, false], scores: [0.2, 0.3]))
    #expect(curve.recall == [1, 1, 0])
    #expect(curve.precision == [0, 0, 1])
    #expect(rocAUC(isPositive: [true, true], scores: [0.2, 0.3]).isNaN)
    #expect(averagePrecision(isPositive: [false, false], scores: [0.2, 0.3]) == 0)
    #expect(averagePrecision(isPositive: [true, true], scores: [0.2, 0.3]) == 1)
  }

  @Test func nothingTraps() {
    #expect(ROCCurve(isPositive: [], scores: []) == nil)
    #expect(ROCCurve(isPositive: [true], scores: [.nan]) == nil)
    #expect(ROCCurve(isPositive: [true], scores: [0.5], weights: [0]) == nil)
    #expect(PrecisionRecallCurve(isPositive: [true], scores: [0.5], weights: [.infinity]) == nil)
    #expect(rocAUC(isPositive: [], scores: []).isNaN)
    #expect(averagePrecision(isPositive: [true, false], scores: [.nan, 1]).isNaN)
    #expect(rocAUC(isPositive: [true, false, true, false], scores: [.infinity, -.infinity, 0, -0.0]) == 0.875)
    for count in [-3, 0, 1, 4] {
      for strategy in CalibrationCurve.Strategy.allCases {
        #expect(CalibrationCurve(isPositive: [], probabilities: [], binCount: count, strategy: strategy).bins.isEmpty)
        let curve = CalibrationCurve(
          isPositive: [true, false, true, true], probabilities: [.nan, 2, 0.5, 0.5], binCount: count, strategy: strategy)
        #expect(curve.bins.map(\.count) == [2])
      }
    }
  }
}
