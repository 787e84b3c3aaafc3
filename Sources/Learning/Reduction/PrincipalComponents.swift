public import LinearAlgebra

/// The directions along which rows spread most, one at right angles to all before: principal component analysis.
///
/// Equal to scikit-learn's `PCA`, signs included: the largest number of a component is positive. Components along which nothing
/// spreads are left out. Nothing is approximated: of many more rows than columns the covariances' eigenvectors are taken, as there,
/// else singular vectors.
public struct PrincipalComponents: Sendable, Equatable {
  /// How many components are kept.
  public enum Count: Sendable, Equatable {
    case all
    case count(Int)
    /// As many as explain more than this share of the variance.
    case share(Double)
  }

  /// One a column.
  public let means: [Double]
  /// A row a component, of length 1.
  public let components: Matrix
  /// One a component, divided by the rows less 1.
  public let variances: [Double]
  /// Of all columns together.
  public let totalVariance: Double
  /// Whether scores get the variance 1.
  public let whitens: Bool

  public init(means: [Double], components: Matrix, variances: [Double], totalVariance: Double, whitens: Bool) {
    self.means = means
    self.components = components
    self.variances = variances
    self.totalVariance = totalVariance
    self.whitens = whitens
  }

  /// Each component's share of the variance.
  public var shares: [Double] { variances.map { totalVariance > 0 ? $0 / totalVariance : .nan } }

  /// - Parameters:
  ///   - columns: of equal length, finite.
  ///   - cores: threads that may be used; they change no bit of the result.
  /// - Returns: nil where the decomposition fails: for what is not finite, or too large to be squared.
  /// - Complexity: O(n p · min(n, p)).
  public init?(fitting columns: [[Double]], keeping wanted: Count = .all, whitens: Bool = false, cores: Int = 1) {
    let (n, p) = (columns.first?.count ?? 0, columns.count)
    let means = mapPieces(p, cores: cores) { WeightedMoments(of: columns[$0], weights: nil).mean }
    guard n > 1, p > 0 else {
      self.init(means: means, components: Matrix(rowCount: 0, columnCount: p), variances: [], totalVariance: 0, whitens: whitens)
      return
    }
    let degrees = Double(n - 1)
    var variances: [Double]
    var vectors: Matrix
    if n >= 10 * p {
      guard let eigen = symmetricEigenvectors(of: gram(Self.centred(columns, means), cores: cores)) else { return nil }
      variances = eigen.values.map { max(0, $0) / degrees }
      vectors = eigen.vectors
    } else if n >= p {
      guard let singular = rightSingularVectors(of: Self.centred(columns, means), cores: cores) else { return nil }
      variances = singular.values.map { $0 * $0 / degrees }
      vectors = singular.vectors
    } else {
      // Wide: from the rows, Aᵀ = Q R and R = W Σ Zᵀ, so that the components are Σ⁻¹ Zᵀ A.
      let transposed = Matrix(rowCount: p, columnCount: n, values: zip(columns, means).flatMap { column, mean in column.map { $0 - mean } })
      guard let singular = rightSingularVectors(of: transposed, cores: cores) else { return nil }
      variances = singular.values.map { $0 * $0 / degrees }
      vectors = multiply(singular.vectors, Self.centred(columns, means), cores: cores)
      for (row, value) in singular.values.enumerated() where value > 0 { for column in 0..<p { vectors[row, column] /= value } }
    }
    let total = variances.reduce(0, +)
    guard total.isFinite else { return nil }
    // What rounding makes of nothing is no component: eigenvalues are good to the largest's last bits, singular values squared are
    // to the square of that.
    let rounding = Double(max(n, p)) * .ulpOfOne
    let least = (variances.first ?? 0) * (n >= 10 * p ? Double(p) * .ulpOfOne : rounding * rounding)
    var kept = variances.count { $0 > least }
    switch wanted {
    case .all: break
    case .count(let count): kept = min(kept, max(0, count))
    case .share(let share):
      var sum = 0.0
      let needed = variances.firstIndex { variance in
        sum += variance / total
        return sum > share
      }
      kept = min(kept, needed.map { $0 + 1 } ?? kept)
    }
    vectors = Matrix(rowCount: kept, columnCount: p, values: Array(vectors.values.prefix(kept * p)))
    Self.turn(&vectors)
    self.init(means: means, components: vectors, variances: Array(variances.prefix(kept)), totalVariance: total, whitens: whitens)
  }

  /// Scores: where rows lie along the components.
  ///
  /// - Parameter columns: as many as were fitted, of equal length.
  /// - Returns: a row a component, a column a row: each component's scores stand together, as columns of tables do.
  public func scores(_ columns: [[Double]], cores: Int = 1) -> Matrix {
    let rowCount = columns.first?.count ?? 0
    let centred = mapPieces(columns.count, cores: cores) { place in
      let mean = means[place]
      return columns[place].map { $0 - mean }
    }
    var scores = multiply(
      components, Matrix(rowCount: columns.count, columnCount: rowCount, values: centred.flatMap { $0 }), cores: cores)
    guard whitens else { return scores }
    for (row, variance) in variances.enumerated() {
      let scale = max(variance.squareRoot(), .ulpOfOne)
      for place in row * rowCount..<(row + 1) * rowCount { scores.values[place] /= scale }
    }
    return scores
  }

  private static func centred(_ columns: [[Double]], _ means: [Double]) -> Matrix {
    var matrix = Matrix(columns: columns)
    let width = matrix.columnCount
    matrix.values.withUnsafeMutableBufferPointer { values in
      for row in 0..<(width == 0 ? 0 : values.count / width) {
        for column in 0..<width { values[row * width + column] -= means[column] }
      }
    }
    return matrix
  }

  /// Turns each row so that its largest number is positive.
  private static func turn(_ vectors: inout Matrix) {
    let width = vectors.columnCount
    for row in 0..<vectors.rowCount {
      var (largest, sign) = (0.0, 1.0)
      for column in 0..<width where abs(vectors[row, column]) > largest {
        largest = abs(vectors[row, column])
        sign = vectors[row, column] < 0 ? -1 : 1
      }
      if sign < 0 { for column in 0..<width { vectors[row, column] = -vectors[row, column] } }
    }
  }
}
