/// Finds `@fig-roc`, `[@fig-roc]`, `[-@fig-roc]` and `[@fig-roc; @tbl-scores]` in running text.
enum CrossReferenceScanner {
  enum Piece: Equatable {
    case text(String)
    case reference(label: String, isNumberOnly: Bool)
  }

  /// The text in pieces, none of them empty.
  ///
  /// A label begins with the prefix of its kind, as `fig-`; behind a letter or a digit `@` is part of an address.
  static func pieces(of text: String) -> [Piece] {
    let bytes = Array(text.utf8)
    var pieces: [Piece] = []
    var plainStart = 0
    var place = 0
    while let sign = bytes[place...].firstIndex(of: UInt8(ascii: "@")) {
      place = sign + 1
      guard let found = references(in: bytes, sign: sign, from: plainStart) else { continue }
      let plain = bytes[plainStart..<found.range.lowerBound]
      if !plain.isEmpty { pieces.append(.text(plain.string)) }
      pieces += found.pieces
      place = found.range.upperBound
      plainStart = place
    }
    if plainStart < bytes.count { pieces.append(.text(bytes[plainStart...].string)) }
    return pieces
  }

  private typealias Found = (range: Range<Int>, pieces: [Piece])

  /// The reference whose `@` stands at `sign`, or all of the brackets around it where they hold references alone.
  private static func references(in bytes: [UInt8], sign: Int, from start: Int) -> Found? {
    guard sign == 0 || !isWordByte(bytes[sign - 1]), let label = label(bytes[(sign + 1)...]) else { return nil }
    let before = bytes[start..<sign]
    let opening = before.suffix(2).elementsEqual("[-".utf8) ? 2 : before.last == UInt8(ascii: "[") ? 1 : 0
    if opening > 0, let found = bracketed(in: bytes, from: sign - opening) { return found }
    return (sign..<(sign + 1 + label.utf8.count), [.reference(label: label, isNumberOnly: false)])
  }

  /// `[@fig-a; -@tbl-b]`; nil where anything else stands between the brackets.
  private static func bracketed(in bytes: [UInt8], from open: Int) -> Found? {
    var pieces: [Piece] = []
    var place = open + 1
    while true {
      let isNumberOnly = bytes[place...].first == UInt8(ascii: "-")
      if isNumberOnly { place += 1 }
      guard bytes[place...].first == UInt8(ascii: "@"), let label = label(bytes[(place + 1)...]) else { return nil }
      if !pieces.isEmpty { pieces.append(.text(", ")) }
      pieces.append(.reference(label: label, isNumberOnly: isNumberOnly))
      place += 1 + label.utf8.count
      if bytes[place...].first == UInt8(ascii: "]") { return (open..<(place + 1), pieces) }
      guard bytes[place...].first == UInt8(ascii: ";") else { return nil }
      place += 1 + bytes[(place + 1)...].prefix { $0 == UInt8(ascii: " ") }.count
    }
  }

  /// The label at the start of `bytes`, without what ends a sentence; nil where none begins there.
  private static func label(_ bytes: ArraySlice<UInt8>) -> String? {
    var label = bytes.prefix(while: PlacedLabel.isCharacter)
    while let last = label.last, last == UInt8(ascii: "-") || last == UInt8(ascii: ":") || last == UInt8(ascii: "_") { label.removeLast() }
    return LabelKind(label: label.string) == nil ? nil : label.string
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

/// `{#sec-data}` at the end of a heading, of an image, of a caption or behind a formula.
enum LabelSuffix {
  /// Takes the label off the end of `inlines`, and what spaces stand before it; nil where there is none.
  static func take(from inlines: inout [Inline]) -> String? {
    guard case .text(let text)? = inlines.last, text.hasSuffix("}"), let open = text.lastIndex(of: "{") else { return nil }
    let inside = text[text.index(after: open)...].dropLast()
    guard inside.first == "#", inside.utf8.count > 1, inside.dropFirst().utf8.allSatisfy(PlacedLabel.isCharacter) else { return nil }
    let rest = String(text[..<open].reversed().drop { $0 == " " }.reversed())
    if rest.isEmpty { inlines.removeLast() } else { inlines[inlines.count - 1] = .text(rest) }
    return String(inside.dropFirst())
  }
}
