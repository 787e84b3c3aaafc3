import Foundation
import Testing

/// Texts that were judged once and are compared from then on. `GALLEY_RECORD=1` writes them anew.
enum Golden {
  static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Goldens/\(name)")
    if ProcessInfo.processInfo.environment["GALLEY_RECORD"] != nil {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    guard golden != text else { return }
    let pairs = zip(golden.split(separator: "\n", omittingEmptySubsequences: false), text.split(separator: "\n", omittingEmptySubsequences: false))
    let first = pairs.first { $0 != $1 }
    Issue.record("\(name) differs; first in\n  \(first?.0 ?? "(its end)")\n  \(first?.1 ?? "(its end)")", sourceLocation: sourceLocation)
  }

  /// What stands between the title and the page's end, so that styles and scripts may change without a new golden.
  static func text(of page: String) -> String {
    guard let start = page.firstRange(of: "</header>\n"), let end = page.firstRange(of: "</main>") else { return page }
    return String(page[start.upperBound..<end.lowerBound])
  }
}
