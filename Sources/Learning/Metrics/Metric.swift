/// A measure of quality by its name in scikit-learn; NaN where it is undefined.
public struct Metric: Sendable, Equatable {
  public let name: String
  public let value: Double

  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}

/// A measure of each class against the rest.
public struct ClassMetric: Sendable, Equatable {
  public let name: String
  /// One a class, in the order of the codes; NaN where undefined.
  public let values: [Double]

  public init(_ name: String, _ values: [Double]) {
    self.name = name
    self.values = values
  }
}

/// Where a metric lies with the confidence asked for.
public struct MetricInterval: Sendable, Equatable {
  public let name: String
  public let low, high: Double

  public init(_ name: String, low: Double, high: Double) {
    self.name = name
    self.low = low
    self.high = high
  }
}
