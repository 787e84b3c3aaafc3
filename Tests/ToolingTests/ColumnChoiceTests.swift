import Tabular
import Testing
import Tooling

@Suite struct ColumnChoiceTests {
  private static func table() throws -> Table {
    try Table([
      Column("age", .integer(Optionals([1, 2], zero: 0))), Column("weight", .number([0.5, .nan])),
      Column("smokes", .boolean(Optionals([true, nil], zero: false))), Column("site", .text(TextValues(["a", nil]))),
      Column("kind", .dictionary(DictionaryValues(codes: [0, 0], levels: ["x"]))),
      Column("seen", .timestamp(TimestampValues(Optionals([1, 2], zero: 0), unit: .second))),
    ])
  }

  private func names(_ choice: ColumnChoice, accepting: [CellType] = CellType.allCases) throws -> [String] {
    try choice.chosen(from: Self.table(), accepting: accepting, "only some can").map(\.name)
  }

  private func mistake(_ choice: ColumnChoice, accepting: [CellType] = CellType.allCases) -> (String, String?)? {
    do {
      _ = try names(choice, accepting: accepting)
      return nil
    } catch { return (error as? ToolError).map { ($0.message, $0.parameter) } }
  }

  @Test func `columns are chosen by name, by type, and but for some`() throws {
    #expect(try names(ColumnChoice()) == ["age", "weight"])
    #expect(try names(ColumnChoice(types: [.text, .booleans])) == ["smokes", "site", "kind"])
    #expect(try names(ColumnChoice(exclude: ["weight", "site"], types: [.numbers, .text])) == ["age", "kind"])
    #expect(try names(ColumnChoice(columns: ["site", "age"])) == ["site", "age"])
    #expect(try names(ColumnChoice(types: [])) == [])
  }

  @Test func `mistakes name their parameter`() throws {
    #expect(try #require(mistake(ColumnChoice(columns: ["agee"]))) == ("the table has no column 'agee'; did you mean 'age'?", "columns"))
    #expect(try #require(mistake(ColumnChoice(exclude: ["agee"]))) == ("the table has no column 'agee'; did you mean 'age'?", "exclude"))
    #expect(try #require(mistake(ColumnChoice(columns: ["age", "age"]))) == ("'columns' names 'age' twice", "columns"))
    #expect(try #require(mistake(ColumnChoice(columns: ["age"], exclude: ["age"]))) == ("'age' stands under 'columns' and under 'exclude'", "exclude"))
    #expect(try #require(mistake(ColumnChoice(columns: ["site"]), accepting: [.numbers])) == ("the column 'site' is text, and only some can", "columns"))
  }

  @Test func `numbers are those named, true and false among them`() throws {
    let numbers = try ColumnChoice(columns: ["smokes", "age"]).numbers(from: Self.table(), "only numbers can", infinite: "so not")
    #expect(numbers.map(\.name) == ["smokes", "age"] && numbers[0].values[0] == 1 && numbers[0].values[1].isNaN && numbers[1].values == [1, 2])
    let infinite = try Table([Column("a", .number([1, -.infinity]))])
    let thrown = #expect(throws: ToolError.self) { try ColumnChoice().numbers(from: infinite, "only numbers can", infinite: "so not") }
    #expect(thrown?.message == "the column 'a' is infinite in row 2, so not" && thrown?.parameter == "table")
  }
}
