import Tooling
import Yams

/// A Yams error as a diagnostic: where it is in the notebook, what the author most likely did, and how to mend it.
struct YAMLProblem {
  let diagnostic: Diagnostic

  init(_ error: YamlError, _ text: PlacedText, _ place: (Yams.Mark) -> (line: Int, offset: Int)) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      diagnostic = YAMLProblem.located(problem, error.contextMark.map(place), place(mark), text)
    case .reader(let problem, _, _, _):
      let (line, offset, length) = YAMLProblem.unreadable(in: text)
      diagnostic = .yaml("YAML cannot read this character: \(problem)", at: text.range(line: line, offset: offset, length: length))
    case .duplicatedKeysInMapping(let keys, let context):
      diagnostic = YAMLProblem.duplicate(keys.first ?? "", place(context.mark), text)
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      diagnostic = .yaml("YAML cannot read this", at: text.range(ofLine: 0))
    }
  }

  private static func located(
    _ problem: String, _ context: (line: Int, offset: Int)?, _ place: (line: Int, offset: Int), _ text: PlacedText
  ) -> Diagnostic {
    let line = text.lines.indices.contains(place.line) ? text.lines[place.line].text : []
    let before = line.prefix(place.offset)
    let written = line.dropFirst(place.offset)
    let here = text.range(line: place.line, offset: place.offset, length: YAMLScan.word(written))
    let character = written.first.map { String(decoding: written.prefix($0 < 0x80 ? 1 : 4), as: UTF8.self).prefix(1) } ?? ""
    let quoting = quotingRemedy(line)

    switch problem {
    case "mapping values are not allowed in this context":
      guard before.isEmpty || PlacedKey(line).map({ $0.colon == place.offset }) ?? false else {
        return .yaml("YAML reads ': ' inside a value as another key", at: here, remedy: quoting)
      }
      // This line is a key like any other: either it is indented, or the line above goes on in it for want of a colon.
      let above = text.lines.indices.prefix(place.line).last { !text.lines[$0].text.isBlank }
      if let above, indentation(text.lines[above].text) >= indentation(line) { return noColon(above, text) }
      return .yaml(
        "this line is indented further than the one above it", at: text.range(ofLine: place.line),
        remedy: "the keys of one mapping begin in the same column")
    case "found character that cannot start any token":
      if written.first == 0x09 { return .yaml("YAML takes no tabs for indentation", at: here, remedy: "indent with spaces") }
      return .yaml("in YAML a value cannot begin with '\(character)'", at: here, remedy: quoting)
    case "found a tab character that violates indentation", "found a tab character where an indentation space is expected":
      return .yaml("YAML takes no tabs for indentation", at: here, remedy: "indent with spaces")
    case "but found another document": return .secondDocument(at: here)
    case "did not find expected <document start>" where written.starts(with: "---".utf8): return .secondDocument(at: here)
    case "did not find expected key", "did not find expected <document start>":
      return before.isBlank
        ? .yaml("this line is indented otherwise than the keys above it", at: text.range(ofLine: place.line),
          remedy: "the keys of one mapping begin in the same column")
        : .yaml("for YAML the value ends before this", at: here, remedy: quoting)
    case "could not find expected ':'": return noColon(context?.line ?? place.line, text)
    case "found unexpected end of stream", "found unexpected document indicator":
      let start = context ?? place
      return .yaml("this quote is never closed", at: text.range(line: start.line, offset: start.offset, length: 1))
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      let start = context ?? place
      let bracket = problem.hasSuffix("']'") ? "]" : "}"
      let hasTemplate = text.lines.indices.contains(start.line) && text.lines[start.line].text.string.contains("${")
      return .yaml(
        "this bracket is never closed by '\(bracket)', or a comma is missing in it",
        at: text.range(line: start.line, offset: start.offset, length: 1),
        remedy: hasTemplate ? "inside brackets quote what has '${' in it: ['${params.name}']" : "where it is text, quote the whole value")
    case "block sequence entries are not allowed in this context":
      return .yaml("a list with '-' cannot begin on the line of its key", at: here, remedy: "begin the list on the next line, or write it in brackets")
    case "did not find expected comment or line break":
      return .yaml("at the start of a value '|' and '>' open a text of many lines", at: here, remedy: quoting)
    case "found undefined alias": return .anchor(at: here)
    case "found unknown escape character":
      return .yaml("'\\' begins an escape between double quotes, and this is none", at: here, remedy: "use single quotes")
    case "did not find expected alphabetic or numeric character":
      return .yaml("in YAML a value cannot begin with '&' or '*'", at: here, remedy: quoting)
    case let problem where problem.hasPrefix("Maximum nesting"): return .yaml("this is nested too deeply", at: here)
    case let problem where problem.contains("tag"): return .tag(at: here)
    default: return .yaml("YAML cannot read this: \(problem)", at: here, remedy: quoting)
    }
  }

  private static func noColon(_ line: Int, _ text: PlacedText) -> Diagnostic {
    .yaml("this line has no 'name: value'", at: text.range(ofLine: line), remedy: "write a colon and a space after the name")
  }

  private static func indentation(_ line: ArraySlice<UInt8>) -> Int { line.prefix { $0 == 0x20 }.count }

  /// The words that the format promises wherever YAML would mangle an expression or a text.
  static func quotingRemedy(_ line: ArraySlice<UInt8>) -> String {
    let key = PlacedKey(line).map(\.name) ?? "name"
    return "quote the whole value, or write '\(key): |' and go on on the next line"
  }

  private static func duplicate(_ key: String, _ first: (line: Int, offset: Int), _ text: PlacedText) -> Diagnostic {
    // Yams tells where one of them stands. The others begin in the same column, or stand in the same brackets.
    for line in text.lines.indices {
      guard let found = PlacedKey(text.lines[line].text), found.name == key, found.offset == first.offset, line != first.line else { continue }
      let (earlier, later) = (min(line, first.line), max(line, first.line))
      return .duplicateKey(
        key, at: text.range(line: later, offset: found.offset, length: key.utf8.count), first: text.lines[earlier].line)
    }
    let place = text.position(line: first.line, offset: first.offset)
    return .duplicateKey(key, at: SourceRange(place, length: key.utf8.count), first: place.line)
  }

  private static func unreadable(in text: PlacedText) -> (line: Int, offset: Int, length: Int) {
    for (number, line) in text.lines.enumerated() {
      var offset = 0
      for scalar in String(decoding: line.text, as: UTF8.self).unicodeScalars {
        let length = String(scalar).utf8.count
        switch scalar.value {
        case 0x09, 0x20...0x7E, 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD, 0x10000...: offset += length
        default: return (number, offset, length)
        }
      }
    }
    return (0, 0, 1)
  }
}

/// The key that a line begins with, after spaces and dashes: `name` of `  - name: value`.
struct PlacedKey {
  var name: String
  /// Bytes from the line's start.
  var offset: Int
  var colon: Int

  init?(_ line: ArraySlice<UInt8>) {
    var rest = line.drop { $0 == 0x20 }
    while rest.starts(with: [UInt8(ascii: "-"), 0x20]) { rest = rest.dropFirst(2).drop { $0 == 0x20 } }
    guard
      let colon = rest.indices.first(where: { rest[$0] == UInt8(ascii: ":") && (rest[($0 + 1)...].first ?? 0x20) == 0x20 }),
      colon > rest.startIndex
    else { return nil }
    var name = rest[..<colon].trimmed
    if name.count >= 2, let quote = name.first, quote == name.last, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
      name = name.dropFirst().dropLast()
    }
    self.name = name.string
    offset = rest.startIndex - line.startIndex
    self.colon = colon - line.startIndex
  }
}

extension YamlError {
  /// Where the thing began in which the problem lies.
  fileprivate var contextMark: Yams.Mark? {
    switch self {
    case .scanner(let context, _, _, _), .parser(let context, _, _, _), .composer(let context, _, _, _): context?.mark
    default: nil
    }
  }
}
