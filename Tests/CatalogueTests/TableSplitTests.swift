import TableTools
import Tabular
import TestSupport
import Testing
import Tooling

struct TableSplitTests {
  /// 40 rows: a number, a class of 30 and one of 10, eight groups of five.
  private func sample() throws -> Table {
    try Table([
      Column("row", .integer(Optionals((0..<40).map { Int64($0) }, zero: 0))),
      Column("kind", .text(TextValues((0..<40).map { $0 % 4 == 0 ? "M" : "B" }))),
      Column("patient", .integer(Optionals((0..<40).map { Int64($0 / 5) }, zero: 0))),
    ])
  }

  private func split(_ table: Table, _ arguments: JSON = [:]) throws -> (train: Table, test: Table, run: ToolRun) {
    let run = try runTool(tableTools.tool("table.split"), inputs: ["table": table], arguments: arguments)
    return (try run.value("train"), try run.value("test"), run)
  }

  private func rows(_ table: Table) -> [Double] { table.column("row")?.values.numbers ?? [] }

  @Test func groupsOnBothSidesAreTold() throws {
    let plain = try split(sample()).run.remarks
    #expect(plain.map(\.message) == ["6 values of 'patient' stand in both parts: a model would be judged on rows of a 'patient' that it has learnt from"])
    #expect(plain.first?.remedy == "set groups: patient, so that its rows stay together")
    #expect(try split(sample(), ["groups": "patient"]).run.remarks.isEmpty)
    let renamed = try Table(sample().columns.map { Column($0.name == "patient" ? "kind_of_patient" : $0.name, $0.values) })
    #expect(try split(renamed).run.remarks.isEmpty)
  }

  @Test(arguments: [
    ([:], 30), (["test_size": 0.25], 30), (["test_size": 0.26], 29), (["test_size": 7], 33), (["test_size": 1], 39),
    (["train_size": 12], 12), (["train_size": 0.5, "test_size": 0.1], 20),
  ] as [(JSON, Int)])
  func sizesAreScikitLearns(arguments: JSON, train: Int) throws {
    let parts = try split(sample().selecting(columns: ["row", "kind"]), arguments)
    #expect(parts.train.rowCount == train)
    #expect(parts.run.remarks.isEmpty)
    #expect(Set(rows(parts.train)).isDisjoint(with: rows(parts.test)))
    #expect(rows(parts.train) == rows(parts.train).sorted())
  }

  @Test func seedsDecide() throws {
    #expect(try split(sample(), ["seed": 1]).run.digests == split(sample(), ["seed": 1]).run.digests)
    #expect(try split(sample(), ["seed": 1]).run.digests != split(sample(), ["seed": -2]).run.digests)
  }

  @Test func strataHaveTheirShares() throws {
    let parts = try split(sample(), ["stratify": "kind", "test_size": 0.2])
    #expect(parts.test.column("kind")?.values.strings?.count { $0 == "M" } == 2)
    #expect(parts.test.rowCount == 8)
  }

  @Test func groupsStandOnOneSide() throws {
    for stratify in [JSON.null, "kind"] {
      let parts = try split(sample(), ["groups": "patient", "stratify": stratify])
      let (train, test) = (Set(parts.train.column("patient")?.values.numbers ?? []), Set(parts.test.column("patient")?.values.numbers ?? []))
      #expect(train.isDisjoint(with: test) && train.count + test.count == 8 && !test.isEmpty)
    }
  }

  @Test func orderIsKeptWithoutShuffle() throws {
    let parts = try split(sample(), ["shuffle": false, "test_size": 0.25])
    #expect(rows(parts.train) == (0..<30).map(Double.init) && rows(parts.test) == (30..<40).map(Double.init))
    let error = ToolError.thrown { try split(sample(), ["shuffle": false, "stratify": "kind"]) }
    #expect(error?.message == "'stratify' needs rows dealt at random, and 'shuffle' is false")
  }

  @Test func repeatedRowsAreWarnedOf() throws {
    let repeated = try Table([
      Column("x", .number([1, 1, 1, 1, 0, -0.0, .nan, .nan])), Column("t", .text(TextValues(["a", "a", "a", "a", nil, nil, "b", "b"]))),
    ])
    let parts = try split(repeated, ["shuffle": false, "test_size": 1])
    #expect(
      parts.run.messages == ["1 row of the test part is equal in every column to one of the training part, such as row 8 to row 7"])
    #expect(try split(repeated, ["shuffle": false, "test_size": 3]).run.messages == [
      "1 row of the test part is equal in every column to one of the training part, such as row 6 to row 5"
    ])
    // Half of the rows, so that every kind of equal rows but one stands on both sides.
    #expect(try split(repeated, ["shuffle": false, "test_size": 6]).run.messages == [
      "2 rows of the test part are equal in every column to one of the training part, such as row 3 to row 1"
    ])
  }

  @Test func mistakes() throws {
    let lone = try table("kind,x\na,1\nb,2\nb,3\nb,4\n")
    let error = ToolError.thrown { try split(lone, ["stratify": "kind"]) }
    #expect(error?.message == "class 'a' has 1 row, and a stratified split needs 2 or more of each")
    #expect(error?.remedy == "remove it, merge it with another class, or do not stratify")
    #expect(error?.parameter == "stratify")
    #expect(ToolError.thrown { try split(lone, ["stratify": "kid"]) }?.message == "the table has no column 'kid'; did you mean 'kind'?")
    #expect(ToolError.thrown { try split(lone, ["test_size": 4]) }?.parameter == "test_size")
    #expect(
      ToolError.thrown { try split(lone, ["test_size": 1.5]) }?.message
        == "'test_size' must be a share below 1 or a whole number of rows, not 1.5")
    #expect(ToolError.thrown { try split(table("a,b\n")) }?.parameter == "table")
    #expect(ToolError.thrown { try split(Table()) }?.parameter == "table")
    #expect(ToolError.thrown { try split(table("a\n1\n")) } != nil)
    let ungrouped = ToolError.thrown { try split(table("g,x\na,1\n,2\nb,3\n"), ["groups": "g"]) }
    #expect(ungrouped?.message == "the group 'g' is missing in row 2")
    let binding = #expect(throws: BindingFailure.self) { try split(lone, ["test_size": 0]) }
    #expect(binding?.description == "'test_size' must be above 0, not 0")
  }

  @Test func missingClassesAreAClass() throws {
    let parts = try split(table("kind,x\na,1\na,2\n,3\n,4\na,5\na,6\n,7\n,8\n"), ["stratify": "kind", "test_size": 0.5])
    #expect(parts.test.column("kind")?.values.missingCount == 2)
    #expect(parts.run.messages == ["rows without a value of 'kind' are dealt as a class of their own"])
  }
}
