import LinearAlgebra
import RealModule

/// How much each feature tells of a target, and how likely chance alone would tell as much.
public struct FeatureScores: Sendable, Equatable {
  /// One a feature; NaN where there is none (a constant feature of an F test).
  public var scores: [Double]
  /// One a feature, or nil where the score has no distribution.
  public var pValues: [Double]?

  public init(scores: [Double], pValues: [Double]? = nil) {
    self.scores = scores
    self.pValues = pValues
  }

  /// The F test of a one-way analysis of variance: scikit-learn's `f_classif`.
  ///
  /// - Parameters:
  ///   - columns: finite.
  ///   - classes: a code a row, below `classCount`; classes without rows count for nothing.
  public static func analysisOfVariance(_ columns: [[Double]], classes: [Int32], classCount: Int, cores: Int = 1) -> FeatureScores {
    var counts = [Double](repeating: 0, count: classCount)
    for code in classes { counts[Int(code)] += 1 }
    let rowCount = Double(classes.count)
    let between = Double(counts.count { $0 > 0 }) - 1
    let within = rowCount - between - 1
    let classCounts = counts
    let scores = mapPieces(columns.count, cores: cores) { place -> Double in
      let values = columns[place]
      guard let first = values.first, between > 0, within > 0 else { return .nan }
      var means = [Double](repeating: 0, count: classCount)
      for (row, code) in classes.enumerated() { means[Int(code)] += values[row] - first }
      let mean = means.reduce(0, +) / rowCount
      for code in means.indices where classCounts[code] > 0 { means[code] /= classCounts[code] }
      var residual = 0.0
      for (row, code) in classes.enumerated() {
        let deviation = (values[row] - first) - means[Int(code)]
        residual += deviation * deviation
      }
      let explained = means.indices.reduce(0) { $0 + classCounts[$1] * (means[$1] - mean) * (means[$1] - mean) }
      return (explained / between) / (residual / within)
    }
    return FeatureScores(scores: scores, pValues: scores.map { FisherDistribution.upperTail($0, between, within) })
  }

  /// The F test of a linear regression on the feature alone: scikit-learn's `f_regression`. 0 for a constant feature, the largest
  /// number there is for one that tells the target exactly.
  public static func linearRegression(_ columns: [[Double]], targets: [Double], cores: Int = 1) -> FeatureScores {
    let degrees = Double(targets.count) - 2
    let target = WeightedMoments(of: targets, weights: nil)
    let scores = mapPieces(columns.count, cores: cores) { place -> Double in
      let feature = WeightedMoments(of: columns[place], weights: nil)
      guard degrees > 0, feature.variance > 0, target.variance > 0 else { return degrees > 0 ? 0 : .nan }
      var covariance = 0.0
      for (row, value) in columns[place].enumerated() { covariance += feature.deviation(value) * target.deviation(targets[row]) }
      let correlation = covariance / Double(targets.count) / (feature.variance * target.variance).squareRoot()
      let square = correlation * correlation
      return square < 1 ? square / (1 - square) * degrees : .greatestFiniteMagnitude
    }
    return FeatureScores(scores: scores, pValues: scores.map { FisherDistribution.upperTail($0, 1, degrees) })
  }

  /// The chi-square test of sums in each class against what the classes' sizes lead to expect: scikit-learn's `chi2`.
  ///
  /// - Parameter columns: at least 0: counts, or true and false.
  public static func chiSquare(_ columns: [[Double]], classes: [Int32], classCount: Int, cores: Int = 1) -> FeatureScores {
    var counts = [Double](repeating: 0, count: classCount)
    for code in classes { counts[Int(code)] += 1 }
    let degrees = Double(counts.count { $0 > 0 }) - 1
    let shares = counts.map { $0 / Double(classes.count) }
    let scores = mapPieces(columns.count, cores: cores) { place -> Double in
      var observed = [Double](repeating: 0, count: classCount)
      for (row, code) in classes.enumerated() { observed[Int(code)] += columns[place][row] }
      let sum = observed.reduce(0, +)
      return zip(observed, shares).reduce(0) { total, pair in
        let expected = pair.1 * sum
        return pair.1 == 0 ? total : total + (pair.0 - expected) * (pair.0 - expected) / expected
      }
    }
    return FeatureScores(scores: scores, pValues: scores.map { ChiSquareDistribution.upperTail($0, degrees) })
  }

  /// Which features have the `count` largest scores; of equal ones the last, as by scikit-learn. A score that is none is the smallest.
  public func best(_ count: Int) -> [Bool] {
    let cleaned = scores.map { $0.isNaN ? -Double.greatestFiniteMagnitude : $0 }
    let order = cleaned.indices.sorted { (cleaned[$0], $0) < (cleaned[$1], $1) }
    var isKept = [Bool](repeating: false, count: scores.count)
    for place in order.suffix(max(0, count)) { isKept[place] = true }
    return isKept
  }

  /// Which features are in the best `percent` of a hundred; of those at the border the first, as many as there is room for.
  public func best(percent: Double) -> [Bool] {
    if percent >= 100 { return scores.map { _ in true } }
    guard percent > 0 else { return scores.map { _ in false } }
    let cleaned = scores.map { $0.isNaN ? -Double.greatestFiniteMagnitude : $0 }
    let border = quantile(ofSorted: cleaned.sorted(), (100 - percent) / 100)
    var isKept = cleaned.map { $0 > border }
    var room = Int(Double(scores.count) * percent / 100) - isKept.count { $0 }
    for place in cleaned.indices where cleaned[place] == border && room > 0 {
      isKept[place] = true
      room -= 1
    }
    return isKept
  }
}
