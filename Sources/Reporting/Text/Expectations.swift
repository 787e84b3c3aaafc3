import Execution
import Literate
import Tooling

/// `{expect}`: what the author claims, each with its value and whether it holds.
extension PageDrawing {
  func drawExpectations(_ place: Int) {
    let outcomes = outcome.expectations.indices.contains(place) ? outcome.expectations[place] : []
    let planned = plan.expectations.indices.contains(place) ? plan.expectations[place].expectations : []
    let rows =
      outcomes.isEmpty
      ? planned.map { ExpectationOutcome(line: $0.range.start.line, text: $0.text, passed: nil, value: PageWords.notRun) } : outcomes
    out.write(
      templates.render(
        "expectations",
        [
          "title": PageWords.expectations, "anchor": "expect.\(place + 1)",
          "expectations": rows.map { row -> TemplateFields in
            let (state, word) =
              switch row.passed {
              case true?: ("holds", PageWords.holds)
              case false?: ("fails", PageWords.doesNotHold)
              case nil: ("unknown", PageWords.cannotTell)
              }
            return ["state": state, "word": word, "claim": row.text, "value": Self.rounded(row.value)]
          },
        ]))
  }

  /// The text with its long fractions cut to 6 significant digits: `accuracy is 0.979021`.
  static func rounded(_ text: String) -> String {
    text.replacing(/(?<before>^|[ (\[=])(?<number>-?\d+\.\d+(?:e[+-]?\d+)?)(?![\w.]*\w)/) { match in
      let written = match.output.number
      guard written.prefix(while: { $0 != "e" }).count(where: \.isNumber) > 6, let number = Double(written) else { return String(match.output.0) }
      return match.output.before + NumberText.significant(number, digits: 6)
    }
  }
}
