/// What is wrong with a JSON text, and at which byte.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  public let message: String
  public let offset: Int
  public var description: String { "\(message) at byte \(offset)" }
}

extension JSON {
  /// Reads RFC 8259 JSON. Integers that fit Int stay integers; deeper nesting than 512 and repeated names are refused.
  public init(parsing text: some Sequence<UInt8>) throws(JSONError) {
    var reader = JSONReader(bytes: Array(text))
    self = try reader.document()
  }

  public init(parsing text: String) throws(JSONError) { try self.init(parsing: text.utf8) }
}

private struct JSONReader {
  let bytes: [UInt8]
  var place = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSON {
    let value = try value(depth: 0)
    skipSpace()
    guard place == bytes.count else { throw error("something follows the value") }
    return value
  }

  private func error(_ message: String) -> JSONError { JSONError(message: message, offset: place) }
  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let next, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { place += 1 }
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSON {
    guard depth < 512 else { throw error("nested too deeply") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
    case nil: throw error("the text ends where a value should stand")
    default: throw error("a value should stand here")
    }
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[place...].starts(with: word.utf8) else { throw error("a value should stand here") }
    place += word.utf8.count
    return value
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSON {
    place += 1
    var values: [JSON] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      place += 1
      return .array([])
    }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      guard let byte = next else { throw error("a list does not end") }
      guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else { throw error("',' or ']' should stand here") }
      place += 1
      if byte == UInt8(ascii: "]") { return .array(values) }
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSON {
    place += 1
    var members: [JSON.Member] = []
    var names: Set<String> = []
    skipSpace()
    if next == UInt8(ascii: "}") {
      place += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("a name in quotes should stand here") }
      let name = try string()
      guard names.insert(name).inserted else { throw error("the name '\(name)' stands twice") }
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw error("':' should stand here") }
      place += 1
      members.append(.init(name, try value(depth: depth + 1)))
      skipSpace()
      guard let byte = next else { throw error("an object does not end") }
      guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else { throw error("',' or '}' should stand here") }
      place += 1
      if byte == UInt8(ascii: "}") { return .object(members) }
    }
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = place
    func digits(_ reader: inout Self) -> Int {
      let first = reader.place
      while let next = reader.next, (0x30...0x39).contains(next) { reader.place += 1 }
      return reader.place - first
    }
    if next == UInt8(ascii: "-") { place += 1 }
    let whole = place
    guard digits(&self) > 0 else { throw error("a digit should stand here") }
    if bytes[whole] == UInt8(ascii: "0"), place > whole + 1 { throw error("a number has no leading zero") }
    var isWhole = true
    if next == UInt8(ascii: ".") {
      isWhole = false
      place += 1
      guard digits(&self) > 0 else { throw error("a digit should stand here") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      guard digits(&self) > 0 else { throw error("a digit should stand here") }
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text) else { throw error("'\(text)' is no number") }
    return .number(value)
  }

  private mutating func string() throws(JSONError) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else { throw error("a text is not UTF-8") }
        return string
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20: throw error("a control character stands in a text")
      default: text.append(byte)
      }
    }
    throw error("a text does not end")
  }

  private mutating func escape() throws(JSONError) -> [UInt8] {
    guard let byte = next else { throw error("a text does not end") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), bytes[place...].starts(with: "\\u".utf8) {
        place += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw error("half a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair") }
      return Array(String(scalar).utf8)
    default: throw error("an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits should stand here")
      }
      place += 1
      code = code << 4 + UInt32(digit)
    }
    return code
  }
}
