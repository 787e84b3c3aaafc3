import Tabular
import TestSupport
import Testing
import Tooling

/// What imputers do with columns of every type, and what they say.
@Suite struct ImputeToolTests {
  private static func patients() throws -> Table {
    try Table([
      Column("age", .integer(Optionals([40, nil, 50, 40], zero: 0))),
      Column("crp", .number([1, 2, .nan, 9])),
      Column("smokes", .boolean(Optionals([true, nil, true, false], zero: false))),
      Column("stage", .text(TextValues(["II", "I", nil, "I"]))),
      Column("site", .dictionary(DictionaryValues(codes: [1, -1, 1, 0], levels: ["a", "b"]))),
      Column("seen", .timestamp(TimestampValues(Optionals([5, 5, nil, 7], zero: 0), unit: .second))),
      Column("empty", .number([.nan, .nan, .nan, .nan])),
    ])
  }

  private func fill(_ arguments: JSON, _ table: Table? = nil) throws -> ToolRun {
    try run("impute.simple", ["table": try table ?? Self.patients()], arguments)
  }

  @Test func `means are of numbers alone`() throws {
    let run = try fill(["strategy": "mean"])
    let table: Table = try run.value("table")
    #expect(table.column("age")?.values == .number([40, 130.0 / 3, 50, 40]))
    #expect(table.column("crp")?.values == .number([1, 2, 4, 9]))
    #expect(try table.column("stage") == Self.patients().column("stage") && table.column("empty") == nil)
    #expect(run.messages == ["the column 'empty' has no values, and is left out"])
    #expect(try run.value("fills", as: Table.self).strings("fill").last == .some(nil))
    #expect(try fill(["strategy": "mean", "keep_empty_features": true]).value("table", as: Table.self).numbers("empty") == [0, 0, 0, 0])
  }

  @Test func `the most frequent value has the column's type`() throws {
    let table: Table = try fill(["strategy": "most_frequent"]).value("table")
    #expect(table.column("age")?.values == .integer(Optionals([40, 40, 50, 40], zero: 0)))
    #expect(table.column("crp")?.values == .number([1, 2, 1, 9]))
    #expect(table.column("smokes")?.values == .boolean(Optionals([true, true, true, false], zero: false)))
    #expect(table.strings("stage") == ["II", "I", "I", "I"] && table.strings("site") == ["b", "b", "b", "a"])
    #expect(table.column("seen")?.values == .timestamp(TimestampValues(Optionals([5, 5, 5, 7], zero: 0), unit: .second)))
  }

  @Test func `a constant goes to the columns of its type`() throws {
    let table: Table = try fill(["strategy": "constant"]).value("table")
    #expect(table.column("age")?.values == .integer(Optionals([40, 0, 50, 40], zero: 0)) && table.numbers("empty") == [0, 0, 0, 0])
    #expect(table.strings("stage")[2] == "missing_value" && table.strings("site")[1] == "missing_value")
    #expect(table.column("smokes")?.values.missingCount == 1)
    let unknown: Table = try fill(["strategy": "constant", "fill_value": "unknown"]).value("table")
    #expect(unknown.strings("stage")[2] == "unknown" && unknown.column("age")?.values.missingCount == 1)
    let half: Table = try fill(["strategy": "constant", "fill_value": 0.5]).value("table")
    #expect(half.column("age")?.values == .number([40, 0.5, 50, 40]))
    let no: Table = try fill(["strategy": "constant", "fill_value": false]).value("table")
    #expect(no.column("smokes")?.values == .boolean(Optionals([true, false, true, false], zero: false)))
  }

  @Test func `other rows get what was learnt`() throws {
    for (arguments, tool) in [(["add_indicator": true], "impute.simple"), (["add_indicator": true, "n_neighbors": 1], "impute.knn")] as [(JSON, String)] {
      let fitted = try run(tool, ["table": try Self.patients()], arguments).value("transformer", as: ModelArchive.self)
      let other = try Table([
        Column("age", .integer(Optionals([nil, 44], zero: 0))), Column("crp", .number([9, .nan])), Column("empty", .number([1, .nan])),
      ])
      let table: Table = try run("model.transform", ["transformer": fitted, "data": other]).value("table")
      #expect(table.names == ["age", "crp", "missingindicator_age", "missingindicator_crp", "missingindicator_empty"])
      #expect(table.columns[2].values == .boolean(Optionals([true, false], zero: false)))
      #expect(table.numbers("age")[0] == (tool == "impute.knn" ? 40 : 130.0 / 3) && !table.numbers("crp")[1].isNaN)
    }
  }

  @Test func `mistakes`() throws {
    #expect(
      failure { try fill(["columns": ["stage"]]) } == "the column 'stage' is text, and only numbers have a mean | leave it out of 'columns'")
    #expect(failure { try fill(["types": ["text"]]) }.hasPrefix("the column 'stage' is text, and only numbers have a mean"))
    #expect(failure { try fill(["fill_value": 3]) } == "'fill_value' is for strategy: constant | leave it out, or set strategy: constant")
    #expect(
      failure { try fill(["columns": ["age"], "strategy": "constant", "fill_value": "x"]) }
        == "the column 'age' is integer, and it takes a 'fill_value' of its type, not 'x' | name the columns to fill in under 'columns'")
    let infinite = try Table([Column("a", .number([1, .infinity, .nan]))])
    #expect(failure { try fill([:], infinite) }.hasPrefix("the column 'a' has infinite or too large values, so it has no mean"))
    #expect(failure { try run("impute.knn", ["table": infinite]) }.hasPrefix("the column 'a' is infinite in row 2, so it has no distances"))
    let taken = try Table([Column("a", .number([1, .nan])), Column("missingindicator_a", .number([1, 2]))])
    #expect(failure { try fill(["add_indicator": true], taken) }.hasPrefix("two columns would be called 'missingindicator_a'"))
  }

  /// More columns than rows, in blocks on one core and two.
  @Test func `many columns`() throws {
    func value(_ row: Int, _ place: Int) -> Double { (row + place) % 9 == 0 ? .nan : Double((row * 37 + place * 11) % 101) }
    let table = try Table((0..<5000).map { place in Column("g\(place)", .number((0..<50).map { value($0, place) })) })
    for tool in ["impute.simple", "impute.knn"] {
      let one = try run(tool, ["table": table])
      #expect(try one.value("table", as: Table.self).columns.allSatisfy { $0.values.missingCount == 0 })
      #expect(try run(tool, ["table": table], cores: 2).digests == one.digests)
    }
  }
}
