import Execution
import Literate
import Tooling

/// The page's own scripts and styles: those that it has a use for, and no others.
extension PageDrawing {
  var script: String { templates.joined(["script.js"] + scripts) }

  /// Whether a step can give a figure; without one, what works figures is left out.
  private var hasFigures: Bool { plan.steps.contains { step in step.tool.outputs.contains { $0.kind == .figure } } }

  private var scripts: [String] {
    var needed: Set<String> = []
    if hasFigures { needed.formUnion(Self.figureScripts + ["figure-downloads.js"]) }
    if !plan.steps.isEmpty { needed.formUnion(["tables.js", "graph.js"]) }
    document.walk { part in
      switch part {
      case .block(.tabs): needed.insert("tabs.js")
      case .block(.quiz): needed.insert("quiz.js")
      default: break
      }
    }
    return needed.sorted()
  }

  /// What figures are worked with, wherever they stand.
  static let figureScripts = ["figure-axes.js", "figure.js", "figure-legend.js"]

  /// The page's style, and that of its theme behind it.
  var style: String {
    let theme = options.theme ?? document.frontMatter.theme ?? FrontMatter.themes[0]
    return templates.joined(["style.css", "print.css"] + (hasFigures ? ["figure.css"] : []) + ["theme-\(theme).css"])
  }

  /// The words that scripts say, as JSON.
  static var scriptWords: String {
    let words: JSON = [
      "filter": .text(PageWords.filterRows), "previous": .text(PageWords.previousRows), "next": .text(PageWords.nextRows),
      "shown": .text(PageWords.rowsShown), "none": .text(PageWords.noRows), "unpacking": .text(PageWords.unpacking),
      "lineage": .text(PageWords.lineageTold), "nothing": .text(PageWords.nothing),
    ]
    return words.text
  }
}
