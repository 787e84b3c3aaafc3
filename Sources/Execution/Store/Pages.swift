import Glibc
import Literate
import Tooling

/// What a report was drawn from, so that an unchanged page is not drawn again.
extension Store {
  /// The page's own key: everything that the page shows, and what draws it.
  ///
  /// - Parameter drawing: the release, the templates, the environment: what else decides the page's bytes.
  public static func pageKey(of outcome: RunOutcome, stale: [Int: String] = [:], drawing: [String]) -> String {
    var encoder = CanonicalEncoder()
    encoder.encode("galley page 2")
    encoder.encode(drawing)
    encoder.encode(outcome.plan.source)
    encoder.encode(.record(outcome.plan.document.frontMatter.parameters.map { .init($0.name, $0.value) }))
    encoder.encode(outcome.plan.diagnostics.map(\.message))
    encoder.openList(of: outcome.steps.count)
    for (place, step) in outcome.steps.enumerated() {
      encoder.encode(step.status == .failed)
      encoder.encode(step.failure?.message)
      encoder.encode(step.console)
      encoder.encode(step.status == .skipped ? step.why : nil)
      encoder.encode(stale[place])
      encoder.openList(of: step.elements.count)
      for element in step.elements { encoder.encode([element.name, element.digest]) }
    }
    return Digest.of(encoder.bytes)
  }

  /// The note of a report: its page's key, the SHA-256 of its bytes, and where it lies.
  func pagePath(_ report: String) -> String { "\(path)/pages/\(Digest.of(FileSystem.resolved(report).utf8))" }

  /// Whether the report at `report` is the page that `key` stands for, untouched since it was drawn.
  public func hasPage(_ key: String, at report: String) -> Bool {
    guard let bytes = try? FileSystem.read(pagePath(report)), let stamp = try? FileStamp(path: report) else { return false }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 2)
    guard lines.count == 3, lines[0] == key else { return false }
    let digest = try? statCache.digest(stamp) { try FileSystem.digest(of: report) }
    return digest.map { $0 == lines[1] } ?? false
  }

  /// Whether the report that a note tells of is still there.
  static func hasReport(note: [UInt8]) -> Bool {
    let lines = String(decoding: note, as: UTF8.self).split(separator: "\n", maxSplits: 2)
    return lines.count == 3 && FileSystem.exists(String(lines[2]))
  }

  /// Notes that `report` was drawn for `key`.
  public func notePage(_ key: String, at report: String) throws {
    let digest = try FileSystem.digest(of: report)
    try writeWhole(Array("\(key)\n\(digest)\n\(FileSystem.resolved(report))".utf8), to: pagePath(report))
  }
}

