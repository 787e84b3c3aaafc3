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
struct StandardScale: ScaleStage {
  static let name = "scale.standard"
  static let summary = "Bring columns to mean 0 and standard deviation 1."
  static let version = "1"
  static let lesson = "a mean"

  @Input("The table to learn from and to scale.") var table: Table
  @Param("The columns to scale; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("Whether the mean is taken off.") var withMean = true
  @Param("Whether the deviation is divided by.") var withStd = true
  @Output("The table with its columns scaled.", named: "table", isMain: true) var transformed: Table?
  @Output("The means and deviations, to scale other tables by.", kind: .transformer) var transformer: ModelArchive?

  func scaler(for columns: [NumberColumn], _ context: RunContext) -> StandardScaler {
    StandardScaler(fitting: columns.map(\.values), centres: withMean, scales: withStd, cores: context.cores)
  }
}

extension StandardScaler: ColumnScaler {
  var arrays: [(name: String, array: NPYArray)] {
    [("mean", NPYArray(.float64(means))), ("scale", NPYArray(.float64(scales)))]
  }

  init(_ archive: ModelArchive, columnCount: Int) throws {
    self.init(
      means: try archive.numbers("mean", columnCount: columnCount), scales: try archive.numbers("scale", columnCount: columnCount))
  }
}
