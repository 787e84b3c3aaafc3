import LinearAlgebra
import ScaleTools
import Tabular
import TestSupport
import Testing
import Tooling

struct ScaleStandardTests {
  private func scale(_ table: Table, _ arguments: JSON = [:]) throws -> (table: Table, transformer: ModelArchive, run: ToolRun) {
    let run = try runTool(scaleTools.tool("scale.standard"), inputs: ["table": table], arguments: arguments)
    return (try run.value("table"), try run.value("transformer"), run)
  }

  private func stage() throws -> StageDeclaration { try #require(try scaleTools.tool("scale.standard").stage) }

  @Test func agreesWithScikitLearn() throws {
    let table = try mixedTable()
    let reference = try toolReference("standard_scale.json")
    for (key, arguments) in [
      ("true true", [:]), ("true false", ["with_std": false]), ("false true", ["with_mean": false]),
      ("false false", ["with_mean": false, "with_std": false]),
    ] as [(String, JSON)] {
      let scaled = try scale(table, arguments).table
      #expect(scaled.names == table.names)
      for column in try #require(reference[key]?.members) {
        let values = try #require(scaled.column(column.name)?.values.numbers)
        #expect(zip(values, column.value.numbers).allSatisfy { agree($0, $1, relative: 1e-6, absolute: 1e-9) }, "\(column.name), \(key)")
      }
      #expect(scaled.column("kind") == table.column("kind") && scaled.column("is_large") == table.column("is_large"))
    }
  }

  @Test func columnsAreChosen() throws {
    let table = try mixedTable()
    let one = try scale(table, ["columns": ["whole"]]).table
    #expect(one.column("length") == table.column("length") && one.column("whole") != table.column("whole"))
    let rest = try scale(table, ["exclude": ["whole"]]).table
    #expect(rest.column("whole") == table.column("whole") && rest.column("length") != table.column("length"))
  }

  @Test func transformerScalesOtherRows() throws {
    let archive = try scale(table("a,b,t\n0,1,x\n2,3,y\n")).transformer
    #expect(archive.kind == .transformer && archive.tool == "scale.standard")
    let fitted = try #require(try stage().read(archive, RunContext()) as? any FittedTransformer)
    #expect(fitted.archive() == archive)
    let context = RunContext()
    let other = try fitted.transform(table("b,t,a\n4,z,5\n,w,1\n"), context)
    #expect(other.column("a")?.values == .number([4, 0]))
    #expect(other.column("b")?.values == .number([2, .nan]))
    #expect(other.column("t")?.values.strings == ["z", "w"])
    let error = ToolError.thrown { try fitted.transform(try table("a,c\n1,2\n"), context) }
    #expect(error?.message == "the table has no column 'b', which the transformer scales")
    #expect(ToolError.thrown { try fitted.transform(try table("a,b\nx,2\n"), context) }?.message == "the column 'a' is text, and the transformer scales numbers")
  }

  @Test func stageFitsOnTheRowsGiven() throws {
    let table = try table("a,b\n0,1\n2,3\n100,200\n")
    let arguments = try scaleTools.tool("scale.standard").arguments(given: [])
    let fitted = try stage().fit(arguments, TrainingData(features: table.selecting(rows: [0, 1])), RunContext())
    let transformer = try #require(fitted as? any FittedTransformer)
    #expect(try transformer.transform(table, RunContext()).column("a")?.values == .number([-1, 1, 99]))
  }

  @Test func edges() throws {
    let empty = try scale(table("a,b\n"))
    #expect(empty.table.rowCount == 0)
    let single = try scale(table("a\n7\n"))
    #expect(single.table.column("a")?.values == .number([0]))
    let text = try scale(table("a\nx\ny\n"))
    #expect(text.run.messages == ["the table has no columns of numbers to scale"])
    #expect(text.transformer.content["columns"] == .array([]))
    let absent = try scale(Table([Column("a", .number([.nan, .nan]))]))
    #expect(absent.run.messages == ["the column 'a' has no values to learn a mean from, and will be missing throughout"])
    let infinite = ToolError.thrown { try scale(Table([Column("a", .number([1, .infinity]))])) }
    #expect(infinite?.message == "the column 'a' is infinite in row 2, so it has no mean")
  }

  @Test func mistakes() throws {
    let mixed = try table("a,t\n1,x\n2,y\n")
    #expect(ToolError.thrown { try scale(mixed, ["columns": ["t"]]) }?.message == "the column 't' is text, and only numbers can be scaled")
    #expect(ToolError.thrown { try scale(mixed, ["columns": ["b"]]) }?.parameter == "columns")
    #expect(ToolError.thrown { try scale(mixed, ["exclude": ["b"]]) }?.parameter == "exclude")
    #expect(ToolError.thrown { try scale(mixed, ["columns": ["a"], "exclude": ["a"]]) }?.message == "'a' stands under 'columns' and under 'exclude'")
  }

  @Test func damagedArchivesAreRefused() throws {
    var archive = try scale(table("a,b\n0,1\n2,3\n")).transformer
    archive.content = ["columns": ["a"]]
    #expect(ToolError.thrown { try stage().read(archive, RunContext()) }?.message == "the transformer is damaged: its columns and numbers do not agree")
    archive.arrays = []
    #expect(ToolError.thrown { try stage().read(archive, RunContext()) }?.message == "the model lacks its array 'mean'")
  }
}
