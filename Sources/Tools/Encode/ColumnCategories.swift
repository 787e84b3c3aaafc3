import Learning
import Tabular
import Tooling

/// The categories that a column had when an encoder was fitted, and which of them are one group because they are rare.
struct ColumnCategories {
  let column: String
  let type: CellType
  /// In their order; nil, last, where missing is a category.
  let categories: [String?]
  let counts: [Int]
  /// A place a category: frequent ones in their order, then the group of the infrequent.
  let places: [Int]
  /// How many places there are.
  let placeCount: Int
  /// The place of the infrequent; nil where there are none.
  let infrequentPlace: Int?

  /// - Parameters:
  ///   - isInfrequent: a flag a category.
  init(column: String, type: CellType, categories: [String?], counts: [Int], isInfrequent: [Bool]) {
    self.column = column
    self.type = type
    self.categories = categories
    self.counts = counts
    let frequentCount = isInfrequent.count { !$0 }
    infrequentPlace = frequentCount < isInfrequent.count ? frequentCount : nil
    placeCount = frequentCount + (infrequentPlace == nil ? 0 : 1)
    var next = 0
    places = isInfrequent.map { flag in
      if flag { return frequentCount }
      next += 1
      return next - 1
    }
  }

  /// The categories of a column.
  ///
  /// - Parameters:
  ///   - order: the categories, where the author gave them.
  ///   - countsMissing: whether missing is a category where cells are missing.
  init(
    _ column: Column, order: [String]? = nil, countsMissing: Bool, minFrequency: CountOrShare?, maxCategories: Int?
  ) throws(ToolError) {
    let levels = ColumnLevels(column.values)
    var categories: [String?] = levels.names
    var counts = levels.counts
    if let order {
      let known = Dictionary(levels.names.enumerated().map { ($1, $0) }) { first, _ in first }
      categories = order
      counts = order.map { known[$0].map { levels.counts[$0] } ?? 0 }
    }
    let missingCount = column.values.missingCount
    if countsMissing, missingCount > 0 {
      categories.append(nil)
      counts.append(missingCount)
    }
    let minimum: Double? =
      switch minFrequency {
      case nil: nil
      case .count(let count): Double(count)
      case .share(let share): share * Double(column.count)
      }
    self.init(
      column: column.name, type: column.values.cellType, categories: categories, counts: counts,
      isInfrequent: infrequentCategories(counts: counts, minimumCount: minimum, maximumCount: maxCategories))
  }

  /// Where a cell that is no category goes.
  enum Other {
    static let unknown: Int32 = -1
    static let missing: Int32 = -2
  }

  /// The places of a column's cells, and the first text that is no category with its row.
  ///
  /// - Throws: `ToolError` where the column is of another type.
  func places(of table: Table) throws(ToolError) -> (places: [Int32], unknown: (label: String, row: Int)?) {
    let values = try table.fittedColumn(column, "encodes").values
    guard values.cellType == type || values.missingCount == values.count else {
      throw ToolError("the column '\(column)' is \(values.typeName), and the transformer encodes \(type.rawValue)")
    }
    var known: [String: Int32] = [:]
    var missingPlace = Other.missing
    for (category, place) in zip(categories, places) {
      if let category { known[category] = Int32(truncatingIfNeeded: place) } else { missingPlace = Int32(truncatingIfNeeded: place) }
    }
    let levels = ColumnLevels(values)
    let levelPlaces = levels.names.map { known[$0] ?? Other.unknown }
    var unknown: (label: String, row: Int)?
    if let level = levelPlaces.firstIndex(of: Other.unknown), let row = levels.codes.firstIndex(of: Int32(truncatingIfNeeded: level)) {
      unknown = (levels.names[level], row)
    }
    return (levels.codes.map { $0 < 0 ? missingPlace : levelPlaces[Int($0)] }, unknown)
  }

  /// What a place is called: its category, `missing`, or `infrequent`.
  func name(ofPlace place: Int) -> String {
    if place == infrequentPlace { return "infrequent" }
    return places.firstIndex(of: place).flatMap { categories[$0] } ?? "missing"
  }
}

extension ColumnCategories {
  var json: JSON {
    .object([
      .init("column", .text(column)), .init("type", .text(type.rawValue)),
      .init("categories", .array(categories.map { $0.map(JSON.text) ?? .null })), .init("counts", .array(counts.map(JSON.integer))),
      .init("infrequent", .array(places.map { .boolean($0 == infrequentPlace) })),
    ])
  }

  /// - Throws: `ToolError` where `json` is not what `json` gives.
  init(json: JSON) throws(ToolError) {
    let counts = (json["counts"]?.array ?? []).compactMap(\.int)
    let flags = (json["infrequent"]?.array ?? []).compactMap(\.bool)
    guard let column = json["column"]?.string, let type = json["type"]?.string.flatMap(CellType.init), let list = json["categories"]?.array,
      counts.count == list.count, flags.count == list.count
    else { throw ToolError("the transformer is damaged: its columns and categories do not agree") }
    self.init(column: column, type: type, categories: list.map(\.string), counts: counts, isInfrequent: flags)
  }

  /// The columns that an encoder's archive lists.
  static func list(in archive: ModelArchive) throws(ToolError) -> [ColumnCategories] {
    var columns: [ColumnCategories] = []
    for json in archive.content["columns"]?.array ?? [] { columns.append(try ColumnCategories(json: json)) }
    return columns
  }

  /// A row a category: `column`, `category`, `count`, and `encoded`.
  static func table(_ columns: [ColumnCategories], encoded: Column.Values) throws -> Table {
    var names: [String] = []
    var categories: [String?] = []
    var counts: [Int64] = []
    for column in columns {
      names += column.categories.map { _ in column.column }
      categories += column.categories
      counts += column.counts.map(Int64.init)
    }
    return try Table([
      Column("column", .text(TextValues(names))), Column("category", .text(TextValues(categories))), Column("count", .integer(Optionals(counts, zero: 0))),
      Column("encoded", encoded),
    ])
  }
}

/// The error for a cell that is none of the categories learnt.
func unknownCategory(_ label: String, row: Int, of columns: ColumnCategories, remedy: String) -> ToolError {
  let known = columns.categories.compactMap { $0 }.prefix(20).map(shortened).joined(separator: ", ")
  return ToolError(
    "row \(row + 1) of '\(columns.column)' is '\(shortened(label))', which the encoder has not learnt; it knows \(known)", remedy: remedy,
    parameter: "handle_unknown")
}
