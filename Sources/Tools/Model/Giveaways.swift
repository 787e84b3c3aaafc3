import RealModule
import Tabular
import Tooling

/// Features that alone give the target away: made from it, or measured after it, more often than luck.
struct Giveaways {
  /// By name, as many as are told.
  let names: [String]
  let count: Int

  private static let mostTold = 5
  /// Rows looked at: a giveaway shows in few.
  private static let mostRows = 2000

  /// O(columns × rows × log rows), of at most 2,000 rows.
  init(in data: TrainingData) {
    let rowCount = data.features.rowCount
    let step = max(1, (rowCount + Self.mostRows - 1) / Self.mostRows)
    let rows = Array(stride(from: 0, to: rowCount, by: step))
    let sample = step == 1 ? data : data.selecting(rows: rows)
    var found: [String] = []
    if rows.count >= 10, let target = sample.target {
      let isPossibleByChance = Self.isPossibleByChance(target, columns: sample.features.columns.count)
      for column in sample.features.columns where !isPossibleByChance && Self.tells(column.values, target) { found.append(column.name) }
    }
    count = found.count
    names = Array(found.prefix(Self.mostTold))
  }

  private static func tells(_ values: Column.Values, _ target: Target) -> Bool {
    switch (target, values) {
    case (.classes(let codes, let description), .number), (.classes(let codes, let description), .integer), (.classes(let codes, let description), .boolean):
      guard let numbers = values.numbers, !numbers.contains(where: \.isNaN) else { return false }
      return isDivided(numbers, codes, classCount: description.classes.count)
    case (.classes(let codes, _), .text), (.classes(let codes, _), .dictionary):
      return isTold(by: values, codes)
    case (.numbers(let truth, _), .number), (.numbers(let truth, _), .integer):
      guard let numbers = values.numbers, !numbers.contains(where: \.isNaN) else { return false }
      return isLinear(numbers, truth)
    default: return false
    }
  }

  /// Whether the classes lie in intervals of the numbers that do not touch.
  private static func isDivided(_ numbers: [Double], _ codes: [Int32], classCount: Int) -> Bool {
    var ends = [(low: Double, high: Double)](repeating: (.infinity, -.infinity), count: classCount)
    for (number, code) in zip(numbers, codes) {
      ends[Int(code)].low = min(ends[Int(code)].low, number)
      ends[Int(code)].high = max(ends[Int(code)].high, number)
    }
    let present = ends.filter { $0.low <= $0.high }.sorted { $0.low < $1.low }
    return present.count > 1 && zip(present, present.dropFirst()).allSatisfy { $0.high < $1.low }
  }

  /// Whether each of a few labels stands with one class alone.
  private static func isTold(by values: Column.Values, _ codes: [Int32]) -> Bool {
    var classes: [String: Int32] = [:]
    for (row, code) in codes.enumerated() {
      let label = values.label(row)
      if let known = classes[label], known != code { return false }
      classes[label] = code
      // Names of rows tell everything and say nothing.
      if classes.count * 5 > codes.count { return false }
    }
    return Set(classes.values).count > 1
  }

  private static func isLinear(_ numbers: [Double], _ truth: [Double]) -> Bool {
    let count = Double(numbers.count)
    let (x, y) = (numbers.reduce(0, +) / count, truth.reduce(0, +) / count)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(numbers, truth) {
      xx += (a - x) * (a - x)
      yy += (b - y) * (b - y)
      xy += (a - x) * (b - y)
    }
    return xx > 0 && yy > 0 && abs(xy) >= 0.99999 * (xx * yy).squareRoot()
  }

  /// Whether among so many features one might divide so few rows without meaning anything: the orders in which classes can lie, over all orders.
  private static func isPossibleByChance(_ target: Target, columns: Int) -> Bool {
    guard case .classes(let codes, let description) = target else { return false }
    var counts = [Double](repeating: 0, count: description.classes.count)
    for code in codes { counts[Int(code)] += 1 }
    let present = counts.filter { $0 > 0 }
    func logFactorial(_ n: Double) -> Double { Double.logGamma(n + 1) }
    let chance = logFactorial(Double(present.count)) + present.reduce(0) { $0 + logFactorial($1) } - logFactorial(Double(codes.count))
    return chance + Double.log(Double(max(1, columns))) > Double.log(0.001)
  }
}

extension FoldingTool {
  /// The data, with what in them would let a judgement flatter told.
  func judgedData(_ context: RunContext) throws -> Dataset {
    let dataset = try Dataset(data, roles, context)
    let giveaways = Giveaways(in: dataset.training)
    if giveaways.count > 0 {
      let listed = giveaways.names.map { "'\($0)'" }.joined(separator: ", ") + (giveaways.count > giveaways.names.count ? " and \(giveaways.count - giveaways.names.count) more" : "")
      context.warn(
        "\(listed) alone \(giveaways.count == 1 ? "tells" : "tell") the target of every row: \(giveaways.count == 1 ? "is it" : "are they") known before the target is?",
        remedy: "leave out what is made from the target or measured after it: list the columns to learn from under 'features'", parameter: "features")
    }
    if groups == nil {
      let rows = dataset.rows
      let table = try data.selecting(columns: dataset.training.features.names + [target.name])
      let repeats = RepeatedRows(in: table, of: rows, among: rows)
      if repeats.count > 0, let first = repeats.first {
        context.warn(
          "\(counted(repeats.count, "row")) \(repeats.count == 1 ? "is" : "are") equal to an earlier one in features and target, such as row \(first.row + 1) to row \(first.original + 1); in different folds they judge a model by what it has learnt",
          remedy: "leave repeated rows out, or name the column of what they belong to under 'groups'", parameter: "data")
      }
    }
    return dataset
  }
}
