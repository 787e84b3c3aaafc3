/// Numbers in clusters, by Lloyd's iterations from given centres as scikit-learn's `KMeans` runs them: until nothing changes, or centres
/// hardly move. Sorted numbers make an iteration a few sums.
struct LineClusters {
  /// Ascending.
  private(set) var centres: [Double]

  /// - Parameters:
  ///   - sorted: ascending, two or more different numbers.
  ///   - start: ascending.
  init(_ sorted: [Double], startingAt start: [Double]) {
    centres = start
    let moments = WeightedMoments(of: sorted, weights: nil)
    // Sums of deviations, so that a large mean costs no digits.
    var sums = [0.0]
    sums.reserveCapacity(sorted.count + 1)
    for value in sorted { sums.append(sums[sums.count - 1] + (value - moments.mean)) }
    var borders: [Int] = []
    for _ in 0..<300 {
      let last = borders
      borders = Self.borders(of: centres, in: sorted)
      var counts = centres.indices.map { borders[$0 + 1] - borders[$0] }
      var totals = centres.indices.map { sums[borders[$0 + 1]] - sums[borders[$0]] }
      fillEmpty(&counts, &totals, sorted, borders, moments.mean)
      let moved = centres.indices.map { counts[$0] > 0 ? moments.mean + totals[$0] / Double(counts[$0]) : centres[$0] }
      let shift = zip(moved, centres).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      centres = moved.sorted()
      if borders == last || shift <= 1e-4 * moments.variance { break }
    }
  }

  /// Where each cluster begins among the sorted numbers, and their count; a number midway is the lower cluster's.
  private static func borders(of centres: [Double], in sorted: [Double]) -> [Int] {
    var borders = [0]
    for (centre, next) in zip(centres, centres.dropFirst()) {
      let middle = centre + (next - centre) / 2
      var (low, length) = (borders[borders.count - 1], sorted.count - borders[borders.count - 1])
      while length > 0 {
        let half = length / 2
        if sorted[low + half] <= middle { (low, length) = (low + half + 1, length - half - 1) } else { length = half }
      }
      borders.append(low)
    }
    return borders + [sorted.count]
  }

  /// A cluster without numbers takes the number that lies farthest from its centre.
  private func fillEmpty(_ counts: inout [Int], _ totals: inout [Double], _ sorted: [Double], _ borders: [Int], _ mean: Double) {
    let empty = counts.indices.filter { counts[$0] == 0 }
    guard !empty.isEmpty else { return }
    var far: [(distance: Double, place: Int, cluster: Int)] = []
    for cluster in centres.indices {
      for place in borders[cluster]..<borders[cluster + 1] { far.append((abs(sorted[place] - centres[cluster]), place, cluster)) }
    }
    far.sort { ($1.distance, $0.place) < ($0.distance, $1.place) }
    for (cluster, taken) in zip(empty, far) {
      counts[taken.cluster] -= 1
      totals[taken.cluster] -= sorted[taken.place] - mean
      counts[cluster] = 1
      totals[cluster] = sorted[taken.place] - mean
    }
  }
}
