import Learning
import LinearAlgebra
import Tabular
import Tooling

/// A tool that changes columns of numbers, each by itself. It declares its parameters and says what it learns; the rest is the
/// same for all.
protocol ScaleStage: TransformerStage where Fitted == FittedScale<Scaler> {
  associatedtype Scaler: ColumnScaler
  var columns: [ColumnName]? { get }
  var exclude: [ColumnName] { get }

  /// What is learnt of a column, in words: `a mean`.
  static var lesson: String { get }

  /// - Parameter columns: without infinities.
  func scaler(for columns: [NumberColumn], _ context: RunContext) throws -> Scaler
}

extension ScaleStage {
  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedScale<Scaler>(archive, of: name) }

  func fitted(to table: Table, _ context: RunContext) throws -> FittedScale<Scaler> {
    let choice = ColumnChoice(columns: columns, exclude: exclude)
    let chosen = try choice.numbers(from: table, "only numbers can be scaled", infinite: "so it has no \(Self.lesson.dropFirst(2))")
    if chosen.isEmpty {
      context.warn("the table has no columns of numbers to scale", remedy: "name some under 'columns', or leave the step out", parameter: "table")
    }
    for column in chosen where column.values.allSatisfy(\.isNaN) {
      context.warn(
        "the column '\(column.name)' has no values to learn \(Self.lesson) from, and will be missing throughout", parameter: choice.parameter)
    }
    return FittedScale(tool: Self.name, names: chosen.map(\.name), scaler: try scaler(for: chosen, context))
  }
}

/// What was learnt of some columns, each of which it changes by itself.
protocol ColumnScaler: Sendable {
  /// What is kept beside the columns' names.
  var members: [JSON.Member] { get }
  var arrays: [(name: String, array: NPYArray)] { get }

  /// Reads back `members` and `arrays`.
  /// - Throws: `ToolError` where they do not hold what `columnCount` columns need.
  init(_ archive: ModelArchive, columnCount: Int) throws

  /// - Throws: `ToolError` where the values of the column called `name` cannot be changed.
  func check(_ values: [Double], named name: String) throws(ToolError)
  func transform(_ values: [Double], column: Int) -> [Double]
}

extension ColumnScaler {
  var members: [JSON.Member] { [] }
  func check(_ values: [Double], named name: String) throws(ToolError) {}

  static var damage: ToolError { ToolError("the transformer is damaged: its columns and numbers do not agree") }
}

extension ModelArchive {
  /// The array called `name`, which has a number a column.
  func numbers(_ name: String, columnCount: Int) throws -> [Double] {
    guard case .float64(let numbers) = try array(name).values, numbers.count == columnCount else { throw MinMaxScaler.damage }
    return numbers
  }
}

/// What a scaling tool learnt of columns, by their names.
struct FittedScale<Scaler: ColumnScaler>: FittedTransformer {
  let tool: String
  let names: [String]
  let scaler: Scaler

  init(tool: String, names: [String], scaler: Scaler) {
    self.tool = tool
    self.names = names
    self.scaler = scaler
  }

  init(_ archive: ModelArchive, of tool: String) throws {
    self.tool = tool
    names = (archive.content["columns"]?.array ?? []).compactMap(\.string)
    scaler = try Scaler(archive, columnCount: names.count)
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: tool, content: .object([.init("columns", .array(names.map(JSON.text)))] + scaler.members), arrays: scaler.arrays)
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    let columns = try names.map { try table.fittedNumbers($0, "scales") }
    for (name, values) in zip(names, columns) { try scaler.check(values, named: name) }
    let scaled = mapPieces(columns.count, cores: context.cores) { scaler.transform(columns[$0], column: $0) }
    return try table.replacingColumns(
      Dictionary(zip(names, scaled).map { ($0, [Column($0, .number($1))]) }) { first, _ in first })
  }
}
