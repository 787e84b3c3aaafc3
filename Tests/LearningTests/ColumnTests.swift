import Learning
import LinearAlgebra
import Testing

/// Scaling and description of columns.
@Suite struct ColumnTests {
  struct Reference: Decodable {
    struct Bins: Decodable {
      var counts: [Int]
      var edges: [Double]
    }
    var name: String
    var values, weights, scaler, weightedScaler, summary, whiskers: [Double]
    var histograms: [String: Bins]
  }

  @Test func scalerEqualsScikitLearns() throws {
    for reference in try learningFixture("columns", Reference.self) {
      let scaler = StandardScaler(fitting: [reference.values])
      #expect(agree(scaler.means + scaler.scales, reference.scaler, relative: 1e-9), "\(reference.name) \(scaler)")
      let weighted = StandardScaler(fitting: [reference.values], weights: reference.weights)
      #expect(agree(weighted.means + weighted.scales, reference.weightedScaler, relative: 1e-9), "\(reference.name) \(weighted)")
      let there = scaler.transform([reference.values])
      #expect(agree(scaler.inverseTransform(there)[0], reference.values))
      #expect(there[0].map(\.isNaN) == reference.values.map(\.isNaN))
    }
  }

  @Test func scalerOptionsAndOddColumns() {
    let columns: [[Double]] = [[1, 3], [], [.nan, .nan], [1, .infinity], [1e308, -1e308]]
    #expect(StandardScaler(fitting: columns, centres: false).means == [0, 0, 0, 0, 0])
    #expect(StandardScaler(fitting: columns, scales: false).scales == [1, 1, 1, 1, 1])
    let scaler = StandardScaler(fitting: columns)
    #expect(scaler.means[0] == 2 && scaler.scales[0] == 1 && scaler.means[1].isNaN && scaler.scales.allSatisfy { $0 > 0 })
    #expect(scaler.transform([[1]]) == [[-1]])
    #expect(scaler.transform([5], column: 9) == [5])
    #expect(StandardScaler(means: [1, 2], scales: [3]).means == [1])
    #expect(StandardScaler(fitting: []).transform([[1]]).isEmpty)
  }

  @Test func summariesEqualPandas() throws {
    for reference in try learningFixture("columns", Reference.self) {
      let summary = ColumnSummary(reference.values)
      let figures = [
        Double(summary.count), summary.mean, summary.standardDeviation, summary.minimum, summary.lowerQuartile, summary.median,
        summary.upperQuartile, summary.maximum,
      ]
      // pandas' deviation of nearly equal numbers is rounding.
      #expect(agree(figures, Array(reference.summary.dropLast()), absolute: 1e-9), "\(reference.name) \(figures)")
      if reference.name != "near constant" {
        #expect(agree(summary.skewness, reference.summary[8]), "\(reference.name) \(summary.skewness)")
      }
      #expect(summary.count + summary.missing == reference.values.count)
    }
    #expect(ColumnSummary([]).mean.isNaN && ColumnSummary([]).median.isNaN && ColumnSummary([.nan]).missing == 1)
    #expect(ColumnSummary([.infinity, 1, 2]).maximum == .infinity)
    #expect(ColumnSummary([.infinity, -.infinity, 2]).skewness.isNaN)
  }

  @Test func boxPlotsAreTukeys() throws {
    for reference in try learningFixture("columns", Reference.self) {
      let box = try #require(BoxPlotStatistics(reference.values))
      #expect([box.lowerWhisker, box.upperWhisker] == reference.whiskers, "\(reference.name)")
      let inside = reference.values.count { $0 >= box.lowerWhisker && $0 <= box.upperWhisker }
      #expect(inside + box.outliers.count == box.count)
    }
    #expect(BoxPlotStatistics([]) == nil && BoxPlotStatistics([.nan]) == nil)
    #expect(BoxPlotStatistics([.infinity, -.infinity, .infinity])?.count == 3)
  }

  @Test func histogramsEqualNumpys() throws {
    let rules: [String: Histogram.Bins] = ["auto": .automatic, "fd": .freedmanDiaconis, "sturges": .sturges]
    for reference in try learningFixture("columns", Reference.self) where reference.name != "near constant" {
      for (rule, bins) in rules {
        let histogram = Histogram(reference.values, bins: bins)
        let expected = try #require(reference.histograms[rule])
        #expect(histogram.counts == expected.counts, "\(reference.name) \(rule)")
        #expect(agree(histogram.edges, expected.edges), "\(reference.name) \(rule)")
      }
    }
  }

  @Test(arguments: 0..<200) func roundEdgesHoldTheirEnds(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let scale = [1e-300, 1e-12, 0.01, 1, 37, 1e9, 1e300][random.below(7)]
    let low = (random.uniform() - 0.5) * scale
    let high = low + random.uniform() * scale * [0, 1e-17, 1e-9, 1][random.below(4)]
    let count = 1 + random.below(40)
    let edges = roundEdges(from: low, to: high, binCount: count)
    #expect(edges.count >= 2 && edges.count <= count + 3, "\(edges.count) for \(count)")
    #expect((edges.first ?? .nan) <= low && (edges.last ?? .nan) >= high)
    #expect(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func roundEdgesAreRound() {
    #expect(roundEdges(from: 0.03, to: 0.98, binCount: 10) == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    #expect(roundEdges(from: -7, to: 43, binCount: 6) == [-10, 0, 10, 20, 30, 40, 50])
    #expect(roundEdges(from: 5, to: 5, binCount: 6).count == 2)
    #expect(roundEdges(from: 2, to: 1, binCount: 6).isEmpty && roundEdges(from: .nan, to: 1, binCount: 6).isEmpty)
  }

  @Test func oddHistograms() {
    let odd = Histogram([.nan, .infinity, 1, 1], edges: .round)
    #expect(odd.leftOut == 2 && odd.counts.reduce(0, +) == 2)
    #expect(Histogram([]).counts.isEmpty)
    #expect(Histogram([1e17, 1e17]).counts.reduce(0, +) == 2)
    #expect(Histogram([-1.7e308, 1.7e308]).counts.reduce(0, +) == 2)
    #expect(Histogram([-1.7e308, 1.7e308], bins: .count(.max), edges: .round).counts.reduce(0, +) == 2)
    #expect(Histogram([0, 1e-9, 1e-9, 2e-9, 2e-9, 3e-9, 1e9], bins: .freedmanDiaconis).counts.count == Histogram.greatestBinCount)
    #expect(Histogram([1, 2], bins: .count(-4)).counts == [2])
  }
}
