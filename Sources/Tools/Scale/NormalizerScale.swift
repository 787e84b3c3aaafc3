import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Brings each row to length 1: its numbers divided by the root of the sum of their squares (`l2`), by the sum of their absolute
/// values (`l1`), or by the largest (`max`), as scikit-learn's `Normalizer`.
///
/// Use it where a row's profile counts and its total does not: spectra of samples of different amounts, counts of species at
/// sites that were searched for different times, composition of sequences of different lengths. With `norm: l1` and numbers of at
/// least 0, rows become shares.
///
///     ```{scale.normalizer profiles}
///     table: $counts
///     norm: l1
///     ```
///
/// Unlike the other scalings it works along rows and learns nothing from other rows. As a step it takes every column of numbers
/// together, a numeric target too: name what to leave out under `exclude`. A row of zeros stays as it is. Missing values have no
/// length, and an error names them.
struct NormalizerScale: TransformerStage {
  static let name = "scale.normalizer"
  static let summary = "Bring rows to length 1."
  static let version = "1"

  enum Norm: String, ParameterChoice {
    case l1, l2, max
    var help: String {
      switch self {
      case .l1: "Divide by the sum of absolute values."
      case .l2: "Divide by the root of the sum of squares."
      case .max: "Divide by the largest absolute value."
      }
    }
  }

  @Input("The table to change.") var table: Table
  @Param("The columns that make up a row; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("What is brought to 1.") var norm = Norm.l2
  @Output("The table with its rows changed.", named: "table", isMain: true) var transformed: Table?
  @Output("The columns and the norm, to change other tables by.", kind: .transformer) var transformer: ModelArchive?

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedNormalizer(archive) }

  func fitted(to table: Table, _ context: RunContext) throws -> FittedNormalizer {
    let chosen = try ColumnChoice(columns: columns, exclude: exclude).chosen(
      from: table, accepting: [.numbers, .booleans], "only numbers can be scaled")
    if chosen.isEmpty {
      context.warn("the table has no columns of numbers to scale", remedy: "name some under 'columns', or leave the step out", parameter: "table")
    }
    return FittedNormalizer(names: chosen.map(\.name), norm: RowNorm(rawValue: norm.rawValue) ?? .l2)
  }
}

/// Columns whose rows are brought to length 1.
struct FittedNormalizer: FittedTransformer {
  let names: [String]
  let norm: RowNorm

  init(names: [String], norm: RowNorm) {
    self.names = names
    self.norm = norm
  }

  init(_ archive: ModelArchive) throws {
    guard let norm = archive.content["norm"]?.string.flatMap(RowNorm.init) else { throw MinMaxScaler.damage }
    self.init(names: try archive.names("columns"), norm: norm)
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: NormalizerScale.name, content: ["columns": .array(names.map(JSON.text)), "norm": .text(norm.rawValue)])
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    let columns = try names.map { try table.fittedNumbers($0, "scales") }
    for (name, values) in zip(names, columns) {
      guard let row = values.firstIndex(where: { !$0.isFinite }) else { continue }
      throw ToolError(
        "the column '\(name)' is \(values[row].isNaN ? "missing" : "infinite") in row \(row + 1), so the row has no length",
        remedy: "leave such rows out, fill them in with impute.simple, or name the column under 'exclude'")
    }
    let scaled = norm.normalize(columns, cores: context.cores)
    return try table.replacingColumns(Dictionary(zip(names, scaled).map { ($0, [Column($0, .number($1))]) }) { first, _ in first })
  }
}
