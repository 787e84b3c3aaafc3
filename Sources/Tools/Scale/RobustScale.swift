import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Brings columns of numbers to median 0 and the distance between their quartiles to 1, as scikit-learn's `RobustScaler`.
///
/// Use it where a few measurements are far out, as failed wells or a patient with an extreme value: outliers move a mean and a
/// standard deviation, and hardly a median and quartiles. The outliers themselves stay, far out.
///
///     ```{scale.robust scaled}
///     table: $parts.train
///     exclude: [survival]
///     ```
///
/// Medians and quartiles are learnt from the table given. To scale other rows by the same numbers, give the `transformer` to
/// `model.transform`; in a `pipeline:` that happens by itself. As a step it scales every column of numbers, a numeric target too:
/// name what to leave as it is under `exclude`. Missing cells are not counted and stay missing. A column whose two quantiles are
/// equal is only centred.
struct RobustScale: ScaleStage {
  static let name = "scale.robust"
  static let summary = "Bring columns to median 0 and their quartiles to distance 1."
  static let version = "1"
  static let lesson = "a median"

  @Input("The table to learn from and to scale.") var table: Table
  @Param("The columns to scale; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("Whether the median is taken off.") var withCentering = true
  @Param("Whether the distance of the quantiles is divided by.") var withScaling = true
  @Param("The two quantiles, in percent.") var quantileRange = [25.0, 75.0]
  @Param("Whether a column from a normal distribution gets the standard deviation 1.") var unitVariance = false
  @Output("The table with its columns scaled.", named: "table", isMain: true) var transformed: Table?
  @Output("The medians and distances, to scale other tables by.", kind: .transformer) var transformer: ModelArchive?

  func scaler(for columns: [NumberColumn], _ context: RunContext) throws(ToolError) -> RobustScaler {
    let isRange = quantileRange.count == 2 && 0 <= quantileRange[0] && quantileRange[0] < quantileRange[1] && quantileRange[1] <= 100
    guard isRange else {
      throw ToolError(
        ParameterDeclaration.refusal(
          "quantile_range", "two numbers in 0...100, the smaller first", not: quantileRange.typedValue.description),
        parameter: "quantile_range")
    }
    guard !unitVariance || (quantileRange[0] > 0 && quantileRange[1] < 100) else {
      throw ToolError(
        "a normal distribution has no quantiles of 0 and 100 percent", remedy: "narrow 'quantile_range', or leave 'unit_variance' out",
        parameter: "quantile_range")
    }
    return RobustScaler(
      fitting: columns.map(\.values), centres: withCentering, scales: withScaling,
      quantiles: quantileRange[0] / 100...quantileRange[1] / 100, unitVariance: unitVariance, cores: context.cores)
  }
}

extension RobustScaler: ColumnScaler {
  var arrays: [(name: String, array: NPYArray)] {
    [("centre", NPYArray(.float64(centres))), ("scale", NPYArray(.float64(scales)))]
  }

  init(_ archive: ModelArchive, columnCount: Int) throws {
    self.init(
      centres: try archive.numbers("centre", columnCount: columnCount), scales: try archive.numbers("scale", columnCount: columnCount))
  }
}
