import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Drops columns of numbers that hardly vary, as scikit-learn's `VarianceThreshold`. With the default threshold, 0, those that
/// are constant.
///
/// A column that is the same in every row tells nothing. It looks at no target, so it may also come before a split. Variances
/// depend on units: before a threshold above 0, bring columns to one range with `scale.min_max` (after `scale.standard` all
/// variances are 1).
///
///     ```{select.variance varying}
///     table: $expression
///     threshold: 0.1
///     exclude: [survival]
///     ```
///
/// `scores` lists the variances. Without `columns` every column of numbers, or of true and false, is judged; other columns pass
/// through. Missing cells are not counted. To drop the same columns of other rows, give the `transformer` to `model.transform`; in a
/// `pipeline:` that happens by itself.
struct SelectVariance: Stage {
  static let name = "select.variance"
  static let summary = "Drop columns of numbers that hardly vary."
  static let version = "1"
  static let role = StageRole.transforms

  @Input("The table to learn from and to choose columns of.") var table: Table
  @Param("The columns to judge; by default all numbers, and true and false.", .notEmpty, of: "table") var columns: [ColumnName]?
  @Param("Columns to keep in any case.", of: "table") var exclude: [ColumnName] = []
  @Param("Columns whose variance is not above it are dropped.", .atLeast(0)) var threshold = 0.0
  @Output("The table without the columns that hardly vary.", named: "table", isMain: true) var selected: Table?
  @Output("The columns to keep, to choose them of other tables.", kind: .transformer) var transformer: ModelArchive?
  @Output("A row a column: `feature`, `variance`, `kept`.") var scores: Table?

  mutating func run(_ context: RunContext) throws {
    let (fitted, variances) = try fitted(to: table, context)
    selected = try fitted.transform(table, context)
    transformer = fitted.archive()
    scores = try judgementTable(fitted.features, [("variance", variances)], fitted.isKept)
  }

  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage { try fitted(to: data.features, context).fitted }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { try FittedSelection(archive, of: name) }

  private func fitted(to table: Table, _ context: RunContext) throws -> (fitted: FittedSelection, variances: [Double]) {
    let choice = ColumnChoice(columns: columns, exclude: exclude, types: [.numbers, .booleans])
    let chosen = try choice.numbers(from: table, "only numbers have a variance", infinite: "so it has no variance")
    let variances = mapPieces(chosen.count, cores: context.cores) { variance(of: chosen[$0].values) }
    let fitted = FittedSelection(tool: Self.name, features: chosen.map(\.name), isKept: variances.map { $0 > threshold })
    if chosen.isEmpty {
      context.warn("the table has no columns of numbers to judge", remedy: "name some under 'columns', or leave the step out", parameter: choice.parameter)
    } else if chosen.count == table.columns.count {
      try fitted.requireKept("has a variance above \(TypedValue.shortest(threshold))", remedy: "lower 'threshold'", parameter: "threshold")
    }
    return (fitted, variances)
  }
}
