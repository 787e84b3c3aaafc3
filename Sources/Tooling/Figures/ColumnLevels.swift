public import Tabular

/// The different values of a column, in order, and which of them each cell has.
///
/// Numbers and times ascend, false stands before true, text is sorted by its code points; a dictionary keeps its own order.
public struct ColumnLevels: Sendable, Equatable {
  /// One a cell: a place in `names`, or -1 where the cell is missing.
  public let codes: [Int32]
  /// Values that occur, as text.
  public let names: [String]
  /// How many cells have each.
  public let counts: [Int]

  /// O(rows + levels × log levels).
  public init(_ values: Column.Values) {
    switch values {
    case .number(let cells): self.init(cells.map { $0.isNaN ? nil : $0 + 0 }, name: { number, _ in TypedValue.shortest(number) }, precedes: <)
    case .integer(let cells): self.init((0..<cells.count).map { cells[$0] }, name: { whole, _ in String(whole) }, precedes: <)
    case .boolean(let cells):
      self.init((0..<cells.count).map { cells[$0] }, name: { flag, _ in flag ? "true" : "false" }, precedes: { !$0 && $1 })
    case .timestamp(let cells):
      self.init((0..<cells.ticks.count).map { cells.ticks[$0] }, name: { values.text(at: $1) ?? String($0) }, precedes: <)
    case .text(let cells):
      self.init((0..<cells.count).map { cells[$0] }, name: { text, _ in text }, precedes: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    case .dictionary(let cells):
      let places = Dictionary(cells.levels.enumerated().map { ($1, $0) }) { first, _ in first }
      self.init((0..<cells.count).map { cells[$0] }, name: { text, _ in text }, precedes: { places[$0, default: 0] < places[$1, default: 0] })
    }
  }

  /// - Parameter name: a value as text; it is told the first row that has it.
  private init<Value: Hashable>(_ cells: [Value?], name: (Value, Int) -> String, precedes: (Value, Value) -> Bool) {
    var found: [Value: Int] = [:]
    var values: [Value] = []
    var firstRows: [Int] = []
    var counts: [Int] = []
    var places = [Int](repeating: -1, count: cells.count)
    for (row, cell) in cells.enumerated() {
      guard let cell else { continue }
      let place: Int
      if let known = found[cell] {
        place = known
      } else {
        place = values.count
        found[cell] = place
        values.append(cell)
        firstRows.append(row)
        counts.append(0)
      }
      counts[place] += 1
      places[row] = place
    }
    let order = values.indices.sorted { precedes(values[$0], values[$1]) }
    var ranks = [Int32](repeating: 0, count: values.count)
    for (rank, place) in order.enumerated() { ranks[place] = Int32(truncatingIfNeeded: rank) }
    self.codes = places.map { $0 < 0 ? -1 : ranks[$0] }
    self.names = order.map { name(values[$0], firstRows[$0]) }
    self.counts = order.map { counts[$0] }
  }

  /// The rows of each level, ascending.
  public var rows: [[Int]] {
    var rows = counts.map { _ in [Int]() }
    for (place, count) in counts.enumerated() { rows[place].reserveCapacity(count) }
    for (row, code) in codes.enumerated() where code >= 0 { rows[Int(code)].append(row) }
    return rows
  }
}
