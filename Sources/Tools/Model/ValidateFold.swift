import Learning
import LinearAlgebra
import Tabular
import Tooling

/// Fits a pipeline on the rows outside one fold and predicts the rows inside: a cross-validation's sub-step.
///
/// `folds` is what `model.folds` gave. `predictions` has a row for each row of the fold: its number in the data, `truth`,
/// `prediction`, and the classes' probabilities.
///
/// Curves of learning and tests by permutation vary it: fewer rows to learn from (`train_rows`; the fewer are among the more, and each class
/// has its share), or a target that is shuffled (`permutation`).
struct ValidateFold: Tool {
  static let name = "model.fold"
  static let summary = "Fit a pipeline outside one fold and predict the rows inside."
  static let version = "1"

  @Input("The rows to learn from and to judge by.") var data: Table
  @Input("The fold of each row, from model.folds.") var folds: Table
  @Param("The column to predict.", of: "data") var target: ColumnName
  @Param("The columns to learn from; without it, every other column.", of: "data") var features: [ColumnName]?
  @Param("A column of groups, such as patients: no feature.", of: "data") var groups: ColumnName?
  @Param("A column of weights of the rows.", of: "data") var weights: ColumnName?
  @Param("The class that counts as positive, of two; without it, the last in sorted order.") var positive: String?
  @Param("Whether classes are told apart or numbers predicted.") var task = LearningTask.auto
  @Param("The stages in their order, the predictor last.", .notEmpty) var pipeline: [StageSpecification]
  @Param("Which fold is held out, from 1.", .in(1...10_000)) var fold = 1
  @Param("Whether only rows of earlier folds are learnt from, as where rows stand in the order of time.") var earlier = false
  @Param("How many of the rows outside the fold are learnt from; without it, all.", .atLeast(1)) var trainRows: Int?
  @Param("Above 0: the target is shuffled before anything else, each number in another way.", .atLeast(0)) var permutation = 0
  @Param("Whether the rows learnt from are predicted too.") var training = false
  @Param("Of the random numbers that choose rows and shuffle.", .atLeast(0)) var seed = 0

  @Output("The rows held out, predicted.", isMain: true) var predictions: Table?
  @Output("The rows learnt from, predicted.", named: "training", isOptional: true) var learnt: Table?

  mutating func run(_ context: RunContext) throws {
    let roles = ColumnRoles(target: target, features: features, groups: groups, weights: weights, positive: positive, task: task)
    // What there is to say of the data as a whole is said once, where the folds are dealt.
    let dataset = try Dataset(data, roles, RunContext(catalogue: context.catalogue))
    guard case .integer(let cells)? = folds.column("fold")?.values, cells.count == data.rowCount else {
      throw ToolError("the folds are those of another table", remedy: "deal them from the same data with model.folds", parameter: "folds")
    }
    let held = dataset.rows.indices.filter { cells[dataset.rows[$0]] == Int64(fold) }
    var others = dataset.rows.indices.filter { place in
      cells[dataset.rows[place]].map { earlier ? $0 < Int64(fold) : $0 != Int64(fold) } ?? false
    }
    guard !held.isEmpty, !others.isEmpty else { throw ToolError("fold \(fold) holds out \(held.isEmpty ? "no row" : "every row")", parameter: "fold") }

    var rows = dataset.training
    if permutation > 0, let target = rows.target {
      var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(truncatingIfNeeded: permutation))
      rows.target = target.selecting(rows: shuffled(rows, &random))
    }
    if let trainRows, trainRows < others.count { others = share(of: others, rows, trainRows) }
    let predictor = try FittedPipeline.fit(pipeline, rows.selecting(rows: others), context)
    predictions = try predicted(held, of: dataset, rows, predictor, context)
    if training { learnt = try predicted(others, of: dataset, rows, predictor, context) }
  }

  private func predicted(_ places: [Int], of dataset: Dataset, _ rows: TrainingData, _ predictor: any FittedPredictor, _ context: RunContext) throws -> Table {
    let part = rows.selecting(rows: places)
    guard let truth = part.target else { throw ToolError("there is no target", parameter: "target") }
    return try Table(
      [rowColumn(places.map { dataset.rows[$0] }), truthColumn(truth)] + predictionColumns(try predictor.predict(part.features, context), of: truth.description))
  }

  /// A permutation of the rows, within groups where there are some.
  private func shuffled(_ rows: TrainingData, _ random: inout RandomSource) -> [Int] {
    let count = rows.features.rowCount
    guard let groups = rows.groups else { return random.permutation(count) }
    var order = Array(0..<count)
    for members in Dictionary(grouping: 0..<count, by: { groups[$0] }).sorted(by: { $0.key < $1.key }).map(\.value) {
      for (place, other) in zip(members, random.permutation(members.count)) { order[place] = members[other] }
    }
    return order
  }

  /// `count` of `places` in random order, of which any first part has nearly the share of each class that all have.
  private func share(of places: [Int], _ rows: TrainingData, _ count: Int) -> [Int] {
    var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(truncatingIfNeeded: fold))
    let order = random.permutation(places.count).map { places[$0] }
    guard case .classes(let codes, let description)? = rows.target else { return order.prefix(count).sorted() }
    var totals = [Int](repeating: 0, count: description.classes.count)
    for place in order { totals[Int(codes[place])] += 1 }
    var seen = [Int](repeating: 0, count: totals.count)
    let ranks = order.map { place -> Double in
      let code = Int(codes[place])
      seen[code] += 1
      return (Double(seen[code]) - 0.5) / Double(totals[code])
    }
    let ranked = order.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
    return ranked.prefix(count).map { order[$0] }.sorted()
  }
}
