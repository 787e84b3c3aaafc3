import Tooling

/// A notebook's Markdown, read: its tree, the formulas cut out of it, and its code blocks in the order of the text.
struct MarkdownPage {
  private(set) var tree: MarkdownNode
  /// Nil where the notebook holds no formula.
  private(set) var mathematics: Mathematics?
  private(set) var codeBlocks: [PlacedBlock] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter firstLine: the first line below the front matter.
  init(_ text: NotebookText, from firstLine: Int) {
    var (tree, tooDeep) = CommonMarkParser.parse(text.bytes[text.start(ofLine: firstLine)...])
    MarkdownPage.shift(&tree, by: firstLine - 1)
    var lines = ProtectedLines(tree, text)
    // What stands in code decides where a formula may stand, so Markdown is read once to find the code, and once more only
    // where there is a formula.
    if text.bytes.contains(UInt8(ascii: "$")) || text.bytes.contains(UInt8(ascii: "\\")) {
      let mathematics = Mathematics(text, from: firstLine) { lines.contains($0) }
      if !mathematics.formulas.isEmpty {
        (tree, tooDeep) = CommonMarkParser.parse(mathematics.text[text.start(ofLine: firstLine)...])
        MarkdownPage.shift(&tree, by: firstLine - 1)
        lines = ProtectedLines(tree, text)
        self.mathematics = mathematics
      }
    }
    self.tree = tree
    codeBlocks = lines.codeBlocks.sorted { $0.node.line < $1.node.line }
    if let tooDeep { diagnostics.append(.tooDeep(line: tooDeep + firstLine - 1)) }
    diagnostics += lines.lostSteps(text, from: firstLine)
  }

  private static func shift(_ node: inout MarkdownNode, by lines: Int) {
    guard lines != 0 else { return }
    node.line += lines
    for place in node.children.indices { shift(&node.children[place], by: lines) }
  }
}

/// A code block, and what it stands in, for sentences: `list`, `quote`, `footnote`; nil for the page itself.
struct PlacedBlock {
  var node: MarkdownNode
  var container: String?
}

/// Lines on which nothing but code and raw HTML stands.
private struct ProtectedLines {
  private(set) var codeBlocks: [PlacedBlock] = []
  private var code: [ClosedRange<Int>] = []
  private var html: [(lines: ClosedRange<Int>, literal: String)] = []
  private var isProtected: [Bool]

  init(_ tree: MarkdownNode, _ text: NotebookText) {
    isProtected = Array(repeating: false, count: text.lineCount + 2)
    gather(tree, in: nil)
    for range in code + html.map(\.lines) {
      for line in range where line < isProtected.count { isProtected[line] = true }
    }
  }

  private mutating func gather(_ node: MarkdownNode, in container: String?) {
    switch node.kind {
    case .code(let fenceLength, let literal):
      let count = literal.utf8.count { $0 == 0x0A }
      codeBlocks.append(PlacedBlock(node: node, container: container))
      code.append(node.line...(node.line + (fenceLength == nil ? max(0, count - 1) : count + 1)))
    case .htmlBlock(let literal):
      let count = literal.utf8.count { $0 == 0x0A }
      html.append((node.line...(node.line + max(0, count - 1)), literal))
    case .quote: for child in node.children { gather(child, in: "quote") }
    case .list: for child in node.children { gather(child, in: "list") }
    case .footnoteDefinition: for child in node.children { gather(child, in: "footnote") }
    case .document, .item: for child in node.children { gather(child, in: container) }
    default: break
    }
  }

  func contains(_ line: Int) -> Bool { isProtected.indices.contains(line) && isProtected[line] }

  /// Lines that look like the fence of a step and are none: inside raw HTML, or in what Markdown left out of the page.
  func lostSteps(_ text: NotebookText, from firstLine: Int) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for (lines, literal) in html {
      for (index, isComment) in HTMLComments.lines(of: literal).enumerated() where !isComment {
        if let range = stepFence(text, lines.lowerBound + index) { diagnostics.append(.stepInHTML(at: range)) }
      }
    }
    for line in firstLine..<max(firstLine, text.lineCount + 1) where !contains(line) {
      if let range = stepFence(text, line) { diagnostics.append(.unreadStep(at: range)) }
    }
    return diagnostics
  }

  /// Where `{` stands on a line that begins as a step's fence does.
  private func stepFence(_ text: NotebookText, _ number: Int) -> SourceRange? {
    let line = text.line(number)
    guard line.contains(UInt8(ascii: "{")) else { return nil }
    let rest = line.drop { byte in
      switch byte {
      case 0x20, 0x09, 0x30...0x39, UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ")"): true
      default: false
      }
    }
    guard let mark = rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    let signs = rest.prefix { $0 == mark }
    let info = rest.dropFirst(signs.count).trimmed
    guard signs.count >= 3, info.first == UInt8(ascii: "{"), !info.contains(UInt8(ascii: "`")) else { return nil }
    if let sign = info.dropFirst().first, [UInt8(ascii: "."), UInt8(ascii: "#"), UInt8(ascii: "=")].contains(sign) { return nil }
    return SourceRange(line: number, column: info.startIndex - line.startIndex + 1, length: info.count)
  }
}

/// Comments in raw HTML, which switch steps off.
private enum HTMLComments {
  /// For each line, whether it begins inside a comment or opens one.
  static func lines(of html: String) -> [Bool] {
    var isOpen = false
    return Substring(html).utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      var rest: Substring.UTF8View.SubSequence = line
      let began = isOpen
      var opened = false
      while !rest.isEmpty {
        if rest.starts(with: (isOpen ? "-->" : "<!--").utf8) {
          isOpen.toggle()
          opened = opened || isOpen
          rest = rest.dropFirst(isOpen ? 4 : 3)
        } else {
          rest = rest.dropFirst()
        }
      }
      return began || opened
    }
  }
}
