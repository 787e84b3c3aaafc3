/// Cuts an expression's text into tokens, each with its place in bytes.
struct ExpressionTokens {
  enum Token: Equatable {
    case number(TypedValue)
    case text(String)
    /// A bare name: a column, a function, or a word of the grammar.
    case name(String)
    /// A name in back-quotes, which is always a column.
    case quotedName(String)
    case reference(Reference)
    case symbol(String)
    case end
  }

  private let bytes: [UInt8]
  private var place = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The next token and its place. At the end of the text this is `.end`, again and again.
  mutating func next() throws(ExpressionError) -> (token: Token, at: Expression.SourceOffset) {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    let start = place
    let token = try take()
    return (token, .init(offset: start, length: max(1, place - start)))
  }

  private func byte(_ ahead: Int = 0) -> UInt8? { place + ahead < bytes.count ? bytes[place + ahead] : nil }

  private func offset(from start: Int) -> Expression.SourceOffset { .init(offset: start, length: max(1, place - start)) }

  private mutating func take() throws(ExpressionError) -> Token {
    guard let first = byte() else { return .end }
    switch first {
    case 0x30...0x39: return try takeNumber()
    case UInt8(ascii: ".") where byte(1).map { (0x30...0x39).contains($0) } ?? false: return try takeNumber()
    case UInt8(ascii: "'"): return .text(try takeQuoted("'", "text"))
    case UInt8(ascii: "`"): return .quotedName(try takeQuoted("`", "column name"))
    case UInt8(ascii: "$"): return try takeReference()
    case UInt8(ascii: "\""):
      let start = place
      _ = try? takeQuoted("\"", "text")
      throw ExpressionError("text stands in single quotes here", remedy: "write 'text'; a single quote inside is doubled", at: offset(from: start))
    case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: return try takeNameOrSign()
    default: return try takeSymbol()
    }
  }

  private mutating func takeNumber() throws(ExpressionError) -> Token {
    let start = place
    func digits(_ place: inout Int) { while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 } }
    digits(&place)
    var isWhole = true
    if byte() == UInt8(ascii: "."), byte(1).map({ (0x30...0x39).contains($0) }) ?? true {
      isWhole = false
      place += 1
      digits(&place)
    }
    if let e = byte(), e == UInt8(ascii: "e") || e == UInt8(ascii: "E") {
      var after = place + 1
      if after < bytes.count, bytes[after] == UInt8(ascii: "+") || bytes[after] == UInt8(ascii: "-") { after += 1 }
      if after < bytes.count, (0x30...0x39).contains(bytes[after]) {
        isWhole = false
        place = after
        digits(&place)
      }
    }
    if let next = byte(), isNamePart(next) {
      while let next = byte(), isNamePart(next) { place += 1 }
      let written = String(decoding: bytes[start..<place], as: UTF8.self)
      throw ExpressionError(
        "'\(written)' is neither a number nor a name", remedy: "a column of that name stands in back-quotes: `\(written)`", at: offset(from: start))
    }
    let written = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole, let whole = Int(written) { return .number(.integer(whole)) }
    guard let number = Double(written), number.isFinite else {
      throw ExpressionError("'\(written)' is beyond the range of numbers", at: offset(from: start))
    }
    return .number(.number(number))
  }

  private mutating func takeQuoted(_ quote: Unicode.Scalar, _ what: String) throws(ExpressionError) -> String {
    let start = place
    let mark = UInt8(ascii: quote)
    var text: [UInt8] = []
    place += 1
    while let next = byte() {
      place += 1
      guard next == mark else {
        text.append(next)
        continue
      }
      guard byte() == mark else { return String(decoding: text, as: UTF8.self) }
      place += 1
      text.append(mark)
    }
    throw ExpressionError(
      "this \(what) never ends", remedy: "close it with \(quote); inside, the sign is doubled", at: .init(offset: start, length: 1))
  }

  private mutating func takeReference() throws(ExpressionError) -> Token {
    let start = place
    var rest = bytes[place...]
    guard let reference = Reference.take(from: &rest) else {
      place += 1
      throw ExpressionError("'$' begins a reference, and none follows", remedy: "write $step.output or $params.name", at: offset(from: start))
    }
    place = rest.startIndex
    return .reference(reference)
  }

  private mutating func takeNameOrSign() throws(ExpressionError) -> Token {
    let start = place
    if bytes[place...].starts(with: "±".utf8) {
      place += 2
      return .symbol("±")
    }
    while let next = byte(), isNamePart(next), !bytes[place...].starts(with: "±".utf8) { place += 1 }
    if let problem = wordSigns.first(where: { bytes[start..<place].starts(with: $0.written.utf8) }) {
      place = start + problem.written.utf8.count
      throw ExpressionError("'\(problem.written)' is not known here; did you mean '\(problem.meant)'?", at: offset(from: start))
    }
    let name = String(decoding: bytes[start..<place], as: UTF8.self)
    if byte() == UInt8(ascii: "."), let next = byte(1), isNamePart(next) {
      while let next = byte(), isNamePart(next) || next == UInt8(ascii: ".") { place += 1 }
      let whole = String(decoding: bytes[start..<place], as: UTF8.self)
      throw ExpressionError(
        "a column name with a dot stands in back-quotes", remedy: "write `\(whole)`, or $\(whole) for a step's output", at: offset(from: start))
    }
    return .name(name)
  }

  /// Signs of mathematics that lie outside ASCII and would else pass for names.
  private var wordSigns: [(written: String, meant: String)] { [("≥", ">="), ("≤", "<="), ("≠", "!="), ("×", "*"), ("÷", "/"), ("−", "-"), ("’", "'"), ("‘", "'")] }

  private mutating func takeSymbol() throws(ExpressionError) -> Token {
    let start = place
    for symbol in ["+/-", "==", "!=", "<=", ">=", "~="] where bytes[place...].starts(with: symbol.utf8) {
      place += symbol.utf8.count
      return .symbol(symbol == "+/-" ? "±" : symbol)
    }
    for (written, meant) in [("&&", "and"), ("||", "or"), ("<>", "!="), ("**", "^"), ("=", "=="), ("!", "not"), ("&", "and"), ("|", "or")]
    where bytes[place...].starts(with: written.utf8) {
      place += written.utf8.count
      throw ExpressionError("'\(written)' is not known here; did you mean '\(meant)'?", at: offset(from: start))
    }
    let symbol = String(decoding: [bytes[place]], as: UTF8.self)
    place += 1
    guard "<>+-*/%^()[],".contains(symbol) else {
      throw ExpressionError("'\(symbol)' has no meaning in an expression", remedy: "text stands in single quotes", at: offset(from: start))
    }
    return .symbol(symbol)
  }

  private func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
    default: false
    }
  }
}
