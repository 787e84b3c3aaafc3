/// Products of features up to a degree, in scikit-learn's order: the constant, then by degree, each in the order of the features.
public struct PolynomialTerms: Sendable, Equatable {
  /// The features of each product, ascending, one as often as its power; of the constant none.
  public let factors: [[Int]]
  /// For each product the place of that without its last factor; -1 of the constant and of single features.
  public let prefixes: [Int]

  /// - Parameters:
  ///   - degree: at least 1.
  ///   - interactionOnly: whether powers of a feature are left out.
  ///   - includesConstant: whether the product of none, 1, comes first.
  public init(featureCount: Int, degree: Int, interactionOnly: Bool = false, includesConstant: Bool = true) {
    var factors: [[Int]] = includesConstant ? [[]] : []
    var prefixes = includesConstant ? [-1] : []
    var last = factors.count..<factors.count + featureCount
    for feature in 0..<featureCount {
      factors.append([feature])
      prefixes.append(-1)
    }
    for _ in 1..<max(1, degree) {
      for place in last {
        let highest = factors[place].last ?? 0
        for feature in (interactionOnly ? highest + 1 : highest)..<max(featureCount, highest + 1) where feature < featureCount {
          factors.append(factors[place] + [feature])
          prefixes.append(place)
        }
      }
      last = last.upperBound..<factors.count
    }
    self.factors = factors
    self.prefixes = prefixes
  }

  /// How many products there would be; nil where their number leaves the range of numbers.
  public static func count(featureCount: Int, degree: Int, interactionOnly: Bool, includesConstant: Bool) -> Int? {
    var total = includesConstant ? 1 : 0
    var ofDegree = 1
    for step in 1...max(1, degree) {
      // Of n features k at a time: with repetition (n + k − 1 over k), without (n over k).
      let next = interactionOnly ? featureCount - step + 1 : featureCount + step - 1
      guard next > 0 else { break }
      let (product, isOver) = ofDegree.multipliedReportingOverflow(by: next)
      guard !isOver else { return nil }
      ofDegree = product / step
      let (sum, isOverToo) = total.addingReportingOverflow(ofDegree)
      guard !isOverToo else { return nil }
      total = sum
    }
    return total
  }

  /// The products' columns.
  ///
  /// - Parameter columns: the features, of equal length. What is missing stays so in each product.
  public func columns(_ columns: [[Double]]) -> [[Double]] {
    var products: [[Double]] = []
    products.reserveCapacity(factors.count)
    let rowCount = columns.first?.count ?? 0
    for (place, factors) in factors.enumerated() {
      guard let feature = factors.last else {
        products.append([Double](repeating: 1, count: rowCount))
        continue
      }
      let prefix = prefixes[place]
      guard prefix >= 0 else {
        products.append(columns[feature])
        continue
      }
      products.append(
        [Double](unsafeUninitializedCapacity: rowCount) { buffer, count in
          let (left, right) = (products[prefix], columns[feature])
          for row in 0..<rowCount { buffer.initializeElement(at: row, to: left[row] * right[row]) }
          count = rowCount
        })
    }
    return products
  }
}
