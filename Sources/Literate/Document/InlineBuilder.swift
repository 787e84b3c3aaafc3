import Tooling

/// A piece of a paragraph: running text, or a formula on display.
enum InlinePiece {
  case inline(Inline)
  case display(String)
}

extension DocumentBuilder {
  mutating func pieces(_ nodes: [MarkdownNode]) -> [InlinePiece] {
    var result: [InlinePiece] = []
    result.reserveCapacity(nodes.count)
    // Texts are cut up when they are whole and before what follows them is read, so that references are noted in the order of the text.
    var whole = 0
    for node in nodes {
      if case .text = node.kind {} else { refer(in: &result, from: &whole) }
      append(node, to: &result)
    }
    refer(in: &result, from: &whole)
    return result
  }

  private mutating func refer(in pieces: inout [InlinePiece], from whole: inout Int) {
    guard !isInLink else { return }
    // A formula that runs over lines takes back the break before it.
    whole = min(whole, pieces.count)
    let rest = pieces[whole...].flatMap { referring($0) }
    pieces.replaceSubrange(whole..., with: rest)
    whole = pieces.count
  }

  /// A text with its references cut out.
  private mutating func referring(_ piece: InlinePiece) -> [InlinePiece] {
    guard case .inline(.text(let text)) = piece, text.utf8.contains(UInt8(ascii: "@")) else { return [piece] }
    var result: [InlinePiece] = []
    for piece in CrossReferenceScanner.pieces(of: text) {
      switch piece {
      case .text(let text): append(plain: text, to: &result)
      case .reference(let label, let isNumberOnly):
        if noteReference(label) {
          result.append(.inline(.crossReference(label: label, isNumberOnly: isNumberOnly)))
        } else {
          append(plain: "@" + label, to: &result)
        }
      }
    }
    return result
  }

  private mutating func inlines(_ nodes: [MarkdownNode]) -> [Inline] {
    pieces(nodes).map { piece in
      switch piece {
      case .inline(let inline): inline
      case .display(let tex): .mathematics(tex)
      }
    }
  }

  private mutating func append(_ node: MarkdownNode, to result: inout [InlinePiece]) {
    switch node.kind {
    case .text(let text): append(text: text, to: &result)
    case .softBreak: result.append(.inline(.softBreak))
    case .lineBreak: result.append(.inline(.lineBreak))
    case .codeSpan(let literal): result.append(.inline(span(literal, line: node.line, column: node.column)))
    case .inlineHTML(let html): result.append(.inline(.html(restored(html))))
    case .emphasis: result.append(.inline(.emphasis(inlines(node.children))))
    case .strong: result.append(.inline(.strong(inlines(node.children))))
    case .strikethrough: result.append(.inline(.strikethrough(inlines(node.children))))
    case .link(let destination, let title):
      let wasInLink = isInLink
      isInLink = true
      let content = inlines(node.children)
      isInLink = wasInLink
      result.append(.inline(.link(destination: restored(destination), title: restored(title), content)))
    case .image(let source, let title):
      let wasInLink = isInLink
      isInLink = true
      let alt = PlainText.of(inlines(node.children))
      isInLink = wasInLink
      if alt.isEmpty { diagnostics.append(.noAltText(restored(source), at: range(of: "![]"))) }
      result.append(.inline(.image(source: restored(source), title: restored(title), alt: alt)))
    case .footnoteReference(let number):
      let name = footnoteNames.indices.contains(number - 1) ? footnoteNames[number - 1] : String(number)
      result.append(.inline(.footnoteReference(name: name, number: number)))
    default: for child in node.children { append(child, to: &result) }
    }
  }

  /// Text, in which formulas are put back. One that runs over lines swallows the breaks between them.
  private mutating func append(text: String, to result: inout [InlinePiece]) {
    guard let mathematics, text.utf8.contains(where: { $0 == Mathematics.start || $0 == Mathematics.filler }) else {
      return append(plain: text, to: &result)
    }
    var rest = Array(text.utf8)[...]
    if rest.first == Mathematics.filler {
      rest = rest.drop { $0 == Mathematics.filler }
      if case .inline(.softBreak)? = result.last { result.removeLast() }
    }
    while !rest.isEmpty {
      let plain = rest.prefix { $0 != Mathematics.start }
      if !plain.isEmpty { append(plain: plain.string, to: &result) }
      rest = rest.dropFirst(plain.count)
      guard !rest.isEmpty else { return }
      if let (place, formula) = mathematics.formula(rest, after: nextFormula) {
        nextFormula = place + 1
        result.append(formula.isDisplay ? .display(formula.tex) : .inline(.mathematics(formula.tex)))
      }
      rest = rest.dropFirst().drop { Mathematics.isPlaceholder($0) && $0 != Mathematics.start }
    }
  }

  /// cmark cuts text at every sign that might have meant something.
  private func append(plain text: String, to result: inout [InlinePiece]) {
    if case .inline(.text(let before))? = result.last {
      result[result.count - 1] = .inline(.text(before + text))
    } else {
      result.append(.inline(.text(text)))
    }
  }
}

/// Running text without its marks.
enum PlainText {
  static func of(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .code(let text), .mathematics(let text): text
      case .emphasis(let content), .strong(let content), .strikethrough(let content), .link(_, _, let content): of(content)
      case .image(_, _, let alt): alt
      case .softBreak, .lineBreak: " "
      case .crossReference(let label, _): "@" + label
      case .html, .footnoteReference, .value: ""
      }
    }.joined()
  }

  /// Without breaks and spaces at the ends.
  static func trimmed(_ inlines: [Inline]) -> [Inline] {
    var result = inlines[...]
    while let first = result.first {
      if first == .softBreak || first == .lineBreak || first == .text("") {
        result.removeFirst()
      } else if case .text(let text) = first, text.hasPrefix(" ") {
        result[result.startIndex] = .text(String(text.drop { $0 == " " }))
      } else {
        break
      }
    }
    while let last = result.last {
      if last == .softBreak || last == .lineBreak || last == .text("") {
        result.removeLast()
      } else if case .text(let text) = last, text.hasSuffix(" ") {
        result[result.endIndex - 1] = .text(String(text.reversed().drop { $0 == " " }.reversed()))
      } else {
        break
      }
    }
    return Array(result)
  }
}
