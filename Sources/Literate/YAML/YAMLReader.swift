package import Tooling
import Yams

/// What a piece of YAML came to.
package enum YAMLReading: Equatable {
  /// Nothing but blank lines and comments.
  case empty
  case node(SourceNode)
  /// It could not be read; why stands among the diagnostics.
  case failed

  package var node: SourceNode? { if case .node(let node) = self { node } else { nil } }
}

/// YAML to nodes with places. Yams reads; a plain mapping of one level, which most bodies are, goes a shorter way.
package struct YAMLReader {
  private let text: PlacedText
  /// Where libyaml's lines begin: it ends lines also at U+0085, U+2028 and U+2029.
  private let lines: [(line: Int, offset: Int)]
  private var diagnostics: [Diagnostic] = []

  /// Reads `text` as one document. Anchors, aliases, tags, merge keys, second documents and keys that stand twice are refused.
  package static func read(_ text: PlacedText, diagnostics: inout [Diagnostic]) -> YAMLReading {
    if let node = PlainMapping.read(text) { return .node(node) }
    return readWithYams(text, diagnostics: &diagnostics)
  }

  /// As `read`, never by the shorter way.
  package static func readWithYams(_ text: PlacedText, diagnostics: inout [Diagnostic]) -> YAMLReading {
    if text.isBlank { return .empty }
    var reader = YAMLReader(text)
    defer { diagnostics += reader.diagnostics }
    return reader.read()
  }

  private init(_ text: PlacedText) {
    self.text = text
    var lines: [(line: Int, offset: Int)] = []
    for (number, line) in text.lines.enumerated() {
      lines.append((number, 0))
      guard line.text.contains(where: { $0 == 0xC2 || $0 == 0xE2 }) else { continue }
      for place in line.text.indices {
        let rest = line.text[place...]
        let length = rest.starts(with: [0xC2, 0x85]) ? 2 : rest.starts(with: [0xE2, 0x80, 0xA8]) || rest.starts(with: [0xE2, 0x80, 0xA9]) ? 3 : 0
        if length > 0 { lines.append((number, place + length - line.text.startIndex)) }
      }
    }
    self.lines = lines
  }

  private mutating func read() -> YAMLReading {
    if let alias = floodOfAliases() {
      diagnostics.append(.anchor(at: alias))
      return .failed
    }
    do {
      let parser = try Parser(yaml: String(decoding: text.bytes, as: UTF8.self), resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else { return .empty }
      guard let node = node(root, depth: 0) else { return .failed }
      // A body of comments only is a document with an empty scalar.
      if case .scalar("", isPlain: true) = node.content { return .empty }
      return diagnostics.isEmpty ? .node(node) : .failed
    } catch let error as YamlError {
      diagnostics.append(YAMLProblem(error, text, place).diagnostic)
    } catch {
      diagnostics.append(.yaml("YAML cannot read this", at: text.range(ofLine: 0)))
    }
    return .failed
  }

  // MARK: Places

  /// The line and the byte in it of a place as libyaml counts: lines and characters from 1.
  private func place(_ mark: Yams.Mark) -> (line: Int, offset: Int) {
    guard mark.line - 1 < lines.count, mark.line >= 1 else { return (max(0, text.lines.count - 1), .max) }
    let start = lines[mark.line - 1]
    let bytes = text.lines[start.line].text.dropFirst(start.offset)
    var characters = mark.column
    for place in bytes.indices where bytes[place] & 0xC0 != 0x80 {
      characters -= 1
      if characters == 0 { return (start.line, place - text.lines[start.line].text.startIndex) }
    }
    return (start.line, text.lines[start.line].text.count)
  }

  private func bytes(at place: (line: Int, offset: Int)) -> ArraySlice<UInt8> {
    guard text.lines.indices.contains(place.line) else { return [] }
    return text.lines[place.line].text.dropFirst(place.offset)
  }

  // MARK: Nodes

  private mutating func node(_ node: Node, depth: Int) -> SourceNode? {
    let place: (line: Int, offset: Int) = node.mark.map(place) ?? (line: 0, offset: 0)
    let here = text.range(line: place.line, offset: place.offset, length: 1)
    guard depth <= 64 else {
      diagnostics.append(.yaml("this is nested too deeply", at: here))
      return nil
    }
    let written = bytes(at: place)
    switch written.first {
    case UInt8(ascii: "&") where !node.isEmptyScalar:
      diagnostics.append(.anchor(at: text.range(line: place.line, offset: place.offset, length: YAMLScan.word(written))))
      return nil
    case UInt8(ascii: "!") where !node.isEmptyScalar:
      diagnostics.append(.tag(at: text.range(line: place.line, offset: place.offset, length: YAMLScan.word(written))))
      return nil
    default: break
    }
    switch node {
    case .scalar(let scalar): return scalarNode(scalar, at: place, written)
    case .sequence(let sequence):
      var nodes: [SourceNode] = []
      for element in sequence {
        if let element = self.node(element, depth: depth + 1) { nodes.append(element) }
      }
      return SourceNode(.list(nodes), at: text.range(line: place.line, offset: place.offset, length: YAMLScan.collection(written)))
    case .mapping(let mapping):
      var fields: [SourceField] = []
      for (key, value) in mapping {
        guard let key = keyNode(key, depth: depth), let value = self.node(value, depth: depth + 1) else { continue }
        fields.append(SourceField(key.text, at: key.range, value))
      }
      return SourceNode(.mapping(fields), at: text.range(line: place.line, offset: place.offset, length: YAMLScan.collection(written)))
    case .alias:
      diagnostics.append(.anchor(at: here))
      return nil
    }
  }

  private mutating func keyNode(_ key: Node, depth: Int) -> (text: String, range: SourceRange)? {
    guard let node = node(key, depth: depth + 1) else { return nil }
    guard case .scalar(let name, let isPlain) = node.content, !name.isEmpty else {
      diagnostics.append(.yaml("a key must be text", at: node.range, remedy: "write one 'name: value' a line"))
      return nil
    }
    if name == "<<", isPlain {
      diagnostics.append(.mergeKey(at: node.range))
      return nil
    }
    return (name, node.range)
  }

  private func scalarNode(_ scalar: Node.Scalar, at place: (line: Int, offset: Int), _ written: ArraySlice<UInt8>) -> SourceNode {
    var length = 1
    var lineStarts: [SourcePosition] = []
    switch scalar.style {
    case .singleQuoted, .doubleQuoted: length = YAMLScan.quoted(written)
    case .literal, .folded:
      length = YAMLScan.word(written)
      lineStarts = starts(ofBlockAt: place, scalar.string)
    case .any, .plain:
      let text = scalar.string.utf8
      length = written.starts(with: text) ? max(1, text.count) : max(1, written.trimmed.count)
    }
    let isPlain = scalar.style == .plain || scalar.style == .any
    return SourceNode(
      .scalar(scalar.string, isPlain: isPlain), at: text.range(line: place.line, offset: place.offset, length: length),
      lineStarts: lineStarts)
  }

  /// Where the lines of a block scalar's text begin: after the indentation of its first line that holds something.
  private func starts(ofBlockAt place: (line: Int, offset: Int), _ string: String) -> [SourcePosition] {
    let count = string.utf8.count { $0 == UInt8(ascii: "\n") } + (string.hasSuffix("\n") ? 0 : 1)
    let below = (place.line + 1)..<max(place.line + 1, text.lines.count)
    guard let first = below.first(where: { !text.lines[$0].text.isBlank }) else { return [] }
    var indent = text.lines[first].text.prefix { $0 == 0x20 }.count
    // With an indentation indicator, `|2`, spaces may begin the text itself.
    if let line = string.utf8.split(separator: 0x0A).first, line.first == 0x20 { indent = max(0, text.lines[first].text.count - line.count) }
    return below.prefix(count).map { text.position(line: $0, offset: indent) }
  }

  /// The first anchor where a text has so many aliases that reading them would take for ever.
  private func floodOfAliases() -> SourceRange? {
    var aliases = 0
    var anchor: SourceRange?
    for (number, line) in text.lines.enumerated() {
      var previous: UInt8 = 0x20
      for place in line.text.indices {
        defer { previous = line.text[place] }
        guard previous == 0x20 || previous == UInt8(ascii: "[") || previous == UInt8(ascii: ",") || previous == UInt8(ascii: "{") else { continue }
        if line.text[place] == UInt8(ascii: "*") { aliases += 1 }
        if line.text[place] == UInt8(ascii: "&"), anchor == nil {
          anchor = text.range(line: number, offset: place - line.text.startIndex, length: YAMLScan.word(line.text[place...]))
        }
      }
    }
    return aliases > 12 ? anchor : nil
  }
}

extension Node {
  fileprivate var isEmptyScalar: Bool { if case .scalar(let scalar) = self { scalar.string.isEmpty && scalar.style == .plain && scalar.anchor == nil && scalar.tag.rawValue == Tag.Name.str.rawValue } else { false } }
}

/// How far a written piece of YAML goes on its line, in bytes, at least 1.
enum YAMLScan {
  static func word(_ bytes: ArraySlice<UInt8>) -> Int {
    max(1, bytes.prefix { ![0x20, 0x09, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains($0) }.count)
  }

  static func quoted(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let quote = bytes.first else { return 1 }
    var place = bytes.startIndex + 1
    while place < bytes.endIndex {
      if bytes[place] == quote {
        guard quote == UInt8(ascii: "'"), place + 1 < bytes.endIndex, bytes[place + 1] == quote else { return place + 1 - bytes.startIndex }
        place += 1
      } else if bytes[place] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        place += 1
      }
      place += 1
    }
    return max(1, bytes.trimmed.count)
  }

  /// A collection in brackets to its end on the line; 1 for one in block style.
  static func collection(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let open = bytes.first, open == UInt8(ascii: "[") || open == UInt8(ascii: "{") else { return 1 }
    var depth = 0
    var place = bytes.startIndex
    while place < bytes.endIndex {
      switch bytes[place] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return place + 1 - bytes.startIndex }
      case UInt8(ascii: "'"), UInt8(ascii: "\""): place += quoted(bytes[place...]) - 1
      default: break
      }
      place += 1
    }
    return max(1, bytes.trimmed.count)
  }
}
