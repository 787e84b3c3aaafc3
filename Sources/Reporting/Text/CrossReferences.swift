import Execution
import Literate
import Tooling

/// What in a document has a number, and which: sections where the front matter asks for it, figures, tables and formulas that have a label.
struct CrossReferences {
  struct Target {
    var kind: LabelKind
    /// `2`, `1 (b)`, `2.1`; empty for a section of a document whose sections have none.
    var number: String
    /// What a section is called.
    var title = ""
  }

  /// By label, which is the anchor too.
  private(set) var targets: [String: Target] = [:]
  /// Numbers of headings by their anchors; empty where sections have none.
  private(set) var sections: [String: String] = [:]

  private let outcome: RunOutcome
  private let topLevel: Int
  private var sectionNumbers = SectionNumbers()
  private var counts: [LabelKind: Int] = [:]

  /// - Complexity: O(blocks), once a page.
  init(_ outcome: RunOutcome, topLevel: Int) {
    self.outcome = outcome
    self.topLevel = topLevel
    visit(outcome.plan.document.blocks)
    for footnote in outcome.plan.document.footnotes { visit(footnote.blocks) }
  }

  private mutating func visit(_ blocks: [Block]) {
    for block in blocks {
      switch block {
      case .heading(let level, let text, let anchor):
        let number = outcome.plan.document.frontMatter.numberSections ? sectionNumbers.next(level: level, top: topLevel) : ""
        if !number.isEmpty { sections[anchor] = number }
        targets[anchor] = Target(kind: .section, number: number, title: PageDrawing.plainText(text))
      case .captioned(let captioned):
        if let label = captioned.label, let kind = LabelKind(label: label) { targets[label] = Target(kind: kind, number: next(kind)) }
      case .step(let place): visit(step: place)
      case .quote(let inner): visit(inner)
      case .list(let list): for item in list.items { visit(item.blocks) }
      case .tabs(let tabs): for tab in tabs { visit(tab.blocks) }
      case .box(let box): visit(box.blocks)
      case .mathematics(_, let label?): targets[label] = Target(kind: .equation, number: next(.equation))
      case .paragraph, .code, .html, .table, .rule, .mathematics, .expectations, .quiz: break
      }
    }
  }

  /// A labelled step is one figure or one table; where it shows several, each is a part with a letter.
  private mutating func visit(step place: Int) {
    guard outcome.plan.steps.indices.contains(place) else { return }
    let step = outcome.plan.steps[place]
    guard let label = step.presentation.label, let kind = step.labelKind, kind == .figure || kind == .table else { return }
    let number = next(kind)
    targets[label] = Target(kind: kind, number: number)
    let result = outcome.steps.indices.contains(place) ? outcome.steps[place] : nil
    let outputs = result?.elements.first?.result.outputs.map { ($0.name, $0.kind) } ?? step.tool.outputs.map { ($0.name, $0.kind) }
    let shown = Set(result?.elements.first.map { PageDrawing.shown($0.result.outputs, by: step.presentation).map(\.name) } ?? outputs.map(\.0))
    let parts = outputs.filter { kind.fits($0.1) && shown.contains($0.0) }
    for (rank, part) in parts.enumerated() {
      let letter = parts.count > 1 ? "\u{A0}(\(Self.letter(rank)))" : ""
      targets[PlannedStep.label(label, ofOutput: part.0)] = Target(kind: kind, number: number + letter)
    }
  }

  private mutating func next(_ kind: LabelKind) -> String {
    counts[kind, default: 0] += 1
    return String(counts[kind, default: 0])
  }

  /// `a` to `z`, then numbers.
  static func letter(_ rank: Int) -> String {
    rank < 26 ? String(UnicodeScalar(UInt8(ascii: "a") + UInt8(rank))) : String(rank + 1)
  }
}

extension CrossReferences.Target {
  /// `Figure 2`; a section without a number by its title.
  var text: String {
    switch kind {
    case .figure: PageWords.figure(number)
    case .table: PageWords.table(number)
    case .equation: PageWords.equation(number)
    case .section: number.isEmpty ? PageWords.section(titled: title) : PageWords.section(number)
    }
  }
}

extension PageDrawing {
  func drawCrossReference(_ label: String, isNumberOnly: Bool) {
    guard let target = crossReferences.targets[label] else {
      // Of what has no place on this page, such as a figure in a solution, the name is left.
      out.write("<code>@\(label)</code>")
      return
    }
    let text = isNumberOnly && !target.number.isEmpty ? target.number : target.text
    out.write("<a class=\"reference\" href=\"#\(Self.anchor(ofLabel: label))\">\(text)</a>")
  }

  /// `Figure 2:` before a caption; nil for what has no number.
  func captionNumber(_ label: String?) -> String? {
    guard let label, let target = crossReferences.targets[label], target.kind != .section else { return nil }
    return target.text + PageWords.colon
  }

  /// A table or an image with its caption: below an image, above a table.
  func draw(_ captioned: CaptionedBlock) {
    let anchor: HTML = captioned.label.map { " id=\"\(Self.anchor(ofLabel: $0))\"" } ?? ""
    func drawCaption() {
      if let number = captionNumber(captioned.label) { out.write("<span class=\"number\">\(number)</span> ") }
      draw(captioned.caption)
    }
    if case .paragraph(let text) = captioned.block, case .image(let source, _, let alt)? = text.first {
      out.write("<figure class=\"image\"\(anchor)>")
      drawImage(source: source, title: "", alt: alt)
      out.write("<figcaption>")
      drawCaption()
      out.write("</figcaption></figure>\n")
    } else {
      out.write("<figure class=\"table\"\(anchor)><figcaption>")
      drawCaption()
      out.write("</figcaption>\n")
      draw([captioned.block])
      out.write("</figure>\n")
    }
  }
}
