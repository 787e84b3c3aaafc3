import Execution
import Literate
import Tooling

/// A step in the page: its caption, its results, and the record of how they were made.
extension PageDrawing {
  func drawStep(_ place: Int) {
    guard plan.steps.indices.contains(place) else { return }
    let step = plan.steps[place]
    let result = outcome.steps.indices.contains(place) ? outcome.steps[place] : nil
    let state =
      switch result?.status {
      case .failed: "failed"
      case .skipped: "skipped"
      default: options.staleSteps.contains(place) ? "stale" : "made"
      }
    let label = step.presentation.label ?? ""
    let number = captionNumber(step.presentation.label) ?? ""
    let context: TemplateFields = [
      "anchor": anchor(ofStep: place), "label": Self.anchor(ofLabel: label), "hasLabel": !label.isEmpty,
      "caption": step.presentation.caption ?? "", "hasCaption": step.presentation.caption?.isEmpty == false || !number.isEmpty,
      "number": number, "hasNumber": !number.isEmpty,
      "name": step.id, "tool": step.tool.name, "state": state, "accessibleName": PageWords.result(of: step.id),
    ]
    let parts = ahead?.value(place)
    figuresAhead = parts?.figures ?? []
    templates.stream("step", context, to: out) {
      // What is to be filled in must be seen.
      if step.presentation.source || !step.binding.blanks.isEmpty { drawSource(of: step) }
      if state == "stale" { out.write(notice("warning", PageWords.warning, "\(PageWords.stale)")) }
      drawProblems(step, result)
      if let result { drawResults(of: step, at: place, result) }
      out.write(parts?.record ?? record(of: step, at: place, result))
    }
  }

  /// A label as an anchor: white space and what would end an attribute or a fragment become hyphens.
  static func anchor(ofLabel label: String) -> String {
    String(label.map { $0.isLetter || $0.isNumber || "-_:.".contains($0) ? $0 : "-" })
  }

  private func drawSource(of step: PlannedStep) {
    let head = step.name.map { "{\(step.tool.name) \($0)}" } ?? "{\(step.tool.name)}"
    // How the step is shown can be seen, and is no part of what it does.
    let lines = step.body.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("#|") }.joined(separator: "\n")
    let body = lines.hasSuffix("\n") || lines.isEmpty ? lines : lines + "\n"
    let isFolded = step.presentation.foldsSource && step.binding.blanks.isEmpty
    if isFolded { out.write("<details class=\"fold\"><summary>\(PageWords.showSource)</summary>\n") }
    out.write("<pre class=\"code source\" tabindex=\"0\" role=\"group\" aria-label=\"\(PageWords.source)\"><code>```\(head)\n\(CodeHighlighting.html(body, language: "yaml"))```</code></pre>\n")
    if isFolded { out.write("</details>\n") }
  }

  /// What went wrong, or why there is nothing, as the terminal would say it.
  private func drawProblems(_ step: PlannedStep, _ result: StepOutcome?) {
    guard let result else {
      out.write(notice("note", PageWords.note, "\(PageWords.notRun)"))
      return
    }
    switch result.status {
    case .failed:
      let message = result.failure?.message ?? PageWords.failedWithoutReason
      out.write("<div class=\"notice failure\" role=\"alert\">\(icon("failure"))<div><p><strong>\(PageWords.failed).</strong> \(sentence(message))</p>")
      if let failure = result.failure {
        if let remedy = failure.remedy { out.write("<p><strong>\(PageWords.help).</strong> \(sentence(remedy))</p>") }
        if failure.range != nil {
          let text = DiagnosticPrinter(file: environment.notebook, source: plan.source).text(failure)
          out.write("<pre tabindex=\"0\">\(text)</pre>")
        }
      }
      out.write("</div></div>\n")
    case .skipped where !step.binding.blanks.isEmpty: out.write(notice("blank", PageWords.toFillIn, blanks(of: step)))
    case .skipped:
      out.write(notice("skipped", PageWords.skipped, reason(forSkipping: step, result)))
    case .ran, .cached: break
    }
  }

  private func blanks(of step: PlannedStep) -> HTML {
    let names = PageWords.enumerated(step.binding.blanks.map { "‘\($0.name)’" })
    return "\(PageWords.blanks(names, line: step.binding.blanks[0].range.start.line))"
  }

  private func reason(forSkipping step: PlannedStep, _ result: StepOutcome) -> HTML {
    if let failure = result.failure { return "\(sentence(failure.message))" }
    if step.isSkipped { return "\(PageWords.skippedOnRequest)" }
    // A step stands still for the first of those it reads that has no result.
    let states = outcome.steps.map(\.status)
    let needed = step.dependencies.first { states.indices.contains($0) && (states[$0] == .failed || states[$0] == .skipped) }
    guard let needed else { return "\(PageWords.notRun)" }
    return "\(PageWords.needs) <a href=\"#\(anchor(ofStep: needed))\">\(plan.steps[needed].id)</a>, \(states[needed] == .failed ? PageWords.whichFailed : PageWords.whichWasSkipped)."
  }

  func drawRemarks(_ remarks: [Remark]) {
    for remark in remarks {
      let (kind, word) =
        switch remark.severity {
        case .note: ("note", PageWords.note)
        case .warning: ("warning", PageWords.warning)
        case .error: ("failure", PageWords.error)
        }
      var text: HTML = "\(sentence(remark.message))"
      if let remedy = remark.remedy { text += " \(sentence(remedy))" }
      out.write(notice(kind, word, text))
    }
  }

  private func drawResults(of step: PlannedStep, at place: Int, _ result: StepOutcome) {
    guard !result.elements.isEmpty else { return }
    let isHidden = step.presentation.hide.contains("all")
    if step.presentation.fold, !isHidden {
      out.write("<details class=\"fold\"><summary>\(PageWords.showResults)</summary>\n")
    }
    if result.isCollection {
      if !isHidden { drawElements(of: step, at: place, result) }
    } else if let element = result.elements.first {
      drawRemarks(element.result.remarks)
      if !isHidden { drawOutputs(of: step, at: place, element) }
    }
    if step.presentation.fold, !isHidden { out.write("</details>\n") }
  }

  /// The elements of `each`, one folded block each. Few stand open.
  private func drawElements(of step: PlannedStep, at place: Int, _ result: StepOutcome) {
    let isOpen = result.elements.count <= 4
    for element in result.elements {
      out.write("<details class=\"element\"\(isOpen ? " open" : "")><summary>\(element.name)</summary>\n<div>\n")
      drawRemarks(element.result.remarks)
      drawOutputs(of: step, at: place, element)
      out.write("</div></details>\n")
    }
  }

  /// The author's diagnostics have no full stop; in the page they are sentences: a capital and a full stop.
  func sentence(_ text: String) -> String {
    guard let first = text.first else { return text }
    let ended = text.hasSuffix(".") || text.hasSuffix("?") || text.hasSuffix("!") ? text : text + "."
    return first.isLowercase && first.isASCII ? first.uppercased() + ended.dropFirst() : ended
  }
}
