import Execution
import Literate
import Tooling

/// The methods in sentences, ready for a paper: which tool did what, in which version, with which parameters, after whom.
extension PageDrawing {
  /// - Parameter citations: the page's list of references, for their numbers.
  func methodsText(_ citations: [Citation]) -> String {
    var tools: [(tool: ToolDeclaration, steps: [Int])] = []
    for (place, step) in plan.steps.enumerated() where !step.isSkipped {
      if let known = tools.firstIndex(where: { $0.tool.name == step.tool.name }) {
        tools[known].steps.append(place)
      } else {
        tools.append((step.tool, [place]))
      }
    }
    func numbers(_ tool: ToolDeclaration) -> String {
      let numbers = tool.citations.compactMap { citation in citations.firstIndex(of: citation).map { String($0 + 1) } }
      return numbers.isEmpty ? "" : " [\(numbers.joined(separator: ", "))]"
    }
    // What a plot is of stands in its caption.
    let plots = tools.filter { $0.tool.name.hasPrefix("plot.") }
    let acts = tools.filter { !$0.tool.name.hasPrefix("plot.") }.map { tool, steps in
      let version = outcome.steps.indices.contains(steps[0]) ? outcome.steps[steps[0]].elements.first?.result.version : nil
      let act = tool.summary.prefix(1).lowercased() + tool.summary.dropFirst().prefix { $0 != "." && $0 != ":" }
      var parameters: [String] = []
      for step in steps {
        let text = differingParameters(ofStep: step).map { "\($0.name) = \(Self.shortened($0.text))" }.joined(separator: ", ")
        if !text.isEmpty, !parameters.contains(text) { parameters.append(text) }
      }
      let details = parameters.isEmpty ? "" : " (\(parameters.joined(separator: "; \(PageWords.againWith) ")))"
      return PageWords.toolWasUsed(act, "\(tool.name) v\(version ?? tool.version)") + numbers(tool) + details + "."
    }
    var sentences = [PageWords.wasRunWith(environment.version)] + acts
    if !plots.isEmpty {
      let drawn = plots.map { "\($0.tool.name) v\($0.tool.version)\(numbers($0.tool))" }
      sentences.append(PageWords.$language.withValue(.english) { PageWords.figuresWereDrawn(PageWords.enumerated(drawn)) })
    }
    return sentences.joined(separator: " ")
  }

  /// Long lists of columns by their first few: the table below has them all.
  private static func shortened(_ text: String) -> String {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return text }
    let parts = text.dropFirst().dropLast().split(separator: ", ")
    return parts.count <= 5 ? text : parts.prefix(3).joined(separator: ", ") + ", … (\(PageWords.grouped(parts.count)))"
  }

  /// What is not the tool's default, in declared order.
  func differingParameters(ofStep place: Int) -> [(name: String, text: String)] {
    let step = plan.steps[place]
    let result = outcome.steps.indices.contains(place) ? outcome.steps[place].elements.first?.result : nil
    return step.tool.parameters.compactMap { parameter in
      if let value = result?.arguments[parameter.name] {
        return value == parameter.standard ? nil : (parameter.name, parameterText(value, of: step))
      }
      return step.binding.parameters.first { $0.name == parameter.name }.map { (parameter.name, parameterText($0.argument, of: step)) }
    }
  }
}
