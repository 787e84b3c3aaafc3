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
    add(text: element)
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
    add("<circle cx=\"")
    add(x)
    add("\" cy=\"")
    add(y)
    add("\" r=\"")
    add(radius)
    add("\"")
    finish("circle", attributes, title)
  }

  mutating func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ attributes: [(String, String)] = [], title: String? = nil) {
    add("<rect x=\"")
    add(x)
    add("\" y=\"")
    add(y)
    add("\" width=\"")
    add(max(0, width))
    add("\" height=\"")
    add(max(0, height))
    add("\"")
    finish("rect", attributes, title)
  }

  mutating func label(_ content: String, _ x: Double, _ y: Double, _ attributes: [(String, String)] = []) {
    add("<text x=\"")
    add(x)
    add("\" y=\"")
    add(y)
    add("\"")
    add(attributes)
    add(">")
    HTML.escape(content, into: &bytes)
    add("</text>")
  }

  /// The rest of an element of which the shape is written.
  private mutating func finish(_ element: String, _ attributes: [(String, String)], _ title: String?) {
    add(attributes)
    guard let title else { return add("/>") }
    add("><title>")
    HTML.escape(title, into: &bytes)
    add("</title>")
    close(element)
  }

  private mutating func start(_ element: String, _ attributes: [(String, String)]) {
    add("<")
    add(text: element)
    add(attributes)
  }

  private mutating func add(_ attributes: [(String, String)]) {
    for (name, value) in attributes {
      add(" ")
      add(text: name)
      add("=\"")
      HTML.escape(value, into: &bytes)
      add("\"")
    }
  }

  /// Markup of ours, which is most of a drawing.
  private mutating func add(_ markup: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
  }
  private mutating func add(text: String) { bytes.append(contentsOf: text.utf8) }
  private mutating func add(_ number: Double) { NumberText.appendCoordinate(number, to: &bytes) }
}
