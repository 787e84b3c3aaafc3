import Learning
import Tabular
import Tooling

/// Fills in missing values of a column with one value: its mean, its median, its most frequent value, or a value given, as
/// scikit-learn's `SimpleImputer`.
///
/// Most models take no missing values. The median serves where a few values are far out; `most_frequent` and `constant` also fill
/// in text. Whatever is filled in makes a column less spread than it was, and rows look more alike than they are: where many
/// values are missing, `impute.knn` keeps more of the structure, and `model.random_forest` takes missing values as they are.
/// That a value is missing may itself tell something (a test that nobody ordered): `add_indicator` keeps it, as a column
/// `missingindicator_<name>` for each column that had missing values.
///
///     ```{impute.simple whole}
///     table: $parts.train
///     strategy: median
///     exclude: [survival]
///     ```
///
/// The values are learnt from the table given. To fill in other rows with the same, give the `transformer` to `model.transform`;
/// in a `pipeline:` that happens by itself, so that no fold sees the rows that judge it. `fills` lists what each column got.
///
/// Without `columns`, `mean` and `median` take every column of numbers, the others every column; with `fill_value`, columns of its
/// type. As a step that includes the target: name what to leave as it is under `exclude`. Means and medians of whole numbers are
/// numbers. Of several most frequent values the smallest is taken. A column without any value is dropped with a warning, as by
/// scikit-learn, unless `keep_empty_features` fills it with 0 or `fill_value`.
struct SimpleImpute: TransformerStage, ParameterChecking {
  static let name = "impute.simple"
  static let summary = "Fill in missing values with the mean, the median, the most frequent value or a constant."
  static let version = "1"

  enum Strategy: String, ParameterChoice {
    case mean, median, constant
    case mostFrequent = "most_frequent"
    var help: String {
      switch self {
      case .mean: "The column's mean; numbers alone."
      case .median: "The column's median; numbers alone."
      case .constant: "The value under 'fill_value'; without it 0 for numbers and missing_value for text."
      case .mostFrequent: "The value that most cells have."
      }
    }
  }

  @Input("The table to learn from and to fill in.") var table: Table
  @Param("The columns to fill in; by default all that the strategy can.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("Which types of columns to fill in, where none are named.", .notEmpty) var types: [CellType]?
  @Param("What to fill in.") var strategy = Strategy.mean
  @Param("With strategy constant: the value to fill in.") var fillValue: FillValue?
  @Param("Whether to add a column that says where values were missing, for each column that had missing values.") var addIndicator = false
  @Param("Whether columns without any value are kept and filled in.") var keepEmptyFeatures = false
  @Output("The table filled in.", named: "table", isMain: true) var transformed: Table?
  @Output("The values, to fill in other tables with.", kind: .transformer) var transformer: ModelArchive?
  @Output("A row a column: `column`, `missing` (how many cells were), `fill` (what was filled in, as text).") var fills: Table?

  mutating func tell(of fitted: FittedSimpleImputer) throws {
    let names = fitted.fills.map(\.column)
    fills = try Table([
      Column("column", .text(TextValues(names))),
      Column("missing", .integer(Optionals(names.map { Int64(table.column($0)?.values.missingCount ?? 0) }, zero: 0))),
      Column("fill", .text(TextValues(fitted.fills.map { $0.value?.description }))),
    ])
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedSimpleImputer(archive) }

  func problems(given: Set<String>) -> [ParameterProblem] {
    strategy == .constant || fillValue == nil
      ? [] : [.error("'fill_value' is for strategy: constant", remedy: "leave it out, or set strategy: constant", at: "fill_value", isOfName: true)]
  }

  func fitted(to table: Table, _ context: RunContext) throws -> FittedSimpleImputer {
    let choice = ColumnChoice(columns: columns, exclude: exclude, types: types ?? standardTypes)
    let isOfNumbers = strategy == .mean || strategy == .median
    let chosen = try choice.chosen(
      from: table, accepting: isOfNumbers ? [.numbers, .booleans] : CellType.allCases, "only numbers have a \(strategy.rawValue)")
    if isOfNumbers, let column = chosen.first(where: { $0.values.numbers == nil }) {
      throw ToolError(
        "the column '\(column.name)' is \(column.values.typeName), and only numbers have a \(strategy.rawValue)",
        remedy: "leave its type out of 'types', or use strategy: most_frequent", parameter: "types")
    }
    var fills: [FittedSimpleImputer.Fill] = []
    for column in chosen {
      let isEmpty = column.values.missingCount == column.count
      fills.append(.init(column: column.name, value: isEmpty ? try emptyFill(column) : try fill(column, choice)))
      if fills.last?.value == nil {
        context.warn(
          "the column '\(column.name)' has no values, and is left out",
          remedy: "name it under 'exclude', or set keep_empty_features: true", parameter: choice.parameter)
      }
    }
    let indicated = addIndicator ? chosen.filter { $0.values.missingCount > 0 }.map(\.name) : []
    return FittedSimpleImputer(fills: fills, givesNumbers: isOfNumbers, indicators: MissingIndicators(names: indicated))
  }

  private var standardTypes: [CellType] {
    switch (strategy, fillValue?.value) {
    case (.mean, _), (.median, _): [.numbers]
    case (_, .text?): [.text]
    case (_, .boolean?): [.booleans]
    case (_, .integer?), (_, .number?): [.numbers]
    case (.constant, _): [.numbers, .text]
    case (.mostFrequent, _): CellType.allCases
    }
  }

  private func fill(_ column: Column, _ choice: ColumnChoice) throws(ToolError) -> TypedValue {
    switch strategy {
    case .constant: return try constant(column)
    case .mostFrequent: return column.values.mostFrequent ?? .null
    case .mean, .median:
      let numbers = column.values.numbers ?? []
      let fill = strategy == .mean ? meanOfPresent(numbers) : quantile(ofSorted: sortedNumbers(numbers), 0.5)
      guard fill.isFinite else {
        throw ToolError(
          "the column '\(column.name)' has infinite or too large values, so it has no \(strategy.rawValue)",
          remedy: "leave such rows out, or name the column under 'exclude'", parameter: choice.parameter)
      }
      return .number(fill)
    }
  }

  private func emptyFill(_ column: Column) throws(ToolError) -> TypedValue? {
    guard keepEmptyFeatures || strategy == .constant else { return nil }
    return strategy == .constant ? try constant(column) : column.values.numbers == nil ? .text("missing_value") : .number(0)
  }

  private func constant(_ column: Column) throws(ToolError) -> TypedValue {
    let type = column.values.cellType
    switch (type, fillValue?.value) {
    case (.numbers, nil): return .integer(0)
    case (.text, nil): return .text("missing_value")
    case (.numbers, let value?) where value.double?.isFinite == true:
      // 3.0 is the whole number 3, also once it was written down and read back.
      return value.double.flatMap { Int(exactly: $0) }.map { .integer($0) } ?? value
    case (.text, .text(let text)?): return .text(text)
    case (.text, let value?) where value.double != nil: return .text(value.description)
    case (.booleans, .boolean(let flag)?): return .boolean(flag)
    case (_, let value):
      let what = type == .times ? "times are not filled in with a constant" : "it takes a 'fill_value' of its type"
      throw ToolError(
        "the column '\(column.name)' is \(column.values.typeName), and \(what)\(value.map { ", not \($0.quoted)" } ?? "")",
        remedy: "name the columns to fill in under 'columns'", parameter: "fill_value")
    }
  }
}

/// A single value to fill in: a number, a text, or true or false.
struct FillValue: ParameterValue {
  let value: TypedValue
  static var type: ParameterType { .scalar }
  static var placeholder: FillValue { FillValue(value: .null) }
  var typedValue: TypedValue { value }

  init(value: TypedValue) { self.value = value }
  init(_ value: TypedValue) throws { self.value = value }
}
