public import LinearAlgebra
import RealModule

/// The rows of a table that lie nearest to other rows, exactly; of equally near ones those of lower number.
///
/// Few columns are searched through a k-d tree, many by comparing with every row. The way follows from the data's shape, and gives
/// the same neighbours.
public struct NearestNeighbours: Sendable {
  public enum Metric: Sendable, Equatable {
    case euclidean
    /// The sum of the differences in each column.
    case manhattan
    /// (Σ |difference|^p)^(1/p), p above 0.
    case minkowski(Double)
    /// 1 − the cosine of the angle; a row of zeros is at 1 from all.
    case cosine
  }

  /// The neighbours of m rows.
  public struct Found: Sendable, Equatable {
    /// m × k row numbers, the nearest first.
    public let rows: [Int32]
    /// m × k, in the table's units times `NearestNeighbours.scale`.
    public let distances: [Double]
  }

  public let metric: Metric
  /// The power of two that brings every number of the table between −1 and 1, so that no square overflows.
  public let scale: Double
  /// n × p, scaled; for the cosine each of length 1.
  private let rows: Matrix
  private let tree: NeighbourTree?
  private let products: CandidateProducts?

  /// - Parameter rows: n × p, at least one of each, finite.
  public init(rows: Matrix, metric: Metric) {
    precondition(rows.rowCount > 0 && rows.columnCount > 0 && rows.rowCount <= Int(Int32.max), "neighbours are those of rows and columns")
    self.metric = metric == .minkowski(1) ? .manhattan : metric == .minkowski(2) ? .euclidean : metric
    let largest = rows.values.reduce(0) { max($0, abs($1)) }
    scale = largest.isNormal ? Double(sign: .plus, exponent: -min(largest.exponent &+ 1, 1022), significand: 1) : 1
    self.rows = Self.prepared(rows, scale: scale, self.metric)
    switch self.metric {
    case .cosine:
      tree = nil
      products = CandidateProducts(self.rows, isCosine: true)
    case .euclidean where rows.columnCount > 8:
      tree = nil
      products = CandidateProducts(self.rows, isCosine: false)
    case .euclidean, .manhattan, .minkowski:
      // Where no product serves, comparing with every row is slow, and a tree worth it with more columns.
      tree = rows.columnCount <= 16 ? NeighbourTree(self.rows, power: self.metric.power) : nil
      products = nil
    }
  }

  /// - Parameters:
  ///   - queries: m × p, finite.
  ///   - count: k, from 1 to the number of rows.
  public func nearest(to queries: Matrix, count: Int, cores: Int = 1) -> Found {
    precondition(queries.columnCount == rows.columnCount, "rows are compared with rows of as many columns")
    precondition(count >= 1 && count <= rows.rowCount, "there are \(rows.rowCount) rows to be neighbours")
    let queries = Self.prepared(queries, scale: scale, metric)
    // Blocks that follow from the number of queries alone.
    let blocks = FixedPieces(of: queries.rowCount, size: 64)
    let parts = mapPieces(blocks.count, cores: cores) { piece in
      let range = blocks.range(piece)
      if let products { return products.nearest(rows, queries, range, count) }
      return range.map { row in
        var nearest = NearestList(count: count)
        queries.values.withUnsafeBufferPointer { values in
          guard let base = values.baseAddress else { return }
          let query = base + row * queries.columnCount
          if let tree { tree.search(query, &nearest) } else { scan(query, &nearest) }
        }
        return nearest
      }
    }
    var found: [Int32] = []
    var distances: [Double] = []
    found.reserveCapacity(queries.rowCount * count)
    distances.reserveCapacity(queries.rowCount * count)
    for part in parts {
      for list in part {
        for (distance, row) in list.sorted() {
          found.append(row)
          distances.append(metric.distance(ofSum: distance))
        }
      }
    }
    return Found(rows: found, distances: distances)
  }

  private func scan(_ query: UnsafePointer<Double>, _ nearest: inout NearestList) {
    let (p, power) = (rows.columnCount, metric.power)
    rows.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for row in 0..<rows.rowCount {
        nearest.offer(differenceSum(query, base + row * p, p, power, atMost: nearest.worst), Int32(truncatingIfNeeded: row))
      }
    }
  }

  private static func prepared(_ rows: Matrix, scale: Double, _ metric: Metric) -> Matrix {
    var result = rows
    // Queries beyond the table's largest number are brought to the edge of the range, far outside it either way.
    for place in result.values.indices { result.values[place] = max(-1e100, min(1e100, result.values[place] * scale)) }
    guard metric == .cosine else { return result }
    let p = rows.columnCount
    for row in 0..<rows.rowCount {
      let largest = (0..<p).reduce(0) { max($0, abs(result[row, $1])) }
      guard largest > 0 else { continue }
      var square = 0.0
      for column in 0..<p {
        result[row, column] /= largest
        square += result[row, column] * result[row, column]
      }
      let length = square.squareRoot()
      for column in 0..<p { result[row, column] /= length }
    }
    return result
  }
}

extension NearestNeighbours.Metric {
  /// Differences are raised to it and summed.
  var power: Double {
    switch self {
    case .euclidean, .cosine: 2
    case .manhattan: 1
    case .minkowski(let power): power
    }
  }

  /// The distance that a sum of powers stands for.
  func distance(ofSum sum: Double) -> Double {
    switch self {
    case .euclidean: sum.squareRoot()
    case .manhattan: sum
    case .minkowski(let power): Double.pow(sum, 1 / power)
    // Of unit vectors, half the square of the chord is 1 − the cosine, without its cancellation.
    case .cosine: sum / 2
    }
  }
}

/// Σ |a − b|^power, in the order of the columns; given up, and only known to be more than `limit`, once it is.
@inline(__always)
func differenceSum(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int, _ power: Double, atMost limit: Double) -> Double {
  var sum = 0.0
  var column = 0
  while column < count {
    let end = min(column &+ 16, count)
    if power == 2 {
      while column < end {
        let difference = a[column] - b[column]
        sum += difference * difference
        column &+= 1
      }
    } else if power == 1 {
      while column < end {
        sum += abs(a[column] - b[column])
        column &+= 1
      }
    } else {
      while column < end {
        sum += Double.pow(abs(a[column] - b[column]), power)
        column &+= 1
      }
    }
    if sum > limit { return sum }
  }
  return sum
}

/// The k nearest so far: a heap with the farthest on top, of equally far ones that of the higher row number.
struct NearestList {
  private let count: Int
  private var heap: [(distance: Double, row: Int32)] = []

  init(count: Int) {
    self.count = count
    heap.reserveCapacity(count)
  }

  /// What a row must not be farther than to come in.
  var worst: Double { heap.count < count ? .infinity : heap[0].distance }

  mutating func offer(_ distance: Double, _ row: Int32) {
    if heap.count < count {
      heap.append((distance, row))
      var place = heap.count - 1
      while place > 0, Self.isFarther(heap[place], heap[(place - 1) / 2]) {
        heap.swapAt(place, (place - 1) / 2)
        place = (place - 1) / 2
      }
      return
    }
    guard Self.isFarther(heap[0], (distance, row)) else { return }
    heap[0] = (distance, row)
    var place = 0
    while true {
      var farthest = place
      for child in [2 * place + 1, 2 * place + 2] where child < count && Self.isFarther(heap[child], heap[farthest]) { farthest = child }
      if farthest == place { return }
      heap.swapAt(place, farthest)
      place = farthest
    }
  }

  /// The nearest first.
  func sorted() -> [(distance: Double, row: Int32)] { heap.sorted { Self.isFarther($1, $0) } }

  @inline(__always)
  private static func isFarther(_ a: (distance: Double, row: Int32), _ b: (distance: Double, row: Int32)) -> Bool {
    a.distance > b.distance || (a.distance == b.distance && a.row > b.row)
  }
}
