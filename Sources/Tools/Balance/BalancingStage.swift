import LinearAlgebra
import Tabular
import Tooling

/// A tool that changes how many rows classes have. It declares its parameters and says how; the rest is the same for all.
protocol BalancingStage: Stage {
  var data: Table { get }
  var target: ColumnName { get }
  var features: [ColumnName]? { get }
  var groups: ColumnName? { get }
  var weights: ColumnName? { get }
  var task: LearningTask { get }
  var seed: Int { get }
  var balanced: Table? { get set }
  var counts: Table? { get set }

  var resampling: any RowResampling { get }
}

extension BalancingStage {
  static var role: StageRole { .resamples }

  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage { resampling }

  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage {
    throw ToolError("'\(name)' changes the rows to learn from, and nothing of it is kept with a model")
  }

  /// The rows that have a target; the step's own input.
  func dataset(_ context: RunContext, readsFeatures: Bool) throws -> Dataset {
    try Dataset(
      data, ColumnRoles(target: target, features: features, groups: groups, weights: weights, task: task), context, readsFeatures: readsFeatures)
  }
}

/// A balancing tool that draws rows as they are.
protocol RandomBalancingStage: BalancingStage {
  var randomResampling: RandomResampling { get }
}

extension RandomBalancingStage {
  var resampling: any RowResampling { randomResampling }

  mutating func run(_ context: RunContext) throws {
    let dataset = try dataset(context, readsFeatures: false)
    let rows = try randomResampling.rows(of: dataset.training.target)
    balanced = data.selecting(rows: rows.map { dataset.rows[$0] })
    counts = try ClassRows(dataset.training.target).table(after: ClassRows(dataset.training.target?.selecting(rows: rows)))
  }
}

/// Rows by their class.
struct ClassRows {
  let description: TargetDescription
  /// Ascending, a list a class.
  let rows: [[Int]]

  /// - Throws: `ToolError` where the target is no classes.
  init(_ target: Target?) throws(ToolError) {
    guard case .classes(let codes, let description)? = target else {
      throw ToolError(
        "the target\(target.map { " '\($0.description.name)'" } ?? "") is numbers, and classes are balanced",
        remedy: "if they are classes, set task: classification", parameter: "target")
    }
    var rows = description.classes.map { _ in [Int]() }
    for (row, code) in codes.enumerated() { rows[Int(code)].append(row) }
    self.description = description
    self.rows = rows
  }

  var counts: [Int] { rows.map(\.count) }

  /// A row a class: `class`, `before`, `after`.
  func table(after: ClassRows) throws -> Table {
    try Table([
      Column("class", .text(TextValues(description.classes))), Column("before", .integer(Optionals(counts.map(Int64.init), zero: 0))),
      Column("after", .integer(Optionals(after.counts.map(Int64.init), zero: 0))),
    ])
  }
}

/// Draws rows of classes at random: more of some, with replacement, or fewer.
struct RandomResampling: RowResampling {
  let strategy: SamplingStrategy
  /// Whether rows are added.
  let adds: Bool
  /// Whether those of a class that is made smaller are drawn with replacement.
  let replaces: Bool
  let seed: Int

  func resampled(_ data: TrainingData, _ context: RunContext) throws -> TrainingData {
    data.selecting(rows: try rows(of: data.target))
  }

  /// The rows after: of a class that grows all and then those drawn again; of one that shrinks those drawn, in their order.
  func rows(of target: Target?) throws(ToolError) -> [Int] {
    let classes = try ClassRows(target)
    let wanted = try strategy.counts(of: classes.description.classes, classes.counts, adds: adds)
    var kept: [Int] = []
    var added: [Int] = []
    for (code, rows) in classes.rows.enumerated() {
      // A class draws from a stream of its own: what another class gets changes nothing.
      var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(code))
      if adds {
        kept += rows
        for _ in 0..<max(0, wanted[code] - rows.count) { added.append(rows[random.below(rows.count)]) }
      } else if wanted[code] == rows.count {
        kept += rows
      } else if replaces {
        for _ in 0..<wanted[code] { kept.append(rows[random.below(rows.count)]) }
      } else {
        kept += random.choose(wanted[code], from: rows.count).map { rows[$0] }
      }
    }
    return kept.sorted() + added
  }
}
