import Tabular
import Tooling

/// What `filter` and `test` ask of each row: an expression over `datum`, or Vega-Lite's field predicates with `and`, `or` and `not`.
enum FigurePredicate {
  /// Whether it holds, for each row. A missing value fits no predicate but `{valid: false}`.
  static func rows(_ test: JSON, _ table: Table, depth: Int = 0) throws(FigureError) -> [Bool] {
    guard depth < 20 else { throw FigureError("the test is nested too deep") }
    if let text = test.string { return try DatumEvaluation(table).rows(DatumEvaluation.parsed(text)) }
    if let inner = test["not"] { return try rows(inner, table, depth: depth + 1).map { !$0 } }
    for (word, isAnd) in [("and", true), ("or", false)] {
      guard let parts = test[word]?.array else { continue }
      var holds = [Bool](repeating: isAnd, count: table.rowCount)
      for part in parts {
        let other = try rows(part, table, depth: depth + 1)
        for row in holds.indices { holds[row] = isAnd ? holds[row] && other[row] : holds[row] || other[row] }
      }
      return holds
    }
    guard let path = test["field"]?.string else { throw FigureError("a test is an expression, or a mapping with 'field'") }
    return try rows(of: table.figureColumn(columnName(ofFieldPath: path)), test)
  }

  private static func rows(of column: Column, _ test: JSON) throws(FigureError) -> [Bool] {
    let values = column.values
    let numbers = values.numbers ?? FigureTime.seconds(values)
    let texts: [String?] = numbers == nil ? (0..<values.count).map { CellText.text(values, $0) } : []
    func isThere(_ row: Int) -> Bool { numbers.map { !$0[row].isNaN } ?? (texts[row] != nil) }
    /// A number, a point in time as `{year, month, date}`, or a text.
    func number(_ json: JSON) -> Double { json.double ?? json.bool.map { $0 ? 1 : 0 } ?? time(json) ?? json.string.flatMap(Double.init) ?? .nan }
    func text(_ json: JSON) -> String { ValueText.plain(json.value) }
    func isEqual(_ row: Int, _ json: JSON) -> Bool { numbers.map { $0[row] == number(json) } ?? (texts[row] == text(json)) }
    func isLess(_ row: Int, _ json: JSON) -> Bool { numbers.map { $0[row] < number(json) } ?? texts[row].map { $0.utf16.lexicographicallyPrecedes(text(json).utf16) } ?? false }
    func isGreater(_ row: Int, _ json: JSON) -> Bool { numbers.map { $0[row] > number(json) } ?? texts[row].map { text(json).utf16.lexicographicallyPrecedes($0.utf16) } ?? false }
    var asked = false
    var holds = [Bool](repeating: true, count: values.count)
    func ask(_ word: String, _ question: (Int, JSON) -> Bool) {
      guard let wanted = test[word] else { return }
      asked = true
      for row in holds.indices where holds[row] { holds[row] = question(row, wanted) }
    }
    ask("valid") { isThere($0) == ($1.bool ?? true) }
    ask("equal") { isThere($0) && isEqual($0, $1) }
    ask("lt") { isThere($0) && isLess($0, $1) }
    ask("gt") { isThere($0) && isGreater($0, $1) }
    ask("lte") { isThere($0) && (isLess($0, $1) || isEqual($0, $1)) }
    ask("gte") { isThere($0) && (isGreater($0, $1) || isEqual($0, $1)) }
    ask("oneOf") { row, wanted in isThere(row) && (wanted.array ?? []).contains { isEqual(row, $0) } }
    ask("range") { row, wanted in
      guard let ends = wanted.array, ends.count == 2, isThere(row) else { return false }
      // An end that is null is open.
      return (ends[0] == .null || !isLess(row, ends[0])) && (ends[1] == .null || !isGreater(row, ends[1]))
    }
    guard asked else { throw FigureError("a test of '\(column.name)' asks nothing; it may ask \(FigureGrammar.predicates.joined(separator: ", "))") }
    return holds
  }

  /// `{year: 2024, month: 3, date: 1}` in seconds since 1970, at midnight in UTC; nil for what is none.
  private static func time(_ json: JSON) -> Double? {
    guard let year = json["year"]?.int, abs(year) < 100_000 else { return nil }
    func part(_ name: String, _ standard: Int, _ range: ClosedRange<Int>) -> Int { min(range.upperBound, max(range.lowerBound, json[name]?.int ?? standard)) }
    let day = CalendarText(year: year, month: part("month", 1, 1...12), day: part("date", 1, 1...31)).secondsSince1970
    return day + Double(part("hours", 0, 0...23) * 3600 + part("minutes", 0, 0...59) * 60 + part("seconds", 0, 0...59))
  }
}
