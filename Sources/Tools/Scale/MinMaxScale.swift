import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Brings columns of numbers to one range, by default 0 to 1: the smallest value of a column becomes 0, its largest 1, as
/// scikit-learn's `MinMaxScaler`.
///
/// Use it where a method wants bounded numbers, such as neural networks, or where the ends mean something, such as scores from 0 to
/// 100. One outlier squeezes all other values together: then `scale.robust` or `scale.standard` serve better.
///
///     ```{scale.min_max scaled}
///     table: $parts.train
///     exclude: [survival]
///     ```
///
/// The ends are learnt from the table given. To scale other rows by the same ends, give the `transformer` to `model.transform`; in
/// a `pipeline:` that happens by itself. Values of other rows may lie beyond the range, unless `clip: true` sets them to its end.
///
/// As a step it scales every column of numbers, a numeric target too: name what to leave as it is under `exclude`. Missing cells
/// are not counted and stay missing. A constant column becomes the lower end of the range.
struct MinMaxScale: ScaleStage {
  static let name = "scale.min_max"
  static let summary = "Bring columns to a range, by default 0 to 1."
  static let version = "1"
  static let lesson = "a range"

  @Input("The table to learn from and to scale.") var table: Table
  @Param("The columns to scale; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("The lower and the upper end of the range.") var featureRange = [0.0, 1.0]
  @Param("Whether values of other rows that lie beyond the range are set to its end.") var clip = false
  @Output("The table with its columns scaled.", named: "table", isMain: true) var transformed: Table?
  @Output("The ends of the columns, to scale other tables by.", kind: .transformer) var transformer: ModelArchive?

  func scaler(for columns: [NumberColumn], _ context: RunContext) throws(ToolError) -> MinMaxScaler {
    guard featureRange.count == 2, featureRange[0] < featureRange[1], (featureRange[1] - featureRange[0]).isFinite else {
      throw ToolError(
        ParameterDeclaration.refusal("feature_range", "two numbers, the smaller first", not: featureRange.typedValue.description),
        parameter: "feature_range")
    }
    return MinMaxScaler(fitting: columns.map(\.values), range: featureRange[0]...featureRange[1], clips: clip, cores: context.cores)
  }
}

extension MinMaxScaler: ColumnScaler {
  var members: [JSON.Member] {
    [.init("feature_range", .array([.number(range.lowerBound), .number(range.upperBound)])), .init("clip", .boolean(clips))]
  }
  var arrays: [(name: String, array: NPYArray)] {
    [("scale", NPYArray(.float64(scales))), ("offset", NPYArray(.float64(offsets)))]
  }

  init(_ archive: ModelArchive, columnCount: Int) throws {
    let ends = (archive.content["feature_range"]?.array ?? []).compactMap(\.double)
    guard ends.count == 2, ends[0] <= ends[1] else { throw Self.damage }
    self.init(
      scales: try archive.numbers("scale", columnCount: columnCount), offsets: try archive.numbers("offset", columnCount: columnCount),
      range: ends[0]...ends[1], clips: archive.content["clip"]?.bool ?? false)
  }
}
