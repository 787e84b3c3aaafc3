import Execution
import Literate
import Tabular
import Tooling

/// Which outputs of a step are shown, and in what order.
extension PageDrawing {
  func drawOutputs(of step: PlannedStep, at place: Int, _ element: StepOutcome.Element) {
    let slots = slots(of: step, at: place, element)
    var drewFigures = false
    for slot in slots {
      guard slot.isSmall else {
        drawOutput(slot)
        continue
      }
      // Several figures stand side by side, where the first of them would.
      if drewFigures { continue }
      drewFigures = true
      out.write("<div class=\"figures\">\n")
      for slot in slots where slot.isSmall { drawOutput(slot) }
      out.write("</div>\n")
    }
  }

  /// The outputs of an element that are shown, in order.
  func slots(of step: PlannedStep, at place: Int, _ element: StepOutcome.Element) -> [OutputSlot] {
    let shown = Self.shown(element.result.outputs, by: step.presentation)
    let isGrid = shown.count { $0.kind == .figure || $0.kind == .image } > 1
    return shown.map { output in
      OutputSlot(
        step: step, stepAnchor: anchor(ofStep: place), element: element.name, output: output, isOneOfMany: shown.count > 1,
        isSmall: isGrid && (output.kind == .figure || output.kind == .image), arguments: element.result.arguments)
    }
  }

  /// What `show` names, in its order; else all that is not hidden: numbers first, then pictures, tables, text, models, the rest.
  static func shown(_ outputs: [ArtifactReference], by presentation: Presentation) -> [ArtifactReference] {
    if let names = presentation.show {
      return names.compactMap { name in outputs.first { $0.name == name } }.filter { !presentation.hide.contains($0.name) }
    }
    let visible = outputs.filter { !presentation.hide.contains($0.name) }
    return visible.enumerated().sorted { (rank($0.element.kind), $0.offset) < (rank($1.element.kind), $1.offset) }.map(\.element)
  }

  private static func rank(_ kind: Kind) -> Int {
    switch kind {
    case .metrics: 0
    case .figure, .image: 1
    case .table: 2
    case .text: 3
    case .model, .classifier, .regressor, .transformer, .clusterer, .network: 4
    default: 5
    }
  }

  /// Draws one output. An artifact that cannot be read says so in its place, and the page goes on.
  private func drawOutput(_ slot: OutputSlot) {
    do {
      if let drawn = figuresAhead.first(where: { $0.digest == slot.output.digest }) { return drawFigure(drawn.figure, slot) }
      let artifact = try artifacts.artifact(slot.output)
      switch slot.output.kind {
      case .table: drawTable(try Table(artifact), slot)
      case .metrics: drawMetrics(try Metrics(artifact), slot)
      case .figure: drawFigure(try Figure(artifact), slot)
      case .image: drawImage(artifact, slot)
      case .text: drawText(try TextArtifact(artifact), slot)
      case .model, .classifier, .regressor, .transformer, .clusterer, .network: drawModel(try ModelArchive(artifact), slot)
      default: drawOther(slot)
      }
    } catch {
      out.write(notice("warning", PageWords.warning, "\(sentence(PageWords.unreadable(slot.output.name, String(describing: error))))"))
    }
  }

  /// An output that only its own program can show: what it is, how large, and its digest.
  private func drawOther(_ slot: OutputSlot) {
    out.write(
      "<p class=\"other\"><span class=\"output-name\">\(slot.output.name)</span> <span>\(slot.output.kind.rawValue)</span> <span>\(ByteCountText.text(Double(slot.output.byteCount)))</span> <code title=\"\(PageWords.digest) \(slot.output.digest)\">\(slot.output.digest.prefix(12))</code></p>\n")
  }

  private func drawImage(_ artifact: StoredArtifact, _ slot: OutputSlot) {
    guard let type = artifact.withBytes({ ImageFormat.type(of: $0) }) else {
      drawOther(slot)
      return
    }
    out.write("<figure class=\"image\"\(partAnchor(slot))><img alt=\"\(slot.alt ?? slot.title)\" src=\"data:\(type);base64,")
    out.writeBase64 { stream in artifact.withBytes { stream.write($0) } }
    out.write("\">\(slot.caption)</figure>\n")
  }

  private func drawText(_ text: TextArtifact, _ slot: OutputSlot) {
    let lines = text.text.split(separator: "\n", omittingEmptySubsequences: false)
    let limit = 60
    let isLong = lines.count > limit + 1 || text.text.utf8.count > 20_000
    out.write("<div class=\"output text\">\(slot.heading)")
    out.write("<pre tabindex=\"0\"\(slot.heightStyle)>")
    if isLong {
      out.write("\(String(lines.prefix(limit).joined(separator: "\n").prefix(20_000)))\n\(PageWords.linesLeftOut(max(0, lines.count - limit)))")
    } else {
      out.write("\(text.text)")
    }
    out.write("</pre>")
    if isLong {
      let size = text.text.utf8.count
      if size <= min(options.attachmentLimit, 200_000) {
        out.write("<p class=\"attachment\"><a download=\"\(slot.fileName(suffix: "txt"))\" href=\"data:text/plain;charset=utf-8;base64,")
        out.writeBase64 { stream in
          var copy = text.text
          copy.withUTF8 { stream.write(UnsafeRawBufferPointer($0)) }
        }
        out.write("\">\(PageWords.wholeText), \(ByteCountText.text(Double(size)))</a></p>")
      } else {
        out.write("<p class=\"attachment\">\(PageWords.tooLarge(slot.showCommand(notebook: environment.notebook, suffix: "txt")))</p>")
      }
    }
    out.write("</div>\n")
  }
}

/// One output in its place: what it is called here, and what the author said about it.
struct OutputSlot {
  var step: PlannedStep
  var stepAnchor: String
  /// The element of `each`; empty for a plain step.
  var element: String
  var output: ArtifactReference
  /// Whether other outputs stand beside it, so that it needs its name.
  var isOneOfMany: Bool
  /// Whether it is one of several figures, side by side.
  var isSmall: Bool
  /// What the step was run with.
  var arguments: TypedValue?

  /// What the output is, in the words of its declaration: `Confusion matrix`; else its name.
  var title: String {
    step.tool.output(output.name).flatMap { Self.title(fromHelp: $0.help) } ?? output.name.replacing("_", with: " ")
  }

  /// The first clause of a declaration's help, without its article; nil where that is no title.
  static func title(fromHelp help: String) -> String? {
    let plain = help.replacing("`", with: "")
    let clauses = plain.split(whereSeparator: { ":;,.".contains($0) }).map { $0.drop { $0 == " " } }
    // `With oob_score: the forest's quality …` says first when there is one.
    guard var clause = clauses.first.map({ $0.hasPrefix("With ") && clauses.count > 1 ? clauses[1] : $0 }) else { return nil }
    for article in ["The ", "the ", "A ", "An "] where clause.hasPrefix(article) && !clause.hasPrefix("A row ") { clause = clause.dropFirst(article.count) }
    guard clause.count >= 3, clause.count <= 64 else { return nil }
    return clause.prefix(1).uppercased() + clause.dropFirst()
  }
  /// The name that references use.
  var reference: HTML { "<code class=\"output-label\">\(output.name)</code>" }
  var alt: String? { step.presentation.alt }
  /// The label of this output as a part of a labelled step.
  var label: String? { step.presentation.label.map { PlannedStep.label($0, ofOutput: output.name) } }

  /// Numbers and models speak for themselves; so does an output that is called by its kind.
  var heading: HTML { isOneOfMany && output.name != output.kind.rawValue && output.name != "model" ? "<p class=\"output-title\">\(title) \(reference)</p>\n" : "" }
  var caption: HTML { isOneOfMany ? "<figcaption><span>\(title) \(reference)</span></figcaption>" : "" }

  /// The author's height, for what scrolls.
  var heightStyle: HTML { step.presentation.height.map { " style=\"max-height:\(min(5000, max(80, $0)))px\"" } ?? "" }

  func fileName(suffix: String) -> String {
    let parts = [step.name ?? step.tool.name, element, output.name].filter { !$0.isEmpty }
    return String(parts.joined(separator: "-").map { $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : "-" }) + "." + suffix
  }

  func showCommand(notebook: String, suffix: String) -> String {
    "galley show \(notebook) \(step.id).\(output.name) --to \(output.name).\(suffix)"
  }
}
