/// A table in memory: named columns of equal length.
///
/// Names are unique and kept in order. Copies share storage until one is changed.
public struct Table: Sendable, Equatable {
  public let columns: [Column]
  public let rowCount: Int
  private let places: [String: Int]

  /// A table without columns.
  public init() { self.init(unchecked: [], rowCount: 0, places: [:]) }

  /// A table of `columns`, which have one length and different names.
  public init(_ columns: [Column]) throws(TableError) {
    var places: [String: Int] = [:]
    for (place, column) in columns.enumerated() {
      guard places.updateValue(place, forKey: column.name) == nil else {
        throw TableError("two columns are called '\(column.name)'")
      }
      guard column.count == columns[0].count else {
        throw TableError("column '\(column.name)' has \(column.count) rows, '\(columns[0].name)' has \(columns[0].count)")
      }
    }
    self.columns = columns
    self.rowCount = columns.first?.count ?? 0
    self.places = places
  }

  public var names: [String] { columns.map(\.name) }

  public func column(_ name: String) -> Column? { places[name].map { columns[$0] } }

  /// The rows at `rows`, in that order; a row may stand several times. O(columns × rows).
  public func selecting(rows: [Int]) -> Table {
    replacingValues(rowCount: rows.count) { $0.selecting(rows) }
  }

  /// The columns called `names`, in that order. Names that the table lacks are an error.
  public func selecting(columns names: [String]) throws(TableError) -> Table {
    var chosen: [Column] = []
    for name in names {
      guard let column = column(name) else { throw TableError("there is no column '\(name)'") }
      chosen.append(column)
    }
    return try Table(chosen)
  }

  /// The same columns with other cells, `rowCount` in each.
  func replacingValues(rowCount: Int, _ change: (Column.Values) -> Column.Values) -> Table {
    Table(unchecked: columns.map { Column($0.name, change($0.values)) }, rowCount: rowCount, places: places)
  }

  private init(unchecked columns: [Column], rowCount: Int, places: [String: Int]) {
    self.columns = columns
    self.rowCount = columns.isEmpty ? 0 : rowCount
    self.places = places
  }
}

/// What is wrong with a table or with bytes that should hold one, in a sentence without a full stop.
public struct TableError: Error, Sendable, Equatable, CustomStringConvertible {
  public let message: String
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}
