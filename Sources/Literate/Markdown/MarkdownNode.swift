/// A node of Markdown's syntax tree, as the parser gave it, with its place in the notebook.
struct MarkdownNode {
  enum Kind {
    case document, quote, paragraph, rule
    case list(isOrdered: Bool, start: Int, isTight: Bool)
    /// Ticked or not in a task list; nil in others.
    case item(isTicked: Bool?)
    case code(fenceLength: Int?, literal: String)
    case htmlBlock(String)
    case heading(Int)
    case table([TableBlock.Alignment])
    case tableHead, tableRow, tableCell
    case footnoteDefinition
    case text(String)
    case softBreak, lineBreak
    case codeSpan(String)
    case inlineHTML(String)
    case emphasis, strong, strikethrough
    case link(destination: String, title: String)
    case image(source: String, title: String)
    /// The number of the definition, from 1.
    case footnoteReference(Int)
  }

  var kind: Kind
  /// From 1; of a block its first line.
  var line: Int
  /// In bytes from 1. Right for blocks; inside a paragraph cmark does not count what it stripped from the line.
  var column: Int
  var children: [MarkdownNode] = []
}
