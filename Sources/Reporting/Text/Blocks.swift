import Literate

/// The blocks of the text.
extension PageDrawing {
  /// Draws the blocks of one container. Raw HTML that one piece opens another may close, but never beyond the container.
  func draw(_ blocks: [Block]) {
    var sanitiser = HTMLSanitiser(image: rawImage)
    for block in blocks {
      if case .html(let html) = block {
        out.write(sanitiser.clean(html))
        out.write("\n")
      } else {
        draw(block)
      }
    }
    out.write(sanitiser.close())
  }

  private func draw(_ block: Block) {
    switch block {
    case .heading(let level, let text, let anchor): drawHeading(level: level, text, anchor: anchor)
    case .paragraph(let text):
      // A paragraph that is one image is a figure of its own.
      if text.count == 1, case .image(let source, let title, let alt) = text[0] {
        drawImageBlock(source: source, title: title, alt: alt)
      } else {
        out.write("<p>")
        draw(text)
        out.write("</p>\n")
      }
    case .quote(let blocks):
      out.write("<blockquote>\n")
      draw(blocks)
      out.write("</blockquote>\n")
    case .list(let list): draw(list)
    case .code(let language, let text):
      let name = language.prefix { !$0.isWhitespace }
      out.write("<pre class=\"code\"\(language.isEmpty ? "" : " data-language=\"\(name)\"" as HTML) tabindex=\"0\"><code>\(CodeHighlighting.html(text, language: String(name)))</code></pre>\n")
    case .html(let html):
      var sanitiser = HTMLSanitiser(image: rawImage)
      out.write(sanitiser.clean(html))
      out.write(sanitiser.close())
    case .table(let table): draw(table)
    case .captioned(let captioned): draw(captioned)
    case .tabs(let tabs): draw(tabs)
    case .rule: out.write("<hr>\n")
    case .mathematics(let tex, let label): drawDisplay(Formula(tex: tex, isDisplay: true), label: label)
    case .box(let box): draw(box)
    case .step(let place): drawStep(place)
    case .expectations(let place): drawExpectations(place)
    case .quiz(let place): drawQuiz(place)
    }
  }

  private func drawHeading(level: Int, _ text: [Inline], anchor: String) {
    let shown = min(6, max(1, level) + 1)
    out.write("<h\(shown) id=\"\(anchor)\">")
    if let number = crossReferences.sections[anchor] { out.write("<span class=\"number\">\(number)</span> ") }
    draw(text)
    out.write("</h\(shown)>\n")
  }

  /// The highest level of heading that the document has.
  var topLevel: Int {
    document.blocks.compactMap { if case .heading(let level, _, _) = $0 { level } else { nil } }.min() ?? 1
  }

  private func draw(_ list: ListBlock) {
    let tag: HTML = list.isOrdered ? "ol" : "ul"
    let isTasks = list.items.contains { $0.isTicked != nil }
    out.write("<\(tag)")
    if list.isOrdered, list.start != 1 { out.write(" start=\"\(list.start)\"") }
    if isTasks { out.write(" class=\"tasks\"") }
    out.write(">\n")
    for item in list.items {
      out.write("<li>")
      if let isTicked = item.isTicked {
        let word = isTicked ? PageWords.ticked : PageWords.unticked
        out.write("<span class=\"tick\(isTicked ? " ticked" : "")\" role=\"img\" aria-label=\"\(word)\"></span>")
      }
      if list.isTight { drawTight(item.blocks) } else { draw(item.blocks) }
      out.write("</li>\n")
    }
    out.write("</\(tag)>\n")
  }

  /// Paragraphs of a tight list stand without their tags.
  private func drawTight(_ blocks: [Block]) {
    var others: [Block] = []
    for (place, block) in blocks.enumerated() {
      if case .paragraph(let text) = block {
        if !others.isEmpty { draw(others) }
        others = []
        draw(text)
        if place + 1 < blocks.count { out.write("\n") }
      } else {
        others.append(block)
      }
    }
    if !others.isEmpty { draw(others) }
  }

  private func draw(_ table: TableBlock) {
    func alignment(_ column: Int) -> HTML {
      guard table.alignments.indices.contains(column) else { return "" }
      switch table.alignments[column] {
      case .none: return ""
      case .left: return " class=\"left\""
      case .center: return " class=\"center\""
      case .right: return " class=\"right\""
      }
    }
    out.write("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(PageWords.table), \(PageWords.scrollable)\"><table class=\"prose\">\n<thead><tr>")
    for (column, cell) in table.head.enumerated() {
      out.write("<th scope=\"col\"\(alignment(column))>")
      draw(cell)
      out.write("</th>")
    }
    out.write("</tr></thead>\n<tbody>\n")
    for row in table.rows {
      out.write("<tr>")
      for (column, cell) in row.enumerated() {
        out.write("<td\(alignment(column))>")
        draw(cell)
        out.write("</td>")
      }
      out.write("</tr>\n")
    }
    out.write("</tbody></table></div>\n")
  }

  /// Footnotes, each with a link back to every place that refers to it.
  func drawFootnotes() {
    guard document.footnotes.contains(where: { !$0.blocks.isEmpty }) else { return }
    out.write("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"\(PageWords.footnotes)\">\n<hr>\n<ol>\n")
    // A note without text was one of a solution.
    for (place, footnote) in document.footnotes.enumerated() where !footnote.blocks.isEmpty {
      let isBehindGap = place > 0 && document.footnotes[place - 1].blocks.isEmpty
      out.write("<li id=\"fn.\(place + 1)\"\(isBehindGap ? " value=\"\(place + 1)\"" : "" as HTML)>")
      let back = backLinks(to: footnote, at: place)
      if case .paragraph(let text)? = footnote.blocks.last {
        draw(Array(footnote.blocks.dropLast()))
        out.write("<p>")
        draw(text)
        out.write("\(back)</p>")
      } else {
        draw(footnote.blocks)
        out.write(back)
      }
      out.write("</li>\n")
    }
    out.write("</ol>\n</section>\n")
  }

  private func backLinks(to footnote: Document.Footnote, at place: Int) -> HTML {
    var links: HTML = ""
    for reference in 0..<max(1, footnoteReferences[footnote.name] ?? 1) {
      let suffix = reference == 0 ? "" : "-\(reference + 1)"
      links += " <a class=\"back\" href=\"#fnref.\(place + 1)\(suffix)\" role=\"doc-backlink\" aria-label=\"\(PageWords.backToText)\">↩</a>"
    }
    return links
  }
}
