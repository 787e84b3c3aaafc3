/// Lets the harmless part of an author's raw HTML through: known elements with known attributes, in balance.
///
/// Markdown cuts raw HTML into pieces (`<details>`, text, `</details>`), so one sanitiser serves one container and remembers what is open
/// from piece to piece; `close` ends what the author left open, and an end tag without a start is dropped. So no piece can break out of
/// the place where it stands.
struct HTMLSanitiser {
  /// What is to be done for an image that the author names: markup in its place.
  var image: (_ source: String, _ alt: String) -> HTML
  private var open: [String] = []

  init(image: @escaping (_ source: String, _ alt: String) -> HTML) { self.image = image }

  mutating func clean(_ html: String) -> HTML {
    var output = ""
    var rest = Substring(html)
    while let start = rest.firstIndex(of: "<") {
      Self.appendText(rest[..<start], to: &output)
      rest = rest[start...]
      if rest.hasPrefix("<!--") {
        rest = Self.after("-->", in: rest.dropFirst(4))
      } else if rest.hasPrefix("<!") || rest.hasPrefix("<?") {
        rest = Self.after(">", in: rest)
      } else if let tag = HTMLTag(&rest) {
        draw(tag, into: &output, &rest)
      } else {
        output += "&lt;"
        rest = rest.dropFirst()
      }
    }
    Self.appendText(rest, to: &output)
    return HTML(markup: output)
  }

  /// The end tags of all that is open.
  mutating func close() -> HTML {
    let text = open.reversed().map { "</\($0)>" }.joined()
    open = []
    return HTML(markup: text)
  }

  private mutating func draw(_ tag: HTMLTag, into output: inout String, _ rest: inout Substring) {
    if Self.opaque.contains(tag.name) {
      // What stands inside is no text for a reader.
      if !tag.isEnd { rest = Self.afterEndTag(of: tag.name, in: rest) }
      return
    }
    guard let name = Self.elements[tag.name] else { return }
    if tag.isEnd {
      guard let place = open.lastIndex(of: name) else { return }
      for inner in open[place...].reversed() { output += "</\(inner)>" }
      open.removeSubrange(place...)
      return
    }
    if name == "img" {
      output += image(tag.value("src") ?? "", tag.value("alt") ?? "").text
      return
    }
    output += "<\(name)"
    for attribute in tag.attributes {
      guard let value = Self.allowed(attribute, on: name) else { continue }
      output += " \(attribute.name)=\"\(HTML.escaped(value))\""
    }
    output += ">"
    if !Self.void.contains(name), open.count < 256 { open.append(name) } else if !Self.void.contains(name) { output += "</\(name)>" }
  }

  private static func allowed(_ attribute: HTMLTag.Attribute, on element: String) -> String? {
    switch (element, attribute.name) {
    case (_, "title"), (_, "lang"): attribute.value
    case (_, "dir"): ["ltr", "rtl", "auto"].contains(attribute.value) ? attribute.value : nil
    case ("a", "href"): SafeURL.link(attribute.value)
    case ("td", "colspan"), ("td", "rowspan"), ("th", "colspan"), ("th", "rowspan"), ("ol", "start"), ("li", "value"):
      Int(attribute.value).flatMap { (0...10_000).contains($0) ? String($0) : nil }
    case ("th", "scope"): ["row", "col", "rowgroup", "colgroup"].contains(attribute.value) ? attribute.value : nil
    case ("td", "align"), ("th", "align"), ("p", "align"), ("div", "align"), ("h2", "align"):
      ["left", "right", "center"].contains(attribute.value) ? attribute.value : nil
    case ("details", "open"): ""
    case ("time", "datetime"), ("ins", "datetime"), ("del", "datetime"), ("data", "value"): attribute.value
    default: nil
    }
  }

  /// References in text stay as they are: they can only stand for characters.
  private static func appendText(_ text: Substring, to output: inout String) {
    for character in text.unicodeScalars {
      switch character {
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\t", "\n": output.unicodeScalars.append(character)
      case "\u{0}"..."\u{1F}", "\u{7F}": break
      default: output.unicodeScalars.append(character)
      }
    }
  }

  private static func after(_ end: String, in text: Substring) -> Substring {
    text.firstRange(of: end).map { text[$0.upperBound...] } ?? text[text.endIndex...]
  }

  private static func afterEndTag(of name: String, in text: Substring) -> Substring {
    var rest = text
    while let range = rest.firstRange(of: "</") {
      rest = rest[range.upperBound...]
      if rest.prefix(name.count).lowercased() == name { return after(">", in: rest) }
    }
    return rest[rest.endIndex...]
  }

  private static let void: Set<String> = ["br", "hr", "wbr", "img", "col"]
  private static let opaque: Set<String> = [
    "script", "style", "iframe", "object", "embed", "applet", "template", "noscript", "textarea", "title", "svg", "math", "select", "xmp",
    "noembed", "noframes", "plaintext", "head", "audio", "video", "canvas", "form", "button", "dialog",
  ]

  /// What each element becomes: headings stand one level below what they say.
  private static let elements: [String: String] = {
    let same = [
      "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "data", "dd", "del", "details",
      "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp",
      "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
      "time", "tr", "u", "ul", "var", "wbr",
    ]
    var elements = Dictionary(uniqueKeysWithValues: same.map { ($0, $0) })
    for level in 1...6 { elements["h\(level)"] = "h\(min(6, level + 1))" }
    elements["center"] = "div"
    elements["tt"] = "code"
    elements["strike"] = "s"
    return elements
  }()
}
