import Execution
import Literate
import Tooling

/// One page while it is drawn. What each part of the page looks like stands in extensions, a file for each.
final class PageDrawing {
  let outcome: RunOutcome
  let artifacts: any ArtifactSource
  let environment: ReportEnvironment
  let options: ReportOptions
  let templates: TemplateSet
  let out: PageWriter

  /// What other cores draw meanwhile; nil where this is only a piece of a page.
  var ahead: MadeAhead<StepParts>?
  /// The figures of the step that is drawn, as far as they were drawn ahead.
  var figuresAhead: [DrawnFigure] = []
  /// How often each footnote was referred to, for the anchors of its back links.
  var footnoteReferences: [String: Int] = [:]
  /// Numbers the figures, so that identifiers inside their SVG are unique in the page.
  var figureCount = 0
  /// What is attached so far, so that a table that several steps give weighs once: where, and under what name.
  var attachments: [String: (anchor: String, name: String)] = [:]
  var attachedBytes = 0
  /// What has a number on this page.
  private(set) lazy var crossReferences = CrossReferences(outcome, topLevel: topLevel)
  /// Steps that wait for a learner.
  private(set) lazy var toFillIn = outcome.stepsToFillIn
  /// Numbers the sets of tabs, so that each can be told from the others.
  var tabSetCount = 0

  var plan: Plan { outcome.plan }
  var document: Document { outcome.plan.document }

  init(
    outcome: RunOutcome, artifacts: any ArtifactSource, environment: ReportEnvironment, options: ReportOptions, templates: TemplateSet,
    out: PageWriter
  ) {
    self.outcome = outcome
    self.artifacts = artifacts
    self.environment = environment
    self.options = options
    self.templates = templates
    self.out = out
  }

  /// The anchor of a step's place. A full stop keeps it apart from the anchors of headings, which have none.
  func anchor(ofStep place: Int) -> String {
    guard plan.steps.indices.contains(place) else { return "step.\(place + 1)" }
    return "step.\(plan.steps[place].name ?? String(place + 1))"
  }

  func icon(_ name: String) -> HTML {
    "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#icon-\(name)\"/></svg>"
  }

  /// A visible remark of the page itself, in the flow of text.
  func notice(_ kind: String, _ title: String, _ text: HTML) -> HTML {
    "<div class=\"notice \(kind)\">\(icon(kind))<p><strong>\(title).</strong> \(text)</p></div>\n"
  }
}

/// Numbers of sections, `2.1.3`.
struct SectionNumbers {
  private var counts: [Int] = []

  /// The number of the next heading of `level`, counted from `top`, the highest level that the document has.
  mutating func next(level: Int, top: Int) -> String {
    let depth = max(1, level - top + 1)
    if counts.count >= depth {
      counts.removeSubrange(depth...)
      counts[depth - 1] += 1
    } else {
      while counts.count < depth - 1 { counts.append(0) }
      counts.append(1)
    }
    return counts.map(String.init).joined(separator: ".")
  }
}
