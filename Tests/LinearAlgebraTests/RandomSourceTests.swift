import LinearAlgebra
import Testing

@Suite struct RandomSourceTests {
  /// The first is what the `rand_xoshiro` crate gives for `Xoshiro256StarStar::seed_from_u64(0)`.
  @Test func referenceVectors() {
    func numbers(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
      var random = RandomSource(seed: seed, stream: stream)
      return (0..<4).map { _ in random.next() }
    }
    #expect(numbers(0, 0) == [11_091_344_671_253_066_420, 13_793_997_310_169_335_082, 1_900_383_378_846_508_768, 7_684_712_102_626_143_532])
    #expect(numbers(42, 0) == [1_546_998_764_402_558_742, 6_990_951_692_964_543_102, 12_544_586_762_248_559_009, 17_057_574_109_182_124_193])
    #expect(numbers(42, 7) == [1_272_553_075_315_684_314, 14_987_250_869_614_068_834, 8_783_888_599_334_468_345, 5_772_648_574_051_584_811])
  }

  @Test func uniformAndNormalHaveTheirMoments() {
    var random = RandomSource(seed: 1)
    let uniforms = (0..<100_000).map { _ in random.uniform() }
    #expect(uniforms.allSatisfy { (0..<1).contains($0) })
    #expect(abs(uniforms.reduce(0, +) / 1e5 - 0.5) < 0.005)
    let normals = (0..<100_000).map { _ in random.normal() }
    #expect(abs(normals.reduce(0, +) / 1e5) < 0.02)
    #expect(abs(normals.reduce(0) { $0 + $1 * $1 } / 1e5 - 1) < 0.02)
  }

  @Test func integersAreUnbiased() {
    var random = RandomSource(seed: 2)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.below(7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 400 })
    #expect(random.below(1) == 0)
    #expect((0..<100).allSatisfy { _ in random.below(.max) >= 0 })
  }

  @Test(arguments: [0, 1, 2, 5, 100]) func permutationsHoldAll(n: Int) {
    var random = RandomSource(seed: 3)
    #expect(random.permutation(n).sorted() == Array(0..<n))
    for k in 0...(n + 1) {
      let chosen = random.choose(k, from: n)
      #expect(Set(chosen).count == min(k, n))
      #expect(chosen.allSatisfy { (0..<n).contains($0) })
    }
  }
}
