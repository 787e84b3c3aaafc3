import Tabular
import Tooling

/// A table's rows by the values of some of its columns, groups in the order of their first rows.
struct TableGroups {
  let rows: [[Int]]
  private let table: Table
  private let fields: [String]

  /// - Throws: where a column is not there.
  init(_ table: Table, by fields: [String]) throws(FigureError) {
    self.table = table
    self.fields = fields
    guard !fields.isEmpty else {
      rows = table.rowCount > 0 ? [Array(0..<table.rowCount)] : []
      return
    }
    var codes = [Int](repeating: 0, count: table.rowCount)
    for field in fields {
      let levels = ColumnLevels(try table.figureColumn(field).values)
      for row in codes.indices { codes[row] = codes[row] &* (levels.names.count + 1) &+ Int(levels.codes[row]) + 1 }
      // Codes are packed again, so that many columns never overflow.
      var known: [Int: Int] = [:]
      for row in codes.indices {
        let code = known[codes[row]] ?? known.count
        known[codes[row]] = code
        codes[row] = code
      }
    }
    var groups: [[Int]] = []
    for (row, code) in codes.enumerated() {
      while groups.count <= code { groups.append([]) }
      groups[code].append(row)
    }
    rows = groups
  }

  /// The groups' own columns, one row a group, or `counts` rows of each.
  func keys(repeating counts: [Int]? = nil) -> [Column] {
    var firsts: [Int] = []
    for (place, group) in rows.enumerated() { firsts.append(contentsOf: repeatElement(group[0], count: counts?[place] ?? 1)) }
    return fields.compactMap { field in table.column(field).map { Column(field, $0.values.selecting(firsts)) } }
  }
}

extension Table {
  /// The column that a transform or a channel names.
  func figureColumn(_ name: String) throws(FigureError) -> Column {
    guard let column = column(name) else { throw FigureError("the data have no column '\(name)'\(didYouMean(name, among: names))") }
    return column
  }

  /// A column's numbers.
  func figureNumbers(_ name: String) throws(FigureError) -> [Double] {
    let column = try figureColumn(name)
    if let numbers = column.values.numbers ?? FigureTime.seconds(column.values) { return numbers }
    throw FigureError("'\(name)' is \(column.values.typeName), and numbers are needed")
  }

  /// The table with columns added, or put in the place of those of their name.
  func adding(_ added: [Column]) throws(FigureError) -> Table {
    try Table.figure(columns.filter { column in !added.contains { $0.name == column.name } } + added)
  }

  /// A table of columns that the drawing made.
  static func figure(_ columns: [Column]) throws(FigureError) -> Table {
    do { return try Table(columns) } catch { throw FigureError("the figure's rows cannot be made: \(error)") }
  }
}

/// Points in time as figures count them.
enum FigureTime {
  /// Seconds since 1970 of a column of times; nil for others.
  static func seconds(_ values: Column.Values) -> [Double]? {
    guard case .timestamp(let times) = values else { return nil }
    let scale: Double =
      switch times.unit {
      case .second: 1
      case .millisecond: 1e-3
      case .microsecond: 1e-6
      case .nanosecond: 1e-9
      }
    return (0..<times.ticks.count).map { times.ticks[$0].map { Double($0) * scale } ?? .nan }
  }
}
