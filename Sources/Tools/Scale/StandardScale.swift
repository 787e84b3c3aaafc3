import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Brings columns of numbers to mean 0 and standard deviation 1: `z = (x - mean) / sd`, as scikit-learn's `StandardScaler`.
///
/// The mean and the deviation are learnt from the table given. To scale other rows by the same numbers, give the `transformer`
/// to `model.transform`; in a `pipeline:` that happens by itself, in each fold from its training rows alone.
///
///     ```{scale.standard scaled}
///     table: $measurements
///     exclude: [price]
///     ```
///
/// As a step it scales every column of numbers, a numeric target too: name what to leave as it is under `exclude`. Columns that
/// are not scaled pass through. The deviation divides by the count. Missing cells are not counted and stay missing. A constant
/// column is only centred. A column with an infinite value has no mean, and an error names it.
struct StandardScale: Stage {
  static let name = "scale.standard"
  static let summary = "Bring columns to mean 0 and standard deviation 1."
  static let version = "1"

  @Input("The table to learn from and to scale.") var table: Table
  @Param("The columns to scale; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("Whether the mean is taken off.") var withMean = true
  @Param("Whether the deviation is divided by.") var withStd = true
  @Output("The table with its columns scaled.", named: "table", isMain: true) var scaled: Table?
  @Output("The means and deviations, to scale other tables by.", kind: .transformer) var transformer: ModelArchive?

  mutating func run(_ context: RunContext) throws {
    let fitted = try fitted(to: table, context)
    scaled = try fitted.transform(table, context)
    transformer = fitted.archive()
  }

  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage { try fitted(to: data.features, context) }

  static func read(_ archive: ModelArchive) throws -> any FittedStage { try FittedStandardScale(archive) }

  private func fitted(to table: Table, _ context: RunContext) throws -> FittedStandardScale {
    let chosen = try chosenColumns(of: table)
    if chosen.isEmpty {
      context.warn("the table has no columns of numbers to scale", remedy: "name some under 'columns', or leave the step out", parameter: "table")
    }
    for (name, numbers) in chosen {
      if let row = numbers.firstIndex(where: \.isInfinite) {
        throw ToolError(
          "the column '\(name)' is infinite in row \(row + 1), so it has no mean",
          remedy: "leave such rows out with table.filter, or name the column under 'exclude'", parameter: columns == nil ? "table" : "columns")
      }
      if numbers.allSatisfy(\.isNaN) {
        context.warn("the column '\(name)' has no values to learn a mean from, and will be missing throughout", parameter: columns == nil ? "table" : "columns")
      }
    }
    return FittedStandardScale(
      names: chosen.map(\.name), scaler: StandardScaler(fitting: chosen.map(\.numbers), centres: withMean, scales: withStd))
  }

  private func chosenColumns(of table: Table) throws(ToolError) -> [(name: String, numbers: [Double])] {
    var excluded: Set<String> = []
    for column in exclude { excluded.insert(try table.column(column.name, for: "exclude").name) }
    var chosen: [(name: String, numbers: [Double])] = []
    guard let columns else {
      for column in table.columns where !excluded.contains(column.name) {
        switch column.values {
        case .number, .integer: chosen.append((column.name, column.values.numbers ?? []))
        case .boolean, .text, .dictionary, .timestamp: break
        }
      }
      return chosen
    }
    var seen: Set<String> = []
    for name in columns.map(\.name) {
      let column = try table.column(name, for: "columns")
      guard let numbers = column.values.numbers else {
        throw ToolError(
          "the column '\(name)' is \(column.values.typeName), and only numbers can be scaled", remedy: "leave it out of 'columns'",
          parameter: "columns")
      }
      guard seen.insert(name).inserted else { throw ToolError("'columns' names '\(name)' twice", parameter: "columns") }
      if excluded.contains(name) {
        throw ToolError("'\(name)' stands under 'columns' and under 'exclude'", remedy: "leave it out of one", parameter: "exclude")
      }
      chosen.append((name, numbers))
    }
    return chosen
  }
}

/// The means and deviations of columns, by their names.
struct FittedStandardScale: FittedTransformer {
  let names: [String]
  let scaler: StandardScaler

  init(names: [String], scaler: StandardScaler) {
    self.names = names
    self.scaler = scaler
  }

  init(_ archive: ModelArchive) throws {
    names = (archive.content["columns"]?.array ?? []).compactMap(\.string)
    guard case .float64(let means) = try archive.array("mean").values, case .float64(let scales) = try archive.array("scale").values,
      means.count == names.count, scales.count == names.count
    else { throw ToolError("the transformer is damaged: its columns and numbers do not agree") }
    scaler = StandardScaler(means: means, scales: scales)
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: StandardScale.name, content: ["columns": .array(names.map(JSON.text))],
      arrays: [
        ("mean", NPYArray(shape: [names.count], values: .float64(scaler.means))),
        ("scale", NPYArray(shape: [names.count], values: .float64(scaler.scales))),
      ])
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    let places = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    for name in names where table.column(name) == nil {
      throw ToolError(
        "the table has no column '\(name)', which the transformer scales\(didYouMean(name, among: table.names))",
        remedy: "give it a table with the columns that it was made from")
    }
    return try Table(
      try table.columns.map { column in
        guard let place = places[column.name] else { return column }
        guard let numbers = column.values.numbers else {
          throw ToolError("the column '\(column.name)' is \(column.values.typeName), and the transformer scales numbers")
        }
        return Column(column.name, .number(scaler.transform(numbers, column: place)))
      })
  }
}
