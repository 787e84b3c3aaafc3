import Learning
import Tabular
import Tooling

/// The values of a feature at which a model is asked.
struct FeatureGrid: Sendable {
  let name: String
  let values: Values

  enum Values: Sendable {
    /// Ascending. `isWhole`: the column has integers, and so have the values.
    case numbers([Double], isWhole: Bool)
    case booleans
    /// As in the data: the column's cells at rows with distinct values, and their names.
    case levels([Int], [String])

    var indices: Range<Int> {
      switch self {
      case .numbers(let numbers, _): numbers.indices
      case .booleans: 0..<2
      case .levels(let rows, _): rows.indices
      }
    }
  }

  private let column: Column
  /// The nine deciles of the finite values, for numbers.
  let deciles: [Double]

  static let mostLevels = 100

  /// - Throws: `ToolError` where the column has no values, or too many that are not numbers.
  init(_ column: Column, resolution: Int, percentiles: [Double]) throws(ToolError) {
    self.column = column
    name = column.name
    if case .boolean = column.values {
      values = .booleans
      deciles = []
      return
    }
    guard let numbers = column.values.numbers else {
      var rows: [String: Int] = [:]
      let missing = column.values.missing
      for row in 0..<column.values.count where missing.isEmpty || !missing[row] {
        let label = column.values.label(row)
        if rows[label] == nil { rows[label] = row }
      }
      let sorted = rows.sorted { $0.key < $1.key }
      guard !sorted.isEmpty, sorted.count <= Self.mostLevels else {
        throw ToolError("'\(column.name)' has \(sorted.count) values, and 1 to \(Self.mostLevels) can be shown", parameter: "features")
      }
      values = .levels(sorted.map(\.value), sorted.map(\.key))
      deciles = []
      return
    }
    let sorted = numbers.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { throw ToolError("'\(column.name)' has no value", parameter: "features") }
    deciles = (1...9).map { Self.percentile(sorted, Double($0) / 10) }
    var distinct: [Double] = []
    for number in sorted where distinct.last != number {
      distinct.append(number)
      if distinct.count >= resolution { break }
    }
    var isWhole = false
    if case .integer = column.values { isWhole = true }
    if distinct.count < resolution {
      values = .numbers(distinct, isWhole: isWhole)
      return
    }
    let (low, high) = (Self.percentile(sorted, percentiles[0]), Self.percentile(sorted, percentiles[1]))
    guard low < high else {
      throw ToolError("'\(column.name)' is \(shortNumber(low)) at both 'percentiles'", remedy: "set percentiles: [0, 1]", parameter: "percentiles")
    }
    values = .numbers(equalSteps(from: low, to: high, count: resolution), isWhole: false)
  }

  /// scipy's `mquantiles`, whose shares lie at (i − 0.4) / (n + 0.2).
  private static func percentile(_ sorted: [Double], _ share: Double) -> Double {
    quantile(ofSorted: sorted, atPlace: (Double(sorted.count) + 0.2) * share - 0.6)
  }

  /// The column with one value in every row.
  func column(at place: Int, rowCount: Int) -> Column {
    switch values {
    case .numbers(let numbers, let isWhole):
      isWhole
        ? Column(name, .integer(Optionals([Int64](repeating: Int64(exactly: numbers[place]) ?? .max, count: rowCount), zero: 0)))
        : Column(name, .number([Double](repeating: numbers[place], count: rowCount)))
    case .booleans: Column(name, .boolean(Optionals([Bool](repeating: place == 1, count: rowCount), zero: false)))
    case .levels(let rows, _): Column(name, column.values.selecting([Int](repeating: rows[place], count: rowCount)))
    }
  }

  /// A value in a sentence.
  func shownLabel(_ place: Int) -> String {
    if case .numbers(let numbers, _) = values { shortNumber(numbers[place]) } else { label(place) }
  }

  /// A value as it is written down.
  func label(_ place: Int) -> String {
    switch values {
    case .numbers(let numbers, _): TypedValue.shortest(numbers[place])
    case .booleans: place == 1 ? "true" : "false"
    case .levels(_, let names): names[place]
    }
  }
}
