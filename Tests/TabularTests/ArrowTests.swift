import Tabular
import TestSupport
import Testing

@Suite("Arrow files")
struct ArrowTests {
  @Test("A table that is written and read is the same table", arguments: [0, 1, 2, 7, 8, 9, 64, 1000, 20_001])
  func roundTrip(rows: Int) throws {
    let table = try everyType(rows: rows)
    let bytes = try table.arrowBytes()
    #expect(try Table(arrowBytes: bytes) == table)
    #expect(try everyType(rows: rows).arrowBytes() == bytes, "the same table has the same bytes")
  }

  @Test("Tables without columns, and names of all kinds")
  func oddTables() throws {
    for columns in [[], [Column("", .number([1]))], [Column("a\u{0}b\n\"ü", .number([]))]] {
      let table = try Table(columns)
      #expect(try Table(arrowBytes: table.arrowBytes()) == table)
    }
    let wide = try Table((0..<3000).map { Column("column \($0)", .number([Double($0)])) })
    #expect(try Table(arrowBytes: wide.arrowBytes()) == wide)
  }

  @Test("Every NaN is a null, and no payload shows in the bytes")
  func payloads() throws {
    let plain = try Table([Column("x", .number([1, .nan, -.infinity]))])
    let odd = try Table([Column("x", .number([1, Double(bitPattern: 0xFFF8_0000_0000_1234), -.infinity]))])
    #expect(try plain.arrowBytes() == odd.arrowBytes())
  }

  @Test("A sink's error is handed on, and a code without a level is one")
  func errors() throws {
    struct FullDisk: Error {}
    struct Failing: ByteSink {
      func write(_ bytes: UnsafeRawBufferPointer) throws { throw FullDisk() }
    }
    var sink = Failing()
    #expect(throws: FullDisk.self) { try everyType(rows: 3).writeArrow(to: &sink) }
    let bad = try Table([Column("x", .dictionary(DictionaryValues(codes: [0, 2], levels: ["a", "b"])))])
    #expect(throws: TableError("column 'x' has a code that is not among its 2 levels")) { try bad.arrowBytes() }
  }

  @Test("What is not an Arrow file is told by its kind")
  func otherFormats() {
    #expect(throws: TableError("this is not an Arrow file: it does not start with 'ARROW1'")) { try Table(arrowBytes: []) }
    #expect(throws: TableError("this is a Feather file of version 1; write it again with version 2 (Arrow IPC)")) {
      try Table(arrowBytes: Array("FEA1xxxxxxxx".utf8))
    }
  }

  @Test("pyarrow and pandas read what is written")
  func pythonReads() throws {
    guard let python = try Python.reference(needing: ["pandas", "pyarrow"]) else { return }
    let folder = try TemporaryFolder()
    for rows in [0, 1, 1000] {
      let path = folder.path + "/table.arrow"
      try writeFile(try everyType(rows: rows).arrowBytes(), to: path)
      let result = try runProgram(python, [fixtures + "/check_arrow.py", path])
      #expect(result.status == 0, "\(result.stderr)")
      guard rows == 1 else { continue }
      #expect(
        result.stdout == """
          {"number": ["double", "0.0"], "number missing": ["double", "0.0"], "integer": ["int64", "-50"], \
          "integer missing": ["int64", "-50"], "boolean": ["bool", "True"], "boolean missing": ["bool", "True"], \
          "text": ["string", "'gr\\u00f6\\u00dfe 0, \\"x\\"'"], "text missing": ["string", "'gr\\u00f6\\u00dfe 0, \\"x\\"'"], \
          "dictionary": ["dictionary<values=string, indices=int32, ordered=1>", "'a'"], \
          "dictionary missing": ["dictionary<values=string, indices=int32, ordered=0>", "None"], \
          "second": ["timestamp[s]", "1969-12-31T23:59:10"], "millisecond": ["timestamp[ms]", "1969-12-31T23:59:59.950000"], \
          "microsecond": ["timestamp[us, tz=Europe/Zurich]", "1970-01-01T00:59:59.999950+01:00"], \
          "nanosecond": ["timestamp[ns, tz=UTC]", "1969-12-31T23:59:59.999999950+00:00"]}

          """)
    }
  }

  @Test("What pyarrow and pandas write is read, every type of it")
  func readsPython() throws {
    guard let python = try Python.reference(needing: ["pandas", "pyarrow"]) else { return }
    let folder = try TemporaryFolder()
    let result = try runProgram(python, [fixtures + "/write_arrow.py", folder.path])
    #expect(result.status == 0, "\(result.stderr)")
    func read(_ name: String) throws -> Table { try Table(arrowBytes: readFile("\(folder.path)/\(name).arrow")) }

    let lines = String(decoding: try readFile(folder.path + "/plain.csv"), as: UTF8.self).split(separator: "\n")
    let names = lines[0].split(separator: ",").map(String.init)
    let expected = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    for (file, rows) in [("plain", 0..<1000), ("batches", 0..<1000), ("sliced", 13..<413), ("empty", 0..<0), ("lz4", 0..<1000), ("v4", 0..<1000), ("legacy", 0..<1000)] {
      let table = try read(file)
      #expect(table.names == names)
      for (place, column) in table.columns.enumerated() {
        #expect(column.values.typeName == expectedType(column.name), "\(column.name)")
        let found = (0..<table.rowCount).map { plain(column.values, row: $0) }
        #expect(found == rows.map { expected[$0][place] }, "\(file), \(column.name)")
      }
    }

    #expect(try read("pandas").rowCount == 1000)
    #expect(try read("pandas").column("dictionary_uint8") == read("plain").column("dictionary_uint8"))
    #expect(try read("delta").column("level")?.values.strings == ["a", "b", "a", "c", nil, "b", "d", "a"])
    #expect(try read("large_unsigned").column("n")?.values == .number([1, .nan, 0x1p64]))
    expectFailure(
      "the Arrow file is compressed with Zstandard, which is not supported; write it uncompressed or with LZ4 (compression='lz4')") { try read("zstd") }
    expectFailure("column 'bad' is of Arrow's type 'list', which tables here do not have; flatten it into plain columns, or drop it") { try read("nested") }
    expectFailure("column 'price' is of Arrow's type 'decimal', which tables here do not have; cast it to float64 or text before writing the file") {
      try read("decimal")
    }
  }

  private func expectFailure(_ message: String, _ read: () throws -> Table) {
    #expect(attempt(read) == .failure(TableError(message)))
  }

  private func expectedType(_ name: String) -> String {
    if name == "dictionary_integer" || name.hasPrefix("int") || name.hasPrefix("uint") { return "integer" }
    if name.hasPrefix("float") || name == "null" { return "number" }
    if name.hasPrefix("date") || name.hasPrefix("timestamp") { return "timestamp" }
    if name == "bool" { return "boolean" }
    return name.hasPrefix("dictionary") ? "dictionary" : "text"
  }

  /// A cell as the script writes it: Python's `repr` of numbers, ticks of times.
  private func plain(_ values: Column.Values, row: Int) -> String {
    switch values {
    case .number(let numbers): numbers[row].isNaN ? "" : "\(numbers[row])"
    case .integer(let integers): integers[row].map { "\($0)" } ?? ""
    case .boolean(let flags): flags[row].map { $0 ? "True" : "False" } ?? ""
    case .text(let texts): texts[row] ?? ""
    case .dictionary(let texts): texts[row] ?? ""
    case .timestamp(let times): times.ticks[row].map { "\($0)" } ?? ""
    }
  }
}
