import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Makes new rows of rare classes, each on the way from a row to one of its nearest of the same class: SMOTE, as imbalanced-learn's.
///
/// Unlike `balance.random_over` it repeats no row, so a model cannot learn rows by heart; what lies between two patients need not be
/// one, though. It takes features of numbers (true and false become numbers between) without missing values; distances are over all
/// features, so bring them to one scale before.
///
/// **Only rows to learn from may be balanced.** Made before a split, new rows lie beside rows that the model is judged by. In a
/// `pipeline:` that cannot happen: the stage changes the training rows of each fold, and is left out when the pipeline predicts.
///
///     ```{model.cross_validate honest}
///     data: $patients
///     target: relapse
///     pipeline:
///       - scale.standard
///       - balance.smote: {k_neighbors: 5}
///       - model.logistic_regression
///     ```
///
/// As a step of its own it must come after the split, and gives `table`: the features and the target (and groups and weights, those of
/// the row that a new one starts from), the rows as they stand, then the new ones. Other columns are left out, since nobody knows what
/// they would be; a last column, `synthetic`, says which rows are new.
///
///     ```{balance.smote balanced}
///     data: $parts.train
///     target: relapse
///     features: [age, crp, ferritin]
///     ```
///
/// `sampling_strategy` is that of `balance.random_over`. Draws are by the house's generator: other rows than imbalanced-learn's, as
/// many and alike. A class of one row has no neighbours, and an error names it.
struct SyntheticMinoritySampling: BalancingStage {
  static let name = "balance.smote"
  static let summary = "Make new rows of rare classes, for training."
  static let version = "1"
  static let citations = [
    Citation("Chawla NV, Bowyer KW, Hall LO, Kegelmeyer WP. SMOTE: synthetic minority over-sampling technique. Journal of Artificial Intelligence Research 16, 321–357 (2002).", doi: "10.1613/jair.953")
  ]

  @Input("The rows to learn from, after the split.") var data: Table
  @Param("The column of classes.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows: no feature.", of: "data") var weights: ColumnName?
  @Param("Write classification where classes are whole numbers.") var task = LearningTask.auto
  @Param("Which classes get more rows, a ratio of two classes, or the rows of classes by name.") var samplingStrategy = SamplingStrategy.word(.auto)
  @Param("How many nearest rows a new one may lie towards.", .in(1...10_000)) var kNeighbors = 5
  @Param("Of the random numbers: another seed, other rows.", .atLeast(0)) var seed = 0

  @Output("The rows, and those made.", named: "table", isMain: true) var balanced: Table?
  @Output("A row a class: `class`, `before`, `after`.") var counts: Table?

  var resampling: any RowResampling { SyntheticResampling(strategy: samplingStrategy, neighbourCount: kNeighbors, seed: seed) }

  mutating func run(_ context: RunContext) throws {
    let dataset = try dataset(context, readsFeatures: true)
    let (made, parents) = try SyntheticResampling(strategy: samplingStrategy, neighbourCount: kNeighbors, seed: seed)
      .made(dataset.training, context)
    var columns = made.features.columns
    for name in [target.name, groups?.name, weights?.name].compactMap({ $0 }) {
      let column = try data.column(name, for: "target")
      columns.append(Column(name, column.values.selecting(parents.map { dataset.rows[$0] })))
    }
    let oldCount = dataset.rows.count
    columns.append(Column("synthetic", .boolean(Optionals(parents.indices.map { $0 >= oldCount }, zero: false))))
    balanced = try Table().replacingColumns([:], adding: columns)
    counts = try ClassRows(dataset.training.target).table(after: ClassRows(made.target))
  }
}

/// Makes rows of classes between rows that are near each other.
struct SyntheticResampling: RowResampling {
  let strategy: SamplingStrategy
  let neighbourCount: Int
  let seed: Int

  func resampled(_ data: TrainingData, _ context: RunContext) throws -> TrainingData { try made(data, context).data }

  /// The rows, then those made; and which row each is, or starts from.
  func made(_ data: TrainingData, _ context: RunContext) throws -> (data: TrainingData, parents: [Int]) {
    let classes = try ClassRows(data.target)
    let names = data.features.names
    let matrix = try numericFeatures(of: data.features, names, context)
    if let (name, count) = firstMissing(in: matrix, names) {
      throw ToolError(
        "the feature '\(name)' has \(counted(count, "missing value")), and there is no way between missing values",
        remedy: "fill them in before with impute.simple, or leave the feature out", parameter: "features")
    }
    let wanted = try strategy.counts(of: classes.description.classes, classes.counts, adds: true)
    var parents = Array(0..<matrix.rowCount)
    var columns = names.indices.map { matrix.column($0) }
    for (code, rows) in classes.rows.enumerated() where wanted[code] > rows.count {
      guard rows.count > 1 else {
        throw ToolError(
          "the class '\(shortened(classes.description.classes[code]))' has one row, and new ones lie between two",
          remedy: "use balance.random_over, or leave the class out of 'sampling_strategy'", parameter: "sampling_strategy")
      }
      if rows.count <= neighbourCount {
        context.warn(
          "the class '\(shortened(classes.description.classes[code]))' has \(rows.count) rows, so new ones lie towards \(rows.count - 1) in place of \(neighbourCount)",
          remedy: "lower 'k_neighbors'", parameter: "k_neighbors")
      }
      var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(code))
      let members = Matrix(columns: columns.map { column in rows.map { column[$0] } })
      let drawn = SyntheticMinority(of: members, neighbourCount: neighbourCount, cores: context.cores)
        .drawn(wanted[code] - rows.count, from: &random)
      parents += drawn.parents.map { rows[$0] }
      for place in columns.indices { columns[place] += drawn.rows.column(place) }
    }
    var made = data.selecting(rows: parents)
    made.features = try Table(zip(names, columns).map { Column($0, .number($1)) })
    return (made, parents)
  }
}
