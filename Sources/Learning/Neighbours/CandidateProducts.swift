import LinearAlgebra

/// Nearest rows by matrix products: float32 products of blocks tell which rows can be among the nearest, and these alone are
/// compared exactly.
///
/// With rows t and a query q, |t|² − 2 q·t ranks the rows as their distances do. In float32 it is off by a bound that follows from
/// the number of columns and the lengths; whatever lies within twice the bound of the k-th best is a candidate.
struct CandidateProducts: Sendable {
  /// Rows of the table that are multiplied at once.
  private static let blockSize = 1024
  /// Values that are looked at together: most hold no candidate.
  private static let stride = 64

  private let isCosine: Bool
  private let rowCount: Int
  private let columnCount: Int
  /// n × inner: the rows less the centre, then for distances their squared lengths.
  private let rows: [Float]
  private let inner: Int
  /// The columns' means: the nearer to 0 the rows lie, the smaller the bound.
  private let centre: [Double]
  /// The length of the longest row.
  private let reach: Double

  init(_ matrix: Matrix, isCosine: Bool) {
    let (n, p) = (matrix.rowCount, matrix.columnCount)
    self.isCosine = isCosine
    rowCount = n
    columnCount = p
    let inner = isCosine ? p : p + 1
    self.inner = inner
    var centre = [Double](repeating: 0, count: p)
    if !isCosine {
      for row in 0..<n { for column in 0..<p { centre[column] += matrix.values[row * p + column] } }
      for column in 0..<p { centre[column] /= Double(n) }
    }
    self.centre = centre
    var reach = 0.0
    rows = [Float](unsafeUninitializedCapacity: n * inner) { buffer, count in
      for row in 0..<n {
        var square = 0.0
        for column in 0..<p {
          let value = matrix.values[row * p + column] - centre[column]
          square += value * value
          buffer.initializeElement(at: row * inner + column, to: Float(value))
        }
        if !isCosine { buffer.initializeElement(at: row * inner + p, to: Float(square)) }
        reach = max(reach, square)
      }
      count = n * inner
    }
    self.reach = reach.squareRoot()
  }

  /// The nearest of each query in `range`.
  ///
  /// - Parameters:
  ///   - matrix: the rows that this was made of.
  ///   - queries: m × p.
  func nearest(_ matrix: Matrix, _ queries: Matrix, _ range: Range<Int>, _ count: Int) -> [NearestList] {
    let p = columnCount
    var block = [Float](repeating: 0, count: range.count * inner)
    var margins: [Double] = []
    for (place, row) in range.enumerated() {
      var square = 0.0
      for column in 0..<p {
        let value = queries.values[row * p + column] - centre[column]
        square += value * value
      }
      let length = square.squareRoot()
      // A query far outside would overflow: made shorter, with |t|² as much smaller, it ranks the rows alike.
      let shrink = length > 1e6 ? 1e6 / length : 1
      for column in 0..<p {
        block[place * inner + column] = Float((isCosine ? -1 : -2) * (queries.values[row * p + column] - centre[column]) * shrink)
      }
      if !isCosine { block[place * inner + p] = Float(shrink) }
      margins.append(margin(length: length) * shrink)
    }
    var searches = margins.map { CandidateList(count: count, margin: $0) }
    var products = [Float](repeating: 0, count: range.count * min(Self.blockSize, rowCount))
    let blocks = FixedPieces(of: rowCount, size: Self.blockSize)
    for piece in 0..<blocks.count {
      let part = blocks.range(piece)
      block.withUnsafeBufferPointer { left in
        rows.withUnsafeBufferPointer { right in
          products.withUnsafeMutableBufferPointer { output in
            multiplyTransposed(
              left, UnsafeBufferPointer(rebasing: right[(part.lowerBound * inner)..<(part.upperBound * inner)]), inner: inner,
              into: UnsafeMutableBufferPointer(rebasing: output[0..<(range.count * part.count)]))
          }
        }
      }
      products.withUnsafeBufferPointer { products in
        guard let base = products.baseAddress else { return }
        for place in searches.indices { Self.collect(base + place * part.count, part, &searches[place]) }
      }
    }
    return zip(range, searches).map { row, search in
      var nearest = NearestList(count: count)
      queries.values.withUnsafeBufferPointer { queries in
        matrix.values.withUnsafeBufferPointer { values in
          guard let query = queries.baseAddress, let base = values.baseAddress else { return }
          for candidate in search.candidates() {
            nearest.offer(distance(query + row * p, base + Int(candidate) * p, nearest.worst), candidate)
          }
        }
      }
      return nearest
    }
  }

  /// For the cosine, a row of zeros lies at 1, which is half of 2.
  private func distance(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ limit: Double) -> Double {
    if isCosine, (0..<columnCount).allSatisfy({ a[$0] == 0 }) || (0..<columnCount).allSatisfy({ b[$0] == 0 }) { return 2 }
    return differenceSum(a, b, columnCount, 2, atMost: limit)
  }

  /// How far a product may be from what it stands for, and what that may be from the distance as it is worked out exactly.
  private func margin(length: Double) -> Double {
    let terms = Double(inner + 6)
    let single = terms * 0x1p-24 / max(0.5, 1 - terms * 0x1p-24)
    let size = isCosine ? length * reach : 2 * length * reach + reach * reach
    let double = terms * 0x1p-50 * (length + reach) * (length + reach)
    return 1.01 * single * size + double + terms * 0x1p-120
  }

  /// Takes in the products that may belong to candidates.
  private static func collect(_ products: UnsafePointer<Float>, _ rows: Range<Int>, _ search: inout CandidateList) {
    var place = 0
    while place < rows.count {
      let end = min(place &+ stride, rows.count)
      if end &- place == stride {
        // The least of 64, in eight lanes.
        let raw = UnsafeRawPointer(products + place)
        var least = raw.loadUnaligned(as: SIMD8<Float>.self)
        for lane in 1..<8 {
          let next = raw.loadUnaligned(fromByteOffset: lane &* 32, as: SIMD8<Float>.self)
          least.replace(with: next, where: next .< least)
        }
        if !(least.min() <= search.limit) {
          place = end
          continue
        }
      }
      while place < end {
        if products[place] <= search.limit { search.add(products[place], Int32(truncatingIfNeeded: rows.lowerBound &+ place)) }
        place &+= 1
      }
    }
  }
}

/// Rows that may be among the k nearest of one query.
private struct CandidateList {
  private let count: Int
  private let margin: Double
  /// A heap of the k least products, the largest on top.
  private var least: [Float] = []
  private var found: [(product: Float, row: Int32)] = []
  /// A product above it belongs to no candidate.
  private(set) var limit = Float.infinity

  init(count: Int, margin: Double) {
    self.count = count
    self.margin = margin
  }

  mutating func add(_ product: Float, _ row: Int32) {
    found.append((product, row))
    if least.count < count {
      least.append(product)
      if least.count == count {
        least.sort(by: >)
        tighten()
      }
      return
    }
    guard product < least[0] else { return }
    least[0] = product
    var place = 0
    while true {
      var largest = place
      if 2 * place + 1 < count, least[2 * place + 1] > least[largest] { largest = 2 * place + 1 }
      if 2 * place + 2 < count, least[2 * place + 2] > least[largest] { largest = 2 * place + 2 }
      if largest == place { break }
      least.swapAt(place, largest)
      place = largest
    }
    tighten()
    if found.count > 8 * count + 512 { found.removeAll { $0.product > limit } }
  }

  private mutating func tighten() { limit = Float(Double(least[0]) + 2 * margin).nextUp }

  func candidates() -> [Int32] { found.filter { $0.product <= limit }.map(\.row) }
}
