/// SVG as it is written: elements with escaped attributes, numbers in hundredths.
struct SVGText {
  // Bytes, since a drawing is tens of thousands of short pieces.
  private var bytes: [UInt8] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func open(_ element: String, _ attributes: [(String, String)] = []) {
    start(element, attributes)
    add(">")
  }

  mutating func close(_ element: String) {
    add("</")
    add(element)
    add(">")
  }

  mutating func empty(_ element: String, _ attributes: [(String, String)]) {
    start(element, attributes)
    add("/>")
  }

  /// An element with text in it.
  mutating func leaf(_ element: String, _ attributes: [(String, String)], _ content: String) {
    open(element, attributes)
    HTML.escape(content, into: &bytes)
    close(element)
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ attributes: [(String, String)] = []) {
    add("<path d=\"M")
    add(x1)
    add(" ")
    add(y1)
    if x1 == x2 {
      add("V")
      add(y2)
    } else if y1 == y2 {
      add("H")
      add(x2)
    } else {
      add("L")
      add(x2)
      add(" ")
      add(y2)
    }
    add("\"")
    add(attributes)
    add("/>")
  }

  mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ attributes: [(String, String)] = [], title: String? = nil) {
    element("circle", ("cx", x), ("cy", y), ("r", radius), nil, attributes, title)
  }

  mutating func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ attributes: [(String, String)] = [], title: String? = nil) {
    element("rect", ("x", x), ("y", y), ("width", max(0, width)), ("height", max(0, height)), attributes, title)
  }

  mutating func label(_ content: String, _ x: Double, _ y: Double, _ attributes: [(String, String)] = []) {
    add("<text")
    add("x", x)
    add("y", y)
    add(attributes)
    add(">")
    HTML.escape(content, into: &bytes)
    add("</text>")
  }

  private mutating func element(
    _ name: String, _ a: (String, Double), _ b: (String, Double), _ c: (String, Double), _ d: (String, Double)?, _ attributes: [(String, String)], _ title: String?
  ) {
    add("<")
    add(name)
    add(a.0, a.1)
    add(b.0, b.1)
    add(c.0, c.1)
    if let d { add(d.0, d.1) }
    add(attributes)
    guard let title else { return add("/>") }
    add(">")
    leaf("title", [], title)
    close(name)
  }

  private mutating func start(_ element: String, _ attributes: [(String, String)]) {
    add("<")
    add(element)
    add(attributes)
  }

  private mutating func add(_ attributes: [(String, String)]) {
    for (name, value) in attributes {
      add(" ")
      add(name)
      add("=\"")
      HTML.escape(value, into: &bytes)
      add("\"")
    }
  }

  private mutating func add(_ name: String, _ number: Double) {
    add(" ")
    add(name)
    add("=\"")
    add(number)
    add("\"")
  }

  private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
  private mutating func add(_ number: Double) { NumberText.appendCoordinate(number, to: &bytes) }
}
