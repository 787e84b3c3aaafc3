/// A tag as a browser would read it.
struct HTMLTag {
  struct Attribute {
    /// In lower case.
    var name: String
    /// With its character references decoded.
    var value: String
  }

  /// In lower case.
  let name: String
  let isEnd: Bool
  private(set) var attributes: [Attribute] = []

  /// The attribute's value; the first counts where one stands twice.
  func value(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

  /// Takes a tag from the front of `text`; nil and nothing taken where none begins there. A tag that never ends takes all.
  init?(_ text: inout Substring) {
    var rest = text.dropFirst()
    isEnd = rest.first == "/"
    if isEnd { rest = rest.dropFirst() }
    guard text.first == "<", let first = rest.first, first.isASCII, first.isLetter else { return nil }
    let name = rest.prefix { !Self.isSpace($0) && $0 != "/" && $0 != ">" }
    self.name = name.lowercased()
    rest = rest.dropFirst(name.count)
    while true {
      rest = rest.drop { Self.isSpace($0) || $0 == "/" }
      guard let next = rest.first else { break }
      if next == ">" {
        rest = rest.dropFirst()
        break
      }
      // As the HTML standard has it, an attribute's name may begin with an equals sign.
      let head = rest.prefix(1)
      let tail = rest.dropFirst().prefix { !Self.isSpace($0) && $0 != "/" && $0 != ">" && $0 != "=" }
      let attribute = (head + tail).lowercased()
      rest = rest.dropFirst(1 + tail.count)
      let afterSpace = rest.drop(while: Self.isSpace)
      var value = ""
      if afterSpace.first == "=" {
        rest = afterSpace.dropFirst().drop(while: Self.isSpace)
        value = Self.takeValue(&rest)
      }
      if !attributes.contains(where: { $0.name == attribute }), attributes.count < 64 {
        attributes.append(Attribute(name: attribute, value: CharacterReferences.decoded(value)))
      }
    }
    text = rest
  }

  private static func takeValue(_ rest: inout Substring) -> String {
    if let quote = rest.first, quote == "\"" || quote == "'" {
      let value = rest.dropFirst().prefix { $0 != quote }
      rest = rest.dropFirst(1 + value.count)
      if rest.first == quote { rest = rest.dropFirst() }
      return String(value)
    }
    let value = rest.prefix { !isSpace($0) && $0 != ">" }
    rest = rest.dropFirst(value.count)
    return String(value)
  }

  private static func isSpace(_ character: Character) -> Bool {
    character == " " || character == "\n" || character == "\t" || character == "\r" || character == "\u{C}" || character == "\r\n"
  }
}
