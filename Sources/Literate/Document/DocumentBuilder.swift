import Tooling

/// Makes the document of Markdown's syntax tree: boxes, values, mathematics and steps take their places.
struct DocumentBuilder {
  let text: NotebookText
  let mathematics: Mathematics?
  /// What stands for the fence that begins on a line.
  let fences: [Int: Block]
  let stepNames: Set<String>

  private(set) var values: [ValueSpan] = []
  /// Labels of headings, images, tables and formulas, and references to labels, each in the order of the text.
  private(set) var labels: [PlacedLabel] = []
  private(set) var references: [PlacedLabel] = []
  var diagnostics: [Diagnostic] = []
  var anchors = Anchors()
  /// The formula to look for next.
  var nextFormula = 0
  /// From where on the next code span is looked for in the notebook.
  private var spanPlace = SourcePosition(line: 1, column: 1)
  /// From where on other text of a leaf is looked for in the notebook.
  private var textPlace = SourcePosition(line: 1, column: 1)
  /// The first line of the paragraph, heading or cell that is read.
  private var leafLine = 1
  /// How many sets of tabs are open.
  var tabDepth = 0
  /// Whether a link's text is read, in which nothing refers.
  var isInLink = false

  /// - Parameter stepLabels: anchors that steps have taken.
  init(text: NotebookText, mathematics: Mathematics?, fences: [Int: Block], stepNames: Set<String>, stepLabels: [String] = []) {
    self.text = text
    self.mathematics = mathematics
    self.fences = fences
    self.stepNames = stepNames
    for label in stepLabels { anchors.take(label) }
  }

  mutating func document(_ tree: MarkdownNode, frontMatter: FrontMatter) -> Document {
    var body: [MarkdownNode] = []
    var definitions: [MarkdownNode] = []
    for node in tree.children {
      if case .footnoteDefinition = node.kind { definitions.append(node) } else { body.append(node) }
    }
    footnoteNames = definitions.enumerated().map { name(ofFootnote: $1) ?? String($0 + 1) }
    let blocks = blocks(body)
    var footnotes: [Document.Footnote] = []
    for (name, definition) in zip(footnoteNames, definitions) {
      footnotes.append(.init(name: name, blocks: self.blocks(definition.children)))
    }
    return Document(frontMatter: frontMatter, blocks: blocks, footnotes: footnotes)
  }

  /// The name in `[^name]:`, which cmark keeps to itself.
  private func name(ofFootnote node: MarkdownNode) -> String? {
    let line = text.line(node.line)
    guard let start = line.indices.first(where: { line[$0...].starts(with: "[^".utf8) }) else { return nil }
    let name = line[(start + 2)...].prefix { $0 != UInt8(ascii: "]") }
    return name.isEmpty ? nil : name.string
  }

  /// Names of footnotes by number, for references.
  var footnoteNames: [String] = []

  mutating func blocks(_ nodes: [MarkdownNode]) -> [Block] {
    var result: [Block] = []
    result.reserveCapacity(nodes.count)
    for piece in tabSets(in: nodes) {
      switch piece {
      case .node(let node): append(node, to: &result)
      case .tabs(let nodes): result.append(tabs(nodes))
      }
    }
    return result
  }

  private mutating func append(_ node: MarkdownNode, to result: inout [Block]) {
    switch node.kind {
    case .paragraph:
      for block in paragraph(node) { result.append(captioned(block, after: &result)) }
    case .heading(let level):
      var content = inlines(ofLeaf: node)
      let anchor = label(endOf: &content) ?? anchors.anchor(for: PlainText.of(content))
      result.append(.heading(level: level, content, anchor: anchor))
    case .code(let fenceLength, let literal):
      if fenceLength != nil, let block = fences[node.line] {
        result.append(block)
      } else {
        result.append(.code(language: "", text: restored(literal)))
      }
    case .htmlBlock(let html): result.append(.html(restored(html)))
    case .quote: result.append(quote(node))
    case .list(let isOrdered, let start, let isTight):
      let items = node.children.map { item in
        var item = item
        let isTicked = tick(of: &item)
        return ListBlock.Item(isTicked: isTicked, blocks: blocks(item.children))
      }
      result.append(.list(ListBlock(isOrdered: isOrdered, start: start, isTight: isTight, items: items)))
    case .rule: result.append(.rule)
    case .table(let alignments): result.append(.table(table(node, alignments)))
    case .document, .item, .footnoteDefinition: result += blocks(node.children)
    default: result.append(.paragraph(inlines(ofLeaf: node)))
    }
  }

  /// Whether an item of a task list is ticked; nil for other items.
  ///
  /// cmark-gfm reads `[x]` from the start of the line alone, so inside quotes and boxes it leaves the tick in the text.
  private func tick(of item: inout MarkdownNode) -> Bool? {
    if case .item(let isTicked?) = item.kind { return isTicked }
    guard let first = item.children.first, case .paragraph = first.kind, case .text(let opening)? = first.children.first?.kind,
      ["[ ] ", "[x] ", "[X] "].contains(where: opening.hasPrefix)
    else { return nil }
    // `\[ ]` reads the same by now; in the notebook it begins with a backslash.
    let line = text.line(first.line)
    guard line.dropFirst(max(0, first.column - 1)).first == UInt8(ascii: "[") else { return nil }
    item.children[0].children[0].kind = .text(String(opening.dropFirst(4).drop { $0 == " " }))
    return !opening.hasPrefix("[ ]")
  }

  private mutating func table(_ node: MarkdownNode, _ alignments: [TableBlock.Alignment]) -> TableBlock {
    var table = TableBlock(alignments: alignments, head: [], rows: [])
    for row in node.children {
      let cells = row.children.map { inlines(ofLeaf: $0) }
      if case .tableHead = row.kind { table.head = cells } else { table.rows.append(cells) }
    }
    return table
  }

  /// A paragraph; a formula on display that stands in it becomes a block and cuts it in two.
  private mutating func paragraph(_ node: MarkdownNode) -> [Block] { paragraphs(pieces(ofLeaf: node)) }

  private mutating func paragraphs(_ pieces: [InlinePiece]) -> [Block] {
    var result: [Block] = []
    var running: [Inline] = []
    func close() {
      let text = PlainText.trimmed(running)
      if !text.isEmpty { result.append(.paragraph(text)) }
      running = []
    }
    for (place, piece) in pieces.enumerated() {
      switch piece {
      case .inline(let inline):
        // Right behind a formula stands its label.
        if place > 0, case .display(let tex) = pieces[place - 1], case .text(let text) = inline, text.drop(while: { $0 == " " }).hasPrefix("{#") {
          var rest = [inline]
          if let label = label(endOf: &rest) { result[result.count - 1] = .mathematics(tex, label: label) }
          running += rest
        } else {
          running.append(inline)
        }
      case .display(let tex):
        close()
        result.append(.mathematics(tex))
      }
    }
    close()
    return result
  }

  // MARK: Labels

  /// The label at the end of `inlines`, noted.
  private mutating func label(endOf inlines: inout [Inline]) -> String? {
    guard let label = LabelSuffix.take(from: &inlines) else { return nil }
    labels.append(PlacedLabel(name: label, range: range(of: "#" + label)))
    anchors.take(label)
    return label
  }

  /// `block`, or what it makes of the block before it: `: Caption` below a table is that table's, `{#fig-cell}` behind an image its label.
  private mutating func captioned(_ block: Block, after result: inout [Block]) -> Block {
    guard case .paragraph(var text) = block else { return block }
    if case .table(let table)? = result.last, case .text(let opening)? = text.first, opening.hasPrefix(": ") {
      let label = label(endOf: &text)
      if case .text(let opening)? = text.first { text[0] = .text(String(opening.dropFirst(2))) }
      result.removeLast()
      return .captioned(CaptionedBlock(label: label, caption: PlainText.trimmed(text), block: .table(table)))
    }
    if case .image(let source, let title, let alt)? = text.first, text.count == 2, case .text(let suffix) = text[1],
      suffix.drop(while: { $0 == " " }).hasPrefix("{#"), let label = label(endOf: &text)
    {
      let image = Inline.image(source: source, title: "", alt: alt)
      return .captioned(CaptionedBlock(label: label, caption: [.text(title.isEmpty ? alt : title)], block: .paragraph([image])))
    }
    return block
  }

  /// Notes a reference to a label; false where a backslash before it says that it is text.
  mutating func noteReference(_ label: String) -> Bool {
    let range = range(of: "@" + label)
    let line = text.line(range.start.line)
    let before = line.startIndex + range.start.column - 2
    if line.indices.contains(before), line[before] == UInt8(ascii: "\\") { return false }
    references.append(PlacedLabel(name: label, range: range))
    return true
  }

  /// Where `wanted` stands next in the leaf that is read. cmark counts columns without what it stripped from the line, so it is looked for.
  mutating func range(of wanted: String) -> SourceRange {
    let wanted = Array(wanted.utf8)
    if textPlace.line < leafLine { textPlace = SourcePosition(line: leafLine, column: 1) }
    for number in textPlace.line..<max(textPlace.line + 1, min(text.lineCount, textPlace.line + 200) + 1) {
      let line = text.line(number)
      let first = number == textPlace.line ? min(line.count, textPlace.column - 1) : 0
      for place in line.indices.dropFirst(first) where line[place...].starts(with: wanted) {
        let column = place - line.startIndex + 1
        textPlace = SourcePosition(line: number, column: column + wanted.count)
        return SourceRange(line: number, column: column, length: wanted.count)
      }
    }
    return SourceRange(line: leafLine, column: 1, length: 1)
  }

  // MARK: Boxes

  /// A quote, or a box where it begins with `[!kind]`.
  private mutating func quote(_ node: MarkdownNode) -> Block {
    guard let first = node.children.first, case .paragraph = first.kind, case .text(let opening)? = first.children.first?.kind,
      let head = BoxHead(opening)
    else { return .quote(blocks(node.children)) }
    guard let kind = head.kind else {
      let column = text.line(first.line).firstIndex(of: UInt8(ascii: "[")).map { $0 - text.line(first.line).startIndex + 3 } ?? first.column
      diagnostics.append(
        .unknownBox(
          head.name, among: Box.Kind.allCases.map(\.rawValue), at: SourceRange(line: first.line, column: column, length: head.name.utf8.count)))
      return .quote(blocks(node.children))
    }
    var pieces = self.pieces(ofLeaf: first)
    // The head is the start of the first text, whatever cmark made of the rest.
    if case .inline(.text(let text))? = pieces.first { pieces[0] = .inline(.text(String(text.dropFirst(head.length)))) }
    let end = pieces.firstIndex { piece in
      if case .inline(.softBreak) = piece { true } else if case .inline(.lineBreak) = piece { true } else if case .display = piece { true } else { false }
    }
    let title = pieces[..<(end ?? pieces.count)].compactMap { piece in
      if case .inline(let inline) = piece { inline } else { nil }
    }
    var rest = end.map { Array(pieces[$0...]) } ?? []
    if case .inline(.softBreak)? = rest.first { rest.removeFirst() }
    if case .inline(.lineBreak)? = rest.first { rest.removeFirst() }
    let below = blocks(Array(node.children.dropFirst()))
    return .box(Box(kind: kind, title: PlainText.trimmed(title), fold: head.fold, blocks: paragraphs(rest) + below))
  }

  // MARK: Leaves

  mutating func inlines(ofLeaf node: MarkdownNode) -> [Inline] {
    pieces(ofLeaf: node).map { piece in
      switch piece {
      case .inline(let inline): inline
      case .display(let tex): .mathematics(tex)
      }
    }
  }

  /// The running text of a paragraph, heading or cell.
  private mutating func pieces(ofLeaf node: MarkdownNode) -> [InlinePiece] {
    if let mathematics { nextFormula = max(nextFormula, mathematics.first(from: node.line)) }
    // cmark leaves the line of some cells at 0.
    leafLine = node.line > 0 ? node.line : leafLine
    let place = SourcePosition(line: leafLine, column: 1)
    if spanPlace < place || leafLine < spanPlace.line { spanPlace = place }
    return pieces(node.children)
  }

  func restored(_ string: String) -> String { mathematics?.restored(string, after: nextFormula) ?? string }

  /// A code span: a value, or code.
  mutating func span(_ literal: String, line: Int, column: Int) -> Inline {
    let code = Inline.code(restored(literal))
    guard literal.hasPrefix("$") else { return code }
    let place = place(ofSpan: literal, near: SourcePosition(line: max(line, leafLine), column: max(1, column)))
    switch ValueSpanReader.read(literal, at: place, isStep: stepNames.contains) {
    case .code: return code
    case .mistake(let diagnostic):
      diagnostics.append(diagnostic)
      return code
    case .value(let reference, let filter):
      values.append(ValueSpan(reference: reference, filter: filter, range: SourceRange(place, length: literal.utf8.count)))
      return .value(values.count - 1)
    }
  }

  /// Where a code span's text stands. cmark counts columns without what it stripped from the line, so the text is looked for.
  private mutating func place(ofSpan literal: String, near place: SourcePosition) -> SourcePosition {
    let line = text.line(place.line)
    let start = spanPlace.line == place.line ? line.startIndex + spanPlace.column - 1 : line.startIndex
    let wanted = Array("`".utf8) + Array(literal.utf8)
    for candidate in line.indices.dropFirst(max(0, start - line.startIndex)) where line[candidate...].starts(with: wanted) {
      let column = candidate + 1 - line.startIndex + 1
      spanPlace = SourcePosition(line: place.line, column: column + literal.utf8.count)
      return SourcePosition(line: place.line, column: column)
    }
    // Space after the back-quotes is cut off by Markdown.
    let spaced = Array("` ".utf8) + Array(literal.utf8)
    for candidate in line.indices where line[candidate...].starts(with: spaced) {
      return SourcePosition(line: place.line, column: candidate + 2 - line.startIndex + 1)
    }
    return place
  }
}

/// `[!kind]`, a fold sign and spaces at the start of a quote.
struct BoxHead {
  var name: String
  var fold: Box.Fold
  /// In characters.
  var length: Int

  var kind: Box.Kind? { Box.Kind(rawValue: name.lowercased()) }

  init?(_ text: String) {
    guard text.hasPrefix("[!"), let close = text.firstIndex(of: "]") else { return nil }
    let name = text[text.index(text.startIndex, offsetBy: 2)..<close]
    guard !name.isEmpty, name.utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F }) else { return nil }
    var rest = text[text.index(after: close)...]
    fold = .none
    if rest.first == "-" || rest.first == "+" { fold = rest.removeFirst() == "-" ? .closed : .open }
    guard rest.isEmpty || rest.first == " " else { return nil }
    rest = rest.drop { $0 == " " }
    self.name = String(name)
    length = text.distance(from: text.startIndex, to: rest.startIndex)
  }
}
