import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Numbers the categories of columns: 0 for the first, 1 for the second and so on, as scikit-learn's `OrdinalEncoder`.
///
/// Use it for categories that have an order, such as a grade or a stage, and say the order under `categories`; without it they are
/// sorted by the alphabet, which makes `high` the first and `medium` the last. For categories without an order use
/// `encode.one_hot`, except before trees and forests, which take numbered categories well.
///
///     ```{encode.ordinal graded}
///     table: $parts.train
///     columns: [grade, stage]
///     categories:
///       grade: [low, medium, high]
///     ```
///
/// Categories are those of the table that it learns from. To encode other rows in the same way, give the `transformer` to
/// `model.transform`; in a `pipeline:` that happens by itself. `categories` lists the numbers. What other rows have beyond them is
/// an error that names it; with `handle_unknown: use_encoded_value` it becomes `unknown_value`, or missing without one (which
/// scikit-learn has to be told). Missing cells stay missing, unless `encoded_missing_value` gives them a number.
///
/// Categories that occur less than `min_frequency` times, and the rarest beyond `max_categories`, share the last number. As a step
/// it takes every column of text, a target too: name what to leave as it is under `exclude`.
struct OrdinalEncode: TransformerStage {
  static let name = "encode.ordinal"
  static let summary = "Number categories, in the order given or sorted."
  static let version = "1"

  enum Unknown: String, ParameterChoice {
    case error
    case useEncodedValue = "use_encoded_value"
    var help: String {
      switch self {
      case .error: "A category that was not learnt is an error."
      case .useEncodedValue: "It becomes the number under 'unknown_value', or missing."
      }
    }
  }

  @Input("The table to learn from and to encode.") var table: Table
  @Param("The columns to encode; by default all text.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("Which types of columns to encode, where none are named.", .notEmpty) var types: [CellType] = [.text]
  @Param("The categories of columns in their order, by the column's name; those of the other columns are sorted.")
  var categories = ParameterMapping<[String]>()
  @Param("What to do with a category that was not learnt.") var handleUnknown = Unknown.error
  @Param("The number for categories that were not learnt; without it they become missing.") var unknownValue: Double?
  @Param("The number for missing cells; without it they stay missing.") var encodedMissingValue: Double?
  @Param("Categories that occur less often share a number: a count, or a share of the rows with a point (0.05).", .above(0)) var minFrequency: CountOrShare?
  @Param("How many numbers a column may have; the rarest categories share one.", .in(1...1_000_000)) var maxCategories: Int?
  @Output("The table encoded.", named: "table", isMain: true) var transformed: Table?
  @Output("The categories, to encode other tables by.", kind: .transformer) var transformer: ModelArchive?
  @Output("A row a category: `column`, `category`, `count`, `encoded` (its number).", named: "categories") var numbered: Table?

  mutating func tell(of fitted: FittedOrdinal) throws {
    numbered = try ColumnCategories.table(
      fitted.columns, encoded: .integer(Optionals(fitted.columns.flatMap { $0.places.map(Int64.init) }, zero: 0)))
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedOrdinal(archive) }

  func fitted(to table: Table, _ context: RunContext) throws -> FittedOrdinal {
    if handleUnknown == .error, unknownValue != nil {
      throw ToolError(
        "'unknown_value' is for handle_unknown: use_encoded_value", remedy: "leave it out, or set handle_unknown", parameter: "unknown_value")
    }
    if case .share(let share)? = minFrequency, share > 1 {
      throw ToolError(
        ParameterDeclaration.refusal("min_frequency", "a count, or a share of at most 1.0", not: TypedValue.shortest(share)), parameter: "min_frequency")
    }
    let choice = ColumnChoice(columns: columns, exclude: exclude, types: types)
    let chosen = try choice.chosen(from: table, accepting: [.text, .booleans, .numbers], "times are no categories")
    if chosen.isEmpty {
      context.warn("the table has no columns of text to encode", remedy: "name some under 'columns', or leave the step out", parameter: choice.parameter)
    }
    for (name, order) in categories.fields {
      guard chosen.contains(where: { $0.name == name }) else {
        throw ToolError(
          "'categories' orders '\(name)', which is not encoded\(didYouMean(name, among: chosen.map(\.name)))", remedy: "name it under 'columns' too",
          parameter: "categories")
      }
      guard !order.isEmpty, Set(order).count == order.count else {
        throw ToolError("'categories' must name each category of '\(name)' once", parameter: "categories")
      }
    }
    var columns: [ColumnCategories] = []
    for column in chosen {
      columns.append(
        try ColumnCategories(
          column, order: categories[column.name], countsMissing: false, minFrequency: minFrequency, maxCategories: maxCategories))
    }
    for (value, parameter) in [(unknownValue, "unknown_value"), (encodedMissingValue, "encoded_missing_value")] {
      guard let value, let column = columns.first(where: { column in Int(exactly: value).map { (0..<column.placeCount).contains($0) } ?? false })
      else { continue }
      throw ToolError(
        "'\(parameter)' is \(TypedValue.shortest(value)), the number of a category of '\(column.column)'", remedy: "choose another, such as -1",
        parameter: parameter)
    }
    return FittedOrdinal(
      columns: columns, refusesUnknown: handleUnknown == .error, unknownValue: unknownValue ?? .nan, missingValue: encodedMissingValue ?? .nan)
  }
}

/// The numbers of columns' categories.
struct FittedOrdinal: FittedTransformer {
  let columns: [ColumnCategories]
  let refusesUnknown: Bool
  /// NaN: missing.
  let unknownValue: Double
  let missingValue: Double

  init(columns: [ColumnCategories], refusesUnknown: Bool, unknownValue: Double, missingValue: Double) {
    self.columns = columns
    self.refusesUnknown = refusesUnknown
    self.unknownValue = unknownValue
    self.missingValue = missingValue
  }

  init(_ archive: ModelArchive) throws {
    guard let refusesUnknown = archive.content["refuses_unknown"]?.bool else { throw ToolError("the transformer is damaged: it does not say how it encodes") }
    self.init(
      columns: try ColumnCategories.list(in: archive), refusesUnknown: refusesUnknown, unknownValue: archive.content["unknown_value"]?.double ?? .nan,
      missingValue: archive.content["encoded_missing_value"]?.double ?? .nan)
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: OrdinalEncode.name,
      content: [
        "columns": .array(columns.map(\.json)), "refuses_unknown": .boolean(refusesUnknown),
        "unknown_value": unknownValue.isNaN ? .null : .number(unknownValue), "encoded_missing_value": missingValue.isNaN ? .null : .number(missingValue),
      ])
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    var replacements: [String: [Column]] = [:]
    for column in columns {
      let (places, unknown) = try column.places(of: table)
      if refusesUnknown, let unknown {
        throw unknownCategory(
          unknown.label, row: unknown.row, of: column,
          remedy: "set handle_unknown: use_encoded_value, or name the category under 'categories'")
      }
      replacements[column.column] = [
        Column(
          column.column,
          .number(places.map { $0 >= 0 ? Double($0) : $0 == ColumnCategories.Other.missing ? missingValue : unknownValue }))
      ]
    }
    return try table.replacingColumns(replacements)
  }
}
