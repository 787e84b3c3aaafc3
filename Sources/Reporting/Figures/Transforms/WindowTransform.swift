import Tabular
import Tooling

/// What `window` says of each row among the rows of its group in order: its rank, sums so far, the value before.
struct WindowTransform {
  private let operations: [JSON]
  private let table: Table
  private let groups: TableGroups
  /// Levels of what rows are sorted by; those of a row that is missing are -1, so it comes first.
  private let sorts: [(levels: [Int32], isDescending: Bool)]
  /// How many rows before and after belong to a row's window; nil for all.
  private let before: Int?, after: Int?
  private let includesPeers: Bool

  /// Summaries of windows that do not begin with the first row cost as many steps as they have rows together.
  private static let greatestWork = 400_000_000.0

  /// - Throws: where a column is not there.
  init(_ operations: [JSON], _ step: JSON, _ table: Table, by fields: [String]) throws(FigureError) {
    self.operations = operations
    self.table = table
    groups = try TableGroups(table, by: fields)
    var sorts: [(levels: [Int32], isDescending: Bool)] = []
    for part in step["sort"]?.array ?? [] {
      let column = try table.figureColumn(columnName(ofFieldPath: part["field"]?.string ?? ""))
      sorts.append((ColumnLevels(column.values).codes, part["order"]?.string == "descending"))
    }
    self.sorts = sorts
    func reach(_ end: JSON?) -> Int? { end?.double.flatMap { $0.isFinite ? Int(min(1e9, abs($0))) : nil } }
    let frame = step["frame"]?.array ?? [.null, 0]
    before = reach(frame.first)
    after = frame.count > 1 ? reach(frame[1]) : 0
    includesPeers = !sorts.isEmpty && step["ignorePeers"]?.bool != true
  }

  func apply() throws(FigureError) -> Table {
    let orders = groups.rows.map { rows in rows.sorted { a, b in precedes(a, b) ?? (a < b) } }
    let windows = orders.map(windows)
    var columns: [Column] = []
    for operation in operations {
      let word = operation["op"]?.string ?? "", field = operation["field"]?.string.map(columnName(ofFieldPath:))
      let name = operation["as"]?.string ?? (field.map { "\(word)_\($0)" } ?? word)
      if ["lag", "lead", "first_value", "last_value", "nth_value"].contains(word) {
        columns.append(Column(name, taken(from: try table.figureColumn(field ?? "").values, sources(word, operation, orders, windows))))
      } else if let kind = AggregateOperation(rawValue: word) {
        columns.append(Column(name, .number(try summaries(kind, field, orders, windows))))
      } else if FigureGrammar.windowOperations.contains(word) {
        columns.append(Column(name, .number(places(word, operation, orders))))
      } else {
        throw FigureError("there is no operation of a window '\(word)'\(didYouMean(word, among: FigureGrammar.windowOperations + FigureGrammar.aggregates))")
      }
    }
    return try table.adding(columns)
  }

  /// Whether row `a` comes before row `b`; nil where they are peers.
  private func precedes(_ a: Int, _ b: Int) -> Bool? {
    for sort in sorts where sort.levels[a] != sort.levels[b] { return (sort.levels[a] < sort.levels[b]) != sort.isDescending }
    return nil
  }

  /// Without an order every row has a place of its own.
  private func arePeers(_ a: Int, _ b: Int) -> Bool { !sorts.isEmpty && precedes(a, b) == nil }

  /// The window of each place of a sorted group, with the peers of its ends.
  private func windows(_ rows: [Int]) -> [Range<Int>] {
    var starts = Array(rows.indices), ends = rows.indices.map { $0 + 1 }
    if includesPeers {
      for place in rows.indices.dropFirst() where arePeers(rows[place - 1], rows[place]) { starts[place] = starts[place - 1] }
      for place in rows.indices.dropLast().reversed() where arePeers(rows[place], rows[place + 1]) { ends[place] = ends[place + 1] }
    }
    return rows.indices.map { place in
      let first = before.map { max(0, place - $0) } ?? 0, last = after.map { min(rows.count - 1, place + $0) } ?? rows.count - 1
      return starts[first]..<ends[last]
    }
  }

  // MARK: Ranks

  private func places(_ word: String, _ operation: JSON, _ orders: [[Int]]) -> [Double] {
    var values = [Double](repeating: .nan, count: table.rowCount)
    let tiles = operation["param"]?.double ?? 1
    for rows in orders {
      var rank = 1, dense = 1
      // The last place of the peers of each place.
      var ends = Array(rows.indices)
      for place in rows.indices.dropLast().reversed() where arePeers(rows[place], rows[place + 1]) { ends[place] = ends[place + 1] }
      for (place, row) in rows.enumerated() {
        if place > 0, !arePeers(rows[place - 1], row) {
          rank = place + 1
          dense += 1
        }
        let share = Double(ends[place] + 1) / Double(rows.count)
        values[row] =
          switch word {
          case "row_number": Double(place + 1)
          case "rank": Double(rank)
          case "dense_rank": Double(dense)
          case "percent_rank": rows.count > 1 ? Double(rank - 1) / Double(rows.count - 1) : .nan
          case "cume_dist": share
          default: (tiles * share).rounded(.up)
          }
      }
    }
    return values
  }

  /// The row that each row takes its value from; nil for none.
  private func sources(_ word: String, _ operation: JSON, _ orders: [[Int]], _ windows: [[Range<Int>]]) -> [Int?] {
    var found = [Int?](repeating: nil, count: table.rowCount)
    let given = operation["param"]?.double ?? 1
    let offset = given.isFinite && given >= 1 ? Int(min(1e9, given)) : 1
    for (rows, windows) in zip(orders, windows) {
      for (place, row) in rows.enumerated() {
        let source: Int =
          switch word {
          case "lag": place - offset
          case "lead": place + offset
          case "first_value": windows[place].lowerBound
          case "last_value": windows[place].upperBound - 1
          default: windows[place].lowerBound + offset - 1 < windows[place].upperBound ? windows[place].lowerBound + offset - 1 : -1
          }
        if rows.indices.contains(source) { found[row] = rows[source] }
      }
    }
    return found
  }

  private func taken(from values: Column.Values, _ rows: [Int?]) -> Column.Values {
    if case .timestamp(let times) = values {
      return .timestamp(TimestampValues(Optionals(rows.map { $0.flatMap { times.ticks[$0] } }, zero: 0), unit: times.unit, zone: times.zone))
    }
    if let numbers = values.numbers { return .number(rows.map { $0.map { numbers[$0] } ?? .nan }) }
    return .text(TextValues(rows.map { $0.flatMap { CellText.text(values, $0) } }))
  }

  // MARK: Summaries

  private func summaries(_ kind: AggregateOperation, _ field: String?, _ orders: [[Int]], _ windows: [[Range<Int>]]) throws(FigureError) -> [Double] {
    var values = [Double](repeating: .nan, count: table.rowCount)
    let numbers: [Double]
    if let field {
      numbers = try table.figureNumbers(field)
    } else if kind == .count {
      numbers = [Double](repeating: 0, count: table.rowCount)
    } else {
      throw FigureError("'\(kind.rawValue)' needs its 'field'")
    }
    for (rows, windows) in zip(orders, windows) {
      let runs = before == nil ? RunningSummary(kind) : nil
      let work = windows.reduce(0.0) { $0 + Double($1.count) }
      guard runs != nil || kind == .count || work <= Self.greatestWork else {
        throw FigureError("'\(kind.rawValue)' over windows of so many rows would take too long; write a narrower 'frame'")
      }
      var running = runs
      var end = 0
      for (row, window) in zip(rows, windows) {
        if kind == .count {
          values[row] = Double(window.count)
        } else if running != nil {
          // Windows that begin with the first row only grow.
          while end < window.upperBound {
            running?.add(numbers[rows[end]])
            end += 1
          }
          values[row] = running?.value ?? .nan
        } else {
          values[row] = kind.value(window.map { numbers[rows[$0]] })
        }
      }
    }
    return values
  }
}

/// A summary that takes one number after the other; nil for those that need all at once.
private struct RunningSummary {
  private let kind: AggregateOperation
  private var sum = 0.0, count = 0.0, missing = 0.0, least = Double.infinity, greatest = -Double.infinity

  init?(_ kind: AggregateOperation) {
    guard [.sum, .mean, .average, .min, .max, .valid, .missing].contains(kind) else { return nil }
    self.kind = kind
  }

  mutating func add(_ number: Double) {
    guard !number.isNaN else {
      missing += 1
      return
    }
    count += 1
    sum += number
    least = min(least, number)
    greatest = max(greatest, number)
  }

  var value: Double {
    switch kind {
    case .sum: sum
    case .valid: count
    case .missing: missing
    case .min: count > 0 ? least : .nan
    case .max: count > 0 ? greatest : .nan
    default: count > 0 ? sum / count : .nan
    }
  }
}
