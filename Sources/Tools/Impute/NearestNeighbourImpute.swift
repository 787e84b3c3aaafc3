import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fills in missing values with the mean of the nearest rows that have one, as scikit-learn's `KNNImputer`.
///
/// Use it where columns go together, such as expression of related genes or parts of one blood count: a patient whose
/// creatinine is missing gets that of patients who are alike otherwise. Distances are over the columns that two rows share, so
/// bring columns to one scale before (`scale.standard` keeps missing values).
///
///     ```{impute.knn whole}
///     table: $scaled
///     n_neighbors: 5
///     exclude: [survival]
///     ```
///
/// Neighbours are rows of the table that it learnt from. To fill in other rows from the same neighbours, give the `transformer`
/// to `model.transform`; in a `pipeline:` that happens by itself. As a step it takes every column of numbers, also to measure
/// distances by, a numeric target too: name what to leave out under `exclude`, or the target tells what the features were. Where no
/// row shares a column with the one to fill in, the column's mean is taken. A column without any value is dropped with a warning,
/// as by scikit-learn, unless `keep_empty_features` fills it with 0. Time and memory grow with the number of rows squared where
/// many have something missing.
struct NearestNeighbourImpute: TransformerStage {
  static let name = "impute.knn"
  static let summary = "Fill in missing values from the nearest rows."
  static let version = "1"
  static let citations = [
    Citation("Troyanskaya O et al. Missing value estimation methods for DNA microarrays. Bioinformatics 17, 520–525 (2001).", doi: "10.1093/bioinformatics/17.6.520")
  ]

  enum Weights: String, ParameterChoice {
    case uniform, distance
    var help: String {
      switch self {
      case .uniform: "Each neighbour counts the same."
      case .distance: "Nearer neighbours count more: by the inverse of their distance."
      }
    }
  }

  @Input("The table to learn from and to fill in.") var table: Table
  @Param("The columns to measure distances by and to fill in; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave out.", of: "table") var exclude: [ColumnName] = []
  @Param("How many rows a value is the mean of.", .in(1...100_000)) var nNeighbors = 5
  @Param("How neighbours count.") var weights = Weights.uniform
  @Param("Whether to add a column that says where values were missing, for each column that had missing values.") var addIndicator = false
  @Param("Whether columns without any value are kept and filled with 0.") var keepEmptyFeatures = false
  @Output("The table filled in.", named: "table", isMain: true) var transformed: Table?
  @Output("The neighbours, to fill in other tables from.", kind: .transformer) var transformer: ModelArchive?

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedNeighbourImputer(archive) }

  func fitted(to table: Table, _ context: RunContext) throws -> FittedNeighbourImputer {
    let choice = ColumnChoice(columns: columns, exclude: exclude)
    let chosen = try choice.numbers(from: table, "distances are between numbers", infinite: "so it has no distances")
    let empty = chosen.filter { $0.values.allSatisfy(\.isNaN) }.map(\.name)
    for name in empty where !keepEmptyFeatures {
      context.warn(
        "the column '\(name)' has no values, and is left out", remedy: "name it under 'exclude', or set keep_empty_features: true",
        parameter: choice.parameter)
    }
    let indicated = addIndicator ? chosen.filter { $0.values.contains(where: \.isNaN) }.map(\.name) : []
    return FittedNeighbourImputer(
      names: chosen.map(\.name), keepsEmpty: keepEmptyFeatures, indicators: MissingIndicators(names: indicated),
      imputer: NearestNeighbourImputer(
        fitting: Matrix(columns: chosen.map(\.values)), neighbourCount: nNeighbors, weighting: weights == .uniform ? .uniform : .distance))
  }
}

/// Rows to fill in others from, by the columns' names.
struct FittedNeighbourImputer: FittedTransformer {
  let names: [String]
  let keepsEmpty: Bool
  let indicators: MissingIndicators
  let imputer: NearestNeighbourImputer

  init(names: [String], keepsEmpty: Bool, indicators: MissingIndicators, imputer: NearestNeighbourImputer) {
    self.names = names
    self.keepsEmpty = keepsEmpty
    self.indicators = indicators
    self.imputer = imputer
  }

  init(_ archive: ModelArchive) throws {
    let names = try archive.names("columns")
    let rows = try Matrix(archive.array("rows"))
    guard let count = archive.content["n_neighbors"]?.int, count > 0, rows.columnCount == names.count,
      let weighting = archive.content["weights"]?.string.flatMap(NearestNeighbourImputer.Weighting.init),
      let keepsEmpty = archive.content["keep_empty_features"]?.bool, !rows.values.contains(where: \.isInfinite)
    else { throw ToolError("the transformer is damaged: its columns and rows do not agree") }
    self.init(
      names: names, keepsEmpty: keepsEmpty, indicators: MissingIndicators(names: try archive.names("indicators")),
      imputer: NearestNeighbourImputer(fitting: rows, neighbourCount: count, weighting: weighting))
  }

  func archive() -> ModelArchive {
    ModelArchive(
      kind: .transformer, tool: NearestNeighbourImpute.name,
      content: [
        "columns": .array(names.map { .text($0) }), "n_neighbors": .integer(imputer.neighbourCount), "weights": .text(imputer.weighting.rawValue),
        "keep_empty_features": .boolean(keepsEmpty), "indicators": .array(indicators.names.map { .text($0) }),
      ],
      arrays: [("rows", NPYArray(imputer.rows))])
  }

  func transform(_ table: Table, _ context: RunContext) throws -> Table {
    var columns: [[Double]] = []
    for name in names {
      let values = try table.fittedNumbers(name, "fills in")
      if let row = values.firstIndex(where: \.isInfinite) {
        throw ToolError("the column '\(name)' is infinite in row \(row + 1), so it has no distances", remedy: "leave such rows out")
      }
      columns.append(values)
    }
    let filled = imputer.filled(Matrix(columns: columns), cores: context.cores)
    var replacements: [String: [Column]] = [:]
    for (place, name) in names.enumerated() {
      let isEmpty = imputer.means[place].isNaN
      let values = isEmpty ? columns[place].map { $0.isNaN ? 0 : $0 } : filled.column(place)
      replacements[name] = isEmpty && !keepsEmpty ? [] : [Column(name, .number(values))]
    }
    return try table.replacingColumns(replacements, adding: try indicators.columns(of: table))
  }
}
