import LinearAlgebra
import RealModule

/// A k-d tree (Bentley, 1975): rows halved again and again at the middle of their widest column, down to small leaves.
///
/// Nodes lie in one array, the children of node i at 2i + 1 and 2i + 2, and each knows the box that its rows fill.
struct NeighbourTree: Sendable {
  private static let leafSize = 24

  private let columnCount: Int
  private let power: Double
  /// The rows in the order of the leaves, and their numbers.
  private let values: [Double]
  private let numbers: [Int32]
  /// The first row of each node's, then the number of rows at the end: node i holds `starts[i]..<ends[i]`.
  private let starts: [Int32]
  private let ends: [Int32]
  /// The box of each node: its columns' least and largest values.
  private let lows: [Double]
  private let highs: [Double]

  init(_ rows: Matrix, power: Double) {
    let (n, p) = (rows.rowCount, rows.columnCount)
    var levels = 0
    while n >> levels > Self.leafSize { levels += 1 }
    let nodeCount = (2 << levels) - 1
    var order = (0..<Int32(truncatingIfNeeded: n)).map { $0 }
    var starts = [Int32](repeating: 0, count: nodeCount)
    var ends = [Int32](repeating: Int32(truncatingIfNeeded: n), count: nodeCount)
    var lows = [Double](repeating: .infinity, count: nodeCount * p)
    var highs = [Double](repeating: -.infinity, count: nodeCount * p)
    for node in 0..<nodeCount {
      let range = Int(starts[node])..<Int(ends[node])
      for place in range {
        let row = Int(order[place]) * p
        for column in 0..<p {
          lows[node * p + column] = min(lows[node * p + column], rows.values[row + column])
          highs[node * p + column] = max(highs[node * p + column], rows.values[row + column])
        }
      }
      guard 2 * node + 2 < nodeCount else { continue }
      let widest = (0..<p).max { highs[node * p + $0] - lows[node * p + $0] < highs[node * p + $1] - lows[node * p + $1] } ?? 0
      let middle = range.lowerBound + range.count / 2
      order[range].sort { a, b in (rows.values[Int(a) * p + widest], a) < (rows.values[Int(b) * p + widest], b) }
      (starts[2 * node + 1], ends[2 * node + 1]) = (starts[node], Int32(truncatingIfNeeded: middle))
      (starts[2 * node + 2], ends[2 * node + 2]) = (Int32(truncatingIfNeeded: middle), ends[node])
    }
    columnCount = p
    self.power = power
    values = order.flatMap { rows.values[(Int($0) * p)..<((Int($0) + 1) * p)] }
    numbers = order
    self.starts = starts
    self.ends = ends
    self.lows = lows
    self.highs = highs
  }

  /// Offers `nearest` every row that may be among them.
  func search(_ query: UnsafePointer<Double>, _ nearest: inout NearestList) {
    values.withUnsafeBufferPointer { values in
      lows.withUnsafeBufferPointer { lows in
        highs.withUnsafeBufferPointer { highs in
          guard let values = values.baseAddress, let lows = lows.baseAddress, let highs = highs.baseAddress else { return }
          visit(0, query, values, lows, highs, &nearest)
        }
      }
    }
  }

  private func visit(
    _ node: Int, _ query: UnsafePointer<Double>, _ values: UnsafePointer<Double>, _ lows: UnsafePointer<Double>, _ highs: UnsafePointer<Double>,
    _ nearest: inout NearestList
  ) {
    guard 2 * node + 2 < starts.count else {
      for place in Int(starts[node])..<Int(ends[node]) {
        nearest.offer(differenceSum(query, values + place * columnCount, columnCount, power, atMost: nearest.worst), numbers[place])
      }
      return
    }
    let left = gap(2 * node + 1, query, lows, highs)
    let right = gap(2 * node + 2, query, lows, highs)
    let (near, far) = left <= right ? (2 * node + 1, 2 * node + 2) : (2 * node + 2, 2 * node + 1)
    // A box as far as the worst may hold an equally far row of a lower number.
    if min(left, right) <= nearest.worst { visit(near, query, values, lows, highs, &nearest) }
    if max(left, right) <= nearest.worst { visit(far, query, values, lows, highs, &nearest) }
  }

  /// The distance's sum to the nearest point of a node's box: rounded as the rows' own sums are, so never above one of them.
  private func gap(_ node: Int, _ query: UnsafePointer<Double>, _ lows: UnsafePointer<Double>, _ highs: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    for column in 0..<columnCount {
      let difference = max(0, max(lows[node * columnCount + column] - query[column], query[column] - highs[node * columnCount + column]))
      sum += power == 2 ? difference * difference : power == 1 ? difference : Double.pow(difference, power)
    }
    return sum
  }
}
