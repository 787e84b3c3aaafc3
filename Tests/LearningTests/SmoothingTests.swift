import Learning
import Testing

/// Against SciPy, NumPy and statsmodels: `Tests/Fixtures/learning_smoothing.py`.
private struct SmoothingCase: Decodable {
  var x, y, places: [Double]
  var bandwidth: Double
  var density, cumulative, linear, log, exp, pow, quad, poly, smooth_x, smooth_y: [Double]
}

struct SmoothingTests {
  @Test func densitiesAreSciPys() throws {
    for reference in try learningFixture("smoothing", SmoothingCase.self) {
      let kernel = try #require(KernelDensity(reference.x))
      #expect(agree(kernel.bandwidth, reference.bandwidth))
      #expect(agree(reference.places.map(kernel.density), reference.density))
      #expect(agree(reference.places.map(kernel.cumulative), reference.cumulative, relative: 1e-7))
    }
  }

  @Test func manyValuesOnAGridGiveTheSameDensity() throws {
    let values = (0..<20_000).map { (place: Int) -> Double in
      let spread = (place * 7919) % 1009
      return Double(spread) / 100 + Double(place % 7)
    }
    let coarse = try #require(KernelDensity(values))
    let fine = try #require(KernelDensity(Array(values.prefix(4000)), bandwidth: coarse.bandwidth))
    #expect(coarse.count == 20_000 && fine.count == 4000)
    for place in stride(from: 0.0, through: 16, by: 2) { #expect(abs(coarse.density(at: place) - fine.density(at: place)) < 0.01) }
  }

  @Test func densitiesOfLittle() throws {
    #expect(KernelDensity([]) == nil)
    #expect(KernelDensity([.nan, .infinity]) == nil)
    let one = try #require(KernelDensity([3]))
    #expect(agree(one.bandwidth, 0.3))
    #expect(agree(one.density(at: 3), 1.3298076013381091))
    #expect(agree(one.cumulative(at: 3), 0.5))
  }

  @Test func curvesAreNumPys() throws {
    for reference in try learningFixture("smoothing", SmoothingCase.self) {
      let points = zip(reference.x, reference.y).map { (x: $0, y: $1) }
      func heights(_ form: CurveRegression.Form, order: Int = 3) -> [Double] {
        guard let curve = CurveRegression(points, form: form, order: order) else { return [] }
        return reference.places.map(curve.value)
      }
      #expect(agree(heights(.linear), reference.linear, relative: 1e-9))
      #expect(agree(heights(.log), reference.log, relative: 1e-9))
      #expect(agree(heights(.exp), reference.exp, relative: 1e-9))
      #expect(agree(heights(.pow), reference.pow, relative: 1e-9))
      #expect(agree(heights(.quad), reference.quad, relative: 1e-8))
      #expect(agree(heights(.poly, order: 5), reference.poly, relative: 1e-6))
    }
  }

  @Test func curvesOfLittle() throws {
    #expect(CurveRegression([]) == nil)
    #expect(CurveRegression([(1, 2), (1, 3)]) == nil)
    #expect(CurveRegression([(-1, 2), (0, 3), (-2, 1)], form: .log) == nil)
    let line = try #require(CurveRegression([(1, 2), (3, 6), (.nan, 1)]))
    #expect(line.rSquared == 1)
    #expect(line.line(from: 0, to: 2).map(\.y) == [0, 4])
  }

  @Test func smoothLinesAreStatsmodels() throws {
    let reference = try #require(try learningFixture("smoothing", SmoothingCase.self).last)
    let smooth = try #require(LocalRegression(zip(reference.x, reference.y).map { (x: $0, y: $1) }))
    for (x, y) in zip(smooth.x, smooth.y) {
      let place = try #require(reference.smooth_x.firstIndex(of: x))
      #expect(agree(y, reference.smooth_y[place], relative: 1e-9), "\(x)")
    }
    #expect(smooth.x.count == Set(reference.x).count)
  }

  @Test func smoothLinesOfLittleAndOfMuch() throws {
    #expect(LocalRegression([]) == nil)
    #expect(LocalRegression([(1, 1), (1, 2)]) == nil)
    let line = try #require(LocalRegression((0..<5000).map { (x: Double($0), y: 2 * Double($0)) }))
    #expect(line.x.count == 200)
    #expect(zip(line.x, line.y).allSatisfy { agree($1, 2 * $0, relative: 1e-6, absolute: 1e-6) })
  }

  @Test func intervalsOfMeansHoldThem() throws {
    #expect(MeanInterval([]) == nil)
    let one = try #require(MeanInterval([4]))
    #expect(one.low == 4 && one.high == 4)
    let many = try #require(MeanInterval((0..<100).map(Double.init)))
    // The mean is 49.5 and its standard error 2.9.
    #expect(many.low > 43 && many.low < 45 && many.high > 54 && many.high < 56)
    #expect(many == MeanInterval((0..<100).map(Double.init)))
  }
}

private struct ClusteringCase: Decodable {
  var rows: [[Double]]
  var linkage: String
  var heights: [Double]
  var counts: [Int]
  var pairs: [[Int]]
  var order: [Int]
}

struct HierarchicalClusteringTests {
  @Test func treesAreSciPys() throws {
    for reference in try learningFixture("clustering", ClusteringCase.self) {
      let linkage = try #require(HierarchicalClustering.Linkage(rawValue: reference.linkage))
      let tree = HierarchicalClustering(reference.rows, linkage: linkage)
      #expect(agree(tree.joins.map(\.height), reference.heights), "\(reference.linkage)")
      #expect(tree.joins.map { [$0.first, $0.second] } == reference.pairs, "\(reference.linkage)")
      #expect(tree.joins.map(\.count) == reference.counts)
      #expect(tree.order == reference.order)
    }
  }

  @Test func fewRows() {
    #expect(HierarchicalClustering([]).order == [])
    #expect(HierarchicalClustering([[1, 2]]).order == [0])
    let equal = HierarchicalClustering([[1], [1], [1]])
    #expect(equal.joins.map(\.height) == [0, 0] && equal.order.sorted() == [0, 1, 2])
    let missing = HierarchicalClustering([[.nan, 1], [2, 1], [2, 9]])
    #expect(missing.joins[0].first == 0 && missing.joins[0].second == 1)
  }
}
