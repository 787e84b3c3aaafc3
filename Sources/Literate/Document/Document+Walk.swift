/// A block, or a piece of running text.
public enum DocumentPart {
  case block(Block)
  case inline(Inline)
}

extension Document {
  /// Visits every block and every piece of running text in the order of the text, footnotes last, what holds others before what it holds.
  public func walk(_ visit: (DocumentPart) -> Void) {
    Document.walk(blocks, visit)
    for footnote in footnotes { Document.walk(footnote.blocks, visit) }
  }

  public static func walk(_ blocks: [Block], _ visit: (DocumentPart) -> Void) {
    for block in blocks {
      visit(.block(block))
      switch block {
      case .heading(_, let text, _), .paragraph(let text): walk(text, visit)
      case .quote(let inner): walk(inner, visit)
      case .list(let list): for item in list.items { walk(item.blocks, visit) }
      case .table(let table):
        for cell in table.head { walk(cell, visit) }
        for row in table.rows { for cell in row { walk(cell, visit) } }
      case .captioned(let captioned):
        walk(captioned.caption, visit)
        walk([captioned.block], visit)
      case .tabs(let tabs):
        for tab in tabs {
          walk(tab.title, visit)
          walk(tab.blocks, visit)
        }
      case .box(let box):
        walk(box.title, visit)
        walk(box.blocks, visit)
      case .code, .html, .rule, .mathematics, .step, .expectations, .quiz: break
      }
    }
  }

  public static func walk(_ inlines: [Inline], _ visit: (DocumentPart) -> Void) {
    for inline in inlines {
      visit(.inline(inline))
      switch inline {
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner), .link(_, _, let inner): walk(inner, visit)
      case .text, .code, .image, .softBreak, .lineBreak, .html, .mathematics, .footnoteReference, .crossReference, .value: break
      }
    }
  }
}
