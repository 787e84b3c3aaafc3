import Tabular
import Tooling

/// What a search found: a row a combination.
struct SearchTable {
  let axes: [String]
  let metric: String
  private(set) var values: [[TypedValue?]] = []
  private(set) var scores: [FoldScores] = []
  /// Of a search in rounds, the last one that each combination was in, and the rows that it learnt from there.
  private var rounds: [(round: Int, trainRows: Int)] = []

  init(axes: [String], metric: String) {
    self.axes = axes
    self.metric = metric
  }

  mutating func add(_ values: [TypedValue?], _ scores: FoldScores) {
    self.values.append(values)
    self.scores.append(scores)
  }

  mutating func add(_ values: [TypedValue?], _ outcome: Halving.Outcome) {
    add(values, outcome.scores)
    rounds.append((outcome.round, outcome.trainRows))
  }

  /// Combinations from the best to the worst: those that came farther first; of equals the earlier first, undefined ones last.
  var order: [Int] {
    let sign: Double = Scoring.isLoss(metric) ? 1 : -1
    let keys = scores.indices.map { row -> (Int, Double, Int) in
      (rounds.isEmpty ? 0 : -rounds[row].round, scores[row].mean.isNaN ? Double.infinity : sign * scores[row].mean, row)
    }
    return keys.indices.sorted { keys[$0] < keys[$1] }
  }

  /// The combinations whose scores can be compared: those of the last round, which learnt from the same rows; of a search without rounds all.
  var comparable: SearchTable {
    guard let last = rounds.map(\.round).max() else { return self }
    var table = SearchTable(axes: axes, metric: metric)
    for row in values.indices where rounds[row].round == last { table.add(values[row], scores[row]) }
    return table
  }

  /// As the notebook would say it: a stage by its tool, a pipeline by its stages.
  static func text(_ value: TypedValue) -> String {
    if case .list(let stages) = value, !stages.isEmpty, stages.allSatisfy({ $0["tool"] != nil }) { return stages.map(text).joined(separator: " → ") }
    guard case .text(let tool)? = value["tool"] else { return value == .null ? "none" : value.description }
    return tool
  }

  /// `rank`, of a search in rounds `round` and `train_rows`, the metric, `<metric>_sd`, a column an axis, `fold_1` and so on.
  func ranked() throws -> Table {
    let order = order
    var ranks: [Int64] = []
    for (place, row) in order.enumerated() {
      // Equal scores have one rank, as in scikit-learn.
      let isEqual = place > 0 && scores[row].mean == scores[order[place - 1]].mean && (rounds.isEmpty || rounds[row].round == rounds[order[place - 1]].round)
      ranks.append(isEqual ? ranks[place - 1] : Int64(place + 1))
    }
    var columns = [Column("rank", .integer(Optionals(ranks, zero: 0)))]
    if !rounds.isEmpty {
      columns.append(Column("round", .integer(Optionals(order.map { Int64(rounds[$0].round) }, zero: 0))))
      columns.append(Column("train_rows", .integer(Optionals(order.map { Int64(rounds[$0].trainRows) }, zero: 0))))
    }
    columns.append(Column(metric, .number(order.map { scores[$0].mean })))
    columns.append(Column("\(metric)_sd", .number(order.map { scores[$0].deviation })))
    for (axis, name) in axes.enumerated() { columns.append(Self.column(name, order.map { values[$0][axis] })) }
    let foldCount = scores.map(\.values.count).max() ?? 0
    if foldCount <= 50 {
      for fold in 0..<foldCount { columns.append(Column("fold_\(fold + 1)", .number(order.map { scores[$0].values[fold] }))) }
    }
    return try Table(columns)
  }

  /// Numbers as numbers, all else as text; missing where the combination has no such parameter.
  static func column(_ name: String, _ cells: [TypedValue?]) -> Column {
    let given = cells.compactMap { $0 }
    if given.allSatisfy({ if case .integer = $0 { true } else { false } }) {
      return Column(name, .integer(Optionals(cells.map { if case .integer(let whole)? = $0 { Int64(whole) } else { nil } }, zero: 0)))
    }
    if given.allSatisfy({ $0.double != nil }) { return Column(name, .number(cells.map { $0?.double ?? .nan })) }
    return Column(name, .text(TextValues(cells.map { $0.map(Self.text) })))
  }

  func best() throws -> Table {
    let given = zip(axes, values[order[0]]).compactMap { name, value in value.map { (name, Self.text($0)) } }
    return try Table([Column("parameter", .text(TextValues(given.map { $0.0 }))), Column("value", .text(TextValues(given.map { $0.1 })))])
  }
}
