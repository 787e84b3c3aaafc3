import Tabular
import Tooling

/// What is filled in where columns lack a value.
struct FittedSimpleImputer: FittedTransformer {
  struct Fill {
    var column: String
    /// Nil: the column had no values, and is left out.
    var value: TypedValue?
  }

  let fills: [Fill]
  /// Whether columns become numbers, also those of whole numbers: means and medians.
  let givesNumbers: Bool
  let indicators: MissingIndicators

  init(fills: [Fill], givesNumbers: Bool, indicators: MissingIndicators) {
    self.fills = fills
    self.givesNumbers = givesNumbers
    self.indicators = indicators
  }

  init(_ archive: ModelArchive) throws {
    let names = try archive.names("columns")
    guard let values = archive.content["fills"]?.array, values.count == names.count, let givesNumbers = archive.content["gives_numbers"]?.bool else {
      throw ToolError("the transformer is damaged: its columns and values do not agree")
    }
    let fills = try zip(names, values).map { name, json in
      switch json {
      case .null: Fill(column: name)
      case .boolean(let flag): Fill(column: name, value: .boolean(flag))
      case .integer(let whole): Fill(column: name, value: .integer(whole))
      case .number(let number): Fill(column: name, value: .number(number))
      case .text(let text): Fill(column: name, value: .text(text))
      case .array, .object: throw ToolError("the transformer is damaged: the value for '\(name)' is none")
      }
    }
    self.init(fills: fills, givesNumbers: givesNumbers, indicators: MissingIndicators(names: try archive.names("indicators")))
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: SimpleImpute.name,
      content: [
        "columns": .array(fills.map { .text($0.column) }), "fills": .array(fills.map { $0.value.map { JSON($0) } ?? .null }),
        "gives_numbers": .boolean(givesNumbers), "indicators": .array(indicators.names.map { .text($0) }),
      ])
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    var replacements: [String: [Column]] = [:]
    for fill in fills {
      let column = try table.fittedColumn(fill.column, "fills in")
      replacements[fill.column] = []
      guard let value = fill.value else { continue }
      guard let whole = givesNumbers ? column.values.numbers.map({ Column.Values.number($0) })?.filled(with: value) : column.values.filled(with: value) else {
        throw ToolError("the column '\(column.name)' is \(column.values.typeName), and the transformer fills in \(value.quoted)")
      }
      replacements[fill.column] = [Column(fill.column, whole)]
    }
    return try table.replacingColumns(replacements, adding: try indicators.columns(of: table))
  }
}
