import Execution
import Literate
import Reporting

extension PageDrawer {
  /// The formulas of a page as they are drawn, and what a reader must know of it.
  struct DrawnFormulas {
    var converted: [Formula: ConvertedFormula] = [:]
    var remarks: [String] = []
  }

  /// What decides how formulas are drawn, besides them; empty for a page without any.
  func formulaDrawing(_ formulas: [Formula], _ converter: KaTeX?) -> [String] { formulas.isEmpty ? [] : [converter?.identity ?? "TeX"] }

  /// Converts the formulas, or takes what was made of the same ones for this report before. What is wrong is told on the terminal.
  func draw(_ formulas: [Formula], with converter: KaTeX?) -> DrawnFormulas {
    guard !formulas.isEmpty else { return DrawnFormulas() }
    guard let converter else {
      Terminal.say("note: \(KaTeX.hint)")
      return DrawnFormulas(remarks: ["F" + KaTeX.hint.dropFirst() + "."])
    }
    let key = Digest.of(([converter.identity] + formulas.flatMap { [$0.isDisplay ? "display" : "inline", $0.tex] }).joined(separator: "\u{0}").utf8)
    if let kept = store.keptConversion(key, for: report), let converted = KaTeX.formulas(formulas, in: kept) { return DrawnFormulas(converted: converted) }
    do {
      let answer = try converter.convert(formulas)
      guard let converted = KaTeX.formulas(formulas, in: answer) else { throw ExternalProgram.Failure(description: "KaTeX gave no answer that can be read") }
      // Without it they are converted again next time.
      try? store.keepConversion(answer, as: key, for: report)
      for formula in formulas { if case .failure(let message)? = converted[formula] { Terminal.say("warning: a formula is shown as TeX: \(message)") } }
      return DrawnFormulas(converted: converted)
    } catch {
      Terminal.say("warning: formulas are shown as TeX: \(error)")
      return DrawnFormulas(remarks: ["Formulas are shown as TeX: \(error)."])
    }
  }
}
