import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Puts the rank of a value in place of the value: columns become evenly spread over 0 to 1, or normally distributed, as
/// scikit-learn's `QuantileTransformer`.
///
/// Use it where only the order of the values counts, or where columns from several instruments are to have one distribution: the
/// smallest value becomes 0, the median 0.5, the largest 1. Outliers come as near as any other value. What it changes it changes a
/// lot: distances within a column mean ranks from then on.
///
///     ```{scale.quantile ranks}
///     table: $parts.train
///     output_distribution: normal
///     exclude: [survival]
///     ```
///
/// Quantiles are learnt from the table given, from all of its rows (scikit-learn draws 10,000 of them). To change other rows by
/// the same quantiles, give the `transformer` to `model.transform`; in a `pipeline:` that happens by itself. As a step it changes
/// every column of numbers, a numeric target too: name what to leave as it is under `exclude`. Missing cells are not counted and
/// stay missing.
struct QuantileScale: ScaleStage {
  static let name = "scale.quantile"
  static let summary = "Put ranks in place of values, evenly or normally distributed."
  static let version = "1"
  static let lesson = "a distribution"

  enum Distribution: String, ParameterChoice {
    case uniform, normal
    var help: String {
      switch self {
      case .uniform: "Evenly spread from 0 to 1."
      case .normal: "Normally distributed, from −5.2 to 5.2."
      }
    }
  }

  @Input("The table to learn from and to change.") var table: Table
  @Param("The columns to change; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("How many quantiles are kept of each column; at most one a row.", .in(1...1_000_000)) var nQuantiles = 1000
  @Param("How the values are distributed afterwards.") var outputDistribution = Distribution.uniform
  @Output("The table with its columns changed.", named: "table", isMain: true) var transformed: Table?
  @Output("The quantiles, to change other tables by.", kind: .transformer) var transformer: ModelArchive?

  func scaler(for columns: [NumberColumn], _ context: RunContext) -> QuantileTransformer {
    QuantileTransformer(
      fitting: columns.map(\.values), quantileCount: nQuantiles, distribution: outputDistribution == .normal ? .normal : .uniform,
      cores: context.cores)
  }
}

extension QuantileTransformer: ColumnScaler {
  var members: [JSON.Member] { [.init("output_distribution", .text(distribution.rawValue))] }
  var arrays: [(name: String, array: NPYArray)] {
    [("quantiles", NPYArray(shape: [quantiles.count, quantiles.first?.count ?? 0], values: .float64(quantiles.flatMap { $0 })))]
  }

  init(_ archive: ModelArchive, columnCount: Int) throws {
    let matrix = try Matrix(archive.array("quantiles"))
    guard let distribution = archive.content["output_distribution"]?.string.flatMap(Distribution.init), matrix.rowCount == columnCount else {
      throw Self.damage
    }
    let width = matrix.columnCount
    self.init(quantiles: (0..<columnCount).map { Array(matrix.values[$0 * width..<($0 + 1) * width]) }, distribution: distribution)
  }
}
