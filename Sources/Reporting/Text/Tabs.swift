import Literate

/// Sets of tabs. All of them are in the page, below one another; a script shows one at a time.
extension PageDrawing {
  func draw(_ tabs: [Tab]) {
    tabSetCount += 1
    let labels = tabs.map { Self.plainText($0.title) }
    out.write("<div class=\"tabs\" id=\"tabs.\(tabSetCount)\" data-label=\"\(labels.joined(separator: ", "))\">\n")
    for (place, tab) in tabs.enumerated() {
      let anchor = tab.anchor.isEmpty ? "tabs.\(tabSetCount).panel-\(place + 1)" : tab.anchor
      out.write("<div class=\"tab\" id=\"\(anchor)\">\n<p class=\"tab-title\">")
      draw(tab.title)
      out.write("</p>\n")
      draw(tab.blocks)
      out.write("</div>\n")
    }
    out.write("</div>\n")
  }
}
