import LinearAlgebra
import RealModule

/// How much knowing a feature tells of a target, in nats, by the distances to nearest neighbours: scikit-learn's
/// `mutual_info_classif` and `mutual_info_regression`.
///
/// Numbers get a little noise (10⁻¹⁰ of their size), so that repeated ones have distances; it comes from the house's generator, a
/// stream a feature, so scores of repeated numbers differ from scikit-learn's as those of its own seeds do.
public struct MutualInformation: Sendable {
  public let neighbourCount: Int
  public let seed: UInt64

  /// - Parameter neighbourCount: at least 1.
  public init(neighbourCount: Int = 3, seed: UInt64 = 0) {
    self.neighbourCount = max(1, neighbourCount)
    self.seed = seed
  }

  /// With classes.
  ///
  /// - Parameters:
  ///   - columns: finite.
  ///   - isDiscrete: whether each column has few values, which are told apart, not measured.
  public func scores(_ columns: [[Double]], isDiscrete: [Bool], classes: [Int32], cores: Int = 1) -> FeatureScores {
    FeatureScores(
      scores: mapPieces(columns.count, cores: cores) { place in
        isDiscrete[place]
          ? withCodes(codes(of: columns[place]), classes)
          : ofLine(jittered(columns[place], stream: UInt64(place) + 1), classes)
      })
  }

  /// With numbers.
  public func scores(_ columns: [[Double]], isDiscrete: [Bool], targets: [Double], cores: Int = 1) -> FeatureScores {
    let target = jittered(targets, stream: 0)
    return FeatureScores(
      scores: mapPieces(columns.count, cores: cores) { place in
        isDiscrete[place]
          ? ofLine(target, codes(of: columns[place]))
          : ofPlane(jittered(columns[place], stream: UInt64(place) + 1), target)
      })
  }

  /// Numbers of standard deviation 1, with noise.
  private func jittered(_ values: [Double], stream: UInt64) -> [Double] {
    let moments = WeightedMoments(of: values, weights: nil)
    let scale = !moments.isConstant && moments.variance > 0 ? moments.variance.squareRoot() : 1
    let size = max(1, values.reduce(0) { $0 + abs($1 / scale) } / Double(max(1, values.count)))
    var random = RandomSource(seed: seed, stream: stream)
    return values.map { $0 / scale + 1e-10 * size * random.normal() }
  }

  private func codes(of values: [Double]) -> [Int32] {
    var known: [Double: Int32] = [:]
    return values.map { value in
      let next = Int32(truncatingIfNeeded: known.count)
      return known[value] ?? { known[value] = next; return next }()
    }
  }

  /// Of two variables with few values: from how often they meet.
  private func withCodes(_ a: [Int32], _ b: [Int32]) -> Double {
    var (pairs, counts, otherCounts) = ([Int64: Double](), [Int32: Double](), [Int32: Double]())
    for (first, second) in zip(a, b) {
      pairs[Int64(first) << 32 | Int64(second), default: 0] += 1
      counts[first, default: 0] += 1
      otherCounts[second, default: 0] += 1
    }
    let total = Double(a.count)
    // In one order, so that the sum is the same each time.
    let sum = pairs.keys.sorted().reduce(0.0) { sum, key in
      let count = pairs[key, default: 0]
      let expected = counts[Int32(truncatingIfNeeded: key >> 32), default: 0] * otherCounts[Int32(truncatingIfNeeded: key), default: 0]
      return sum + count / total * Double.log(count * total / expected)
    }
    return max(0, sum)
  }

  /// Of a number and classes (Ross, 2014): within its class a point's k-th neighbour is at some distance, within which lie so many
  /// points of all classes. Points that are alone in their class count for nothing.
  private func ofLine(_ values: [Double], _ classes: [Int32]) -> Double {
    var members: [Int32: [Int]] = [:]
    for (row, code) in classes.enumerated() { members[code, default: []].append(row) }
    let groups = members.keys.sorted().compactMap { members[$0] }.filter { $0.count > 1 }
    let sorted = sortedNumbers(groups.flatMap { $0.map { values[$0] } })
    guard !sorted.isEmpty else { return 0 }
    var (neighbours, sizes, surrounding) = (0.0, 0.0, 0.0)
    for group in groups {
      let line = sortedNumbers(group.map { values[$0] })
      let k = min(neighbourCount, line.count - 1)
      neighbours += Double(line.count) * digamma(Double(k))
      sizes += Double(line.count) * digamma(Double(line.count))
      for place in line.indices {
        surrounding += digamma(Double(count(in: sorted, around: line[place], within: reach(of: place, on: line, k).nextDown)))
      }
    }
    let total = Double(sorted.count)
    return max(0, digamma(total) + neighbours / total - sizes / total - surrounding / total)
  }

  /// The distance to the k-th neighbour on a line of ascending points.
  private func reach(of place: Int, on line: [Double], _ k: Int) -> Double {
    var best = Double.infinity
    for low in max(0, place - k)...place where low + k < line.count {
      best = min(best, max(line[place] - line[low], line[low + k] - line[place]))
    }
    return best
  }

  /// How many ascending points are at most `radius` away.
  private func count(in sorted: [Double], around value: Double, within radius: Double) -> Int {
    let radius = max(0, radius)
    func first(_ isPast: (Double) -> Bool) -> Int {
      var (low, length) = (0, sorted.count)
      while length > 0 {
        let half = length / 2
        if isPast(sorted[low + half]) { length = half } else { (low, length) = (low + half + 1, length - half - 1) }
      }
      return low
    }
    return first { $0 - value > radius } - first { value - $0 <= radius }
  }

  /// Of two numbers (Kraskov, Stögbauer and Grassberger, 2004, their first estimate): the k-th neighbour by the larger of both
  /// distances, and how many points lie within that distance along each axis.
  private func ofPlane(_ x: [Double], _ y: [Double]) -> Double {
    let count = x.count
    let k = min(neighbourCount, count - 1)
    guard k > 0 else { return 0 }
    let (sortedX, sortedY) = (sortedNumbers(x), sortedNumbers(y))
    // Points are met in the order of one axis, outward from each: that with fewer points beside one another.
    let isAlongX = crowding(sortedX) <= crowding(sortedY)
    let (along, across) = isAlongX ? (x, y) : (y, x)
    let order = along.indices.sorted { (along[$0], $0) < (along[$1], $1) }
    let (line, side) = (order.map { along[$0] }, order.map { across[$0] })
    var sum = 0.0
    var nearest = [Double](repeating: .infinity, count: k)
    for place in 0..<count {
      for slot in 0..<k { nearest[slot] = .infinity }
      var (low, high) = (place - 1, place + 1)
      while true {
        let below = low >= 0 ? line[place] - line[low] : .infinity
        let above = high < count ? line[high] - line[place] : .infinity
        let step = min(below, above)
        if step >= nearest[k - 1] { break }
        let other = below <= above ? low : high
        if below <= above { low -= 1 } else { high += 1 }
        let distance = max(step, abs(side[other] - side[place]))
        guard distance < nearest[k - 1] else { continue }
        var slot = k - 1
        while slot > 0, nearest[slot - 1] > distance {
          nearest[slot] = nearest[slot - 1]
          slot -= 1
        }
        nearest[slot] = distance
      }
      let radius = nearest[k - 1].nextDown
      let (alongSorted, acrossSorted) = isAlongX ? (sortedX, sortedY) : (sortedY, sortedX)
      sum += digamma(Double(self.count(in: alongSorted, around: line[place], within: radius)))
      sum += digamma(Double(self.count(in: acrossSorted, around: side[place], within: radius)))
    }
    return max(0, digamma(Double(count)) + digamma(Double(k)) - sum / Double(count))
  }

  /// How many pairs of neighbours are as good as equal.
  private func crowding(_ sorted: [Double]) -> Int { zip(sorted, sorted.dropFirst()).count { $1 - $0 < 1e-8 } }
}
