public import Literate

extension Report {
  /// The images that drawing `document` will ask `ReportOptions.image` for, in the order of the text, each once: those of Markdown and of raw
  /// HTML, as they are written and, where that differs, with `%20` and the like decoded. Addresses elsewhere are not among them.
  public static func imagePaths(of document: Document) -> [String] {
    var gatherer = ImagePathGatherer()
    gatherer.visit(document.blocks)
    for footnote in document.footnotes { gatherer.visit(footnote.blocks) }
    return gatherer.paths
  }
}

private struct ImagePathGatherer {
  private(set) var paths: [String] = []

  mutating func visit(_ blocks: [Block]) {
    for block in blocks {
      switch block {
      case .heading(_, let text, _), .paragraph(let text): visit(text)
      case .quote(let inner): visit(inner)
      case .list(let list): for item in list.items { visit(item.blocks) }
      case .table(let table):
        for cell in table.head { visit(cell) }
        for row in table.rows { for cell in row { visit(cell) } }
      case .box(let box):
        visit(box.title)
        visit(box.blocks)
      case .html(let html): visit(html: html)
      case .code, .rule, .mathematics, .step, .expectations, .quiz: break
      }
    }
  }

  private mutating func visit(_ inlines: [Inline]) {
    for inline in inlines {
      switch inline {
      case .image(let source, _, _): add(source)
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner), .link(_, _, let inner): visit(inner)
      case .html(let html): visit(html: html)
      case .text, .code, .softBreak, .lineBreak, .mathematics, .footnoteReference, .value: break
      }
    }
  }

  private mutating func visit(html: String) {
    // The sanitiser itself says which images it meets, so that the two never differ.
    var found: [String] = []
    withoutActuallyEscaping({ (source: String, _: String) -> HTML in
      found.append(source)
      return ""
    }) { image in
      var sanitiser = HTMLSanitiser(image: image)
      _ = sanitiser.clean(html)
    }
    for source in found { add(source) }
  }

  private mutating func add(_ source: String) {
    guard SafeURL.isLocal(source) else { return }
    for path in [source, PageDrawing.percentDecoded(source)] where !paths.contains(path) { paths.append(path) }
  }
}
