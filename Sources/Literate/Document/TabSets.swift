import Tooling

/// `::: {.panel-tabset}` … `:::`, as Quarto writes tabs: the headings of the highest level inside name the tabs.
///
/// GitHub shows the signs as they are and the parts below one another, so a notebook reads there as it does on paper.
extension DocumentBuilder {
  enum TabPiece {
    case node(MarkdownNode)
    case tabs([MarkdownNode])
  }

  /// The nodes of a container with those of each set of tabs gathered. A set without an end is a mistake, and no set. O(nodes).
  mutating func tabSets(in nodes: [MarkdownNode]) -> [TabPiece] {
    let dividers = nodes.map(\.divider)
    guard tabDepth < Self.mostTabDepth, dividers.contains(where: { $0?.opens == true }) else { return nodes.map(TabPiece.node) }
    var ends: [Int: Int] = [:]
    var open: [Int] = []
    for (place, divider) in dividers.enumerated() {
      guard let divider else { continue }
      if divider.opens { open.append(place) } else if let start = open.popLast() { ends[start] = place }
    }
    var pieces: [TabPiece] = []
    var place = 0
    while place < nodes.count {
      let node = nodes[place]
      if let divider = dividers[place], divider.opens {
        if let end = ends[place] {
          let inside = [divider.rest].compactMap { $0 } + nodes[(place + 1)..<end] + [dividers[end]?.rest].compactMap { $0 }
          pieces.append(.tabs(inside))
          place = end + 1
          continue
        }
        diagnostics.append(.tabsNeverEnd(at: SourceRange(line: node.line, column: max(1, node.column), length: 3)))
      }
      pieces.append(.node(node))
      place += 1
    }
    return pieces
  }

  /// Sets inside sets deeper than this are text.
  private static let mostTabDepth = 8

  mutating func tabs(_ nodes: [MarkdownNode]) -> Block {
    tabDepth += 1
    defer { tabDepth -= 1 }
    func level(_ node: MarkdownNode) -> Int? { if case .heading(let level) = node.kind { level } else { nil } }
    let top = nodes.compactMap(level).min()
    var tabs: [Tab] = []
    var rest = nodes[...]
    while let node = rest.first {
      var title: [Inline] = []
      var anchor = ""
      if level(node) == top, top != nil {
        title = inlines(ofLeaf: node)
        anchor = anchors.anchor(for: PlainText.of(title))
        rest.removeFirst()
      }
      let below = rest.prefix { level($0) != top || top == nil }
      rest = rest.dropFirst(below.count)
      let blocks = blocks(Array(below))
      // What stands before the first heading belongs to the first tab.
      tabs.append(Tab(title: title, anchor: anchor, blocks: blocks))
    }
    if tabs.count > 1, tabs[0].anchor.isEmpty {
      tabs[1].blocks = tabs[0].blocks + tabs[1].blocks
      tabs.removeFirst()
    }
    return .tabs(tabs.filter { !$0.anchor.isEmpty || !$0.blocks.isEmpty })
  }
}

/// A line `::: {.panel-tabset}` or `:::`, and what else its paragraph holds.
struct TabDivider {
  var opens: Bool
  /// The paragraph without the line.
  var rest: MarkdownNode?
}

extension MarkdownNode {
  /// Whether the signs stand at the start or the end of a paragraph, which most paragraphs need not be searched to know.
  private var isDivided: Bool {
    if case .text(let first)? = children.first?.kind, first.hasPrefix(":::") { return true }
    if case .text(let last)? = children.last?.kind, last.hasSuffix(":::") { return true }
    return false
  }

  var divider: TabDivider? {
    guard case .paragraph = kind, isDivided else { return nil }
    let lines = children.split(omittingEmptySubsequences: false) { if case .softBreak = $0.kind { true } else { false } }
    func text(_ line: ArraySlice<MarkdownNode>?) -> String {
      (line ?? []).map { if case .text(let text) = $0.kind { text } else { "\u{0}" } }.joined()
    }
    func paragraph(_ nodes: [MarkdownNode]) -> MarkdownNode? {
      guard !nodes.isEmpty else { return nil }
      var paragraph = self
      paragraph.children = nodes
      return paragraph
    }
    let first = text(lines.first)
    let signs = first.prefix { $0 == ":" }
    if signs.count >= 3, ["{.panel-tabset}", ".panel-tabset"].contains(first.dropFirst(signs.count).drop { $0 == " " }.reversed().drop { $0 == " " }.reversed().map(String.init).joined()) {
      return TabDivider(opens: true, rest: paragraph(Array(children.dropFirst((lines.first?.count ?? 0) + 1))))
    }
    let last = text(lines.last)
    guard last.count >= 3, last.allSatisfy({ $0 == ":" }) else { return nil }
    return TabDivider(opens: false, rest: paragraph(Array(children.dropLast((lines.last?.count ?? 0) + 1))))
  }
}
