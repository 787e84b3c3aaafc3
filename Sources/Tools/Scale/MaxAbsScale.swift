import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Divides each column of numbers by its largest absolute value, so that it lies between −1 and 1, as scikit-learn's
/// `MaxAbsScaler`. Zeros stay zeros.
///
/// Use it for counts and other columns that are mostly 0, where 0 means "none": nothing is shifted.
///
///     ```{scale.max_abs scaled}
///     table: $parts.train
///     exclude: [survival]
///     ```
///
/// The largest values are learnt from the table given. To scale other rows by the same numbers, give the `transformer` to
/// `model.transform`; in a `pipeline:` that happens by itself. As a step it scales every column of numbers, a numeric target too:
/// name what to leave as it is under `exclude`. Missing cells are not counted and stay missing; a column of zeros stays as it is.
struct MaxAbsScale: ScaleStage {
  static let name = "scale.max_abs"
  static let summary = "Divide columns by their largest absolute value."
  static let version = "1"
  static let lesson = "a largest value"

  @Input("The table to learn from and to scale.") var table: Table
  @Param("The columns to scale; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("Whether values of other rows that lie beyond −1 and 1 are set to those.") var clip = false
  @Output("The table with its columns scaled.", named: "table", isMain: true) var transformed: Table?
  @Output("The largest values, to scale other tables by.", kind: .transformer) var transformer: ModelArchive?

  func scaler(for columns: [NumberColumn], _ context: RunContext) -> MaxAbsScaler {
    MaxAbsScaler(fitting: columns.map(\.values), clips: clip, cores: context.cores)
  }
}

extension MaxAbsScaler: ColumnScaler {
  var members: [JSON.Member] { [.init("clip", .boolean(clips))] }
  var arrays: [(name: String, array: NPYArray)] { [("scale", NPYArray(.float64(scales)))] }

  init(_ archive: ModelArchive, columnCount: Int) throws {
    self.init(scales: try archive.numbers("scale", columnCount: columnCount), clips: archive.content["clip"]?.bool ?? false)
  }
}
