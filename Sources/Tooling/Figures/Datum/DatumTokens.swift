/// Cuts an expression over `datum` into tokens, each with its place in bytes.
struct DatumTokens {
  enum Token: Equatable {
    case number(Double)
    case text(String)
    case name(String)
    case symbol(String)
    case end
  }

  private let bytes: [UInt8]
  private var place = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  private static let symbols = [
    "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", "(", ")", "[", "]", ",", ".",
  ].map { (text: $0, bytes: Array($0.utf8)) }

  /// The next token and its place. At the end of the text this is `.end`, again and again.
  mutating func next() throws(ExpressionError) -> (token: Token, at: Expression.SourceOffset) {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    let start = place
    let token = try take()
    return (token, .init(offset: start, length: max(1, place - start)))
  }

  private func isDigit(_ place: Int) -> Bool { place < bytes.count && (0x30...0x39).contains(bytes[place]) }

  private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F || byte == 0x24 || byte >= 0x80 }

  private mutating func take() throws(ExpressionError) -> Token {
    guard place < bytes.count else { return .end }
    let first = bytes[place]
    if isDigit(place) || first == UInt8(ascii: ".") && isDigit(place + 1) { return try takeNumber() }
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") { return .text(try takeText(closedBy: first)) }
    if isLetter(first) {
      let start = place
      while place < bytes.count, isLetter(bytes[place]) || isDigit(place) { place += 1 }
      return .name(String(decoding: bytes[start..<place], as: UTF8.self))
    }
    guard let symbol = Self.symbols.first(where: { bytes[place...].starts(with: $0.bytes) }) else {
      let character = String(decoding: bytes[place...], as: UTF8.self).first.map(String.init) ?? ""
      let remedy = character == "=" ? "equality is written ==" : character == "&" ? "'and' is written &&" : character == "|" ? "'or' is written ||" : nil
      throw ExpressionError("'\(character)' has no meaning here", remedy: remedy, at: .init(offset: place, length: max(1, character.utf8.count)))
    }
    place += symbol.bytes.count
    return .symbol(symbol.text)
  }

  private mutating func takeNumber() throws(ExpressionError) -> Token {
    let start = place
    while isDigit(place) { place += 1 }
    if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      place += 1
      while isDigit(place) { place += 1 }
    }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      let hasSign = place + 1 < bytes.count && (bytes[place + 1] == UInt8(ascii: "-") || bytes[place + 1] == UInt8(ascii: "+"))
      if isDigit(place + (hasSign ? 2 : 1)) {
        place += hasSign ? 2 : 1
        while isDigit(place) { place += 1 }
      }
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    guard let number = Double(text.hasSuffix(".") ? text + "0" : text.hasPrefix(".") ? "0" + text : text), number.isFinite else {
      throw ExpressionError("'\(text)' is no number", at: .init(offset: start, length: max(1, place - start)))
    }
    return .number(number)
  }

  private mutating func takeText(closedBy quote: UInt8) throws(ExpressionError) -> String {
    let start = place
    var text: [UInt8] = []
    place += 1
    while place < bytes.count, bytes[place] != quote {
      if bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count {
        place += 1
        text.append(bytes[place] == UInt8(ascii: "n") ? 0x0A : bytes[place] == UInt8(ascii: "t") ? 0x09 : bytes[place])
      } else {
        text.append(bytes[place])
      }
      place += 1
    }
    guard place < bytes.count else { throw ExpressionError("this text never ends", remedy: "close it with the quote that opens it", at: .init(offset: start, length: 1)) }
    place += 1
    return String(decoding: text, as: UTF8.self)
  }
}
