/// Lets MathML through that only draws: known elements with known attributes, in balance. A converter is a program of someone else's, and what it
/// writes enters a page.
enum MathMLSanitiser {
  /// What stands inside `math`, without `math` itself, annotations, links, styles and identifiers.
  static func clean(_ markup: String) -> HTML {
    var output = ""
    var open: [String] = []
    var rest = Substring(markup)
    while let start = rest.firstIndex(of: "<") {
      append(text: rest[..<start], to: &output)
      rest = rest[start...]
      guard let tag = HTMLTag(&rest) else {
        output += "&lt;"
        rest = rest.dropFirst()
        continue
      }
      if opaque.contains(tag.name) {
        if !tag.isEnd { rest = rest.firstRange(of: "</\(tag.name)").map { rest[$0.upperBound...].drop { $0 != ">" }.dropFirst() } ?? rest[rest.endIndex...] }
        continue
      }
      guard elements.contains(tag.name) else { continue }
      if tag.isEnd {
        guard !empty.contains(tag.name), let place = open.lastIndex(of: tag.name) else { continue }
        for inner in open[place...].reversed() { output += "</\(inner)>" }
        open.removeSubrange(place...)
        continue
      }
      output += "<\(tag.name)"
      for attribute in tag.attributes where attributes.contains(attribute.name) && isHarmless(attribute.value) {
        output += " \(attribute.name)=\"\(attribute.value)\""
      }
      output += ">"
      if empty.contains(tag.name) || open.count >= 256 { output += "</\(tag.name)>" } else { open.append(tag.name) }
    }
    append(text: rest, to: &output)
    for inner in open.reversed() { output += "</\(inner)>" }
    return HTML(markup: output)
  }

  /// Numbers, lengths, names and colours.
  private static func isHarmless(_ value: String) -> Bool {
    value.utf8.count <= 200 && value.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: " +-.#%".utf8.contains(byte)
      }
    }
  }

  /// References in text stay as they are: they can only stand for characters.
  private static func append(text: Substring, to output: inout String) {
    for character in text.unicodeScalars {
      switch character {
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\u{0}"..."\u{8}", "\u{B}"..."\u{1F}", "\u{7F}": break
      default: output.unicodeScalars.append(character)
      }
    }
  }

  private static let opaque: Set<String> = ["annotation", "annotation-xml", "script", "style"]
  private static let empty: Set<String> = ["mspace", "mprescripts", "none"]
  private static let elements: Set<String> = [
    "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "merror", "mpadded", "mphantom", "menclose", "msub",
    "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mlabeledtr", "mtd",
  ]
  private static let attributes: Set<String> = [
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "columnspan", "depth", "displaystyle", "fence", "form", "height",
    "largeop", "linethickness", "lspace", "mathbackground", "mathcolor", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits",
    "notation", "rowalign", "rowlines", "rowspacing", "rowspan", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width",
  ]
}
