import Learning
import Tabular
import Tooling

/// Makes of each column of categories one column of true and false a category, as scikit-learn's `OneHotEncoder`: `site` with the
/// categories a and b becomes `site_a` and `site_b`.
///
/// Models learn from numbers; a category is none, and numbering categories would tell a linear model that the third is three times
/// the first. Use it for categories without an order (a site, a strain, a blood group), and `encode.ordinal` for those with one.
///
///     ```{encode.one_hot encoded}
///     table: $parts.train
///     columns: [site, blood_group]
///     drop: if_binary
///     ```
///
/// Categories are those of the table that it learns from, in sorted order. To encode other rows in the same way, give the
/// `transformer` to `model.transform`; in a `pipeline:` that happens by itself. `categories` lists them. What other rows have
/// beyond them is an error that names it, unless `handle_unknown` says otherwise.
///
/// **Missing** cells are a category of their own where the table that it learns from has some, `site_missing`, as in
/// scikit-learn; with `missing: zeros` all of the row's columns are false.
///
/// **Rare categories** can share one column, `site_infrequent`: those that occur less than `min_frequency` times (or than that
/// share of the rows, written with a point), and the rarest beyond `max_categories` (of exactly as many scikit-learn makes a group of
/// one; here they stay as they are).
///
/// `drop: first` leaves the first column out, which linear models without a penalty need: the columns of all categories add up to
/// 1. As a step it takes every column of text, a target too: name what to leave as it is under `exclude`. Where scikit-learn gives
/// 0 and 1 these columns are true and false; every model takes them as 0 and 1.
struct OneHotEncode: TransformerStage {
  static let name = "encode.one_hot"
  static let summary = "Make one column of true and false of each category."
  static let version = "1"

  enum Unknown: String, ParameterChoice {
    case error, ignore, warn
    case infrequentIfExist = "infrequent_if_exist"
    var help: String {
      switch self {
      case .error: "A category that was not learnt is an error."
      case .ignore: "All of the row's columns are false."
      case .warn: "As infrequent_if_exist, with a warning."
      case .infrequentIfExist: "It counts as infrequent where rare categories share a column; else all of the row's columns are false."
      }
    }
  }

  enum Drop: String, ParameterChoice {
    case none, first
    case ifBinary = "if_binary"
    var help: String {
      switch self {
      case .none: "Every category has its column."
      case .first: "The first category has none."
      case .ifBinary: "Of two categories the first has none."
      }
    }
  }

  enum Missing: String, ParameterChoice {
    case category, zeros
    var help: String {
      switch self {
      case .category: "Missing cells are a category of their own, where there are any."
      case .zeros: "All of the row's columns are false."
      }
    }
  }

  @Input("The table to learn from and to encode.") var table: Table
  @Param("The columns to encode; by default all text.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("Which types of columns to encode, where none are named.", .notEmpty) var types: [CellType] = [.text]
  @Param("Which category has no column.") var drop = Drop.none
  @Param("What to do with a category that was not learnt.") var handleUnknown = Unknown.error
  @Param("What to do with missing cells.") var missing = Missing.category
  @Param("Categories that occur less often share a column: a count, or a share of the rows with a point (0.05).", .above(0)) var minFrequency: CountOrShare?
  @Param("How many columns a column may become; the rarest categories share one.", .in(1...1_000_000)) var maxCategories: Int?
  @Output("The table encoded.", named: "table", isMain: true) var transformed: Table?
  @Output("The categories, to encode other tables by.", kind: .transformer) var transformer: ModelArchive?
  @Output("A row a category: `column`, `category`, `count`, `encoded` (its column; missing where it has none).") var categories: Table?

  mutating func tell(of fitted: FittedOneHot) throws {
    categories = try ColumnCategories.table(
      fitted.columns,
      encoded: .text(TextValues(fitted.columns.flatMap { column in column.places.map { fitted.isDropped($0, of: column) ? nil : fitted.name($0, of: column) } })))
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedOneHot(archive) }

  func fitted(to table: Table, _ context: RunContext) throws -> FittedOneHot {
    let choice = ColumnChoice(columns: columns, exclude: exclude, types: types)
    let chosen = try choice.chosen(from: table, accepting: [.text, .booleans, .numbers], "times are no categories")
    if chosen.isEmpty {
      context.warn("the table has no columns of text to encode", remedy: "name some under 'columns', or leave the step out", parameter: choice.parameter)
    }
    if case .share(let share)? = minFrequency, share > 1 {
      throw ToolError(
        ParameterDeclaration.refusal("min_frequency", "a count, or a share of at most 1.0", not: TypedValue.shortest(share)), parameter: "min_frequency")
    }
    var columns: [ColumnCategories] = []
    for column in chosen {
      let categories = try ColumnCategories(
        column, countsMissing: missing == .category, minFrequency: minFrequency, maxCategories: maxCategories)
      if column.count > 20, categories.placeCount * 2 > column.count {
        context.warn(
          "'\(column.name)' has \(categories.placeCount) categories in \(column.count) rows, and becomes as many columns",
          remedy: "leave it out if it names the row; else group rare categories with 'min_frequency' or 'max_categories'", parameter: choice.parameter)
      }
      columns.append(categories)
    }
    let count = columns.reduce(0) { $0 + $1.placeCount }
    if count > 100_000 || count * max(1, table.rowCount) > 1 << 30, let widest = columns.max(by: { $0.placeCount < $1.placeCount }) {
      throw ToolError(
        "there would be \(count) columns of \(table.rowCount) rows, \(widest.placeCount) of them of '\(widest.column)'",
        remedy: "group rare categories with 'max_categories', or name the column under 'exclude'", parameter: choice.parameter)
    }
    return FittedOneHot(columns: columns, drop: drop, handleUnknown: handleUnknown)
  }
}

/// The categories of columns, each of which becomes a column.
struct FittedOneHot: FittedTransformer {
  let columns: [ColumnCategories]
  let drop: OneHotEncode.Drop
  let handleUnknown: OneHotEncode.Unknown

  init(columns: [ColumnCategories], drop: OneHotEncode.Drop, handleUnknown: OneHotEncode.Unknown) {
    self.columns = columns
    self.drop = drop
    self.handleUnknown = handleUnknown
  }

  init(_ archive: ModelArchive) throws {
    guard let drop = archive.content["drop"]?.string.flatMap(OneHotEncode.Drop.init),
      let handleUnknown = archive.content["handle_unknown"]?.string.flatMap(OneHotEncode.Unknown.init)
    else { throw ToolError("the transformer is damaged: it does not say how it encodes") }
    self.init(columns: try ColumnCategories.list(in: archive), drop: drop, handleUnknown: handleUnknown)
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: OneHotEncode.name,
      content: [
        "columns": .array(columns.map(\.json)), "drop": .text(drop.rawValue), "handle_unknown": .text(handleUnknown.rawValue),
      ])
  }

  func name(_ place: Int, of column: ColumnCategories) -> String { "\(column.column)_\(column.name(ofPlace: place))" }

  func isDropped(_ place: Int, of column: ColumnCategories) -> Bool {
    place == 0 && (drop == .first || (drop == .ifBinary && column.placeCount == 2))
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    var replacements: [String: [Column]] = [:]
    for column in columns {
      let (places, unknown) = try column.places(of: table)
      if let unknown {
        switch handleUnknown {
        case .error:
          throw unknownCategory(
            unknown.label, row: unknown.row, of: column, remedy: "set handle_unknown: ignore, or learn from rows that have it too")
        case .warn:
          context.warn(
            "'\(column.column)' has categories that the encoder has not learnt, such as '\(shortened(unknown.label))' in row \(unknown.row + 1)",
            parameter: "handle_unknown")
        case .ignore, .infrequentIfExist: break
        }
      }
      let rowCount = places.count
      var flags = [Bool](repeating: false, count: rowCount * column.placeCount)
      let other = handleUnknown == .ignore ? nil : column.infrequentPlace
      for (row, place) in places.enumerated() {
        if place >= 0 {
          flags[Int(place) * rowCount + row] = true
        } else if place == ColumnCategories.Other.unknown, let other {
          flags[other * rowCount + row] = true
        }
      }
      replacements[column.column] = (0..<column.placeCount).filter { !isDropped($0, of: column) }.map { place in
        Column(name(place, of: column), .boolean(Optionals(Array(flags[place * rowCount..<(place + 1) * rowCount]), zero: false)))
      }
    }
    return try table.replacingColumns(replacements)
  }
}
