import LinearAlgebra

/// Which fold tests each row, for k-fold cross-validation, repeated as often as asked.
///
/// What is dealt is scikit-learn's: `KFold` (fold sizes differ by at most one row), with strata `StratifiedKFold` (so do each
/// class's), with groups `GroupKFold` (largest group to the smallest fold), with both `StratifiedGroupKFold`. Without a shuffle
/// the folds are the same as there; with it the generator is ours.
public struct CrossValidationFolds: Sendable, Equatable {
  public let foldCount: Int
  /// Of each repeat, one fold number in `0..<foldCount` a row.
  public let repeats: [[Int32]]
  /// With strata, the class that has the fewest rows: with fewer than there are folds, some folds test without it.
  public let smallestStratum: Stratum?

  public struct Stratum: Sendable, Equatable {
    public let code: Int32
    public let rowCount: Int
  }

  /// - Parameters:
  ///   - rowCount: how many rows there are.
  ///   - foldCount: at least 2; not more than the rows, the groups, or the members of the largest class.
  ///   - repeatCount: how often to deal anew; fewer than 1 is taken as 1. Without a shuffle each is the same.
  ///   - strata: a class code a row, or nil.
  ///   - groups: a group code a row, or nil; a group is never divided.
  ///   - shuffles: whether rows (with groups: groups) are dealt in random order, or as they stand.
  ///   - seed: of the random numbers; each repeat has a stream of its own.
  public init(
    rowCount: Int, foldCount: Int = 5, repeatCount: Int = 1, strata: [Int32]? = nil, groups: [Int32]? = nil, shuffles: Bool = true,
    seed: UInt64
  ) throws(SamplingError) {
    guard rowCount > 0 else { throw SamplingError(.noRows) }
    guard foldCount > 1 else { throw SamplingError(.tooFewFolds(foldCount)) }
    guard foldCount <= rowCount else { throw SamplingError(.tooManyFolds(foldCount, units: "rows", count: rowCount)) }
    if let strata, strata.count != rowCount { throw SamplingError(.wrongLength(what: "stratify", count: strata.count, rows: rowCount)) }
    if let groups, groups.count != rowCount { throw SamplingError(.wrongLength(what: "groups", count: groups.count, rows: rowCount)) }
    let strataParts = strata.map { Partition(codes: $0) }
    let groupParts = groups.map { Partition(codes: $0) }
    if let groupParts, foldCount > groupParts.codes.count {
      throw SamplingError(.tooManyFolds(foldCount, units: "groups", count: groupParts.codes.count))
    }
    let largest = strataParts?.members.map(\.count).max() ?? rowCount
    guard foldCount <= largest else { throw SamplingError(.fewerMembersThanFolds(largest: largest, folds: foldCount)) }
    self.foldCount = foldCount
    smallestStratum = strataParts.flatMap { strata in
      zip(strata.codes, strata.members).map { Stratum(code: $0, rowCount: $1.count) }.min { $0.rowCount < $1.rowCount }
    }
    self.repeats = (0..<max(1, repeatCount)).map { number in
      var random = shuffles ? RandomSource(seed: seed, stream: UInt64(truncatingIfNeeded: number)) : nil
      return switch (groupParts, strataParts) {
      case (let groups?, let strata?): Self.dealGroups(groups, strata: strata, foldCount, &random)
      case (let groups?, nil): Self.dealGroups(groups, foldCount, &random)
      case (nil, let strata?): Self.dealRows(strata: strata, foldCount, &random)
      case (nil, nil): Self.dealRows(rowCount, foldCount, &random)
      }
    }
  }

  /// Rows that a fold trains on.
  public func train(fold: Int, repeat number: Int = 0) -> [Int] { rows(number) { $0 != fold } }
  /// Rows that a fold tests on.
  public func test(fold: Int, repeat number: Int = 0) -> [Int] { rows(number) { $0 == fold } }

  private func rows(_ number: Int, where isWanted: (Int) -> Bool) -> [Int] {
    guard repeats.indices.contains(number) else { return [] }
    return repeats[number].indices.filter { isWanted(Int(repeats[number][$0])) }
  }

  // MARK: Ways to deal

  private static func dealRows(_ rowCount: Int, _ foldCount: Int, _ random: inout RandomSource?) -> [Int32] {
    var folds = [Int32](repeating: 0, count: rowCount)
    let order = random?.permutation(rowCount) ?? Array(0..<rowCount)
    var place = 0
    for fold in 0..<foldCount {
      for _ in 0..<(rowCount / foldCount + (fold < rowCount % foldCount ? 1 : 0)) {
        folds[order[place]] = Int32(truncatingIfNeeded: fold)
        place += 1
      }
    }
    return folds
  }

  private static func dealRows(strata: Partition, _ foldCount: Int, _ random: inout RandomSource?) -> [Int32] {
    var folds = [Int32](repeating: 0, count: strata.memberships.count)
    var start = 0
    // Classes in order of appearance, end to end; fold f takes every place that leaves f when divided by the folds' number.
    for members in strata.members.sorted(by: { ($0.first ?? 0) < ($1.first ?? 0) }) {
      var counts = [Int](repeating: 0, count: foldCount)
      for place in start..<start + members.count { counts[place % foldCount] += 1 }
      var dealt = counts.enumerated().flatMap { [Int32](repeating: Int32(truncatingIfNeeded: $0), count: $1) }
      random?.shuffle(&dealt)
      for (row, fold) in zip(members, dealt) { folds[row] = fold }
      start += members.count
    }
    return folds
  }

  private static func dealGroups(_ groups: Partition, _ foldCount: Int, _ random: inout RandomSource?) -> [Int32] {
    let sizes = groups.members.map(\.count)
    // scikit-learn takes groups of one size from the last to the first; a shuffle breaks these ties by lot.
    let tieBreak = random?.permutation(sizes.count) ?? Array(0..<sizes.count)
    let order = sizes.indices.sorted { (sizes[$0], tieBreak[$0]) > (sizes[$1], tieBreak[$1]) }
    var load = [Int](repeating: 0, count: foldCount)
    var foldOfGroup = [Int32](repeating: 0, count: sizes.count)
    for group in order {
      var lightest = 0
      for fold in load.indices where load[fold] < load[lightest] { lightest = fold }
      load[lightest] += sizes[group]
      foldOfGroup[group] = Int32(truncatingIfNeeded: lightest)
    }
    return groups.memberships.map { foldOfGroup[$0] }
  }

  /// Each group, the most uneven first, to the fold where it leaves every class spread most evenly over the folds.
  private static func dealGroups(_ groups: Partition, strata: Partition, _ foldCount: Int, _ random: inout RandomSource?) -> [Int32] {
    let counts = groups.counts(of: strata)
    let totals = strata.members.map { Double($0.count) }
    let spread = counts.map(populationStandardDeviation)
    let tieBreak = random?.permutation(counts.count) ?? Array(0..<counts.count)
    let order = counts.indices.sorted { (spread[$1], tieBreak[$0]) < (spread[$0], tieBreak[$1]) }
    var shares = totals.map { _ in [Double](repeating: 0, count: foldCount) }
    var sizes = [Double](repeating: 0, count: foldCount)
    var foldOfGroup = [Int32](repeating: 0, count: counts.count)
    for group in order {
      var best = 0
      var bestSpread = Double.infinity
      var bestSize = Double.infinity
      for fold in 0..<foldCount {
        var sum = 0.0
        for stratum in totals.indices {
          let before = shares[stratum][fold]
          shares[stratum][fold] = before + counts[group][stratum] / totals[stratum]
          sum += populationStandardDeviation(shares[stratum])
          shares[stratum][fold] = before
        }
        let spread = sum / Double(totals.count)
        // As near as numpy's isclose: then the fold with fewer rows.
        let isClose = abs(spread - bestSpread) <= 1e-8 + 1e-5 * bestSpread && bestSpread.isFinite
        if spread < bestSpread || (isClose && sizes[fold] < bestSize) {
          best = fold
          bestSpread = spread
          bestSize = sizes[fold]
        }
      }
      for stratum in totals.indices { shares[stratum][best] += counts[group][stratum] / totals[stratum] }
      sizes[best] += counts[group].reduce(0, +)
      foldOfGroup[group] = Int32(truncatingIfNeeded: best)
    }
    return groups.memberships.map { foldOfGroup[$0] }
  }
}
