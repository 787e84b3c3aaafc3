/// Rows in the order of a score, with ties known, so that any weights can be summed along it without sorting again.
struct SampleRanking: Sendable {
  /// Row numbers, by score.
  let rows: [Int32]
  /// Where each run of equal scores ends in `rows` (exclusive), ascending.
  let tieEnds: [Int32]

  enum Direction: Sendable { case ascending, descending }

  /// Nil where a score is NaN: such rows have no place in an order. Infinities have one; -0 ties with 0.
  ///
  /// A radix sort of the scores' bits: O(n), and the same order on every machine.
  init?(_ scores: [Double], _ direction: Direction) {
    let count = scores.count
    guard count < Int(Int32.max), !scores.contains(where: \.isNaN) else { return nil }
    var keys = scores.map { score in
      // Adding zero makes -0 into 0; then flipped bits ascend as the numbers do.
      let bits = (score + 0).bitPattern
      let ascending = bits >> 63 == 1 ? ~bits : bits | (1 << 63)
      return direction == .ascending ? ascending : ~ascending
    }
    var rows = (0..<count).map { Int32(truncatingIfNeeded: $0) }
    Self.radixSort(&keys, &rows)
    var ends: [Int32] = []
    for place in 0..<count where place + 1 == count || keys[place] != keys[place + 1] {
      ends.append(Int32(truncatingIfNeeded: place + 1))
    }
    self.rows = rows
    self.tieEnds = ends
  }

  /// Sorts `keys`, and `rows` with them, by 11 bits at a time; stable. A digit that all keys share costs no pass.
  private static func radixSort(_ keys: inout [UInt64], _ rows: inout [Int32]) {
    let count = keys.count
    guard count > 1 else { return }
    let buckets = 1 << 11
    var otherKeys = keys
    var otherRows = rows
    for shift in stride(from: UInt64(0), to: 64, by: 11) {
      var starts = [Int](repeating: 0, count: buckets)
      for key in keys { starts[Int((key >> shift) & 2047)] += 1 }
      if starts[Int((keys[0] >> shift) & 2047)] == count { continue }
      var start = 0
      for bucket in 0..<buckets {
        let size = starts[bucket]
        starts[bucket] = start
        start += size
      }
      for place in 0..<count {
        let bucket = Int((keys[place] >> shift) & 2047)
        let target = starts[bucket]
        starts[bucket] = target + 1
        otherKeys[target] = keys[place]
        otherRows[target] = rows[place]
      }
      swap(&keys, &otherKeys)
      swap(&rows, &otherRows)
    }
  }

  /// The middle of each row's weight among all weight, up to a constant: with unit weights, average ranks minus a half.
  ///
  /// Ties share their middle. A row of weight 2 counts as two equal rows.
  func midranks(weights: [Double]) -> [Double] {
    var ranks = [Double](repeating: 0, count: rows.count)
    var below = 0.0
    var start = 0
    for end in tieEnds {
      let end = Int(end)
      var inside = 0.0
      for place in start..<end { inside += weights[Int(rows[place])] }
      let middle = below + inside / 2
      for place in start..<end { ranks[Int(rows[place])] = middle }
      below += inside
      start = end
    }
    return ranks
  }
}
