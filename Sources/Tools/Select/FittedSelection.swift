import LinearAlgebra
import Tabular
import Tooling

/// Which of some features are kept; columns that were not judged pass through.
struct FittedSelection: FittedTransformer {
  let tool: String
  let features: [String]
  let isKept: [Bool]

  init(tool: String, features: [String], isKept: [Bool]) {
    self.tool = tool
    self.features = features
    self.isKept = isKept
  }

  init(_ archive: ModelArchive, of tool: String) throws {
    let kept = (archive.content["kept"]?.array ?? []).compactMap(\.bool)
    self.init(tool: tool, features: try archive.names("features"), isKept: kept)
    guard kept.count == features.count else { throw ToolError("the transformer is damaged: its features differ in number") }
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: tool,
      content: ["features": .array(features.map { .text($0) }), "kept": .array(isKept.map { .boolean($0) })])
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    var dropped: [String: [Column]] = [:]
    for (name, isKept) in zip(features, isKept) {
      if isKept { _ = try table.fittedColumn(name, "keeps") } else { dropped[name] = [] }
    }
    return try table.replacingColumns(dropped)
  }

  /// - Throws: `ToolError` where no feature is kept.
  func requireKept(_ what: String, remedy: String, parameter: String) throws(ToolError) {
    if !isKept.contains(true) { throw ToolError("no feature \(what), and none would be left", remedy: remedy, parameter: parameter) }
  }
}

/// Features as tools that judge them take them.
struct JudgedFeatures {
  let names: [String]
  let columns: [[Double]]
  /// Whether each is true and false alone.
  let isBoolean: [Bool]

  /// - Throws: `ToolError` that names a feature which is not numeric, infinite or has missing values.
  init(_ table: Table, _ context: RunContext) throws {
    names = table.names
    // No rows, and no matrix of them: it refuses the types that no tool can learn from, in the words that all tools have.
    _ = try numericFeatures(of: table.selecting(rows: []), names, context)
    columns = table.columns.map { $0.values.numbers ?? [] }
    for (name, values) in zip(names, columns) {
      let count = values.count { $0.isNaN }
      if count > 0 {
        throw ToolError(
          "the feature '\(name)' has \(counted(count, "missing value")), and features are judged by whole columns",
          remedy: "fill them in before with impute.simple, or leave the feature out", parameter: "features")
      }
      if let row = values.firstIndex(where: \.isInfinite) {
        throw ToolError(
          "the feature '\(name)' is infinite in row \(row + 1)", remedy: "leave such rows out, or make the value missing",
          parameter: "features")
      }
    }
    isBoolean = table.columns.map { $0.values.cellType == .booleans }
  }
}

/// A row a feature: `feature`, numbers, and `kept`.
func judgementTable(_ names: [String], _ numbers: [(String, [Double])], _ isKept: [Bool]) throws -> Table {
  try Table(
    [Column("feature", .text(TextValues(names)))] + numbers.map { Column($0.0, .number($0.1)) }
      + [Column("kept", .boolean(Optionals(isKept, zero: false)))])
}
