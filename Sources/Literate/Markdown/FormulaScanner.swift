/// Finds formulas in lines of Markdown: `$$ … $$`, `\( … \)`, `\[ … \]`, and `$x$` by pandoc's rule.
struct FormulaScanner {
  struct Found {
    var formula: Mathematics.Formula
    /// The bytes of the text to hide, a range for each line.
    var pieces: [Range<Int>]
  }

  private let text: NotebookText
  private let bytes: [UInt8]
  private let isProtected: (Int) -> Bool
  private(set) var found: [Found] = []

  init(_ text: NotebookText, isProtected: @escaping (Int) -> Bool) {
    self.text = text
    self.bytes = text.bytes
    self.isProtected = isProtected
  }

  /// A place in the text: its line and the byte's offset in the whole.
  private struct Place {
    var line: Int
    var offset: Int
  }

  /// Looks through a line, and on through those that what begins on it reaches. Returns the next line to look at.
  mutating func scan(_ first: Int) -> Int {
    var place = Place(line: first, offset: text.start(ofLine: first))
    while place.offset < end(of: place.line) {
      switch bytes[place.offset] {
      case UInt8(ascii: "\\"): place = escape(at: place)
      case UInt8(ascii: "`"): place = codeSpan(at: place)
      case UInt8(ascii: "<"): place.offset += tagLength(at: place)
      case UInt8(ascii: "$"): place = dollar(at: place)
      default: place.offset += 1
      }
    }
    return place.line + 1
  }

  private func end(of line: Int) -> Int { text.line(line).endIndex }

  private func byte(_ place: Place, _ ahead: Int = 0) -> UInt8? {
    let offset = place.offset + ahead
    return offset < end(of: place.line) ? bytes[offset] : nil
  }

  private func moved(_ place: Place, by count: Int) -> Place { Place(line: place.line, offset: min(place.offset + count, end(of: place.line))) }

  // MARK: What holds no formula

  private func codeSpan(at place: Place) -> Place {
    let run = text.line(place.line)[place.offset...].prefix { $0 == UInt8(ascii: "`") }.count
    var next = moved(place, by: run)
    while true {
      let rest = text.line(next.line)[next.offset...]
      guard let tick = rest.firstIndex(of: UInt8(ascii: "`")) else {
        guard continues(next.line, from: place.line, isInline: true) else { return moved(place, by: run) }
        next = Place(line: next.line + 1, offset: text.start(ofLine: next.line + 1))
        continue
      }
      let count = rest[tick...].prefix { $0 == UInt8(ascii: "`") }.count
      next = Place(line: next.line, offset: tick + count)
      if count == run { return next }
    }
  }

  /// The length of a tag, comment or address in angle brackets on this line; 1 where `<` is a sign.
  private func tagLength(at place: Place) -> Int {
    let rest = text.line(place.line)[place.offset...]
    guard let second = rest.dropFirst().first, second | 0x20 >= 0x61 && second | 0x20 <= 0x7A || [UInt8(ascii: "/"), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(second) else { return 1 }
    var quote: UInt8?
    var previous: UInt8 = 0
    for place in rest.indices.dropFirst(2) {
      let byte = rest[place]
      defer { previous = byte }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        return place + 1 - rest.startIndex
      } else if byte == UInt8(ascii: "<") {
        return 1
      } else if (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")) && previous == UInt8(ascii: "=") {
        quote = byte
      }
    }
    return 1
  }

  // MARK: Formulas

  private mutating func escape(at place: Place) -> Place {
    switch byte(place, 1) {
    case UInt8(ascii: "(")?:
      return take(from: place, open: 2, close: [UInt8(ascii: "\\"), UInt8(ascii: ")")], isDisplay: false) ?? moved(place, by: 2)
    case UInt8(ascii: "[")?:
      return take(from: place, open: 2, close: [UInt8(ascii: "\\"), UInt8(ascii: "]")], isDisplay: true) ?? moved(place, by: 2)
    default: return moved(place, by: 2)
    }
  }

  private mutating func dollar(at place: Place) -> Place {
    if byte(place, 1) == UInt8(ascii: "$") {
      return take(from: place, open: 2, close: [UInt8(ascii: "$"), UInt8(ascii: "$")], isDisplay: true) ?? moved(place, by: 2)
    }
    guard let next = byte(place, 1), next != 0x20, next != 0x09 else { return moved(place, by: 1) }
    return take(from: place, open: 1, close: [UInt8(ascii: "$")], isDisplay: false) ?? moved(place, by: 1)
  }

  /// Takes a formula whose signs open at `start`; nil where they never close.
  private mutating func take(from start: Place, open: Int, close: [UInt8], isDisplay: Bool) -> Place? {
    let isDollar = close.first == UInt8(ascii: "$")
    var pieces: [Range<Int>] = []
    var place = moved(start, by: open)
    var pieceStart = start.offset
    while true {
      let limit = end(of: place.line)
      while place.offset < limit {
        let here = bytes[place.offset..<limit]
        if here.starts(with: close) {
          let after = Place(line: place.line, offset: place.offset + close.count)
          if isDollar, !isDisplay {
            // Pandoc's rule: no space before the closing dollar, no digit after it.
            let before = bytes[place.offset - 1]
            let next = byte(after) ?? 0
            guard before != 0x20, before != 0x09, pieceStart < place.offset, !(0x30...0x39).contains(next) else { return nil }
          }
          pieces.append(pieceStart..<after.offset)
          guard let formula = formula(pieces, open: open, close: close.count, isDisplay: isDisplay, line: start.line) else { return nil }
          found.append(Found(formula: formula, pieces: pieces))
          return after
        }
        place.offset += isDollar && here.first == UInt8(ascii: "\\") ? 2 : 1
      }
      // A line's end inside a formula.
      let trimmed = bytes[pieceStart..<limit].trimmed
      pieces.append(pieceStart..<max(pieceStart, trimmed.isEmpty ? pieceStart : trimmed.endIndex))
      guard continues(place.line, from: start.line, isInline: !isDisplay) else { return nil }
      let next = place.line + 1
      pieceStart = contentStart(of: next, quotes: quotes(of: start.line))
      place = Place(line: next, offset: pieceStart)
    }
  }

  private func formula(_ pieces: [Range<Int>], open: Int, close: Int, isDisplay: Bool, line: Int) -> Mathematics.Formula? {
    let source = pieces.map { String(decoding: bytes[$0], as: UTF8.self) }.joined(separator: "\n")
    let tex = source.utf8.dropFirst(open).dropLast(close)
    let trimmed = Array(tex).drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }
    guard !trimmed.isEmpty else { return nil }
    let text = String(decoding: trimmed.reversed().drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }.reversed(), as: UTF8.self)
    return Mathematics.Formula(tex: text, source: source, isDisplay: isDisplay, line: line)
  }

  // MARK: Lines

  /// Whether what is open on `line` may go on on the next: a paragraph's text, never past a blank line or into code.
  private func continues(_ line: Int, from first: Int, isInline: Bool) -> Bool {
    let next = line + 1
    guard next <= text.lineCount, !isProtected(next) else { return false }
    let start = contentStart(of: next, quotes: quotes(of: first))
    let content = bytes[start..<max(start, end(of: next))]
    guard let sign = content.first else { return false }
    if !isInline { return true }
    if sign == UInt8(ascii: "#") || sign == UInt8(ascii: ">") || sign == UInt8(ascii: "|") { return false }
    let isBullet = [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*")].contains(sign) && content.dropFirst().first == 0x20
    return !isBullet
  }

  /// How many quotes a line opens or goes on in.
  private func quotes(of line: Int) -> Int {
    var count = 0
    var rest = text.line(line)
    while true {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
      if rest.first == UInt8(ascii: ">") {
        count += 1
        rest = rest.dropFirst()
      } else if let marker = listMarker(rest) {
        rest = rest.dropFirst(marker)
      } else {
        return count
      }
    }
  }

  private func listMarker(_ line: ArraySlice<UInt8>) -> Int? {
    guard let sign = line.first else { return nil }
    if [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*")].contains(sign) { return line.dropFirst().first == 0x20 ? 2 : nil }
    let digits = line.prefix { (0x30...0x39).contains($0) }.count
    guard (1...9).contains(digits), let dot = line.dropFirst(digits).first, dot == UInt8(ascii: ".") || dot == UInt8(ascii: ")") else { return nil }
    return line.dropFirst(digits + 1).first == 0x20 ? digits + 2 : nil
  }

  /// Where a line's own text begins, behind the signs of at most `quotes` quotes.
  private func contentStart(of line: Int, quotes: Int) -> Int {
    var rest = text.line(line)
    for _ in 0...quotes {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
      guard rest.first == UInt8(ascii: ">") else { break }
      let inside = rest.dropFirst()
      if quotes == 0 { break }
      rest = inside
    }
    return rest.startIndex
  }
}
