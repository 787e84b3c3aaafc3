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
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      for match in line.matches(of: /\{\{>\s*(?<name>[^}\s]*)\s*\}\}/) where !names.contains(match.output.name) {
        let column = line.distance(from: line.startIndex, to: match.range.lowerBound) + 1
        return TemplateMistake(message: "there is no template '\(match.output.name).mustache'", line: number + 1, column: column)
      }
    }
    return nil
  }
}

extension TemplateError {
  init(_ file: String, _ mistake: TemplateMistake) {
    self.init("\(file):\(mistake.line):\(mistake.column): error: \(mistake.message)")
  }
}
