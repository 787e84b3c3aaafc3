import Learning
import LinearAlgebra
import Testing

@Suite struct SamplingTests {
  struct Folds: Decodable {
    var folds: Int
    var strata, groups, plain, stratified, grouped, stratifiedGrouped: [Int32]
  }

  @Test func unshuffledFoldsAreScikitLearns() throws {
    for reference in try learningFixture("folds", Folds.self) {
      func folds(_ strata: [Int32]?, _ groups: [Int32]?) throws -> [Int32]? {
        try CrossValidationFolds(
          rowCount: reference.strata.count, foldCount: reference.folds, strata: strata, groups: groups, shuffles: false, seed: 0
        ).repeats.first
      }
      #expect(try folds(nil, nil) == reference.plain)
      #expect(try folds(reference.strata, nil) == reference.stratified)
      #expect(try folds(nil, reference.groups) == reference.grouped)
      #expect(try folds(reference.strata, reference.groups) == reference.stratifiedGrouped)
    }
  }

  @Test(arguments: 0..<30) func shuffledFoldsKeepTheirPromises(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let folds = 2 + random.below(6)
    let rows = 4 * folds + random.below(80)
    let strata = (0..<rows).map { $0 < 2 * folds ? 0 : Int32(random.below(3)) }
    let groups = (0..<rows).map { $0 < folds ? Int32($0) : Int32(random.below(rows)) }
    func spread(_ counts: [Int]) -> Int { (counts.max() ?? 0) - (counts.min() ?? 0) }
    func sizes(_ numbers: [Int32], where isCounted: (Int) -> Bool = { _ in true }) -> [Int] {
      (0..<folds).map { fold in numbers.indices.count { Int(numbers[$0]) == fold && isCounted($0) } }
    }
    let plain = try CrossValidationFolds(rowCount: rows, foldCount: folds, repeatCount: 3, seed: seed)
    #expect(plain.repeats.count == 3 && Set(plain.repeats).count == 3)
    for numbers in plain.repeats { #expect(spread(sizes(numbers)) <= 1) }
    for numbers in try CrossValidationFolds(rowCount: rows, foldCount: folds, repeatCount: 3, strata: strata, seed: seed).repeats {
      #expect(spread(sizes(numbers)) <= 1)
      for stratum in 0..<3 { #expect(spread(sizes(numbers) { strata[$0] == stratum }) <= 1) }
    }
    for strata in [nil, strata] {
      let grouped = try CrossValidationFolds(rowCount: rows, foldCount: folds, strata: strata, groups: groups, seed: seed)
      let numbers = grouped.repeats[0]
      for group in Set(groups) { #expect(Set(numbers.indices.filter { groups[$0] == group }.map { numbers[$0] }).count == 1) }
      #expect(sizes(numbers).allSatisfy { $0 > 0 })
      for fold in 0..<folds {
        #expect((grouped.train(fold: fold) + grouped.test(fold: fold)).sorted() == Array(0..<rows))
      }
    }
    #expect(try CrossValidationFolds(rowCount: rows, foldCount: folds, seed: seed).repeats[0] == plain.repeats[0])
    #expect(plain.smallestStratum == nil)
    let few = try CrossValidationFolds(rowCount: 5, foldCount: 3, strata: [4, 4, 4, 9, 9], seed: seed)
    #expect(few.smallestStratum?.code == 9 && few.smallestStratum?.rowCount == 2)
  }

  struct Split: Decodable {
    var rows: Int
    var test, train: Double?
    var testCount, trainCount: Int?
    var sizes: [Int]?
    var strata: [Int32]
    var classes: [[Int]]?

    var testSize: SplitSize? { test.map { .fraction($0) } ?? testCount.map { .count($0) } }
    var trainSize: SplitSize? { train.map { .fraction($0) } ?? trainCount.map { .count($0) } }
  }

  @Test func splitSizesAreScikitLearns() throws {
    for reference in try learningFixture("splits", Split.self) {
      func split(_ strata: [Int32]?) -> TrainTestSplit? {
        try? TrainTestSplit(
          rowCount: reference.rows, testSize: reference.testSize, trainSize: reference.trainSize, strata: strata, seed: 3)
      }
      let plain = split(nil)
      #expect(plain.map { [$0.train.count, $0.test.count] } == reference.sizes, "\(reference)")
      let stratified = split(reference.strata)
      #expect((stratified == nil) == (reference.classes == nil), "\(reference)")
      guard let stratified, let classes = reference.classes else { continue }
      for (part, counts) in zip([stratified.train, stratified.test], classes) {
        let mine = (0..<2).map { stratum in part.count { reference.strata[$0] == stratum } }
        // Remainders that tie go to either class there, and to the first here.
        #expect(mine.reduce(0, +) == counts.reduce(0, +))
        #expect(zip(mine, counts).allSatisfy { abs($0 - $1) <= 1 }, "\(reference) \(mine)")
      }
    }
  }

  @Test(arguments: 0..<30) func splitsKeepTheirPromises(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let rows = 30 + random.below(100)
    let strata = (0..<rows).map { $0 < 10 ? Int32($0 % 2) : Int32(random.below(2)) }
    let groups = (0..<rows).map { _ in Int32(random.below(20)) }
    let plain = try TrainTestSplit(rowCount: rows, testSize: .fraction(0.3), seed: seed)
    #expect((plain.train + plain.test).sorted() == Array(0..<rows))
    #expect(plain.test == plain.test.sorted() && plain.train == plain.train.sorted())
    #expect(try plain == TrainTestSplit(rowCount: rows, testSize: .fraction(0.3), seed: seed))
    #expect(try plain != TrainTestSplit(rowCount: rows, testSize: .fraction(0.3), seed: seed + 1))
    let stratified = try TrainTestSplit(rowCount: rows, testSize: .fraction(0.3), strata: strata, seed: seed)
    for stratum in 0..<2 {
      let share = Double(strata.count { $0 == stratum }) / Double(rows)
      #expect(abs(Double(stratified.test.count { strata[$0] == stratum }) - share * Double(stratified.test.count)) <= 1)
    }
    for strata in [nil, strata] {
      let grouped = try TrainTestSplit(rowCount: rows, testSize: .fraction(0.3), strata: strata, groups: groups, seed: seed)
      #expect(Set(grouped.train.map { groups[$0] }).isDisjoint(with: grouped.test.map { groups[$0] }))
      #expect((grouped.train + grouped.test).sorted() == Array(0..<rows))
      if strata == nil { #expect(Set(grouped.test.map { groups[$0] }).count == Int((0.3 * Double(Set(groups).count)).rounded(.up))) }
    }
  }

  /// With groups of two rows and one class each, dealing by class gives each class's share exactly.
  @Test func stratifiedGroupsGiveEachClassItsShare() throws {
    let groups = (0..<80).map { Int32($0 / 2) }
    let strata = groups.map { $0 < 10 ? Int32(1) : 0 }
    let split = try TrainTestSplit(rowCount: 80, testSize: .fraction(0.2), strata: strata, groups: groups, seed: 1)
    #expect(split.test.count == 16)
    #expect(split.test.count { strata[$0] == 1 } == 4)
  }

  @Test func refusalsSayHowToMend() {
    func message(_ body: () throws(SamplingError) -> Void) -> String {
      do throws(SamplingError) { try body() } catch { return error.message { "'\($0)'" } }
      return ""
    }
    func split(_ rows: Int, _ test: SplitSize?, train: SplitSize? = nil, strata: [Int32]? = nil, groups: [Int32]? = nil) -> String {
      message { () throws(SamplingError) in
        _ = try TrainTestSplit(rowCount: rows, testSize: test, trainSize: train, strata: strata, groups: groups, seed: 0)
      }
    }
    #expect(split(0, nil).hasPrefix("there are no rows to divide"))
    #expect(split(1, nil) == "of 1 rows none is left to train; make 'test_size' smaller or add data")
    #expect(split(5, .fraction(1.5)) == "'test_size' must be a share between 0 and 1 or a count of rows in 1...4, not 1.5")
    #expect(split(5, .fraction(.nan)).contains("not nan"))
    #expect(split(5, .count(.max)).contains("'test_size' must be"))
    #expect(split(5, .count(-1)).contains("not -1"))
    #expect(split(5, .count(5)).contains("none is left to train"))
    #expect(
      split(5, .count(3), train: .count(3))
        == "3 rows to train and 3 to test are more than the 5 there are; make 'train_size' or 'test_size' smaller")
    #expect(split(4, nil, strata: [0, 0, 0, 7]).hasPrefix("class '7' has 1 row"))
    #expect(split(4, .count(1), strata: [0, 0, 1, 1]).hasPrefix("the test part has 1 rows for 2 classes"))
    #expect(split(4, nil, strata: [0]).hasPrefix("'stratify' has 1 values for 4 rows"))
    #expect(split(4, nil, groups: [2, 2, 2, 2]) == "of 1 groups none is left to train; make 'test_size' smaller or add data")
    func folds(_ rows: Int, _ count: Int, strata: [Int32]? = nil, groups: [Int32]? = nil) -> String {
      message { () throws(SamplingError) in
        _ = try CrossValidationFolds(rowCount: rows, foldCount: count, strata: strata, groups: groups, seed: 0)
      }
    }
    #expect(folds(3, 1) == "'folds' must be 2 or more, not 1")
    #expect(folds(3, 4) == "4 folds need 4 or more rows, and there are 3; use fewer folds")
    #expect(folds(4, 3, groups: [1, 1, 2, 2]) == "3 folds need 3 or more groups, and there are 2; use fewer folds")
    #expect(folds(4, 3, strata: [1, 1, 2, 2]).hasPrefix("the largest class has 2 rows, fewer than the 3 folds"))
    #expect(folds(0, 3).hasPrefix("there are no rows"))
  }
}
