import Learning
import Tabular
import Tooling

extension GradientBoosting.Fit {
  /// `iteration`, `training`, `validation`, `kept`; nil where no rows were watched.
  func iterationTable() throws -> Table? {
    guard !validationLosses.isEmpty else { return nil }
    let places = validationLosses.indices
    return try Table([
      Column("iteration", .integer(Optionals(places.map { Int64($0 + 1) }, zero: 0))), Column("training", .number(trainingLosses)),
      Column("validation", .number(validationLosses)), Column("kept", .boolean(Optionals(places.map { $0 < iterationCount }, zero: false))),
    ])
  }

  /// Both losses, and a rule at the iteration that is kept as the last; nil for one iteration.
  func curve(_ loss: String) throws -> Figure? {
    let count = validationLosses.count
    guard count > 1 else { return nil }
    let iterations = (1...count).map { Double($0) }
    let table = try Table([
      Column("rows", .text(TextValues([String?](repeating: "learnt from", count: count) + [String?](repeating: "held out", count: count)))),
      Column("iteration", .number(iterations + iterations)), Column("loss", .number(trainingLosses + validationLosses)),
    ])
    let best = try Table([Column("iteration", .number([Double(iterationCount)]))])
    let last = validationLosses[iterationCount - 1]
    return try Chart(
      description: "\(loss) over \(count) iterations; that of the rows held out is least after \(counted(iterationCount, "iteration")), \(shortNumber(last)).",
      datasets: [("losses", table), ("best", best)],
      layers: [
        ChartLayer(
          "losses", .line(),
          [
            .x: .field("iteration", .quantitative, title: "Iteration", scale: .withoutZero), .y: .field("loss", .quantitative, title: loss, scale: .withoutZero),
            .color: .field("rows", .nominal, title: "Rows", sort: .values(["learnt from", "held out"])),
          ]),
        ChartLayer("best", .rule(isDashed: true), [.x: .field("iteration", .quantitative)]),
      ]
    ).figure()
  }
}
