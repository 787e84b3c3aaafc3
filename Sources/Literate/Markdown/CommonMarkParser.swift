import CMarkdown
import Synchronization

/// GitHub Flavored Markdown by cmark-gfm: the only file that touches it.
enum CommonMarkParser {
  /// What stands deeper than this is left out, so that no walk over the tree overflows the stack.
  static let greatestDepth = 64

  /// The syntax tree of `text`, and the first line of what was nested too deeply to be read, if any.
  ///
  /// The text is UTF-8 with LF line ends and without NUL. O(count).
  static func parse(_ text: ArraySlice<UInt8>) -> (tree: MarkdownNode, tooDeep: Int?) {
    // While it parses, cmark-gfm marks its extensions' characters in tables that all parsers share.
    turn.withLock { _ in read(text) }
  }

  private static let turn = Mutex(())

  private static func read(_ text: ArraySlice<UInt8>) -> (tree: MarkdownNode, tooDeep: Int?) {
    _ = registration
    let empty = MarkdownNode(kind: .document, line: 1, column: 1)
    guard let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE) else { return (empty, nil) }
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      if let syntax = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, syntax) }
    }
    text.withUnsafeBytes { bytes in
      cmark_parser_feed(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    guard let root = cmark_parser_finish(parser) else { return (empty, nil) }
    defer { cmark_node_free(root) }
    var reader = TreeReader()
    let tree = reader.node(root, depth: 0) ?? empty
    return (tree, reader.tooDeep)
  }

  /// cmark keeps its extensions in a global list; Swift runs this once.
  private static let registration: Void = cmark_gfm_core_extensions_ensure_registered()
}

private struct TreeReader {
  var tooDeep: Int?

  mutating func node(_ node: OpaquePointer, depth: Int) -> MarkdownNode? {
    guard let kind = kind(node) else { return nil }
    var result = MarkdownNode(
      kind: kind, line: Int(cmark_node_get_start_line(node)), column: Int(cmark_node_get_start_column(node)))
    var next = cmark_node_first_child(node)
    if next != nil, depth >= CommonMarkParser.greatestDepth {
      tooDeep = min(tooDeep ?? .max, result.line)
      return result
    }
    while let child = next {
      if let child = self.node(child, depth: depth + 1) { result.children.append(child) }
      next = cmark_node_next(child)
    }
    return result
  }

  private func literal(_ node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  private func kind(_ node: OpaquePointer) -> MarkdownNode.Kind? {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: .text(literal(node))
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .codeSpan(literal(node))
    case CMARK_NODE_HTML_INLINE: .inlineHTML(literal(node))
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link(destination: text(cmark_node_get_url(node)), title: text(cmark_node_get_title(node)))
    case CMARK_NODE_IMAGE: .image(source: text(cmark_node_get_url(node)), title: text(cmark_node_get_title(node)))
    case CMARK_NODE_FOOTNOTE_REFERENCE: .footnoteReference(Int(literal(node)) ?? 0)
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading(Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_CODE_BLOCK: code(node)
    case CMARK_NODE_LIST:
      .list(
        isOrdered: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST, start: Int(cmark_node_get_list_start(node)),
        isTight: cmark_node_get_list_tight(node) != 0)
    case CMARK_NODE_BLOCK_QUOTE: .quote
    case CMARK_NODE_HTML_BLOCK: .htmlBlock(literal(node))
    case CMARK_NODE_THEMATIC_BREAK: .rule
    case CMARK_NODE_FOOTNOTE_DEFINITION: .footnoteDefinition
    case CMARK_NODE_DOCUMENT: .document
    default: extended(node)
    }
  }

  private func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

  private func code(_ node: OpaquePointer) -> MarkdownNode.Kind {
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    let isFenced = cmark_node_get_fenced(node, &length, &offset, &character) != 0
    return .code(fenceLength: isFenced ? Int(length) : nil, literal: literal(node))
  }

  /// Nodes of extensions, whose types have numbers only while the program runs. Items of task lists are items with a name of their own.
  private func extended(_ node: OpaquePointer) -> MarkdownNode.Kind? {
    switch text(cmark_node_get_type_string(node)) {
    case "tasklist": return .item(isTicked: cmark_gfm_extensions_get_tasklist_item_checked(node))
    case "item": return .item(isTicked: nil)
    case "strikethrough": return .strikethrough
    case "table": return .table(alignments(node))
    case "table_header": return .tableHead
    case "table_row": return .tableRow
    case "table_cell": return .tableCell
    default: return nil
    }
  }

  private func alignments(_ node: OpaquePointer) -> [TableBlock.Alignment] {
    let count = Int(cmark_gfm_extensions_get_table_columns(node))
    guard let letters = cmark_gfm_extensions_get_table_alignments(node) else { return Array(repeating: .none, count: count) }
    return UnsafeBufferPointer(start: letters, count: count).map { letter in
      switch letter {
      case UInt8(ascii: "l"): .left
      case UInt8(ascii: "c"): .center
      case UInt8(ascii: "r"): .right
      default: .none
      }
    }
  }
}
