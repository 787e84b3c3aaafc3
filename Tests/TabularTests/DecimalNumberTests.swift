import Tabular
import TestSupport
import Testing

@Suite("Decimal numbers")
struct DecimalNumberTests {
  @Test("Every number is the double that Swift's standard library makes of it")
  func againstSwift() throws {
    let texts = decimals(count: 400_000)
    let found = try numbers(texts)
    compare(texts, found, try texts.map { try #require(Double($0)).bitPattern })
  }

  @Test("Every number is what Python's float() makes of it, bit for bit")
  func againstPython() throws {
    guard let python = try Python.reference(needing: ["struct"]) else { return }
    let texts = decimals(count: 200_000)
    let folder = try TemporaryFolder()
    try writeFile(Array(texts.joined(separator: "\n").utf8), to: folder.path + "/decimals")
    let script = "import struct, sys\nfor line in open(sys.argv[1]): print(struct.unpack('<Q', struct.pack('<d', float(line)))[0])"
    let result = try runProgram(python, ["-c", script, folder.path + "/decimals"])
    #expect(result.status == 0, "\(result.stderr)")
    let expected = result.stdout.split(separator: "\n").compactMap { UInt64($0) }
    let found = try numbers(texts)
    compare(texts, found, expected)
  }

  @Test("What is written is read back as the same double")
  func roundTrip() throws {
    var random = SplitMix(seed: 5)
    let numbers = (0..<100_000).map { _ in Double(bitPattern: random.next()) }.filter { !$0.isNaN }
    let table = try Table([Column("x", .number(numbers))])
    var buffer = ByteBuffer()
    try table.writeDelimited(to: &buffer)
    let found = try DelimitedReader().read(buffer.bytes).table.column("x")?.values.numbers ?? []
    compare(numbers.map(\.description), found, numbers.map(\.bitPattern))
  }

  private func compare(_ texts: [String], _ found: [Double], _ expected: [UInt64]) {
    #expect(found.count == expected.count)
    let wrong = zip(texts, zip(found, expected)).filter { $1.0.bitPattern != $1.1 }
    #expect(wrong.isEmpty, "\(wrong.count) wrong, first \(wrong.prefix(5).map { "\($0) gave \($1.0), not \(Double(bitPattern: $1.1))" })")
  }

  private func numbers(_ texts: [String]) throws -> [Double] {
    var reader = DelimitedReader()
    reader.types = ["x": .number]
    reader.missing = []
    return try #require(try reader.read(Array(("x,y\n" + texts.map { $0 + ",1\n" }.joined()).utf8)).table.column("x")?.values.numbers)
  }

  /// Decimals of every length and size, near ties and edges among them.
  private func decimals(count: Int) -> [String] {
    var random = SplitMix(seed: 9)
    var texts = [
      "0", "-0", "0.0", "1", ".5", "5.", "1e0", "1E+2", "9007199254740993", "9007199254740992.5", "9007199254740993.0000000000000000000000000001",
      "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308", "1.7976931348623157e308", "1.7976931348623159e308",
      "1e400", "1e-400", "1e99999999999", "18446744073709551615", "18446744073709551616", "99999999999999999999999999999999", "0.000000000000000000000000000000001",
      "0.1234567890123456789012345", "123456789012345678901234567890e-30", "8.5e22", "8.5e23", "1e22", "1e23", "6.0221412927e+23",
    ]
    while texts.count < count {
      let sign = Bool.random(using: &random) ? "-" : ""
      switch texts.count % 5 {
      case 0: texts.append(Double(bitPattern: random.next()).magnitude.description)
      case 1: texts.append(sign + (Double.random(in: 0..<1, using: &random) * 1e3).description)
      case 2:
        let digits = (0..<Int.random(in: 1...25, using: &random)).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
        let whole = digits.prefix(Int.random(in: 0...digits.count, using: &random))
        texts.append(sign + whole + "." + digits.dropFirst(whole.count))
      case 3:
        texts.append("\(sign)\(random.next() >> UInt64.random(in: 0...63, using: &random))e\(Int.random(in: -60...60, using: &random))")
      default:
        // Half way between two doubles, or a digit beside it.
        let odd = UInt64(1) << 53 | random.next() >> 11 | 1
        let exponent = Int.random(in: 0...3, using: &random)
        texts.append("\(odd << UInt64(exponent))" + ["", ".0", "." + String(repeating: "0", count: 12) + "1"][Int.random(in: 0...2, using: &random)])
      }
    }
    return texts.filter { $0 != "nan" && $0 != "inf" }
  }
}
