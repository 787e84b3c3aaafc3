import LinearAlgebra

/// How much of the rows (with groups: of the groups) a part takes.
public enum SplitSize: Equatable, Sendable, CustomStringConvertible {
  /// A share, between 0 and 1.
  case fraction(Double)
  /// A number of rows, or of groups.
  case count(Int)

  public var description: String {
    switch self {
    case .fraction(let share): "\(share)"
    case .count(let count): "\(count)"
    }
  }
}

/// Rows divided at random into a part to train on and a part to test on.
///
/// Sizes are rounded as scikit-learn does: a test share up, a train share down, and what one leaves goes to the other.
///
/// - With strata, each class is divided by itself, so that both parts have its share: seats by largest remainder, ties to
///   the class of the lower code (scikit-learn draws lots).
/// - With groups, no group stands on both sides; sizes count groups, as in scikit-learn's `GroupShuffleSplit`.
/// - With both, whole groups are dealt, those of the most uneven classes first, to bring each class's test share near.
public struct TrainTestSplit: Sendable, Equatable {
  /// Row numbers, ascending: the data's order is kept.
  public let train, test: [Int]

  /// - Parameters:
  ///   - rowCount: how many rows there are.
  ///   - testSize: nil takes what `trainSize` leaves, and a quarter where both are nil.
  ///   - trainSize: nil takes what `testSize` leaves.
  ///   - strata: a class code a row, or nil.
  ///   - groups: a group code a row, or nil.
  ///   - seed: of the random numbers.
  public init(
    rowCount: Int, testSize: SplitSize? = nil, trainSize: SplitSize? = nil, strata: [Int32]? = nil, groups: [Int32]? = nil, seed: UInt64
  ) throws(SamplingError) {
    guard rowCount > 0 else { throw SamplingError(.noRows) }
    if let strata, strata.count != rowCount { throw SamplingError(.wrongLength(what: "stratify", count: strata.count, rows: rowCount)) }
    if let groups, groups.count != rowCount { throw SamplingError(.wrongLength(what: "groups", count: groups.count, rows: rowCount)) }
    var random = RandomSource(seed: seed)
    let sides: [Side]
    if let groups {
      let grouping = Partition(codes: groups)
      let sizes = try PartSizes(test: testSize, train: trainSize, of: grouping.codes.count, units: "groups")
      let sideOfGroup =
        if let strata {
          try Self.deal(grouping, strata: Partition(codes: strata), sizes, &random)
        } else {
          Self.draw(grouping.codes.count, sizes, &random)
        }
      sides = grouping.memberships.map { sideOfGroup[$0] }
    } else {
      let sizes = try PartSizes(test: testSize, train: trainSize, of: rowCount, units: "rows")
      sides =
        if let strata {
          try Self.draw(strata: Partition(codes: strata), sizes, &random)
        } else {
          Self.draw(rowCount, sizes, &random)
        }
    }
    train = sides.indices.filter { sides[$0] == .train }
    test = sides.indices.filter { sides[$0] == .test }
  }

  enum Side: Sendable { case train, test, neither }

  /// The first of a permutation test, the next train.
  private static func draw(_ count: Int, _ sizes: PartSizes, _ random: inout RandomSource) -> [Side] {
    var sides = [Side](repeating: .neither, count: count)
    for (place, item) in random.permutation(count).enumerated() {
      if place < sizes.test { sides[item] = .test } else if place < sizes.test + sizes.train { sides[item] = .train }
    }
    return sides
  }

  private static func draw(strata: Partition, _ sizes: PartSizes, _ random: inout RandomSource) throws(SamplingError) -> [Side] {
    let counts = strata.members.map(\.count)
    if let lone = counts.firstIndex(of: 1) { throw SamplingError(.loneMember(stratum: strata.codes[lone])) }
    for (side, size) in [("train", sizes.train), ("test", sizes.test)] where size < counts.count {
      throw SamplingError(.fewerRowsThanClasses(side: side, rows: size, classes: counts.count))
    }
    let train = proportionalSeats(sizes.train, among: counts)
    let test = proportionalSeats(sizes.test, among: zip(counts, train).map { $0 - $1 })
    var sides = [Side](repeating: .neither, count: strata.memberships.count)
    for (stratum, members) in strata.members.enumerated() {
      var members = members
      random.shuffle(&members)
      for (place, row) in members.enumerated() {
        if place < train[stratum] { sides[row] = .train } else if place < train[stratum] + test[stratum] { sides[row] = .test }
      }
    }
    return sides
  }

  /// Deals groups to the side that most lacks their classes; every group finds a side.
  private static func deal(
    _ groups: Partition, strata: Partition, _ sizes: PartSizes, _ random: inout RandomSource
  ) throws(SamplingError) -> [Side] {
    let testShare = Double(sizes.test) / Double(sizes.test + sizes.train)
    let counts = groups.counts(of: strata)
    let totals = strata.members.map { Double($0.count) }
    var test = [Double](repeating: 0, count: totals.count)
    var train = test
    var sides = [Side](repeating: .train, count: counts.count)
    // How far a side with these members is from its share of each class; with the group and without it.
    func gain(_ side: [Double], _ share: Double, _ group: [Double]) -> Double {
      totals.indices.reduce(0) { sum, stratum in
        let lacking = share - side[stratum] / totals[stratum]
        let after = lacking - group[stratum] / totals[stratum]
        return sum + lacking * lacking - after * after
      }
    }
    for group in unevenFirst(counts, &random) {
      if gain(test, testShare, counts[group]) > gain(train, 1 - testShare, counts[group]) {
        sides[group] = .test
        for stratum in test.indices { test[stratum] += counts[group][stratum] }
      } else {
        for stratum in train.indices { train[stratum] += counts[group][stratum] }
      }
    }
    if !sides.contains(.test) { throw SamplingError(.emptyTest(units: "groups", count: counts.count)) }
    if !sides.contains(.train) { throw SamplingError(.emptyTrain(units: "groups", count: counts.count)) }
    return sides
  }
}

/// Groups in random order, then those first whose members differ most between the classes: they are hardest to place.
func unevenFirst(_ counts: [[Double]], _ random: inout RandomSource) -> [Int] {
  let order = random.permutation(counts.count)
  let spread = counts.map(populationStandardDeviation)
  return order.indices.sorted { (spread[order[$1]], $0) < (spread[order[$0]], $1) }.map { order[$0] }
}

func populationStandardDeviation(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return 0 }
  let mean = values.reduce(0, +) / Double(values.count)
  return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
}

/// How many rows or groups each part takes.
struct PartSizes {
  let train, test: Int

  init(test: SplitSize?, train: SplitSize?, of count: Int, units: String) throws(SamplingError) {
    func size(_ size: SplitSize, _ what: String, _ rounded: FloatingPointRoundingRule) throws(SamplingError) -> Int {
      switch size {
      case .fraction(let share) where share > 0 && share < 1: return Int((share * Double(count)).rounded(rounded))
      case .count(let number) where (1...max(count, 1)).contains(number): return number
      default: throw SamplingError(.invalidSize(what: what, size: size, units: units, count: count))
      }
    }
    let asked = test ?? (train == nil ? .fraction(0.25) : nil)
    let testCount = try asked.map { part throws(SamplingError) in try size(part, "test_size", .up) }
    let trainCount = try train.map { part throws(SamplingError) in try size(part, "train_size", .down) }
    self.test = testCount ?? count - (trainCount ?? 0)
    self.train = trainCount ?? count - self.test
    if self.train + self.test > count {
      throw SamplingError(.oversized(train: self.train, test: self.test, units: units, count: count))
    }
    if self.train < 1 { throw SamplingError(.emptyTrain(units: units, count: count)) }
    if self.test < 1 { throw SamplingError(.emptyTest(units: units, count: count)) }
  }
}

/// Seats in proportion to the counts: whole shares first, then one more to the largest remainders; ties to the first.
///
/// - Precondition: `seats` is not more than the counts' sum.
func proportionalSeats(_ seats: Int, among counts: [Int]) -> [Int] {
  let total = counts.reduce(0, +)
  guard total > 0, seats > 0 else { return counts.map { _ in 0 } }
  // In integers, so that equal remainders are equal.
  let shares = counts.map { count in
    let (quotient, remainder) = total.dividingFullWidth(count.multipliedFullWidth(by: seats))
    return (whole: quotient, remainder: remainder)
  }
  var given = shares.map(\.whole)
  let left = seats - given.reduce(0, +)
  let order = shares.indices.sorted { (shares[$1].remainder, $0) < (shares[$0].remainder, $1) }
  for stratum in order.prefix(max(left, 0)) { given[stratum] += 1 }
  return given
}
