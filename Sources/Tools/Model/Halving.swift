import Tabular
import Tooling

/// A search in rounds: all combinations on few rows, the better part of them on more, and the last few on all (Jamieson and Talwalkar, 2016).
struct Halving {
  /// How many combinations are judged in each round.
  let counts: [Int]
  /// How many rows they learn from; nil in the last round: all.
  let trainRows: [Int?]

  /// - Parameters:
  ///   - candidates: how many combinations there are.
  ///   - rowCount: rows outside a fold.
  ///   - factor: of how many one goes on, and by how much the rows grow.
  ///   - least: rows of the first round, at least.
  init(candidates: Int, rowCount: Int, factor: Int, least: Int) {
    var counts = [candidates]
    // From the last round, which has all rows, to the first.
    var rows: [Int?] = [nil]
    while counts[counts.count - 1] > factor, (rows[rows.count - 1] ?? rowCount) / factor >= max(1, least) {
      counts.append((counts[counts.count - 1] + factor - 1) / factor)
      rows.append((rows[rows.count - 1] ?? rowCount) / factor)
    }
    self.counts = counts
    trainRows = rows.reversed()
  }

  private static func name(_ round: Int) -> String { "round \(round + 1)" }

  /// A sub-step a round, each taking what the one before left.
  ///
  /// - Parameter search: the parameters of the search, its columns' roles among them.
  func steps(_ search: [TypedValue.Field]) -> [SubStep] {
    counts.indices.map { round in
      var arguments = search
      if let rows = trainRows[round] { arguments.append(.init("train_rows", .integer(rows))) }
      arguments.append(.init("keep", .integer(round + 1 < counts.count ? counts[round + 1] : 1)))
      return SubStep(
        Self.name(round), tool: SearchRound.name, arguments: arguments,
        inputs: [("data", .input("data"))] + (round > 0 ? [("survivors", .output(of: Self.name(round - 1), "survivors"))] : []))
    }
  }

  /// What each combination had in the last round that it was in.
  struct Outcome {
    var round: Int
    var trainRows: Int
    var scores: FoldScores
  }

  /// - Returns: an outcome a combination, and the metrics of the best.
  func outcomes(_ results: SubStepResults, metric: String) throws -> ([Outcome], Metrics) {
    var found = [Outcome?](repeating: nil, count: counts[0])
    for round in counts.indices {
      let table: Table = try results.value("table", of: Self.name(round))
      guard let numbers = table.column("combination")?.values.numbers, let rows = table.column("train_rows")?.values.numbers else {
        throw ToolError("'\(Self.name(round))' named no combinations")
      }
      let folds = table.columns.filter { $0.name.hasPrefix("fold_") }.map { $0.values.numbers ?? [] }
      for (place, number) in numbers.enumerated() where found.indices.contains(Int(number) - 1) {
        found[Int(number) - 1] = Outcome(round: round + 1, trainRows: Int(rows[place]), scores: FoldScores(folds.map { $0[place] }))
      }
    }
    let outcomes = found.compactMap { $0 }
    guard outcomes.count == counts[0] else { throw ToolError("a round of the search lost a combination") }
    return (outcomes, try results.value("metrics", of: Self.name(counts.count - 1)))
  }
}
