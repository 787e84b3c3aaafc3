import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Makes columns of numbers as near to a normal distribution as a power can, as scikit-learn's `PowerTransformer`.
///
/// Use it for measurements with a long tail, such as concentrations, counts or survival times: it does what taking the logarithm
/// does, with the strength that fits each column. Linear models and distances gain most; trees gain nothing.
///
///     ```{scale.power scaled}
///     table: $parts.train
///     columns: [crp, ferritin]
///     ```
///
/// `yeo_johnson` takes any numbers, `box_cox` numbers above 0 alone. `exponents` says which power each column got: 1 changes
/// nothing but mean and deviation, 0 is the logarithm (of 1 + x by `yeo_johnson`), smaller ones bend more. With `standardize` the
/// result has mean 0 and standard deviation 1.
///
/// Exponents are learnt from the table given. To change other rows by the same ones, give the `transformer` to `model.transform`;
/// in a `pipeline:` that happens by itself. As a step it changes every column of numbers, a numeric target too: name what to leave
/// as it is under `exclude`. Missing cells are not counted and stay missing; a constant column keeps the power 1 (scikit-learn
/// refuses one by `box_cox`).
struct PowerScale: ScaleStage {
  static let name = "scale.power"
  static let summary = "Make columns as near to a normal distribution as a power can."
  static let version = "1"
  static let lesson = "a power"
  static let citations = [
    Citation("Yeo I, Johnson RA. A new family of power transformations to improve normality or symmetry. Biometrika 87, 954–959 (2000).", doi: "10.1093/biomet/87.4.954"),
    Citation("Box GEP, Cox DR. An analysis of transformations. Journal of the Royal Statistical Society B 26, 211–243 (1964).", doi: "10.1111/j.2517-6161.1964.tb00553.x"),
  ]

  enum Method: String, ParameterChoice {
    case yeoJohnson = "yeo_johnson"
    case boxCox = "box_cox"
    var help: String {
      switch self {
      case .yeoJohnson: "Of any numbers."
      case .boxCox: "Of numbers above 0 alone."
      }
    }
  }

  @Input("The table to learn from and to change.") var table: Table
  @Param("The columns to change; by default all numbers.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to leave as they are.", of: "table") var exclude: [ColumnName] = []
  @Param("Which family of powers.") var method = Method.yeoJohnson
  @Param("Whether the result is brought to mean 0 and standard deviation 1.") var standardize = true
  @Output("The table with its columns changed.", named: "table", isMain: true) var transformed: Table?
  @Output("The powers, to change other tables by.", kind: .transformer) var transformer: ModelArchive?
  @Output("The power of each column: `column`, `exponent`.") var exponents: Table?

  mutating func tell(of fitted: FittedScale<PowerTransformer>) throws {
    exponents = try Table([
      Column("column", .text(TextValues(fitted.names))), Column("exponent", .number(fitted.scaler.exponents)),
    ])
  }

  func scaler(for columns: [NumberColumn], _ context: RunContext) throws(ToolError) -> PowerTransformer {
    if method == .boxCox { for column in columns { try PowerTransformer.refuseNonPositive(column.values, column.name) } }
    let fitted = PowerTransformer(
      fitting: columns.map(\.values), method: method == .boxCox ? .boxCox : .yeoJohnson, standardizes: standardize, cores: context.cores)
    if let standard = fitted.standard,
      let place = columns.indices.first(where: { !fitted.exponents[$0].isNaN && !(standard.means[$0].isFinite && standard.scales[$0].isFinite) })
    {
      throw ToolError(
        "the column '\(columns[place].name)' has values too large to be squared, so it has no power",
        remedy: "bring it to a smaller unit, or name it under 'exclude'", parameter: self.columns == nil ? "table" : "columns")
    }
    return fitted
  }
}

extension PowerTransformer: ColumnScaler {
  var members: [JSON.Member] { [.init("method", .text(method.rawValue)), .init("standardize", .boolean(standard != nil))] }
  var arrays: [(name: String, array: NPYArray)] {
    [("exponent", NPYArray(.float64(exponents)))]
      + (standard.map { [("mean", NPYArray(.float64($0.means))), ("scale", NPYArray(.float64($0.scales)))] } ?? [])
  }

  init(_ archive: ModelArchive, columnCount: Int) throws {
    guard let method = archive.content["method"]?.string.flatMap(Method.init), let standardizes = archive.content["standardize"]?.bool else {
      throw Self.damage
    }
    self.init(
      method: method, exponents: try archive.numbers("exponent", columnCount: columnCount),
      standard: standardizes ? try StandardScaler(archive, columnCount: columnCount) : nil)
  }

  func check(_ values: [Double], named name: String) throws(ToolError) {
    if method == .boxCox { try Self.refuseNonPositive(values, name) }
  }

  static func refuseNonPositive(_ values: [Double], _ name: String) throws(ToolError) {
    guard let row = values.firstIndex(where: { $0 <= 0 }) else { return }
    throw ToolError(
      "the column '\(name)' has the value \(TypedValue.shortest(values[row])) in row \(row + 1), and box_cox takes numbers above 0",
      remedy: "use method: yeo_johnson", parameter: "method")
  }
}
