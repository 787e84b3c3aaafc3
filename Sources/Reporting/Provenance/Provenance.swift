import Execution
import Literate
import Tooling

/// The last part of the page: how everything on it came about, and how to repeat it.
extension PageDrawing {
  func drawProvenance() {
    guard !plan.steps.isEmpty else { return }
    out.write("<section class=\"provenance\" aria-labelledby=\"page.provenance\">\n<h2 id=\"page.provenance\">\(PageWords.provenance)</h2>\n<p>\(PageWords.provenanceIntroduction)</p>\n")
    drawGraph()
    let citations = citations()
    out.write(
      templates.render(
        "methods",
        [
          "title": PageWords.methods, "text": methodsText(citations), "hint": PageWords.methodsHint, "stepWord": PageWords.step, "toolWord": PageWords.tool,
          "versionWord": PageWords.version, "parametersWord": PageWords.parameters,
          "steps": plan.steps.indices.map { methodsRow($0, citations) },
          "hasCitations": !citations.isEmpty, "referencesWord": PageWords.references,
          "citations": citations.enumerated().map { number, citation -> TemplateFields in
            let address = citation.doi.flatMap { SafeURL.link("https://doi.org/" + $0) }
            return ["number": number + 1, "text": citation.text, "doi": citation.doi ?? "", "href": address ?? "", "hasLink": address != nil]
          },
        ]))
    drawEnvironment()
    drawPlanRemarks()
    out.write("</section>\n")
  }

  private func citations() -> [Citation] {
    var citations: [Citation] = []
    for step in plan.steps { for citation in step.tool.citations where !citations.contains(citation) { citations.append(citation) } }
    return citations
  }

  private func methodsRow(_ place: Int, _ citations: [Citation]) -> TemplateFields {
    let step = plan.steps[place]
    let result = outcome.steps.indices.contains(place) ? outcome.steps[place].elements.first?.result : nil
    let numbers = step.tool.citations.compactMap { citation in citations.firstIndex(of: citation).map { $0 + 1 } }
    let parameters = differingParameters(ofStep: place).map { "\($0.name) = \($0.text)" }
    return [
      "name": step.id, "href": "#" + anchor(ofStep: place), "tool": step.tool.name, "version": result?.version ?? step.tool.version,
      "parameters": parameters.isEmpty ? PageWords.allDefaults : parameters.joined(separator: ", "), "citations": numbers.map { ["number": $0] }, "hasCitations": !numbers.isEmpty,
    ]
  }

  private func drawEnvironment() {
    var facts: [TemplateFields] = [
      ["name": PageWords.notebook, "value": environment.notebook], ["name": "Galley", "value": environment.version],
    ]
    if !options.isReproducible { facts += environment.facts.map { ["name": PageWords.fact($0.name), "value": $0.value] } }
    for parameter in document.frontMatter.parameters {
      facts.append(["name": "params.\(parameter.name)", "value": ParameterText.text(parameter.value)])
    }
    out.write(
      templates.render(
        "environment",
        [
          "title": PageWords.environment, "facts": facts, "repeatTitle": PageWords.repeat, "repeatHint": PageWords.repeatHint,
          "commands": environment.commands.joined(separator: "\n"), "hasCommands": !environment.commands.isEmpty,
        ]))
  }

  /// Warnings about the notebook itself.
  private func drawPlanRemarks() {
    guard !plan.diagnostics.isEmpty || !options.remarks.isEmpty else { return }
    out.write("<h3>\(PageWords.remarks)</h3>\n<ul class=\"remarks\">\n")
    for remark in options.remarks { out.write("<li>\(remark)</li>\n") }
    for diagnostic in plan.diagnostics {
      let place = diagnostic.range.map { PageWords.line($0.start.line) + ": " } ?? ""
      out.write("<li>\(place)\(diagnostic.message)\(diagnostic.remedy.map { " (\($0))" } ?? "" as HTML)</li>\n")
    }
    out.write("</ul>\n")
  }
}
