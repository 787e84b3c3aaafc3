import Learning

/// A summary of a group's numbers, by Vega-Lite's names.
enum AggregateOperation: String, CaseIterable {
  case count, valid, missing, distinct, sum, product, mean, average, median, min, max, q1, q3, stdev, stdevp, variance, variancep, stderr, ci0, ci1

  /// NaN where there is nothing to sum up.
  ///
  /// - Parameter numbers: of the group; NaN where missing.
  func value(_ numbers: [Double]) -> Double {
    let finite = numbers.filter { !$0.isNaN }
    let size = Double(finite.count)
    var mean: Double { finite.reduce(0, +) / size }
    func variance(_ freedom: Double) -> Double {
      let centre = mean
      return size > freedom ? finite.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / (size - freedom) : 0
    }
    switch self {
    case .count: return Double(numbers.count)
    case .valid: return size
    case .missing: return Double(numbers.count) - size
    case .distinct: return Double(Set(finite).count) + (finite.count < numbers.count ? 1 : 0)
    case .sum: return finite.reduce(0, +)
    case .product: return finite.reduce(1, *)
    case .mean, .average: return finite.isEmpty ? .nan : mean
    case .median: return quantile(ofSorted: finite.sorted(), 0.5)
    case .q1: return quantile(ofSorted: finite.sorted(), 0.25)
    case .q3: return quantile(ofSorted: finite.sorted(), 0.75)
    case .min: return finite.min() ?? .nan
    case .max: return finite.max() ?? .nan
    case .variance: return finite.isEmpty ? .nan : variance(1)
    case .variancep: return finite.isEmpty ? .nan : variance(0)
    case .stdev: return finite.isEmpty ? .nan : variance(1).squareRoot()
    case .stdevp: return finite.isEmpty ? .nan : variance(0).squareRoot()
    case .stderr: return finite.isEmpty ? .nan : (variance(1) / size).squareRoot()
    case .ci0, .ci1: return MeanInterval(finite)?[self == .ci0] ?? .nan
    }
  }

  /// `Mean of y`, `Count of Records`.
  func title(_ field: String?) -> String {
    let word = switch self {
    case .stdev, .stdevp: "Stdev"
    case .q1: "Q1"
    case .q3: "Q3"
    default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
    guard self != .count else { return "Count of Records" }
    return "\(word) of \(field ?? "")"
  }
}
