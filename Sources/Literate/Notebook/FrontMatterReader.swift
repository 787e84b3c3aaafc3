import Tooling

extension FrontMatter {
  static let levels = ["Introductory", "Intermediate", "Advanced"]
  /// The looks that a page can have; the first is what it has where none is named.
  public static let themes = ["clear", "paper"]
  static let fieldNames = [
    "title", "level", "time_estimation", "questions", "objectives", "key_points", "requirements", "follow_up_training", "contributors",
    "tags", "license", "description", "date", "lang", "toc", "number-sections", "theme", "params",
  ]
}

/// Reads a notebook's head.
struct FrontMatterReader {
  private var fields = FieldReader()

  /// The front matter of a notebook, and the first line below it.
  static func read(_ text: NotebookText, diagnostics: inout [Diagnostic]) -> (FrontMatter, firstLine: Int) {
    guard isRule(text.line(1)) else {
      diagnostics.append(.noFrontMatter)
      return (FrontMatter(), 1)
    }
    let end = text.lineCount < 2 ? nil : (2...text.lineCount).first { isRule(text.line($0)) || text.line($0).trimmed.string == "..." }
    guard let end else {
      diagnostics.append(.frontMatterNeverEnds)
      // What looks like front matter is read all the same, so that nothing else seems missing.
      let below = text.lineCount < 2 ? nil : (2...text.lineCount).first { isBody(text.line($0)) }
      var ignored: [Diagnostic] = []
      return (read(lines(text, 2..<(below ?? 2)), &ignored), below ?? 2)
    }
    return (read(lines(text, 2..<end), &diagnostics), end + 1)
  }

  private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
    var line = line
    while let last = line.last, last == 0x20 || last == 0x09 { line.removeLast() }
    return line.elementsEqual("---".utf8)
  }

  private static func isBody(_ line: ArraySlice<UInt8>) -> Bool {
    line.isBlank || line.starts(with: "```".utf8) || line.starts(with: "~~~".utf8) || line.starts(with: "# ".utf8)
  }

  private static func lines(_ text: NotebookText, _ range: Range<Int>) -> PlacedText {
    PlacedText(lines: range.map { .init(text: text.line($0), line: $0, column: 1) })
  }

  private static func read(_ text: PlacedText, _ diagnostics: inout [Diagnostic]) -> FrontMatter {
    let place = SourceRange(line: 1, column: 1, length: 3)
    switch YAMLReader.read(text, diagnostics: &diagnostics) {
    case .failed: return FrontMatter()
    case .empty:
      diagnostics.append(.frontMatterNeedsTitle(at: place))
      return FrontMatter()
    case .node(let node):
      guard case .mapping(let written) = node.content else {
        diagnostics.append(.frontMatterIsNoMapping(node))
        return FrontMatter()
      }
      var reader = FrontMatterReader()
      let matter = reader.read(written, at: place)
      diagnostics += reader.fields.diagnostics
      return matter
    }
  }

  private mutating func read(_ written: [SourceField], at place: SourceRange) -> FrontMatter {
    var matter = FrontMatter()
    for field in written {
      // A field left empty says nothing, but for the title.
      if field.value.isNull, field.key != "title", FrontMatter.fieldNames.contains(field.key) { continue }
      switch field.key {
      case "title": matter.title = fields.text(field) ?? ""
      case "description": matter.description = fields.text(field)
      case "date": matter.date = fields.text(field)
      case "lang": matter.lang = language(field) ?? matter.lang
      case "toc": matter.toc = fields.boolean(field) ?? matter.toc
      case "number-sections": matter.numberSections = fields.boolean(field) ?? matter.numberSections
      case "theme": matter.theme = theme(field)
      case "level": matter.level = level(field)
      case "time_estimation": matter.timeEstimation = timeEstimation(field)
      case "questions": matter.questions = fields.texts(field)
      case "objectives": matter.objectives = fields.texts(field)
      case "key_points": matter.keyPoints = fields.texts(field)
      case "requirements": matter.requirements = fields.texts(field)
      case "follow_up_training": matter.followUpTraining = fields.texts(field)
      case "contributors": matter.contributors = fields.texts(field)
      case "tags": matter.tags = fields.texts(field)
      case "license": matter.license = fields.text(field)
      case "params": matter.parameters = parameters(field)
      default:
        fields.diagnostics.append(.unknownFrontMatterKey(field.key, among: FrontMatter.fieldNames, at: field.keyRange))
      }
    }
    if !written.contains(where: { $0.key == "title" }) { fields.diagnostics.append(.frontMatterNeedsTitle(at: place)) }
    return matter
  }

  private mutating func level(_ field: SourceField) -> String? {
    guard let text = fields.text(field) else { return nil }
    if FrontMatter.levels.contains(text) { return text }
    fields.refuse(field, "one of \(FrontMatter.levels.joined(separator: ", "))", near: didYouMean(text, among: FrontMatter.levels))
    return nil
  }

  private mutating func theme(_ field: SourceField) -> String? {
    guard let text = fields.text(field) else { return nil }
    if FrontMatter.themes.contains(text) { return text }
    fields.refuse(field, "one of \(FrontMatter.themes.joined(separator: ", "))", near: didYouMean(text, among: FrontMatter.themes))
    return nil
  }

  /// A language tag in letters, digits and hyphens: it becomes an attribute of the page.
  private mutating func language(_ field: SourceField) -> String? {
    guard let text = fields.text(field) else { return nil }
    let isTag = text.utf8.count <= 35 && text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    }
    if isTag { return text }
    fields.refuse(field, "a language tag, such as en or pt-BR")
    return nil
  }

  /// `2H`, `30M`, `1H30M`.
  private mutating func timeEstimation(_ field: SourceField) -> String? {
    guard let text = fields.text(field) else { return nil }
    var rest = text.utf8[...]
    var units = "HM".utf8[...]
    var isRight = !rest.isEmpty
    while !rest.isEmpty, isRight {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(digits.count)
      guard !digits.isEmpty, digits.count <= 4, let unit = rest.popFirst(), let place = units.firstIndex(of: unit) else {
        isRight = false
        break
      }
      units = units[units.index(after: place)...]
    }
    if isRight { return text }
    fields.refuse(field, "hours and minutes, such as 2H or 1H30M")
    return nil
  }

  private mutating func parameters(_ field: SourceField) -> [NotebookParameter] {
    guard case .mapping(let written) = field.value.content else {
      fields.refuse(field, "a mapping of names to values")
      return []
    }
    return written.compactMap { field in
      var reader = ParameterReader(name: field.key)
      let parameter = reader.read(field)
      fields.diagnostics += reader.diagnostics
      return parameter
    }
  }
}
