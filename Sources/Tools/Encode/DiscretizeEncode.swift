import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Cuts columns of numbers into bins, as scikit-learn's `KBinsDiscretizer`: ages into age groups.
///
/// Use it where a linear model is to follow a curve (each bin gets its own coefficient), where limits are the usage of the field, or
/// to count rows by ranges. It throws away what lies within a bin; trees and forests cut better for themselves.
///
///     ```{encode.discretize groups}
///     table: $parts.train
///     columns: [age]
///     n_bins: 4
///     encode: ordinal
///     ```
///
/// `strategy: quantile` makes bins of as many rows each, `uniform` of one width, `kmeans` around clusters of the values. With
/// `encode: onehot` each bin is a column of true and false, `age_0`, `age_1` and so on; with `ordinal` the column holds the bin's
/// number, from 0. `bins` lists the edges; a value on an edge is in the bin above it, and values of other rows beyond the ends in the
/// first or last bin.
///
/// Edges are learnt from all rows of the table given (scikit-learn draws 200,000 of them). To cut other rows in the same way, give
/// the `transformer` to `model.transform`; in a `pipeline:` that happens by itself. As a step it takes every column of numbers, a
/// numeric target too: name what to leave as it is under `exclude`. There must be no missing values. Where values repeat so often
/// that bins would be empty, there are fewer, with a warning.
struct DiscretizeEncode: TransformerStage {
  static let name = "encode.discretize"
  static let summary = "Cut columns of numbers into bins."
  static let version = "1"

  enum Encoding: String, ParameterChoice {
    case onehot, ordinal
    var help: String {
      switch self {
      case .onehot: "A column of true and false for each bin."
      case .ordinal: "The bin's number, from 0."
      }
    }
  }

  enum Strategy: String, ParameterChoice {
    case uniform, quantile, kmeans
    var help: String {
      switch self {
      case .uniform: "Bins of one width."
      case .quantile: "Bins of as many rows each."
      case .kmeans: "Bins around clusters of the values."
      }
    }
  }

  @Input("The table to learn from and to cut.") var table: Table
  @Param("The columns to cut; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("How many bins.", .in(2...10_000)) var nBins = 5
  @Param("What becomes of a column.") var encode = Encoding.onehot
  @Param("How bins are cut.") var strategy = Strategy.quantile
  @Output("The table cut.", named: "table", isMain: true) var transformed: Table?
  @Output("The edges, to cut other tables by.", kind: .transformer) var transformer: ModelArchive?
  @Output("A row a bin: `column`, `bin`, `lower`, `upper`, `count` (the rows in it).") var bins: Table?

  mutating func tell(of fitted: FittedBins) throws {
    bins = try fitted.table(of: table)
  }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedBins(archive) }

  func fitted(to table: Table, _ context: RunContext) throws -> FittedBins {
    let choice = ColumnChoice(columns: columns, exclude: exclude)
    let chosen = try choice.numbers(from: table, "only numbers can be cut", infinite: "so it has no bins")
    if chosen.isEmpty {
      context.warn("the table has no columns of numbers to cut", remedy: "name some under 'columns', or leave the step out", parameter: choice.parameter)
    }
    for column in chosen { try FittedBins.refuseMissing(column.values, column.name) }
    let (count, way) = (nBins, ColumnBins.Strategy(rawValue: strategy.rawValue) ?? .quantile)
    let bins = mapPieces(chosen.count, cores: context.cores) { ColumnBins(of: chosen[$0].values, count: count, strategy: way) }
    for (column, bins) in zip(chosen, bins) where bins.count < nBins {
      context.warn(
        bins.edges[0].isInfinite
          ? "the column '\(column.name)' is constant, and has one bin"
          : "the column '\(column.name)' has \(counted(bins.count, "bin")) in place of \(nBins): values repeat too often for more",
        remedy: "lower 'n_bins', or use strategy: uniform", parameter: choice.parameter)
    }
    let total = bins.reduce(0) { $0 + $1.count }
    if encode == .onehot, total > 100_000 || total * max(1, table.rowCount) > 1 << 30 {
      throw ToolError(
        "there would be \(total) columns of \(table.rowCount) rows", remedy: "lower 'n_bins', or use encode: ordinal", parameter: "n_bins")
    }
    return FittedBins(names: chosen.map(\.name), bins: bins, encoding: encode)
  }
}

/// The bins of columns, by their names.
struct FittedBins: FittedTransformer {
  let names: [String]
  let bins: [ColumnBins]
  let encoding: DiscretizeEncode.Encoding

  init(names: [String], bins: [ColumnBins], encoding: DiscretizeEncode.Encoding) {
    self.names = names
    self.bins = bins
    self.encoding = encoding
  }

  init(_ archive: ModelArchive) throws {
    names = try archive.names("columns")
    let counts = try archive.int32s("edge_counts").map { Int($0) }
    let edges = try archive.doubles("edges")
    guard let encoding = archive.content["encode"]?.string.flatMap(DiscretizeEncode.Encoding.init), counts.count == names.count,
      counts.allSatisfy({ $0 >= 2 }), counts.reduce(0, +) == edges.count
    else { throw ToolError("the transformer is damaged: its columns and bins do not agree") }
    self.encoding = encoding
    var start = 0
    bins = counts.map { count in
      start += count
      return ColumnBins(edges: Array(edges[start - count..<start]))
    }
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: DiscretizeEncode.name,
      content: ["columns": .array(names.map { .text($0) }), "encode": .text(encoding.rawValue)],
      arrays: [
        ("edge_counts", NPYArray(.int32(bins.map { Int32(truncatingIfNeeded: $0.edges.count) }))), ("edges", NPYArray(.float64(bins.flatMap(\.edges)))),
      ])
  }

  private func values(_ table: Table) throws(ToolError) -> [[Double]] {
    var columns: [[Double]] = []
    for name in names {
      columns.append(try table.fittedNumbers(name, "cuts"))
      try Self.refuseMissing(columns[columns.count - 1], name)
    }
    return columns
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    let columns = try values(table)
    let cut = mapPieces(columns.count, cores: context.cores) { place -> [Column] in
      let places = bins[place].places(of: columns[place])
      switch encoding {
      case .ordinal: return [Column(names[place], .number(places.map(Double.init)))]
      case .onehot:
        return (0..<Int32(truncatingIfNeeded: bins[place].count)).map { bin in
          Column("\(names[place])_\(bin)", .boolean(Optionals(places.map { $0 == bin }, zero: false)))
        }
      }
    }
    return try table.replacingColumns(Dictionary(zip(names, cut)) { first, _ in first })
  }

  /// A row a bin: `column`, `bin`, `lower`, `upper`, `count`.
  func table(of table: Table) throws -> Table {
    var (columns, numbers, counts) = ([String](), [Int64](), [Int64]())
    for (name, (bins, values)) in zip(names, zip(bins, try values(table))) {
      var inBin = [Int64](repeating: 0, count: bins.count)
      for place in bins.places(of: values) { inBin[Int(place)] += 1 }
      columns += inBin.map { _ in name }
      numbers += (0..<bins.count).map(Int64.init)
      counts += inBin
    }
    return try Table([
      Column("column", .text(TextValues(columns))), Column("bin", .integer(Optionals(numbers, zero: 0))),
      Column("lower", .number(bins.flatMap { $0.edges.dropLast() })), Column("upper", .number(bins.flatMap { $0.edges.dropFirst() })),
      Column("count", .integer(Optionals(counts, zero: 0))),
    ])
  }

  /// - Throws: `ToolError` that names the first row without a value.
  static func refuseMissing(_ values: [Double], _ name: String) throws(ToolError) {
    guard let row = values.firstIndex(where: \.isNaN) else { return }
    throw ToolError(
      "the column '\(name)' is missing in row \(row + 1), and missing values are in no bin",
      remedy: "fill it in before with impute.simple, leave such rows out, or name the column under 'exclude'")
  }
}
