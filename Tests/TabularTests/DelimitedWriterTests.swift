import Tabular
import TestSupport
import Testing

@Suite("Writing delimited text")
struct DelimitedWriterTests {
  func written(_ table: Table, separator: UInt8 = UInt8(ascii: ",")) throws -> String {
    var buffer = ByteBuffer()
    try table.writeDelimited(separator: separator, to: &buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  @Test("Every type, with quotes where they are needed")
  func types() throws {
    #expect(try written(everyType(rows: 2).selecting(columns: ["number", "number missing", "integer missing", "boolean missing", "text missing", "dictionary missing", "second", "millisecond", "nanosecond"])) == """
      number,number missing,integer missing,boolean missing,text missing,dictionary missing,second,millisecond,nanosecond
      0.0,0.0,-50,true,"größe 0, ""x""\",,1969-12-31T23:59:10,1969-12-31T23:59:59.950,1969-12-31T23:59:59.999999950Z
      0.14285714285714285,,,,,x,1969-12-31T23:59:11,,1969-12-31T23:59:59.999999951Z

      """)
    let dates = TimestampValues(Optionals([0, nil, -86_400], zero: 0), unit: .second)
    #expect(try written(Table([Column("a\tb", .timestamp(dates)), Column("c", .number([.infinity, -0.0, 1e300]))]), separator: 9)
      == "\"a\tb\"\tc\n1970-01-01\tinf\n\t-0.0\n1969-12-31\t1e+300\n")
    #expect(try written(Table([Column("x", .text(TextValues(["a", nil, ""])))])) == "x\na\n\"\"\n\"\"\n")
  }

  @Test("What is written is read as the same table")
  func roundTrip() throws {
    let table = try everyType(rows: 300).selecting(columns: [
      "number", "number missing", "integer", "integer missing", "boolean", "boolean missing", "text", "text missing", "second", "millisecond", "nanosecond",
    ])
    for separator in [",", ";", "\t", "|"] {
      let text = try written(table, separator: Array(separator.utf8)[0])
      #expect(try DelimitedReader().read(Array(text.utf8)).table == table)
    }
  }

  @Test("A cell as text")
  func cells() throws {
    let table = try everyType(rows: 3)
    #expect(table.columns.map { $0.values.text(at: 1) } == [
      "0.14285714285714285", nil, "-49", nil, "false", nil, "größe 1, \"x\"", nil, "b", "x", "1969-12-31T23:59:11", nil,
      "1969-12-31T23:59:59.999951Z", "1969-12-31T23:59:59.999999951Z",
    ])
  }

  @Test("Days and dates are each other's inverse, as in the calendar")
  func calendar() throws {
    // A timestamp column of every tenth day over 2,000 years is written and read.
    let ticks = stride(from: Int64(-20_000), to: 720_000, by: 10).map { $0 * 86_400 }
    let table = try Table([Column("x", .timestamp(TimestampValues(Optionals(ticks, zero: 0), unit: .second)))])
    #expect(try DelimitedReader().read(Array(written(table).utf8)).table == table)
  }
}
