import TableTools
import Tabular
import TestSupport
import Testing
import Tooling

struct TableSelectTests {
  private func select(_ arguments: JSON) throws -> Table {
    let table = try table("name,size,odd.name [mm]\na,1,2\nb,3,4\n")
    return try runTool(tableTools.tool("table.select"), inputs: ["table": table], arguments: arguments).value("table")
  }

  @Test func columnsStandAsNamed() throws {
    #expect(try select(["columns": ["odd.name [mm]", "name"]]).names == ["odd.name [mm]", "name"])
    #expect(try select(["drop": ["size"]]).names == ["name", "odd.name [mm]"])
  }

  @Test func mistakes() throws {
    let near = ToolError.thrown { try select(["columns": ["nmae"]]) }
    #expect(near?.message == "the table has no column 'nmae'; did you mean 'name'?")
    #expect(near?.parameter == "columns")
    #expect(ToolError.thrown { try select(["drop": ["sizes"]]) }?.message == "the table has no column 'sizes'; did you mean 'size'?")
    #expect(ToolError.thrown { try select([:]) }?.message == "'table.select' needs 'columns' or 'drop'")
    #expect(ToolError.thrown { try select(["columns": ["name"], "drop": ["size"]]) }?.message == "'columns' and 'drop' cannot both be given")
    #expect(ToolError.thrown { try select(["columns": ["name", "name"]]) }?.message == "'columns' names 'name' twice")
    #expect(
      ToolError.thrown { try select(["drop": ["name", "size", "odd.name [mm]"]]) }?.message
        == "'drop' names every column of the table, and none would be left")
    let empty = #expect(throws: BindingFailure.self) { try select(["columns": [] as JSON]) }
    #expect(empty?.description == "'columns' must be not empty, not []")
  }
}
