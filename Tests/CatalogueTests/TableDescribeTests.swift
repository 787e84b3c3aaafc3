import TableTools
import Tabular
import TestSupport
import Testing
import Tooling

struct TableDescribeTests {
  private func describe(_ table: Table) throws -> Table {
    try runTool(tableTools.tool("table.describe"), inputs: ["table": table]).value("summary")
  }

  @Test func agreesWithPandas() throws {
    let summary = try describe(mixedTable())
    let reference = try #require(try toolReference("describe.json").members)
    #expect(summary.column("column")?.values.strings == reference.map(\.name))
    for (row, column) in reference.enumerated() {
      for figure in ["count", "missing", "distinct", "mean", "sd", "min", "q1", "median", "q3", "max", "share"] {
        let value = try #require(summary.column(figure)?.values.numbers)[row]
        let expected = column.value[figure]?.double ?? .nan
        #expect(agree(value, expected), "\(figure) of \(column.name): \(value), not \(expected)")
      }
      let most = summary.column("most_frequent")?.values.strings?[row]
      if let expected = column.value["most_frequent"]?.string { #expect(most == expected || Double(most ?? "") == Double(expected)) }
    }
  }

  @Test func tablesWithoutRowsOrColumns() throws {
    let none = try describe(Table())
    #expect(none.rowCount == 0 && none.columns.count == 14)
    let empty = try describe(Table([Column("a", .number([])), Column("b", .text(TextValues([])))]))
    #expect(empty.rowCount == 2)
    #expect(empty.column("most_frequent")?.values.missingCount == 2)
    #expect(empty.column("share")?.values.missingCount == 2)
  }

  @Test func everyTypeAndEdge() throws {
    let table = try Table([
      Column("infinite", .number([-.infinity, 1, .infinity])), Column("absent", .number([.nan, .nan, .nan])),
      Column("zeros", .number([0, -0.0, 0])), Column("large", .integer(Optionals([.max, .min, .max], zero: 0))),
      Column("flag", .boolean(Optionals([true, nil, true], zero: false))),
      Column("level", .dictionary(DictionaryValues(codes: [1, 0, 1], levels: ["low", "high", "unused"], isOrdered: true))),
      Column("time", .timestamp(TimestampValues(Optionals([0, 1, nil], zero: 0), unit: .second))),
      Column("text", .text(TextValues(["b", "a", nil]))),
    ])
    let summary = try describe(table)
    #expect(summary.column("distinct")?.values.numbers == [3, 0, 1, 2, 1, 2, 2, 2])
    #expect(summary.column("missing")?.values.numbers == [0, 3, 0, 0, 1, 0, 1, 1])
    #expect(
      summary.column("most_frequent")?.values.strings == ["-inf", nil, "0", "9223372036854775807", "true", "high", "1970-01-01T00:00:00", "a"])
  }
}
