/// Rows joined two by two, the nearest first, into a tree (agglomerative clustering).
///
/// By the nearest-neighbour chain over a matrix of distances: O(rows²) time and memory. Joins, their heights and the order of the
/// leaves are those of SciPy's `linkage` and `leaves_list`, but where distances are equal.
public struct HierarchicalClustering: Sendable, Equatable {
  /// How far two clusters are from one another.
  public enum Linkage: String, Sendable, CaseIterable {
    /// The mean of the distances between their rows.
    case average
    /// The greatest distance.
    case complete
    /// The least distance.
    case single
    /// How much joining them adds to the squared distances from cluster centres (Ward 1963), as a distance.
    case ward
  }

  /// Two clusters become one. Clusters below the number of rows are rows; the join at place k makes the cluster rows + k.
  public struct Join: Sendable, Equatable {
    public var first: Int, second: Int
    public var height: Double
    /// Rows in it.
    public var count: Int
  }

  /// One fewer than the rows, by height.
  public let joins: [Join]
  /// Rows in the order of the tree's leaves.
  public let order: [Int]

  /// - Parameter rows: points of one length; Euclidean distances, in which a missing value (NaN) is no difference.
  public init(_ rows: [[Double]], linkage: Linkage = .average) {
    let count = rows.count
    var distances = [Double](repeating: 0, count: count * count)
    for a in 0..<count {
      for b in (a + 1)..<max(a + 1, count) {
        var sum = 0.0
        for (x, y) in zip(rows[a], rows[b]) where (x - y).isFinite { sum += (x - y) * (x - y) }
        distances[a * count + b] = sum.squareRoot()
        distances[b * count + a] = distances[a * count + b]
      }
    }
    joins = Self.sorted(Self.chain(&distances, count, linkage), count)
    order = Self.leaves(joins, count)
  }

  /// Joins in the order in which chains of nearest neighbours find them; clusters are named by one of their rows.
  private static func chain(_ distances: inout [Double], _ count: Int, _ linkage: Linkage) -> [Join] {
    var sizes = [Int](repeating: 1, count: count)
    var joins: [Join] = []
    var chain: [Int] = []
    while joins.count < count - 1 {
      if chain.isEmpty, let first = sizes.firstIndex(where: { $0 > 0 }) { chain.append(first) }
      let last = chain[chain.count - 1]
      // The one before in the chain is kept where another is as near, or the chain would never end.
      var nearest = chain.count > 1 ? chain[chain.count - 2] : -1
      var least = nearest >= 0 ? distances[last * count + nearest] : Double.infinity
      for other in 0..<count where other != last && sizes[other] > 0 {
        let distance = distances[last * count + other]
        if distance < least || nearest < 0 { (nearest, least) = (other, distance) }
      }
      guard chain.count > 1, nearest == chain[chain.count - 2] else {
        chain.append(nearest)
        continue
      }
      chain.removeLast(2)
      let (a, b) = (min(last, nearest), max(last, nearest))
      joins.append(Join(first: a, second: b, height: least, count: sizes[a] + sizes[b]))
      for other in 0..<count where other != a && other != b && sizes[other] > 0 {
        let joined = Self.distance(
          linkage, distances[a * count + other], distances[b * count + other], least, Double(sizes[a]), Double(sizes[b]), Double(sizes[other]))
        distances[b * count + other] = joined
        distances[other * count + b] = joined
      }
      sizes[b] += sizes[a]
      sizes[a] = 0
    }
    return joins
  }

  /// From a third cluster to two that became one (Lance and Williams 1967).
  private static func distance(
    _ linkage: Linkage, _ a: Double, _ b: Double, _ between: Double, _ sizeA: Double, _ sizeB: Double, _ size: Double
  ) -> Double {
    switch linkage {
    case .single: return min(a, b)
    case .complete: return max(a, b)
    case .average: return (sizeA * a + sizeB * b) / (sizeA + sizeB)
    case .ward:
      let squares = (sizeA + size) * a * a + (sizeB + size) * b * b - size * between * between
      return (max(0, squares) / (sizeA + sizeB + size)).squareRoot()
    }
  }

  /// By height, clusters named by their place.
  private static func sorted(_ joins: [Join], _ count: Int) -> [Join] {
    var names = Array(0..<count)
    // The row that stands for a cluster, found by following links.
    var parents = Array(0..<count)
    func root(_ row: Int) -> Int {
      var row = row
      while parents[row] != row { row = parents[row] }
      return row
    }
    let ordered = joins.enumerated().sorted { ($0.element.height, $0.offset) < ($1.element.height, $1.offset) }.map(\.element)
    return ordered.enumerated().map { place, join in
      let (a, b) = (root(join.first), root(join.second))
      let (first, second) = (min(names[a], names[b]), max(names[a], names[b]))
      parents[a] = b
      names[b] = count + place
      return Join(first: first, second: second, height: join.height, count: join.count)
    }
  }

  private static func leaves(_ joins: [Join], _ count: Int) -> [Int] {
    guard count > 0 else { return [] }
    var order: [Int] = []
    var rest = [joins.isEmpty ? 0 : count + joins.count - 1]
    while let cluster = rest.popLast() {
      if cluster < count {
        order.append(cluster)
      } else {
        rest.append(joins[cluster - count].second)
        rest.append(joins[cluster - count].first)
      }
    }
    return order
  }
}
