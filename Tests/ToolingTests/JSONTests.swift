import LinearAlgebra
import Testing
import Tooling

struct JSONTests {
  /// A value of any shape.
  private func value(_ random: inout RandomSource, depth: Int = 0) -> JSON {
    switch random.below(depth > 4 ? 5 : 7) {
    case 0: return .null
    case 1: return .boolean(random.below(2) == 0)
    case 2: return .integer(Int(truncatingIfNeeded: random.next()) >> random.below(64))
    case 3:
      let number = Double(bitPattern: random.next())
      return .number(number.isFinite && Int(exactly: number) == nil ? number : 0.5)
    case 4: return .text(text(&random))
    case 5: return .array((0..<random.below(5)).map { _ in value(&random, depth: depth + 1) })
    default:
      var names: Set<String> = []
      return .object((0..<random.below(5)).compactMap { _ in
        let name = text(&random)
        return names.insert(name).inserted ? .init(name, value(&random, depth: depth + 1)) : nil
      })
    }
  }

  private func text(_ random: inout RandomSource) -> String {
    let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{7F}", "é", "\u{1F9EC}", "\u{301}", "\u{2028}", "\0"]
    var text = ""
    for _ in 0..<random.below(8) { text.unicodeScalars.append(scalars[random.below(scalars.count)]) }
    return text
  }

  @Test func readsWhatItWrote() throws {
    var random = RandomSource(seed: 1)
    for _ in 0..<2_000 {
      let value = value(&random)
      #expect(try JSON(parsing: value.text) == value)
      #expect(try JSON(parsing: value.prettyText) == value)
      #expect(JSON(value.value) == value)
    }
  }

  @Test func damageIsAnErrorAndNeverATrap() throws {
    var random = RandomSource(seed: 2)
    let marks = Array("{}[]\",:\\u-+.eE019".utf8)
    for _ in 0..<4_000 {
      var bytes = Array(value(&random).text.utf8)
      for _ in 0..<(1 + random.below(3)) where !bytes.isEmpty {
        bytes[random.below(bytes.count)] = random.below(2) == 0 ? UInt8(truncatingIfNeeded: random.next()) : marks[random.below(marks.count)]
      }
      _ = try? JSON(parsing: bytes)
    }
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\":1,}", "01", "1.", ".5", "+1", "1e", "nul", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\n\"", "[1] 2",
    "{\"a\":1,\"a\":2}", "{a:1}", "NaN", "'a'", "\u{FEFF}1",
  ])
  func refuses(text: String) { #expect(throws: JSONError.self) { try JSON(parsing: text) } }

  @Test func depthIsBounded() {
    #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
    #expect(throws: Never.self) { try JSON(parsing: String(repeating: "[", count: 500) + String(repeating: "]", count: 500)) }
  }

  @Test func numbersKeepTheirKind() throws {
    #expect(try JSON(parsing: "[1, 1.0, 1e3, -0, 9223372036854775808, 1e400]".replacing("1e400", with: "1e300")) == .array([
      .integer(1), .number(1), .number(1000), .integer(0), .number(9_223_372_036_854_775_808), .number(1e300),
    ]))
    #expect(JSON.number(.nan).text == "null" && JSON.number(-.infinity).text == "null")
    #expect(JSON.number(0.1).text == "0.1" && JSON.number(3).text == "3")
  }

  @Test func surrogatePairsAreOneCharacter() throws { #expect(try JSON(parsing: #""\ud83e\uddec\u00e9""#) == "🧬é") }

  @Test func errorsNameTheByte() {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: "{\"a\": 1, \"a\": 2}") }
    #expect(error?.description == "the name 'a' stands twice at byte 12")
  }
}
