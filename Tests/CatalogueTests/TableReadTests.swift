import TableTools
import Tabular
import TestSupport
import Testing
import Tooling

struct TableReadTests {
  private func read(_ text: String, _ arguments: JSON = [:]) throws -> ToolRun {
    try runTool(tableTools.tool("table.read"), inputs: ["path": file(text)], arguments: arguments)
  }

  private func read(_ bytes: [UInt8], _ arguments: JSON = [:]) throws -> ToolRun {
    try runTool(tableTools.tool("table.read"), inputs: ["path": FileBytes(bytes)], arguments: arguments)
  }

  @Test func typesAreFoundByContent() throws {
    let table: Table = try read("a,b,c,d,e\n1,2.5,x,true,2024-05-01\n2,NA,,false,2024-05-02\n").value("table")
    #expect(table.columns.map(\.values.typeName) == ["integer", "number", "text", "boolean", "timestamp"])
    #expect(table.columns.map(\.values.missingCount) == [0, 1, 1, 0, 0])
  }

  @Test func parametersAreHeeded() throws {
    let text = "from the lab\n# a remark\nname;size\n'a;1';1,5\nb;?\n"
    let arguments: JSON = ["separator": ";", "quote": "'", "comment": "#", "skip_rows": 1, "decimal": ",", "missing": ["?"]]
    let table: Table = try read(text, arguments).value("table")
    #expect(table.column("name")?.values == .text(TextValues(["a;1", "b"])))
    #expect(table.column("size")?.values == .number([1.5, .nan]))
  }

  @Test func missingStandsInPlaceOfTheUsualTexts() throws {
    let table: Table = try read("country,n\nNA,1\nDE,\n", ["missing": [] as JSON]).value("table")
    #expect(table.column("country")?.values == .text(TextValues(["NA", "DE"])))
    #expect(table.column("n")?.values.missingCount == 1)
  }

  @Test func columnsAndTypesAreChosen() throws {
    let run = try read("id,b,code\n1,2,007\n2,3,010\n", ["columns": ["code", "id"], "types": ["code": "integer", "id": "dictionary"]])
    let table: Table = try run.value("table")
    #expect(table.names == ["id", "code"])
    #expect(table.column("id")?.values.typeName == "dictionary")
    #expect(table.column("code")?.values == .integer(Optionals([7, 10], zero: 0)))
  }

  @Test func headerIsFoundOrSet() throws {
    let run = try read("1,2\n3,4\n")
    #expect(try run.value("table", as: Table.self).names == ["column_1", "column_2"])
    #expect(run.remarks.map(\.severity) == [.note])
    #expect(try read("1,2\n3,4\n", ["header": "present"]).value("table", as: Table.self).names == ["1", "2"])
  }

  @Test func tabIsWrittenInLetters() throws {
    for separator in ["tab", "\t", "\\t"] {
      #expect(try read("a\tb,c\n1\t2\n", ["separator": .text(separator)]).value("table", as: Table.self).names == ["a", "b,c"])
    }
  }

  @Test func arrowIsFoundByItsMagic() throws {
    let written = try Table([Column("x", .number([1, .nan])), Column("y", .text(TextValues(["a", nil])))])
    let bytes = try written.arrowBytes()
    #expect(try read(bytes).value("table", as: Table.self) == written)
    #expect(try read(bytes, ["columns": ["y"]]).value("table", as: Table.self).names == ["y"])
    let error = ToolError.thrown { try read(bytes, ["types": ["x": "text"]]) }
    #expect(error?.message == "the file is Arrow, and its columns have types of their own")
    #expect(error?.parameter == "types")
    for length in 6..<bytes.count { #expect((try? read(Array(bytes.prefix(length)))) == nil) }
  }

  @Test func gzipIsFoundByItsMagic() throws {
    // `printf 'a,b\n1,2\n' | gzip -n`
    let bytes: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31, 0xE2, 0x02, 0x00, 0x7B, 0x07, 0x97, 0x0A,
      0x08, 0x00, 0x00, 0x00,
    ]
    #expect(try read(bytes).value("table", as: Table.self).names == ["a", "b"])
    for length in 3..<bytes.count { #expect((try? read(Array(bytes.prefix(length)))) == nil) }
  }

  @Test func mistakesAreToldWithTheirParameter() throws {
    let unknownType = ToolError.thrown { try read("name,size\na,1\n", ["types": ["siz": "text"]]) }
    #expect(unknownType?.message == "the table has no column 'siz'; did you mean 'size'?")
    #expect(unknownType?.parameter == "types")

    let unknownColumn = ToolError.thrown { try read("name,size\na,1\n", ["columns": ["weight"]]) }
    #expect(unknownColumn?.message == "the table has no column 'weight'")
    #expect(unknownColumn?.remedy == "its columns are name, size")
    #expect(unknownColumn?.parameter == "columns")

    let separator = ToolError.thrown { try read("a,b\n", ["separator": "::"]) }
    #expect(separator?.message == "'separator' must be one ASCII character, or tab, not '::'")
    #expect(separator?.parameter == "separator")

    let feather = ToolError.thrown { try read("FEA1....") }
    #expect(feather?.message == "the file is Feather of version 1, which is no longer written")

    let empty = ToolError.thrown { try read("") }
    #expect(empty?.message == "the file cannot be read: the file is empty")
    #expect(empty?.parameter == "path")

    let wrong = #expect(throws: BindingFailure.self) { try read("a\n1\n", ["types": ["a": "float"]]) }
    #expect(wrong?.description == "'types.a' must be one of number, integer, text, boolean, dictionary, timestamp, not 'float'")
  }

  @Test func headerAloneIsATableWithoutRows() throws {
    let table: Table = try read("a,b\n").value("table")
    #expect(table.names == ["a", "b"] && table.rowCount == 0)
  }

  @Test func coresChangeNothing() throws {
    let text = "a,b,c\n" + (0..<60_000).map { "\($0),\(Double($0) / 7),\"row, \($0)\"\n" }.joined()
    let tool = try tableTools.tool("table.read")
    let one = try runTool(tool, inputs: ["path": file(text)], cores: 1)
    let two = try runTool(tool, inputs: ["path": file(text)], cores: 2)
    #expect(one.digests == two.digests)
  }
}
