import Tabular
import Tooling

/// Puts the rows of a table in order.
///
///     ```{table.sort ranked}
///     table: $genes
///     by: [chromosome, p_value]
///     ascending: [true, false]
///     ```
///
/// The first column decides, and where rows are equal in it the next. Rows that are equal in all stay in the order that they have
/// (the sort is stable). Missing cells come last, whether the order ascends or not, as in pandas and R.
///
/// Text is ordered by its characters' code points, capitals before small letters, so that the order is the same everywhere:
/// `10` comes before `9`. To sort numbers that were read as text, make numbers of them first: `table.derive` with `number(x)`.
struct SortRows: Tool {
  static let name = "table.sort"
  static let summary = "Put a table's rows in order."
  static let version = "1"

  @Input("The table to sort.") var table: Table
  @Param("The column to sort by, or several, of which the first decides first.", .notEmpty, of: "table") var by: [ColumnName]
  @Param("Whether values rise: once for all columns, or a list with one for each.") var ascending = Directions.all(true)
  @Param("Where rows with a missing cell go.") var missing = Missing.last
  @Output("The same rows in order.", named: "table", isMain: true) var sorted: Table?

  mutating func run(_ context: RunContext) throws {
    let columns = try by.of(table, for: "by")
    let directions = try ascending.of(columns.count)
    let keys = zip(columns, directions).map { SortKey($0.values, isAscending: $1, missingComesFirst: missing == .first) }
    let order = try Table.order(by: keys, cores: context.cores)
    sorted = table.gathering(order, cores: context.cores)
  }

  /// Whether values rise in each column.
  enum Directions: ParameterValue {
    case all(Bool)
    case each([Bool])

    static var type: ParameterType { .oneOf([.boolean, .list(.boolean)]) }
    static var placeholder: Self { .all(true) }

    var typedValue: TypedValue {
      switch self {
      case .all(let rises): rises.typedValue
      case .each(let rise): rise.typedValue
      }
    }

    init(_ value: TypedValue) throws {
      if case .list(let values) = value { self = .each(try values.map { try Bool($0) }) } else { self = .all(try Bool(value)) }
    }

    func of(_ count: Int) throws(ToolError) -> [Bool] {
      switch self {
      case .all(let rises): return Array(repeating: rises, count: count)
      case .each(let rise):
        guard rise.count == count else {
          throw ToolError(
            "'ascending' has \(counted(rise.count, "value")) and 'by' \(counted(count, "column"))", remedy: "give one value for each column, or one for all",
            parameter: "ascending")
        }
        return rise
      }
    }
  }

  enum Missing: String, ParameterChoice {
    case last, first

    var help: String { self == .last ? "Behind all others, whichever way the order goes." : "Before all others." }
  }
}
