extension ToolDeclaration {
  /// The manual page for a terminal `width` columns wide: plain text, examples as they stand.
  public func manualText(width: Int = 80) -> String {
    var page = TextPage(width: width)
    page.paragraph("\(name) (version \(version))", indent: 0)
    page.paragraph(summary, indent: 0)
    page.blank()
    page.markdown(manual)
    if !inputs.isEmpty {
      page.heading("Inputs")
      for input in inputs { page.entry(input.name, input.kindText, input.help) }
    }
    if !parameters.isEmpty {
      page.heading("Parameters")
      for parameter in parameters { page.parameter(parameter, prefix: "") }
    }
    if !outputs.isEmpty {
      page.heading("Outputs")
      for output in outputs {
        page.entry(output.name, output.kindText, output.help)
        page.fields(output.fields, prefix: "")
      }
    }
    if !citations.isEmpty {
      page.heading("Citations")
      for citation in citations { page.paragraph(citation.text + (citation.doi.map { " https://doi.org/\($0)" } ?? ""), indent: 2, hanging: 2) }
    }
    return page.text
  }
}

/// Lines of plain text, paragraphs broken at a width.
private struct TextPage {
  let width: Int
  private var lines: [String] = []

  init(width: Int) { self.width = max(width, 24) }

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func blank() { if lines.last != "" { lines.append("") } }

  mutating func heading(_ text: String) {
    blank()
    lines.append(text)
  }

  mutating func entry(_ name: String, _ kind: String, _ help: String) {
    paragraph("\(name) (\(kind))", indent: 2, hanging: 4)
    paragraph(help, indent: 6)
  }

  mutating func parameter(_ parameter: ParameterDeclaration, prefix: String) {
    let standard = parameter.isRequired ? "required" : "default \(parameter.standardText)"
    entry(prefix + parameter.name, "\(parameter.typeText); \(standard)", parameter.help)
    for choice in parameter.type.choices { paragraph("\(choice.name): \(choice.help)", indent: 8, hanging: 2) }
    for field in parameter.type.fields { self.parameter(field, prefix: "\(prefix)\(parameter.name).") }
  }

  mutating func fields(_ fields: [FieldDeclaration], prefix: String) {
    for field in fields {
      paragraph("\(prefix)\(field.name): \(field.help)", indent: 8, hanging: 2)
      self.fields(field.fields, prefix: "\(prefix)\(field.name).")
    }
  }

  /// Markdown as it is read in a terminal: paragraphs and items are broken anew, indented and fenced code stays.
  mutating func markdown(_ text: String) {
    var words: [Substring] = []
    var isFenced = false
    func isItem(_ line: Substring) -> Bool { line.hasPrefix("- ") || line.hasPrefix("* ") }
    func flush(_ page: inout TextPage) {
      if !words.isEmpty { page.paragraph(words.joined(separator: " "), indent: 0, hanging: isItem(words[0]) ? 2 : 0) }
      words = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isFence = line.hasPrefix("```") || line.hasPrefix("~~~")
      if isFenced || isFence || line.hasPrefix("    ") || line.hasPrefix("|") || line.hasPrefix("#") {
        flush(&self)
        lines.append(String(line))
        if isFence { isFenced.toggle() }
      } else if line.allSatisfy(\.isWhitespace) {
        flush(&self)
        blank()
      } else {
        if isItem(line) { flush(&self) }
        words.append(line.drop(while: \.isWhitespace))
      }
    }
    flush(&self)
  }

  mutating func paragraph(_ text: String, indent: Int, hanging: Int = 0) {
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent + hanging)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    if !isEmpty { lines.append(line) }
  }
}
