import Learning
import Tabular
import Tooling

/// The mean of the numbers that are there.
func meanOfPresent(_ numbers: [Double]) -> Double { StandardScaler(fitting: [numbers], scales: false).means[0] }

extension Column.Values {
  /// The cells with `value` where one is missing; nil where the column cannot hold it. Whole numbers become numbers for a value with a
  /// fraction.
  func filled(with value: TypedValue) -> Column.Values? {
    switch (self, value) {
    case (.number(let cells), _):
      guard let fill = value.double else { return nil }
      return .number(cells.map { $0.isNaN ? fill : $0 })
    case (.integer(let cells), .integer(let fill)):
      return .integer(Optionals(cells.filled(with: Int64(fill)), zero: 0))
    case (.integer, _): return numbers.flatMap { Column.Values.number($0).filled(with: value) }
    case (.boolean(let cells), .boolean(let fill)): return .boolean(Optionals(cells.filled(with: fill), zero: false))
    case (.timestamp(let cells), .integer(let fill)):
      return .timestamp(TimestampValues(Optionals(cells.ticks.filled(with: Int64(fill)), zero: 0), unit: cells.unit, zone: cells.zone))
    case (.text(let cells), .text(let fill)):
      return cells.missingCount == 0 ? self : .text(TextValues((0..<cells.count).map { cells[$0] ?? fill }))
    case (.dictionary(let cells), .text(let fill)):
      guard cells.missingCount > 0 else { return self }
      let known = cells.levels.firstIndex(of: fill)
      let code = Int32(truncatingIfNeeded: known ?? cells.levels.count)
      return .dictionary(
        DictionaryValues(
          codes: cells.codes.map { $0 < 0 ? code : $0 }, levels: known == nil ? cells.levels + [fill] : cells.levels, isOrdered: cells.isOrdered))
    default: return nil
    }
  }

  /// The value that most cells have, the smallest of several; nil where all are missing.
  var mostFrequent: TypedValue? {
    if case .number(let cells) = self { return longestRun(sortedNumbers(cells)).map { .number($0) } }
    let levels = ColumnLevels(self)
    guard let most = levels.counts.max(), let level = levels.counts.firstIndex(of: most), let row = levels.codes.firstIndex(of: Int32(level))
    else { return nil }
    switch self {
    case .number: return nil
    case .integer(let cells): return cells[row].map { .integer(Int($0)) }
    case .boolean(let cells): return cells[row].map { .boolean($0) }
    case .text(let cells): return cells[row].map { .text($0) }
    case .dictionary(let cells): return cells[row].map { .text($0) }
    case .timestamp(let cells): return cells.ticks[row].map { .integer(Int($0)) }
    }
  }
}

/// The value of the longest run of equals, the first of several.
private func longestRun(_ sorted: [Double]) -> Double? {
  var (best, bestLength, start) = (sorted.first, 0, 0)
  for place in sorted.indices where place + 1 == sorted.count || sorted[place + 1] != sorted[place] {
    if place + 1 - start > bestLength { (best, bestLength) = (sorted[place], place + 1 - start) }
    start = place + 1
  }
  return best
}

extension Optionals {
  /// The cells with `value` where one is missing.
  fileprivate func filled(with value: Element) -> [Element] {
    isPresent.isEmpty ? values : zip(values, isPresent).map { $1 ? $0 : value }
  }
}
