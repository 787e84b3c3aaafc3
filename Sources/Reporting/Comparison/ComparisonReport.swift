public import Execution
public import Tabular

/// The page of a comparison: one HTML file in the style of the report, that needs nothing else.
public struct ComparisonReport {
  private let comparison: RunComparison
  private let tags: [String: String]
  private let artifacts: any ArtifactSource
  private let release: String

  /// - Parameters:
  ///   - tags: the names of runs, by tag.
  ///   - artifacts: where figures are read from.
  ///   - release: of Galley.
  public init(_ comparison: RunComparison, tags: [String: String] = [:], artifacts: any ArtifactSource, release: String) {
    self.comparison = comparison
    self.tags = tags
    self.artifacts = artifacts
    self.release = release
  }

  /// Writes the page. A figure that cannot be read leaves a note in its place.
  ///
  /// - Throws: what `sink` throws.
  public func write(to sink: inout some ByteSink) throws {
    let templates = try TemplateSet()
    try PageWriter.write(to: &sink) { out in
      ComparisonDrawing(comparison: comparison, tags: tags, artifacts: artifacts, release: release, templates: templates, out: out).drawPage()
    }
  }
}
