/// The words that the page of a comparison says, in English.
enum ComparisonWords {
  static func title(_ names: [String]) -> String { "Two runs of " + PageWords.enumerated(names) }
  static let old = "First"
  static let new = "Second"
  static let same = "Nothing differs between these runs."
  static let runs = "The runs"
  static let parameters = "Parameters"
  static let inputs = "Inputs with other content"
  static let steps = "Steps"
  static let metrics = "Metrics"
  static let pictures = "Figures"

  static let run = "Run"
  static let identity = "Id"
  static let tag = "Tag"
  static let notebook = "Notebook"
  static let time = "When"
  static let release = "Release"
  static let host = "Host"
  static let processor = "Processor"
  static let exit = "Exit code"

  static let parameter = "Parameter"
  static let file = "File"
  static let readBy = "Read by"
  static let step = "Step"
  static let tool = "Tool"
  static let whatChanged = "What changed"
  static let metric = "Metric"
  static func metric(_ name: String, ofClass group: String) -> String { "\(name), \(group)" }
  static let difference = "Difference"
  static let absent = "–"
  static let noPicture = "This run has none."

  static func status(_ status: String) -> String { status == "cached" ? "reused" : status }
  static let unchanged = "unchanged"
  static let sameResult = "the result is the same"
  static let otherResult = "another result, though nothing that decides it changed"
  static func changedOutputs(_ names: [String]) -> String { "other content: \(names.joined(separator: ", "))" }
  static let onlyNew = "only in the second run"
  static let onlyOld = "only in the first run"
  static func gone(_ output: String, _ side: String) -> String { "'\(output)' of the \(side.lowercased()) run is gone from the store." }
}
