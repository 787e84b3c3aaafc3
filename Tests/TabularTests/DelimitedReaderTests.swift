import Tabular
import TestSupport
import Testing

@Suite("Reading delimited text")
struct DelimitedReaderTests {
  func read(_ text: String, _ change: (inout DelimitedReader) -> Void = { _ in }) throws -> DelimitedReader.Reading {
    var reader = DelimitedReader()
    change(&reader)
    return try reader.read(Array(text.utf8))
  }

  func values(_ text: String, _ name: String = "x", _ change: (inout DelimitedReader) -> Void = { _ in }) throws -> Column.Values {
    try #require(try read(text, change).table.column(name)).values
  }

  func message(_ text: String, _ change: (inout DelimitedReader) -> Void = { _ in }) -> String? {
    do {
      _ = try read(text, change)
      return nil
    } catch { return "\(error)" }
  }

  // MARK: Fields and lines

  @Test("Quotes, line ends, blank lines, and a last line without its end")
  func fields() throws {
    let expected: [[String?]] = [["a,b", "1"], ["say \"hi\"", "2\r\n3"], ["", "x"], [nil, "end"]]
    for (end, text) in [("\n", ""), ("\r\n", ""), ("\r", ""), ("\n", "\u{FEFF}")] {
      let lines = ["p,x", "\"a,b\",1", "\"say \"\"hi\"\"\",\"2\r\n3\"", "", "\"\",x", ",end"]
      let table = try read(text + lines.joined(separator: end)) { $0.missing = ["NA"] }.table
      #expect(table.column("p")?.values.strings == expected.map { $0[0] ?? "" })
      #expect(table.column("x")?.values.strings == expected.map { $0[1] })
    }
  }

  @Test("A quote inside a field is a character, and what follows a closing quote belongs to the field")
  func strayQuotes() throws {
    #expect(try values("x,y\n5\" pipe,1\n\"a\"b\"c,2\n\"\"\"q\"\"\",3\n").strings == ["5\" pipe", "ab\"c", "\"q\""])
  }

  @Test("Comments, lines to skip, and separators")
  func options() throws {
    #expect(try read("# one\nx;y\n1;2\n# three\n3;4") { $0.comment = UInt8(ascii: "#") }.table.rowCount == 2)
    #expect(try read("made by, hand, and, more\n\nx\ty\n1\t2\n") { $0.skipRows = 1 }.table.names == ["x", "y"])
    for separator in [",", ";", "\t", "|"] {
      let reading = try read("x\(separator)y\n1\(separator)b c\n")
      #expect(reading.separator == Array(separator.utf8)[0])
      #expect(reading.table.names == ["x", "y"])
    }
    #expect(try read("x\n1\n2\n").table.names == ["x"])
    #expect(try values("x;y\n1,5;2\n-0,25;3\n") { $0.decimalMark = UInt8(ascii: ",") } == .number([1.5, -0.25]))
  }

  @Test("Names: missing, twice, not there at all")
  func names() throws {
    let mended = try read("a,,a,a_2\n1,2,3,4\n")
    #expect(mended.table.names == ["a", "column_2", "a_3", "a_2"])
    #expect(mended.notes == ["column 2 has no name and is called 'column_2'", "column 3 is called 'a' as one before it, and becomes 'a_3'"])
    let bare = try read("1,b\n2,c\n")
    #expect(bare.table.names == ["column_1", "column_2"])
    #expect(bare.table.rowCount == 2)
    #expect(bare.notes.count == 1)
    #expect(try read("1,b\n2,c\n") { $0.header = .present }.table.names == ["1", "b"])
    #expect(try read("a,b\nc,d\n") { $0.header = .absent }.table.rowCount == 2)
    #expect(try read("gene,2019,2020\nA,x,2\nB,y,4\n").table.rowCount == 3)
    #expect(try read("name,2019,2020\n1,5,2\n2,6,4\n").table.names == ["name", "2019", "2020"])
    #expect(try read(",2019,2020\nA,1,2\nB,3,4\n").table.names == ["column_1", "2019", "2020"])
    #expect(try read("0,1,2\n1.5,2,3\n").table.names == ["0", "1", "2"])
    #expect(try read("x,y\n\"r1\",1,2\n\"r2\",3,4\n").table.names == ["row", "x", "y"])
    #expect(try read("x,y\n").table == Table([Column("x", .number([])), Column("y", .number([]))]))
  }

  @Test("What is wrong is told with its line")
  func errors() {
    #expect(message("") == "the file is empty")
    #expect(message("\n\n") == "the file has no lines but blank ones and comments")
    #expect(message("x,y\n1,2\n\n3,4,5\n")?.hasPrefix("line 4 has 3 fields and should have 2, as the first line;") == true)
    #expect(message("x,y\n\"1\n\n\",2\n3\n")?.hasPrefix("line 5 has 1 field and should have 2") == true)
    #expect(message("x,y\n1,2\n3,\"4\n")?.hasPrefix("line 3: a quote is opened and never closed") == true)
    #expect(message("x,y\n1,2\nabc,4\n") { $0.types = ["x": .number] }?.hasPrefix("line 3: 'abc' in column 'x' is not of its type, number;") == true)
    #expect(message("x,y\n1,2\n") { $0.types = ["z": .number] } == "a type is given for column 'z', which is not there; the columns are 'x', 'y'")
    #expect(throws: TableError("line 3: the text is not UTF-8; save the file as UTF-8, or convert it: iconv -f latin1 -t utf-8")) {
      try DelimitedReader().read(Array("x,y\n1,2\na".utf8) + [0xE9] + Array(",4\n".utf8))
    }
    #expect(message("x,y\n1,2\n") { $0.separator = UInt8(ascii: "\"") } != nil)
    #expect(message("\u{1F}\u{8B}") == nil)
    #expect(throws: TableError("the gzip data are cut short; fetch the file again")) { try DelimitedReader().read([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]) }
  }

  // MARK: Types

  @Test("Types are settled by all cells")
  func types() throws {
    #expect(try values("x\n1\n-2\n\"3\"\n+4\n 5 \n") == .integer(Optionals([1, -2, 3, 4, 5], zero: 0)))
    #expect(try values("x,y\n1,\n,\n9223372036854775807,\n") == .integer(Optionals([1, nil, .max], zero: 0)))
    #expect(try values("x\n1\n2.5\nNA\n-inf\n1e3\n") == .number([1, 2.5, .nan, -.infinity, 1000]))
    #expect(try values("x\n1\n9223372036854775808\n") == .number([1, 0x1p63]))
    #expect(try values("x\n007\n8\n").strings == ["007", "8"])
    #expect(try values("x\n1\n1.5\n00.5\n").strings == ["1", "1.5", "00.5"])
    #expect(try values("x\n007\n8\n") { $0.types = ["x": .integer] } == .integer(Optionals([7, 8], zero: 0)))
    #expect(try values("x,y\ntrue,1\nFALSE,1\n,1\n") == .boolean(Optionals([true, false, nil], zero: false)))
    #expect(try values("x,y\ntrue,1\n1,1\n").strings == ["true", "1"])
    #expect(try values("x,y\nNA,1\nnull,1\n,2\n") == .number([.nan, .nan, .nan]))
    #expect(try values("x,y\nNA,1\nb,1\n") == .text(TextValues([nil, "b"])))
    #expect(try values("x\n-0\n1\n") == .number([-0.0, 1]))
    #expect(try values("x\n1\n2\n99\n") { $0.missing = ["99"] } == .integer(Optionals([1, 2, nil], zero: 0)))
    #expect(try values("x\n1\n2\n") { $0.types = ["x": .text] }.strings == ["1", "2"])
    #expect(try values("x,y\nb,1\na,1\n,1\nb,1\n") { $0.types = ["x": .dictionary] } == .dictionary(DictionaryValues(codes: [1, 0, -1, 1], levels: ["a", "b"])))
    #expect(try read("x\n1\n99999999999999999999\n").notes.count == 1)
  }

  @Test("Times")
  func times() throws {
    func expect(_ cells: [String], _ ticks: [Int64?], _ unit: TimestampValues.Unit, zone: String? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
      let found = try values("x,y\n" + cells.map { $0 + ",1\n" }.joined())
      #expect(found == .timestamp(TimestampValues(Optionals(ticks, zero: 0), unit: unit, zone: zone)), sourceLocation: sourceLocation)
    }
    try expect(["1970-01-02", "", "1969-12-31", "2000-02-29"], [86_400, nil, -86_400, 951_782_400], .second)
    try expect(["1970-01-01 00:00", "1970-01-01T00:00:59"], [0, 59], .second)
    try expect(["1970-01-01T00:00:01.5", "1969-12-31T23:59:59.999"], [1500, -1], .millisecond)
    try expect(["1970-01-01T00:00:01.123456"], [1_123_456], .microsecond)
    try expect(["1970-01-01T00:00:01.123456789"], [1_123_456_789], .nanosecond)
    try expect(["1970-01-01T00:00:01Z", "1970-01-01T01:00+01:00", "1969-12-31T22:30:00-0130"], [1, 0, 0], .second, zone: "UTC")
    try expect(["0001-01-01", "9999-12-31"], [-62_135_596_800, 253_402_214_400], .second)
    for bad in ["2001-02-29", "2000-13-01", "2000-1-1", "1970-01-01T24:00", "1970-01-01T00:00Zx", "1970-01-01T00:00:01.", "20000101T00"] {
      #expect(try values("x,y\n\(bad),1\n").typeName == "text", "\(bad)")
    }
    #expect(try values("x\n1970-01-01T00:00\n1970-01-01T00:00Z\n").typeName == "text")
  }

  @Test("pandas reads the same in what pandas writes")
  func againstPandas() throws {
    guard let python = try Python.reference(needing: ["pandas", "pyarrow"]) else { return }
    let folder = try TemporaryFolder()
    let result = try runProgram(python, [fixtures + "/write_csv.py", folder.path])
    #expect(result.status == 0, "\(result.stderr)")
    let expected = try Table(arrowBytes: readFile(folder.path + "/expected.arrow"))
    for name in ["comma.csv", "tab.csv", "semicolon.csv", "quoted.csv", "zipped.csv.gz"] {
      let table = try DelimitedReader().read(readFile(folder.path + "/" + name), cores: 2).table
      #expect(table.names == expected.names)
      for (column, other) in zip(table.columns, expected.columns) {
        #expect(column.values.typeName == other.values.typeName, "\(name), \(column.name)")
        // Plain comparison: a difference of 30,000 cells is not to be printed.
        #expect((column.values == other.values) == true, "\(name), \(column.name)")
      }
    }
  }

  // MARK: Pieces

  @Test("Cores and pieces change nothing")
  func pieces() throws {
    var random = SplitMix(seed: 3)
    let cells = [
      "1", "-22", "3.5", "", "NA", "x", "\"q\"", "\"a,b\"", "\"line\nend\"", "\"d\"\"q\"", "007", "true", "2020-01-01", "2020-01-01T00:00Z", "5\"", "é",
      "99999999999999999999",
    ]
    for round in 0..<400 {
      // Most columns keep to some kinds of cells, so that they are not all text.
      let columnCount = Int.random(in: 1...4, using: &random)
      let kinds = (0..<columnCount).map { _ in (0..<Int.random(in: 1...4, using: &random)).map { _ in cells[Int.random(in: 0..<cells.count, using: &random)] } }
      var text = (0..<columnCount).map { "name\($0)" }.joined(separator: ",") + "\n"
      for _ in 0..<Int.random(in: 1...60, using: &random) {
        text += kinds.map { $0[Int.random(in: 0..<$0.count, using: &random)] }.joined(separator: ",") + (round % 3 == 0 ? "\r\n" : "\n")
      }
      if round % 7 == 0 { text += "ragged,line,of,five,fields\n" }
      let bytes = Array(text.utf8)
      var reader = DelimitedReader()
      reader.separator = UInt8(ascii: ",")
      let whole = attempt { try reader.read(bytes).table }
      for size in [1, 7, 40, 200] {
        reader.pieceSize = size
        for cores in [1, 3] {
          #expect(attempt { try reader.read(bytes, cores: cores).table } == whole, "\(text)")
        }
      }
    }
  }

  @Test("No bytes trap")
  func noise() {
    var random = SplitMix(seed: 11)
    let alphabet: [UInt8] = Array("\"\",,\n\r\t;1.e-0aNT:Z \u{E9}".utf8) + [0xFF, 0x80, 0x1F, 0x8B, 8, 0]
    for round in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      var reader = DelimitedReader()
      reader.pieceSize = round % 2 == 0 ? 5 : 1000
      _ = try? reader.read(bytes)
    }
  }

  @Test("Gzip of several members, and damaged")
  func gzip() throws {
    // Two members: "x,y\n1,2\n" and "3,4\n".
    let folder = try TemporaryFolder()
    var members: [UInt8] = []
    var ends: [Int] = []
    for (place, text) in ["x,y\n1,2\n", "3,4\n"].enumerated() {
      let path = "\(folder.path)/\(place)"
      try writeFile(Array(text.utf8), to: path)
      #expect(try runProgram("gzip", [path]).status == 0)
      members += try readFile(path + ".gz")
      ends.append(members.count)
    }
    let table = try DelimitedReader().read(members).table
    #expect(table.column("y")?.values == .integer(Optionals([2, 4], zero: 0)))
    for place in members.indices {
      var damaged = members
      damaged[place] ^= 0x55
      _ = try? DelimitedReader().read(damaged)
      if place > 2, !ends.contains(place) { #expect(throws: TableError.self) { try DelimitedReader().read(Array(members[..<place])) } }
    }
  }
}
