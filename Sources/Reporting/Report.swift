public import Execution
import Literate
public import Tabular

/// The page of a run: one HTML file that needs nothing else, written piece by piece.
///
/// The same outcome, environment and options give the same bytes. The page tells of results, never of the run that brought them:
/// whether a step ran or was reused does not show.
public struct Report {
  /// Changes where the same outcome may give another page. It enters the page's key, beside `templateTexts`.
  public static let version = "3"

  private let outcome: RunOutcome
  private let artifacts: any ArtifactSource
  private let environment: ReportEnvironment
  private let options: ReportOptions

  public init(
    outcome: RunOutcome, artifacts: any ArtifactSource, environment: ReportEnvironment, options: ReportOptions = ReportOptions()
  ) {
    self.artifacts = artifacts
    self.environment = environment
    guard options.audience == .student else {
      self.outcome = outcome
      self.options = options
      return
    }
    let edition = StudentEdition(outcome)
    var options = options
    options.staleSteps = Set(edition.keptSteps.indices.filter { options.staleSteps.contains(edition.keptSteps[$0]) })
    self.outcome = edition.outcome
    self.options = options
  }

  /// The templates that a page is drawn with, in the order of their names: the built-in ones, and `overrides` in their place.
  public static func templateTexts(overriding overrides: [String: String] = [:]) -> [(name: String, text: String)] {
    Templates.pages.merging(overrides) { _, own in own }.filter { !$0.key.hasPrefix("watch.") }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Writes the page. Artifacts are read one at a time; one that cannot be read leaves a note in its place.
  ///
  /// - Throws: `TemplateError` for a template that cannot be read, before anything is written; what `sink` throws.
  public func write(to sink: inout some ByteSink) throws {
    let templates = try TemplateSet(overriding: options.templates)
    try PageWords.$language.withValue(PageLanguage(tag: outcome.plan.document.frontMatter.lang)) {
      try PageWriter.write(to: &sink) { out in
        let page = PageDrawing(outcome: outcome, artifacts: artifacts, environment: environment, options: options, templates: templates, out: out)
        page.ahead = page.partsAhead()
        page.drawPage()
      }
    }
  }
}
