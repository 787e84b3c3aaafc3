public import Literate

/// A formula of the text, in TeX.
public struct Formula: Sendable, Hashable {
  public var tex: String
  /// Whether it stands on a line of its own.
  public var isDisplay: Bool
  public init(tex: String, isDisplay: Bool) {
    self.tex = tex
    self.isDisplay = isDisplay
  }
}

/// What a converter made of a formula.
public enum ConvertedFormula: Sendable, Hashable {
  /// MathML as the converter wrote it. It is cleaned before it enters a page.
  case mathML(String)
  /// What is wrong with the TeX.
  case failure(String)
}

extension Report {
  /// The formulas of a document in the order of the text, each once.
  public static func formulas(of document: Document) -> [Formula] {
    var formulas: [Formula] = []
    var seen: Set<Formula> = []
    func add(_ formula: Formula) { if seen.insert(formula).inserted { formulas.append(formula) } }
    document.walk { part in
      switch part {
      case .block(.mathematics(let tex, _)): add(Formula(tex: tex, isDisplay: true))
      case .inline(.mathematics(let tex)): add(Formula(tex: tex, isDisplay: false))
      default: break
      }
    }
    return formulas
  }
}

extension PageDrawing {
  /// A formula on lines of its own; one with a label has its number beside it.
  func drawDisplay(_ formula: Formula, label: String?) {
    guard let label, let number = crossReferences.targets[label]?.number else { return drawFormula(formula) }
    out.write("<div class=\"equation\" id=\"\(Self.anchor(ofLabel: label))\">")
    drawFormula(formula)
    out.write("<span class=\"number\">(\(number))</span></div>\n")
  }

  /// A formula as MathML; its TeX where there is none.
  func drawFormula(_ formula: Formula) {
    guard case .mathML(let markup)? = options.formulas[formula] else {
      var problem: HTML = ""
      if case .failure(let message)? = options.formulas[formula] { problem = " title=\"\(message)\"" }
      let kind: HTML = problem == "" ? "" : " broken"
      if formula.isDisplay {
        out.write("<div class=\"math display\(kind)\" role=\"math\" aria-label=\"\(PageWords.mathematics): \(formula.tex)\"\(problem) tabindex=\"0\">\(formula.tex)</div>\n")
      } else {
        out.write("<span class=\"math\(kind)\" role=\"math\" aria-label=\"\(PageWords.mathematics): \(formula.tex)\"\(problem)>\(formula.tex)</span>")
      }
      return
    }
    let mathematics: HTML = "<math\(formula.isDisplay ? " display=\"block\"" : "" as HTML) alttext=\"\(formula.tex)\">\(MathMLSanitiser.clean(markup))</math>"
    out.write(formula.isDisplay ? "<div class=\"formula\" tabindex=\"0\" role=\"group\" aria-label=\"\(PageWords.formula)\">\(mathematics)</div>\n" : mathematics)
  }
}
