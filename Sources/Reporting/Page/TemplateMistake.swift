import Mustache

/// A mistake in a template, in its place.
struct TemplateMistake {
  var message: String
  /// From 1, as editors count.
  var line: Int
  var column: Int

  init(message: String, line: Int, column: Int) {
    self.message = message
    self.line = line
    self.column = column
  }

  /// - Parameter head: what stands before the text that the parser was given.
  init(_ error: MustacheTemplate.ParserError, behind head: Substring) {
    let lines = head.count { $0.isNewline }
    let isFirst = error.context.lineNumber == 1
    let indent = isFirst ? head.reversed().prefix { !$0.isNewline }.count : 0
    self.init(message: Self.message(error.error), line: error.context.lineNumber + lines, column: error.context.columnNumber + indent)
  }

  private static func message(_ error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect: "this tag closes another section than the one that is open"
    case .unfinishedName: "this tag has no end"
    case .expectedSectionEnd: "a section is open at the end"
    case .invalidSetDelimiter: "delimiters are set as {{=<% %>=}}"
    default: "the template cannot be read: \(error)"
    }
  }

  /// The first `{{> name}}` that names no template. Mustache would leave nothing in its place, without a word.
  static func unknownPartial(in text: String, among names: Set<Substring>) -> TemplateMistake? {
    for (number, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      var rest = line
      while let start = rest.firstIndex(of: "{{>") {
        rest = rest[start...].dropFirst(3)
        let name = Substring(rest.drop { isBlank($0) }.prefix { $0 != UInt8(ascii: "}") && !isBlank($0) })
        guard line[name.endIndex...].drop(while: isBlank).starts(with: "}}".utf8), !names.contains(name) else { continue }
        let column = text.distance(from: line.startIndex, to: start) + 1
        return TemplateMistake(message: "there is no template '\(name).mustache'", line: number + 1, column: column)
      }
    }
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

extension Substring.UTF8View {
  /// Where `pattern` begins first. The search of `String` goes by characters, and takes milliseconds for a page's style.
  func firstIndex(of pattern: String) -> Index? {
    guard let first = pattern.utf8.first else { return startIndex }
    var rest = self[...]
    while let found = rest.firstIndex(of: first) {
      rest = rest[found...]
      if rest.starts(with: pattern.utf8) { return found }
      rest = rest.dropFirst()
    }
    return nil
  }
}

extension TemplateError {
  init(_ file: String, _ mistake: TemplateMistake) {
    self.init("\(file):\(mistake.line):\(mistake.column): error: \(mistake.message)")
  }
}
