/// Finds `@fig-roc`, `[@fig-roc]` and `[-@fig-roc]` in running text.
enum CrossReferenceScanner {
  enum Piece: Equatable {
    case text(String)
    case reference(label: String, isNumberOnly: Bool)
  }

  /// The text in pieces, none of them empty.
  ///
  /// A label begins with `fig-`, `tbl-` or `sec-`; behind a letter or a digit `@` is part of an address.
  static func pieces(of text: String) -> [Piece] {
    let bytes = Array(text.utf8)
    var pieces: [Piece] = []
    var plainStart = 0
    var place = 0
    while let sign = bytes[place...].firstIndex(of: UInt8(ascii: "@")) {
      place = sign + 1
      guard let label = label(bytes[place...]), sign == 0 || !isWordByte(bytes[sign - 1]) else { continue }
      let end = place + label.utf8.count
      let isClosed = end < bytes.count && bytes[end] == UInt8(ascii: "]")
      let before = bytes[plainStart..<sign]
      let isNumberOnly = isClosed && before.suffix(2).elementsEqual("[-".utf8)
      let isBracketed = isNumberOnly || (isClosed && before.last == UInt8(ascii: "["))
      let plain = before.dropLast(isNumberOnly ? 2 : isBracketed ? 1 : 0)
      if !plain.isEmpty { pieces.append(.text(plain.string)) }
      pieces.append(.reference(label: label, isNumberOnly: isNumberOnly))
      place = isBracketed ? end + 1 : end
      plainStart = place
    }
    if plainStart < bytes.count { pieces.append(.text(bytes[plainStart...].string)) }
    return pieces
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

/// `{#sec-data}` at the end of a heading, of an image or of a caption.
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
