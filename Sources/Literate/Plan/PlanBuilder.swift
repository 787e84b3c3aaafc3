public import Tooling

extension Plan {
  /// Plans a notebook: a pure function of its bytes, the catalogue and the parameters given from outside.
  ///
  /// It never fails: what is wrong stands in `diagnostics`, all of it, in the order of the text. A step whose tool is unknown is
  /// left out of `steps`, and shown as code in `document`.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, with or without a byte-order mark, with LF, CRLF or CR line ends.
  ///   - overrides: values for parameters of the front matter, as `--set NAME=VALUE` gives them; text is read by the
  ///     parameter's type.
  public init(notebook bytes: [UInt8], catalogue: ToolCatalogue, parameters overrides: [String: TypedValue] = [:]) {
    var builder = PlanBuilder(NotebookText(bytes), catalogue)
    self = builder.plan(overrides)
  }

  public init(notebook: String, catalogue: ToolCatalogue, parameters overrides: [String: TypedValue] = [:]) {
    self.init(notebook: Array(notebook.utf8), catalogue: catalogue, parameters: overrides)
  }
}

/// The phases of planning: read, bind, refer, order.
private struct PlanBuilder {
  let text: NotebookText
  let catalogue: ToolCatalogue
  var diagnostics: [Diagnostic]

  init(_ text: NotebookText, _ catalogue: ToolCatalogue) {
    self.text = text
    self.catalogue = catalogue
    self.diagnostics = text.diagnostics
  }

  mutating func plan(_ overrides: [String: TypedValue]) -> Plan {
    var (frontMatter, firstLine) = FrontMatterReader.read(text, diagnostics: &diagnostics)
    let parameters = override(&frontMatter, with: overrides)
    let page = MarkdownPage(text, from: firstLine)
    diagnostics += page.diagnostics

    var fences = FenceReader(text: text, blockLines: Set(page.codeBlocks.map(\.node.line)))
    var blocks: [Int: Block] = [:]
    var drafts = StepDrafts(catalogue: catalogue, count: page.codeBlocks.count)
    var expectations: [ExpectationBlock] = []
    var quizzes: [Quiz] = []
    var quizLines: [String: Int] = [:]
    let found = page.codeBlocks.compactMap { fences.fence($0) }
    for (fence, body) in zip(found, StepBody.read(found, catalogue: catalogue, parameters: parameters)) {
      switch fence.content {
      case .code(let language): blocks[fence.line] = .code(language: language, text: fence.literal)
      case .expect:
        blocks[fence.line] = .expectations(expectations.count)
        expectations.append(ExpectationReader.read(fence, diagnostics: &diagnostics))
      case .quiz(let name, let nameRange):
        blocks[fence.line] = .quiz(quizzes.count)
        quizzes.append(QuizReader.read(fence, name: name, diagnostics: &diagnostics))
        if let name, let line = quizLines.updateValue(fence.line, forKey: name) {
          diagnostics.append(.duplicateQuizName(name, at: nameRange, first: line))
          quizLines[name] = line
        }
      case .step(let tool, let toolRange, let name, let nameRange):
        let place = body.flatMap { drafts.add(fence, $0, tool: tool, toolRange, name: name, nameRange) }
        blocks[fence.line] = place.map(Block.step) ?? .code(language: "", text: fence.literal)
      }
    }
    diagnostics += fences.diagnostics + drafts.diagnostics

    var builder = DocumentBuilder(text: text, mathematics: page.mathematics, fences: blocks, stepNames: drafts.names, stepLabels: drafts.labels.map(\.name))
    let document = builder.document(page.tree, frontMatter: frontMatter)
    diagnostics += builder.diagnostics
    let labels = (drafts.labels + builder.labels).sorted { $0.range.start < $1.range.start }
    diagnostics += LabelChecker(labels: labels, steps: drafts.steps).diagnostics(of: builder.references)

    var references = ReferenceChecker(drafts: drafts, parameters: parameters)
    let steps = references.connect(drafts.steps)
    for block in expectations { references.check(block) }
    for value in builder.values { references.checkValue(value.reference, at: value.range) }
    diagnostics += references.diagnostics
    diagnostics += LeakageCheck(steps).diagnostics
    diagnostics += StepCycles.diagnostics(in: steps, edges: references.edges)

    return Plan(
      source: text.string, document: document, steps: steps, expectations: expectations, quizzes: quizzes, values: builder.values,
      diagnostics: PlanBuilder.ordered(diagnostics))
  }

  /// Puts values from outside in the place of the front matter's, and checks them as those are.
  private mutating func override(_ frontMatter: inout FrontMatter, with overrides: [String: TypedValue]) -> [String: TypedValue] {
    let names = frontMatter.parameters.map(\.name)
    for (name, given) in overrides.sorted(by: { $0.key < $1.key }) {
      guard let place = names.firstIndex(of: name) else {
        diagnostics.append(.unknownOverride(name, among: names))
        continue
      }
      let parameter = frontMatter.parameters[place]
      guard let value = parameter.converted(given) else {
        diagnostics.append(.error(ParameterDeclaration.refusal(name, parameter.typePhrase, not: "'\(given)'"), at: parameter.range))
        continue
      }
      if let refusal = parameter.refusal(of: value) { diagnostics.append(.error(refusal, at: parameter.range)) }
      frontMatter.parameters[place].value = value
    }
    return Dictionary(frontMatter.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// In the order of the text, each once; what has no place comes first.
  private static func ordered(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let start = SourcePosition(line: 0, column: 0)
    let sorted = diagnostics.enumerated().sorted { a, b in
      let (first, second) = (a.element.range?.start ?? start, b.element.range?.start ?? start)
      return first == second ? a.offset < b.offset : first < second
    }
    var seen: Set<Diagnostic> = []
    return sorted.map(\.element).filter { seen.insert($0).inserted }
  }
}
