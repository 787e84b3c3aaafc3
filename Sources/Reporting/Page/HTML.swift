/// A piece of HTML. Whatever is put into one with `\(…)` is escaped, so that no text of a notebook or of its data can become markup.
struct HTML: ExpressibleByStringInterpolation, Sendable, Equatable {
  private(set) var text: String

  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
  /// Text that is markup already.
  init(markup: String) { text = markup }

  struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity + 16 * interpolationCount) }
    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ value: some StringProtocol) { HTML.escape(value, into: &text) }
    mutating func appendInterpolation(_ value: Int) { text += String(value) }
    mutating func appendInterpolation(_ value: HTML) { text += value.text }
    mutating func appendInterpolation(markup value: String) { text += value }
  }

  static func += (a: inout HTML, b: HTML) { a.text += b.text }

  /// Appends `source` with `& < > " '` as references. Control characters, which HTML does not allow, are left out.
  static func escape(_ source: some StringProtocol, into text: inout String) {
    guard source.utf8.contains(where: { needsEscape($0) }) else {
      text += source
      return
    }
    for scalar in source.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\t", "\n": text.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}": break
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The same as UTF-8.
  static func escape(_ source: String, into bytes: inout [UInt8]) {
    var source = source
    let isPlain = source.withUTF8 { text in
      guard !text.contains(where: needsEscape) else { return false }
      bytes.append(contentsOf: text)
      return true
    }
    if !isPlain { bytes.append(contentsOf: escaped(source).utf8) }
  }

  static func escaped(_ source: some StringProtocol) -> String {
    var text = ""
    escape(source, into: &text)
    return text
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0x7F: true
    case 0x09, 0x0A: false
    default: byte < 0x20
    }
  }
}
