import Tabular
import TestSupport
import Testing
import Tooling

/// What balancing does to rows; how many there are stands in `PreparationReferenceTests`, against imbalanced-learn.
@Suite struct BalanceToolTests {
  private static func patients() throws -> Table {
    try Table([
      Column("row", .integer(Optionals((0..<40).map { Int64($0) }, zero: 0))),
      Column("x", .number((0..<40).map { Double($0 * 7 % 11) })), Column("y", .number((0..<40).map { Double($0 * $0 % 13) })),
      Column("ward", .text(TextValues((0..<40).map { "w\($0 % 3)" }))),
      Column("outcome", .text(TextValues((0..<40).map { $0 % 8 == 0 ? "relapse" : "well" }))),
    ])
  }

  private func balance(_ tool: String, _ arguments: [JSON.Member] = [], _ table: Table? = nil, cores: Int = 1) throws -> ToolRun {
    try run(tool, ["data": try table ?? Self.patients()], .object([.init("target", "outcome")] + arguments), cores: cores)
  }

  @Test func `rows are repeated as they are`() throws {
    let table: Table = try balance("balance.random_over").value("table")
    let rows = table.numbers("row").map { Int($0) }
    #expect(Array(rows.prefix(40)) == Array(0..<40) && rows.count == 70)
    #expect(rows.dropFirst(40).allSatisfy { $0 % 8 == 0 } && Set(rows.dropFirst(40)).count == 5)
    let other: Table = try balance("balance.random_over", [.init("seed", 1)]).value("table")
    #expect(other.numbers("row") != table.numbers("row"))
  }

  @Test func `rows are taken away, and the rest keep their order`() throws {
    let rows = try balance("balance.random_under").value("table", as: Table.self).numbers("row")
    #expect(rows.count == 10 && rows == rows.sorted() && Set(rows).count == 10)
    #expect(Set([0, 8, 16, 24, 32]).isSubset(of: Set(rows.map { Int($0) })))
    // Each row as likely as the next: over many seeds none is left out.
    var drawn: Set<Double> = []
    for seed in 0..<40 { drawn.formUnion(try balance("balance.random_under", [.init("seed", .integer(seed))]).value("table", as: Table.self).numbers("row")) }
    #expect(drawn.count == 40)
  }

  @Test func `new rows lie between neighbours of their class`() throws {
    let run = try balance("balance.smote", [.init("features", ["x", "y"]), .init("groups", "ward"), .init("k_neighbors", 2)])
    let table: Table = try run.value("table")
    #expect(table.names == ["x", "y", "outcome", "ward", "synthetic"] && table.rowCount == 70)
    let before = try Self.patients()
    let members = stride(from: 0, to: 40, by: 8).map { (before.numbers("x")[$0], before.numbers("y")[$0]) }
    let (x, y) = (table.numbers("x"), table.numbers("y"))
    for row in 40..<70 {
      #expect(table.strings("outcome")[row] == "relapse")
      // On the way from a member to one of its two nearest.
      let isBetween = members.contains { start in
        let near = members.filter { $0 != start }.sorted { squared($0, start) < squared($1, start) }
        return near.prefix(while: { squared($0, start) <= squared(near[1], start) }).contains { end in
          let cross = (x[row] - start.0) * (end.1 - start.1) - (y[row] - start.1) * (end.0 - start.0)
          let along = (x[row] - start.0) * (end.0 - start.0) + (y[row] - start.1) * (end.1 - start.1)
          return abs(cross) < 1e-9 && along >= -1e-9 && along <= squared(start, end) + 1e-9
        }
      }
      #expect(isBetween, "row \(row)")
    }
    #expect(try balance("balance.smote", [.init("features", ["x", "y"]), .init("groups", "ward"), .init("k_neighbors", 2)], cores: 2).digests == run.digests)
  }

  private func squared(_ a: (Double, Double), _ b: (Double, Double)) -> Double { (a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1) }

  /// A forest that learnt balanced rows in a pipeline predicts the rows as they come.
  @Test func `a pipeline balances what it learns from alone`() throws {
    let arguments: JSON = [
      "target": "outcome", "features": ["x", "y"], "folds": 5, "pipeline": ["balance.random_over", "model.logistic_regression"],
    ]
    let run = try run("model.cross_validate", ["data": try Self.patients()], arguments)
    #expect(try run.value("predictions", as: Table.self).rowCount == 40)
    let fitted = try CatalogueTests.run(
      "model.fit", ["data": try Self.patients()], ["target": "outcome", "features": ["x", "y"], "pipeline": ["balance.smote", "scale.standard", "model.logistic_regression"]])
    let archive: ModelArchive = try fitted.value("model")
    #expect(archive.parts.map(\.tool) == ["scale.standard", "model.logistic_regression"])
  }

  @Test func `mistakes`() throws {
    #expect(
      failure { try balance("balance.random_over", [.init("sampling_strategy", "majority")]) }
        == "'sampling_strategy' must be a strategy that adds rows, such as not_majority, not 'majority'")
    #expect(
      failure { try balance("balance.random_over", [.init("sampling_strategy", 0.01)]) }.hasPrefix("'sampling_strategy' must be at least 0.1428"))
    #expect(
      failure { try balance("balance.random_under", [.init("sampling_strategy", ["well": 50])]) }
        == "'sampling_strategy' must be at most 35 for 'well', the rows that it has, not 50")
    #expect(
      failure { try balance("balance.random_under", [.init("sampling_strategy", ["wel": 5])]) }
        == "'sampling_strategy' names 'wel', which is no class; did you mean 'well'?")
    #expect(
      failure { try run("balance.smote", ["data": try Self.patients()], ["target": "row", "features": ["x"]]) }
        == "the target 'row' is numbers, and classes are balanced | if they are classes, set task: classification")
    let lone = try Table([Column("x", .number([1, 2, 3])), Column("outcome", .text(TextValues(["a", "a", "b"])))])
    #expect(failure { try balance("balance.smote", [], lone) }.hasPrefix("the class 'b' has one row, and new ones lie between two"))
    let gap = try Table([Column("x", .number([1, 2, .nan, 4])), Column("outcome", .text(TextValues(["a", "a", "b", "b"])))])
    #expect(failure { try balance("balance.smote", [], gap) }.hasPrefix("the feature 'x' has 1 missing value, and there is no way"))
  }
}
