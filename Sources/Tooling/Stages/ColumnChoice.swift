public import Tabular

/// Which columns of a table a transformer works on: those named, or else all of some types, without those to leave as they are.
///
/// It is what a tool's parameters `columns`, `exclude` and, where a tool takes columns of several types, `types` come to:
///
///     columns: [age, weight]      # these
///     exclude: [price]            # all of the types that the tool takes, but this one
///     types: [text, booleans]     # all of these types
public struct ColumnChoice: Sendable, Equatable {
  public var columns: [String]?
  public var exclude: [String]
  /// Which types are chosen where no columns are named.
  public var types: [CellType]

  public init(columns: [ColumnName]? = nil, exclude: [ColumnName] = [], types: [CellType] = [.numbers]) {
    self.columns = columns?.map(\.name)
    self.exclude = exclude.map(\.name)
    self.types = types
  }

  /// The parameter that a mistake of the data is told at.
  public var parameter: String { columns == nil ? "table" : "columns" }

  /// The columns chosen: as named, or in the table's order.
  ///
  /// - Parameters:
  ///   - accepted: the types that may be named.
  ///   - purpose: what is done to them, as it ends the refusal of another type: `only numbers can be scaled`.
  /// - Throws: `ToolError` with `parameter`: a column that is not there, is named twice or on both sides, or is of another type.
  public func chosen(from table: Table, accepting accepted: [CellType], _ purpose: String) throws(ToolError) -> [Column] {
    var excluded: Set<String> = []
    for name in exclude { excluded.insert(try table.column(name, for: "exclude").name) }
    guard let columns else {
      return table.columns.filter { types.contains($0.values.cellType) && !excluded.contains($0.name) }
    }
    var chosen: [Column] = []
    var seen: Set<String> = []
    for name in columns {
      let column = try table.column(name, for: "columns")
      guard accepted.contains(column.values.cellType) else {
        throw ToolError(
          "the column '\(name)' is \(column.values.typeName), and \(purpose)", remedy: "leave it out of 'columns'", parameter: "columns")
      }
      guard seen.insert(name).inserted else { throw ToolError("'columns' names '\(name)' twice", parameter: "columns") }
      if excluded.contains(name) {
        throw ToolError("'\(name)' stands under 'columns' and under 'exclude'", remedy: "leave it out of one", parameter: "exclude")
      }
      chosen.append(column)
    }
    return chosen
  }

  /// The columns chosen as numbers: those of numbers, and of true and false where they are named or `types` has them.
  ///
  /// - Parameter consequence: what an infinite value leads to: `so it has no mean`.
  /// - Throws: `ToolError` also for an infinite value, by its column and row.
  public func numbers(from table: Table, _ purpose: String, infinite consequence: String) throws(ToolError) -> [NumberColumn] {
    var numbers: [NumberColumn] = []
    for column in try chosen(from: table, accepting: [.numbers, .booleans], purpose) {
      let values = column.values.numbers ?? []
      if case .number = column.values, let row = values.firstIndex(where: \.isInfinite) {
        throw ToolError(
          "the column '\(column.name)' is infinite in row \(row + 1), \(consequence)",
          remedy: "leave such rows out, or name the column under 'exclude'", parameter: parameter)
      }
      numbers.append(NumberColumn(name: column.name, values: values))
    }
    return numbers
  }
}

/// A column as float64, missing cells as NaN.
public struct NumberColumn: Sendable {
  public var name: String
  public var values: [Double]

  public init(name: String, values: [Double]) {
    self.name = name
    self.values = values
  }
}

/// What the cells of a column are, as an author chooses columns by it.
public enum CellType: String, ParameterChoice {
  case numbers, booleans, text, times

  public var help: String {
    switch self {
    case .numbers: "Whole numbers and numbers with a fraction."
    case .booleans: "True and false."
    case .text: "Text, also text with few different values."
    case .times: "Points in time."
    }
  }
}

extension Column.Values {
  public var cellType: CellType {
    switch self {
    case .number, .integer: .numbers
    case .boolean: .booleans
    case .text, .dictionary: .text
    case .timestamp: .times
    }
  }
}
