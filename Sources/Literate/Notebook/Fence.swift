import Tooling

/// A fenced block of the notebook: what its info string says, and its body in place.
struct Fence {
  enum Content {
    /// Code to show. Also a block with a mistake, so that the page stays whole.
    case code(language: String)
    case step(tool: String, toolRange: SourceRange, name: String?, nameRange: SourceRange)
    case expect
    case quiz(name: String?, nameRange: SourceRange)
  }

  var content: Content
  /// The line of the opening fence.
  var line: Int
  /// The info string.
  var range: SourceRange
  /// The body as written.
  var literal: String
  var body: PlacedText

  static let reservedNames = ["params", "each"]
  static let scriptLanguages = ["python", "r", "bash"]
}

/// Reads the fences of a notebook.
struct FenceReader {
  let text: NotebookText
  /// Lines on which a code block begins.
  let blockLines: Set<Int>
  var diagnostics: [Diagnostic] = []

  init(text: NotebookText, blockLines: Set<Int>) {
    self.text = text
    self.blockLines = blockLines
  }

  /// The fence that begins at a place; nil for indented code.
  mutating func fence(_ block: PlacedBlock) -> Fence? {
    let node = block.node
    guard case .code(let fenceLength?, let literal) = node.kind else { return nil }
    let line = text.line(node.line)
    let start = max(line.startIndex, min(line.endIndex, line.startIndex + node.column - 1))
    let mark = line[start...].first ?? UInt8(ascii: "`")
    // cmark keeps an opening fence's length in one byte.
    let signs = max(fenceLength, line[start...].prefix { $0 == mark }.count)
    let rest = line[start...].dropFirst(signs)
    let info = rest.trimmed
    let range = SourceRange(
      line: node.line, column: (info.isEmpty ? start : info.startIndex) - line.startIndex + 1, length: info.isEmpty ? signs : info.count)
    let body = body(literal, below: node.line)
    checkEnd(block, signs: signs, mark: mark, lines: body.lines.count, start: start - line.startIndex)
    let content = content(info, line: node.line, lineStart: line.startIndex, range)
    return Fence(content: content, line: node.line, range: range, literal: literal, body: body)
  }

  private func body(_ literal: String, below line: Int) -> PlacedText {
    var pieces = Array(literal.utf8).split(separator: 0x0A, omittingEmptySubsequences: false)
    if pieces.last?.isEmpty ?? false { pieces.removeLast() }
    return PlacedText(
      lines: pieces.enumerated().map { index, piece in
        let number = line + 1 + index
        return .init(text: piece, line: number, column: text.line(number).count - piece.count + 1)
      })
  }

  private mutating func checkEnd(_ block: PlacedBlock, signs: Int, mark: UInt8, lines: Int, start: Int) {
    let node = block.node
    let end = node.line + lines + 1
    let last = text.line(end)
    let prefix = last.prefix { $0 != mark }
    let closing = last.dropFirst(prefix.count)
    let isFence =
      end <= text.lineCount && prefix.allSatisfy { [0x20, 0x09, UInt8(ascii: ">")].contains($0) }
      && closing.prefix { $0 == mark }.count >= signs && closing.drop { $0 == mark }.isBlank
    if isFence, !blockLines.contains(end) { return }
    let isAtEnd = end > text.lineCount || (end == text.lineCount && last.isEmpty)
    let container = isAtEnd ? nil : block.container.map { "the end of its \($0)" } ?? "the text around it"
    diagnostics.append(
      .fenceNeverEnds(at: SourceRange(line: node.line, column: start + 1, length: signs), endedBy: container))
  }

  // MARK: Info strings

  private mutating func content(_ info: ArraySlice<UInt8>, line: Int, lineStart: Int, _ range: SourceRange) -> Fence.Content {
    func place(_ piece: ArraySlice<UInt8>) -> SourceRange {
      SourceRange(line: line, column: piece.startIndex - lineStart + 1, length: max(1, piece.count))
    }
    guard info.first == UInt8(ascii: "{") else {
      return .code(language: info.prefix { $0 != 0x20 && $0 != 0x09 }.string)
    }
    if let sign = info.dropFirst().first, [UInt8(ascii: "."), UInt8(ascii: "#"), UInt8(ascii: "=")].contains(sign) {
      return .code(language: language(info))
    }
    guard let close = info.lastIndex(of: UInt8(ascii: "}")) else {
      diagnostics.append(.braceNeverEnds(at: place(info)))
      return .code(language: "")
    }
    let after = info[(close + 1)...].trimmed
    if !after.isEmpty {
      diagnostics.append(.textAfterBrace(after.string, at: place(after)))
      return .code(language: "")
    }
    let words = info[(info.startIndex + 1)..<close].split { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
    guard let first = words.first else {
      diagnostics.append(.emptyBraces(at: place(info)))
      return .code(language: "")
    }
    if Fence.scriptLanguages.contains(first.string) {
      diagnostics.append(.scriptsNotSupported(first.string, at: place(first)))
      return .code(language: first.string)
    }
    if words.count > 2 {
      diagnostics.append(.tooManyWords(words.count, at: place(info)))
      return .code(language: "")
    }
    let name = words.count == 2 ? self.name(words[1], place(words[1])) : nil
    let nameRange = words.count == 2 ? place(words[1]) : range
    switch first.string {
    case "expect":
      if words.count == 2 { diagnostics.append(.expectTakesNoName(words[1].string, at: nameRange)) }
      return .expect
    case "quiz": return .quiz(name: name, nameRange: nameRange)
    case let tool: return .step(tool: tool, toolRange: place(first), name: name, nameRange: nameRange)
    }
  }

  private mutating func name(_ word: ArraySlice<UInt8>, _ range: SourceRange) -> String? {
    let name = word.string
    if Fence.reservedNames.contains(name) {
      diagnostics.append(.takenName(name, at: range))
    } else if Reference.isName(name) {
      return name
    } else {
      diagnostics.append(.badStepName(name, at: range))
    }
    return nil
  }

  /// `python` of `{.python .numberLines}`.
  private func language(_ info: ArraySlice<UInt8>) -> String {
    guard info.dropFirst().first == UInt8(ascii: ".") else { return "" }
    return info.dropFirst(2).prefix { ![0x20, 0x09, UInt8(ascii: "}"), UInt8(ascii: ",")].contains($0) }.string
  }
}
