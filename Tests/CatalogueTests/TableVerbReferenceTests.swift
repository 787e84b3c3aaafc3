import TableTools
import Tabular
import TestSupport
import Testing
import Tooling

/// Tables that `Fixtures/table_verbs.py` generated, of few different values, and what pandas made of them. All is compared exactly: rows are
/// chosen and put side by side, and nothing is calculated.
struct TableVerbReferenceTests {
  @Test func `sorts as pandas does`() throws {
    for verb in try cases("sort") {
      let run = try run("table.sort", verb, ["by", "ascending", "missing"])
      #expect(try rows(run) == (verb["rows"]?.numbers ?? []), "by \(verb["by"]?.text ?? "")")
    }
  }

  @Test func `keeps one of equal rows as pandas does`() throws {
    for verb in try cases("distinct") {
      let run = try run("table.distinct", verb, ["columns", "keep"])
      #expect(try rows(run) == (verb["rows"]?.numbers ?? []), "of \(verb["columns"]?.text ?? ""), keeping \(verb["keep"]?.text ?? "")")
    }
  }

  @Test func `joins as pandas does`() throws {
    for (place, verb) in try cases("join").enumerated() {
      let arguments = JSON.object(["on", "left_on", "right_on", "how"].compactMap { name in verb[name].map { JSON.Member(name, $0) } })
      let inputs = ["left": try Table(fixture: verb["left"]), "right": try Table(fixture: verb["right"])]
      let joined: Table = try runTool(tableTools.tool("table.join"), inputs: inputs, arguments: arguments).value("table")
      let expected = try Table(fixture: verb["joined"])
      #expect(joined == expected, "case \(place): \(arguments.text)")
      let again: Table = try runTool(tableTools.tool("table.join"), inputs: inputs, arguments: arguments, cores: 3).value("table")
      #expect(again == joined)
    }
  }

  /// Sums are of at most fifty quarters, which are exact; a mean or a deviation may differ in the last bits, by the order of the additions.
  @Test func `summarises groups as pandas does`() throws {
    for verb in try cases("summarise") {
      let summary: Table = try run("table.summarise", verb, ["by", "columns"]).value("table")
      let expected = try Table(fixture: verb["summary"])
      #expect(summary.names == expected.names)
      for (column, other) in zip(summary.columns, expected.columns) {
        if case (.number(let cells), .number(let others)) = (column.values, other.values) {
          #expect(cells.count == others.count && zip(cells, others).allSatisfy { agree($0, $1, relative: 1e-12) }, "\(column.name): \(cells), \(others)")
        } else {
          #expect(column == other)
        }
      }
    }
  }

  /// What pandas lacks: rows with a partner and rows without one are the table, each once.
  @Test func `semi and anti joins share the left table out`() throws {
    for verb in try cases("join") where verb["on"] != nil && verb["how"]?.string == "inner" {
      func rows(_ how: String) throws -> [Double] {
        let joined: Table = try runTool(
          tableTools.tool("table.join"), inputs: ["left": Table(fixture: verb["left"]), "right": Table(fixture: verb["right"])],
          arguments: ["on": verb["on"] ?? .null, "how": .text(how)]
        ).value("table")
        return joined.column("value")?.values.numbers ?? []
      }
      let matched = Set(try Table(fixture: verb["joined"]).column("value_x")?.values.numbers ?? [])
      #expect(try rows("semi") == matched.sorted())
      let all = try Table(fixture: verb["left"]).column("value")?.values.numbers ?? []
      #expect(try rows("anti") == all.filter { !matched.contains($0) })
    }
  }

  private func cases(_ name: String) throws -> [JSON] { try #require(try toolReference("verbs.json")[name]?.array) }

  private func run(_ tool: String, _ verb: JSON, _ arguments: [String]) throws -> ToolRun {
    try runTool(
      tableTools.tool(tool), inputs: ["table": Table(fixture: verb["table"])],
      arguments: .object(arguments.compactMap { name in verb[name].map { JSON.Member(name, $0) } }))
  }

  private func rows(_ run: ToolRun) throws -> [Double] {
    let table: Table = try run.value("table")
    return table.column("row")?.values.numbers ?? []
  }
}

extension Table {
  /// A table as the fixture writes it: columns with a type and cells.
  init(fixture json: JSON?) throws {
    try self.init(
      (json?.array ?? []).map { column in
        let cells = column["cells"]?.array ?? []
        let values: Column.Values =
          switch column["type"]?.string {
          case "integer": .integer(Optionals(cells.map { $0.double.map { Int64($0) } }, zero: 0))
          case "number": .number(cells.map { $0.double ?? .nan })
          case "boolean": .boolean(Optionals(cells.map { cell in if case .boolean(let truth) = cell { truth } else { nil } }, zero: false))
          default: .text(TextValues(cells.map(\.string)))
          }
        return Column(column["name"]?.string ?? "", values)
      })
  }
}
