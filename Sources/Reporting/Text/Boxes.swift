import Literate

/// Boxes of teaching matter.
extension PageDrawing {
  func draw(_ box: Box) {
    let kind = box.kind.rawValue
    let word = PageWords.box(kind)
    let isOpen = box.fold == .open || options.audience == .instructor && box.kind == .solution
    switch box.fold {
    case .none:
      out.write("<div class=\"box \(kind)\" role=\"note\" aria-label=\"\(word)\">\n<p class=\"box-title\">\(icon(kind))")
      drawTitle(box, word)
      out.write("</p>\n<div class=\"box-body\">\n")
      draw(box.blocks)
      out.write("</div></div>\n")
    case .open, .closed:
      out.write("<details class=\"box \(kind)\"\(isOpen ? " open" : "")>\n<summary class=\"box-title\">\(icon(kind))")
      drawTitle(box, word)
      out.write("</summary>\n<div class=\"box-body\">\n")
      draw(box.blocks)
      out.write("</div></details>\n")
    }
  }

  /// The kind in words stands before the author's title, since colour and icon alone do not tell it to everyone.
  private func drawTitle(_ box: Box, _ word: String) {
    if box.title.isEmpty {
      out.write("<span>\(word)</span>")
    } else {
      out.write("<span><span class=\"box-kind\">\(word)</span> ")
      draw(box.title)
      out.write("</span>")
    }
    if let isSolved = outcome.isSolved(box) {
      out.write("<span class=\"state \(isSolved ? "solved" : "open")\">\(icon(isSolved ? "holds" : "unknown"))\(isSolved ? PageWords.solved : PageWords.notSolved)</span>")
    }
  }
}
