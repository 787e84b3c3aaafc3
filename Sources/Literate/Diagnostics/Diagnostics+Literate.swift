import Tooling

// What can be wrong with the form of a notebook: its bytes, front matter, fences and YAML. One factory, one sentence.

extension Diagnostic {
  // MARK: Text

  static func notUTF8(at range: SourceRange?) -> Self {
    .error("the notebook is not UTF-8 text", at: range, remedy: "save it with the encoding UTF-8")
  }

  static func controlCharacter(_ byte: UInt8, line: Int, column: Int) -> Self {
    let code = String(byte, radix: 16, uppercase: true)
    return .error(
      "a control character (U+\(String(repeating: "0", count: 4 - code.count))\(code)) stands here", at: SourceRange(line: line, column: column),
      remedy: "remove it")
  }

  static func tooDeep(line: Int) -> Self {
    .error("lists and quotes are nested too deeply here", at: SourceRange(line: line, column: 1), remedy: "nest them at most 30 deep")
  }

  // MARK: Front matter

  static let noFrontMatter = Diagnostic.error(
    "the notebook has no front matter", at: SourceRange(line: 1, column: 1),
    remedy: "begin with a line '---', a line 'title: …' and a line '---'")

  static let frontMatterNeverEnds = Diagnostic.error(
    "the front matter never ends", at: SourceRange(line: 1, column: 1, length: 3), remedy: "close it with a line '---'")

  static func frontMatterNeedsTitle(at range: SourceRange) -> Self {
    .error("the front matter needs a 'title'", at: range, remedy: "write 'title: …' in it")
  }

  static func frontMatterIsNoMapping(_ node: SourceNode) -> Self {
    .error("the front matter must be a mapping, not \(node.typeName)", at: node.range, remedy: "write one 'name: value' a line")
  }

  static func unknownFrontMatterKey(_ key: String, among names: [String], at range: SourceRange) -> Self {
    .warning("the front matter has no field '\(key)'\(didYouMean(key, among: names))", at: range)
  }

  /// The one shape that refusals have.
  static func refusal(_ name: String, _ phrase: String, not written: String, at range: SourceRange, remedy: String? = nil) -> Self {
    .error(ParameterDeclaration.refusal(name, phrase, not: written), at: range, remedy: remedy)
  }

  static func unknownParameterField(_ key: String, of name: String, among names: [String], at range: SourceRange) -> Self {
    .error(
      "the parameter '\(name)' has no field '\(key)'\(didYouMean(key, among: names))", at: range,
      remedy: nearName(to: key, among: names) == nil ? "a parameter is a value, or {\(names.joined(separator: ", "))}" : nil)
  }

  static func parameterNeedsDefault(_ name: String, at range: SourceRange) -> Self {
    .error("the parameter '\(name)' needs a 'default'", at: range, remedy: "write '\(name): {default: …}'")
  }

  static func badParameterName(_ name: String, at range: SourceRange) -> Self {
    .error("'\(name)' is no name for a parameter", at: range, remedy: "a name begins with a letter and has letters, digits and _")
  }

  static func unknownOverride(_ name: String, among names: [String]) -> Self {
    .error(
      "the notebook has no parameter '\(name)'\(didYouMean(name, among: names))", at: nil,
      remedy: "declare it under 'params:' in the front matter")
  }

  // MARK: Fences

  static func fenceNeverEnds(at range: SourceRange, endedBy container: String?) -> Self {
    .error(
      container.map { "this fence is ended by \($0), not by a fence" } ?? "this fence is ended by the end of the notebook, not by a fence",
      at: range, remedy: "close it with a line of the same signs, indented like its first line")
  }

  static func braceNeverEnds(at range: SourceRange) -> Self {
    .error("this '{' has no '}'", at: range, remedy: "write {family.tool} or {family.tool name}")
  }

  static func textAfterBrace(_ text: String, at range: SourceRange) -> Self {
    .error("'\(text)' stands after the '}'", at: range, remedy: "a step's name stands inside: {family.tool name}")
  }

  static func emptyBraces(at range: SourceRange) -> Self {
    .error("these braces name no tool", at: range, remedy: "write {family.tool} or {family.tool name}")
  }

  static func tooManyWords(_ count: Int, at range: SourceRange) -> Self {
    .error(
      "between the braces stand a tool and a name, not \(count) words", at: range,
      remedy: "options stand at the head of the body: #| caption: …")
  }

  static func badStepName(_ name: String, at range: SourceRange) -> Self {
    .error("'\(name)' is no name for a step", at: range, remedy: "a name begins with a letter and has letters, digits and _")
  }

  static func takenName(_ name: String, at range: SourceRange) -> Self {
    .error(
      "a step cannot be called '\(name)': '$\(name)' means \(name == "params" ? "the notebook's parameters" : "the row that a step runs for")",
      at: range, remedy: "choose another name")
  }

  static func duplicateName(_ name: String, at range: SourceRange, first line: Int) -> Self {
    .error("the name '\(name)' is taken by the step on line \(line)", at: range, remedy: "names are unique in a notebook")
  }

  static func duplicateQuizName(_ name: String, at range: SourceRange, first line: Int) -> Self {
    .error("the name '\(name)' is taken by the quiz on line \(line)", at: range, remedy: "names are unique in a notebook")
  }

  static func expectTakesNoName(_ name: String, at range: SourceRange) -> Self {
    .error("an {expect} block has no name", at: range, remedy: "write {expect}, without '\(name)'")
  }

  static func scriptsNotSupported(_ language: String, at range: SourceRange) -> Self {
    .error(
      "script steps ({\(language)}) are not supported by this release", at: range,
      remedy: "write {.\(language)} to show the code without running it")
  }

  static func unknownTool(_ name: String, near: String?, at range: SourceRange) -> Self {
    .error(
      "there is no tool '\(name)'\(near.map { "; did you mean '\($0)'?" } ?? "")", at: range,
      remedy: near == nil ? "'galley tools' lists them; {.\(name)} shows code without running it" : nil)
  }

  static func stepInHTML(at range: SourceRange) -> Self {
    .error(
      "this step stands inside raw HTML and would not run", at: range,
      remedy: "leave a blank line between the HTML and the fence, or switch the step off with <!-- and -->")
  }

  static func unreadStep(at range: SourceRange) -> Self {
    .error(
      "this step is not part of the page and would not run", at: range,
      remedy: "it stands in a footnote that nothing refers to, or is nested too deeply")
  }

  static func optionLineInBody(at range: SourceRange) -> Self {
    .error("'#|' lines stand together at the head of the body", at: range, remedy: "move this line up to the fence")
  }

  // MARK: Labels, tabs and images

  static func duplicateLabel(_ label: String, at range: SourceRange, first line: Int) -> Self {
    .error("the label '\(label)' is taken on line \(line)", at: range, remedy: "labels are unique in a notebook")
  }

  static func noLabel(_ label: String, among labels: [String], at range: SourceRange) -> Self {
    let near = nearName(to: label, among: labels)
    let remedy =
      labels.isEmpty
      ? LabelKind(label: label) == .equation ? "write {#\(label)} behind the formula" : "label a step with '#| label: \(label)', or a heading with {#\(label)}"
      : "the labels are \(labels.prefix(12).joined(separator: ", "))\(labels.count > 12 ? ", …" : "")"
    return .error("nothing is labelled '\(label)'\(near.map { "; did you mean '\($0)'?" } ?? "")", at: range, remedy: near == nil ? remedy : nil)
  }

  static func labelOfAnotherKind(_ label: String, _ kind: LabelKind, _ tool: ToolDeclaration, at range: SourceRange) -> Self {
    .warning(
      "'\(label)' labels \(kind.phrase), and '\(tool.name)' gives none", at: range,
      remedy: "labels of figures begin with fig-, those of tables with tbl-, those of headings with sec-, those of formulas with eq-")
  }

  static func tabsNeverEnd(at range: SourceRange) -> Self {
    .error("these tabs have no end", at: range, remedy: "close them with a line ':::'")
  }

  static func noAltText(_ source: String, at range: SourceRange) -> Self {
    .warning(
      "the image '\(source)' has no text for those who do not see it", at: range, remedy: "say what it shows: ![a cell in division](\(source))")
  }

  // MARK: YAML

  static func yaml(_ message: String, at range: SourceRange, remedy: String? = nil) -> Self { .error(message, at: range, remedy: remedy) }

  static func anchor(at range: SourceRange) -> Self {
    .error("YAML anchors and aliases (& and *) are not taken", at: range, remedy: "write the value out, or quote it where it is text")
  }

  static func tag(at range: SourceRange) -> Self {
    .error("YAML tags (!) are not taken", at: range, remedy: "leave the tag out, or quote the value where it is text")
  }

  static func mergeKey(at range: SourceRange) -> Self {
    .error("YAML merge keys (<<) are not taken", at: range, remedy: "write the keys out")
  }

  static func secondDocument(at range: SourceRange) -> Self {
    .error("a second YAML document begins here", at: range, remedy: "write one mapping, without '---'")
  }

  static func duplicateKey(_ key: String, at range: SourceRange, first line: Int) -> Self {
    .error("'\(key)' stands twice; the first is on line \(line)", at: range, remedy: "keep one of the two")
  }
}
