/// The words that the page itself says, in English. Another language is another file like this one.
enum PageWords {
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
  ]

  // The head
  static let skip = "Skip to the text"
  static let contents = "Contents"
  static let questions = "Questions"
  static let objectives = "Objectives"
  static let requirements = "Requirements"
  static let keyPoints = "Key points"
  static let followUp = "Where to go next"
  static let parameters = "Parameters"
  static let by = "By"
  static let level = "Level"
  static let time = "Time"
  static let date = "Date"
  static let license = "Licence"
  static let theme = "Switch between light and dark"

  // Boxes
  static func box(_ kind: String) -> String {
    switch kind {
    case "hands-on": "Hands-on"
    default: kind.prefix(1).uppercased() + kind.dropFirst()
    }
  }

  // Text
  static let footnotes = "Footnotes"
  static let backToText = "Back to the text"
  static func footnote(_ number: Int) -> String { "Footnote \(number)" }
  static let ticked = "done"
  static let unticked = "to do"
  static let mathematics = "Formula, in TeX"
  static func imageLeftOut(_ source: String) -> String { "Image not found: \(source)" }
  static let imageElsewhere = "Image not embedded:"

  // Values
  static let figureKeys = "Plus and minus zoom, arrows move, 0 shows the whole."
  static let missing = "missing"
  static let valueFailed = "no value"
  static func filterNeedsNumber(_ filter: String, _ type: String) -> String { "'\(filter)' needs a number, not \(type)" }
  static func filterNeedsDate(_ text: String) -> String { "'date' needs a date, not \(text)" }

  // Steps
  static let step = "Step"
  static func result(of step: String) -> String { "Result of \(step)" }
  static let source = "As written"
  static let showResults = "Show the results"
  static let failed = "Failed"
  static let skipped = "Skipped"
  static let skippedOnRequest = "The notebook says to skip this step."
  static let stale = "Out of date: the notebook has changed since this was made. Run it again to renew it."
  static let failedWithoutReason = "The step failed."
  static let notRun = "This step has no result."
  // `It needs lost, which failed.`
  static let needs = "It needs"
  static let whichFailed = "which failed"
  static let whichWasSkipped = "which was skipped"
  static func unreadable(_ output: String, _ reason: String) -> String { "The output '\(output)' cannot be shown: \(reason)" }
  static let help = "Help"
  static let note = "Note"
  static let warning = "Warning"
  static let error = "Error"
  static func madeOn(_ date: String) -> String { "made \(date)" }
  static func onHost(_ host: String) -> String { "on \(host)" }
  static func inTime(_ duration: String) -> String { "in \(duration)" }
  static let tool = "Tool"
  static let version = "Version"
  static let inputs = "Inputs"
  static let outputs = "Outputs"
  static let parameter = "Parameter"
  static let value = "Value"
  static let isDefault = "default"
  static let console = "Console"
  static let key = "Key"
  static let from = "from"
  static let file = "file"
  static func elements(_ count: Int) -> String { count == 1 ? "1 element" : "\(count) elements" }
  static let output = "Output"
  static let kind = "Kind"
  static let size = "Size"
  static let digest = "SHA-256"

  // Tables
  static func shape(rows: Int, columns: Int) -> String {
    "\(grouped(rows)) \(rows == 1 ? "row" : "rows") × \(grouped(columns)) \(columns == 1 ? "column" : "columns")"
  }
  static func firstRows(_ count: Int) -> String { "first \(grouped(count)) shown" }
  static func firstColumns(_ count: Int) -> String { "first \(grouped(count)) columns shown" }
  static let emptyTable = "The table has no rows."
  static let download = "CSV"
  static let attachedAbove = "CSV above"
  static func attachedAbove(_ name: String) -> String { "The same table is attached above as \(name)" }
  static func downloadTitle(_ size: String) -> String { "The whole table as CSV, \(size)" }
  static func tooLarge(_ command: String) -> String { "too large to attach: \(command)" }
  static func sort(by column: String) -> String { "Sort by \(column)" }
  static let table = "Table"
  static let scrollable = "scrollable"

  // Metrics, models, figures
  static let interval = "interval"
  static func interval(confidence: Double) -> String { NumberText.significant(confidence * 100) + "\u{A0}%\u{A0}CI" }
  static func deviation(_ text: String) -> String { "± \(text) sd" }
  static let classColumn = "Class"
  static let undefined = "undefined"
  static let model = "Model"
  static let features = "features"
  static let stages = "Stages"
  static func more(_ count: Int) -> String { "and \(grouped(count)) more" }
  static let figure = "Figure"
  static let figureData = "Data"
  static func rows(_ count: Int) -> String { "\(grouped(count)) \(count == 1 ? "row" : "rows")" }
  static func linesLeftOut(_ count: Int) -> String { "… \(grouped(count)) more lines" }
  static let wholeText = "The whole text"

  // Expectations and quizzes
  static let expectations = "Expectations"
  static let holds = "Holds"
  static let doesNotHold = "Does not hold"
  static let cannotTell = "Could not be told"
  static let quiz = "Quiz"
  static let check = "Check"
  static let answer = "Answer"
  static let right = "Right."
  static let wrong = "Not quite. Try again."
  static let chooseFirst = "Give an answer first."
  static let chooseMany = "Choose all that apply"
  static let yourAnswer = "Your answer"

  // What went wrong, at the head of the page
  static func failures(_ count: Int) -> String { count == 1 ? "1 step failed" : "\(count) steps failed" }
  static func skips(_ count: Int) -> String { count == 1 ? "1 was skipped" : "\(count) were skipped" }
  static func unmet(_ count: Int) -> String { count == 1 ? "1 expectation is not met" : "\(count) expectations are not met" }
  static func missingValues(_ count: Int) -> String { count == 1 ? "1 value in the text is missing" : "\(count) values in the text are missing" }
  static func staleSteps(_ count: Int) -> String { count == 1 ? "1 result is out of date" : "\(count) results are out of date" }
  static let attention = "This page is not complete"

  // Provenance
  static let provenance = "Provenance"
  static let provenanceIntroduction =
    "How every result on this page came about: which step read what, with which tool in which version, and what to type to repeat it."
  static let graph = "Graph of the steps"
  static func graphTooLarge(steps: Int) -> String {
    "A graph of \(steps) steps is too large to read, and is left out; the record of each step names what it takes."
  }

  static func graphSummary(steps: Int, edges: Int) -> String {
    "\(steps) \(steps == 1 ? "step" : "steps"), \(edges) \(edges == 1 ? "connection" : "connections"); the table of methods lists them all."
  }
  static let methods = "Methods"
  static let methodsHint = "Step by step; parameters are named where they differ from the tool's defaults."
  static func wasUsedTo(_ version: String, _ acts: String) -> String { "Galley \(version) was used to \(acts)." }
  static func figuresWereDrawn(_ tools: String) -> String { "Figures were drawn with \(tools)." }
  static let againWith = "again with"
  /// `a`, `a and b`, `a, b and c`.
  static func enumerated(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
  static let allDefaults = "defaults"
  static let references = "References"
  static let environment = "Environment"
  static let notebook = "Notebook"
  static let `repeat` = "Repeat it"
  static let repeatHint = "Results that have not changed are reused; the page comes out the same."
  static let remarks = "Remarks on the notebook"
  static func line(_ number: Int) -> String { "line \(number)" }

  static func grouped(_ number: Int) -> String { NumberText.grouped(String(number)) }
}
