/// SVG as it is written: elements with escaped attributes, numbers in hundredths.
struct SVGText {
  private(set) var text = ""

  mutating func open(_ element: String, _ attributes: [(String, String)] = []) {
    start(element, attributes)
    text += ">"
  }

  mutating func close(_ element: String) { text += "</\(element)>" }

  mutating func empty(_ element: String, _ attributes: [(String, String)]) {
    start(element, attributes)
    text += "/>"
  }

  /// An element with text in it.
  mutating func leaf(_ element: String, _ attributes: [(String, String)], _ content: String) {
    open(element, attributes)
    HTML.escape(content, into: &text)
    close(element)
  }

  mutating func append(_ markup: String) { text += markup }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ attributes: [(String, String)] = []) {
    if x1 == x2 {
      empty("path", [("d", "M\(n(x1)) \(n(y1))V\(n(y2))")] + attributes)
    } else if y1 == y2 {
      empty("path", [("d", "M\(n(x1)) \(n(y1))H\(n(x2))")] + attributes)
    } else {
      empty("path", [("d", "M\(n(x1)) \(n(y1))L\(n(x2)) \(n(y2))")] + attributes)
    }
  }

  mutating func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ attributes: [(String, String)] = [], title: String? = nil) {
    let all = [("x", n(x)), ("y", n(y)), ("width", n(max(0, width))), ("height", n(max(0, height)))] + attributes
    guard let title else { return empty("rect", all) }
    open("rect", all)
    leaf("title", [], title)
    close("rect")
  }

  mutating func label(_ content: String, _ x: Double, _ y: Double, _ attributes: [(String, String)] = []) {
    leaf("text", [("x", n(x)), ("y", n(y))] + attributes, content)
  }

  private mutating func start(_ element: String, _ attributes: [(String, String)]) {
    text += "<\(element)"
    for (name, value) in attributes {
      text += " \(name)=\""
      HTML.escape(value, into: &text)
      text += "\""
    }
  }

  private func n(_ number: Double) -> String { NumberText.coordinate(number) }
}
