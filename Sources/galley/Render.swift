import ArgumentParser
import Execution
import Literate
import Reporting

struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Draw the report without executing anything; stale results are marked.",
    discussion: """
      For '--audience student' solutions and the answers of quizzes are left out of the file; for 'instructor' they stand open. With '--to pdf' \
      the report is printed by Chromium, where it is installed.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case html, pdf }

  @ArgumentParser.Argument(help: "The notebook to draw.", completion: .file(extensions: ["md"])) var notebook: String
  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the report.", valueName: "report"), completion: .file(extensions: ["html", "pdf"])) var output: String?
  @Option(help: ArgumentHelp("What to write: html or pdf.", valueName: "format")) var to: Format?
  @Option(
    help: ArgumentHelp("Whom the report is for: student or instructor. Default: a reader who learns alone.", valueName: "audience"),
    completion: .list(Audience.allCases.map(\.rawValue)), transform: Render.audience)
  var audience: Audience?
  @Option(help: ArgumentHelp("The report's looks: \(FrontMatter.themes.joined(separator: " or ")). Default: the notebook's 'theme'.", valueName: "theme")) var theme: String?
  @Option(parsing: .singleValue, help: ArgumentHelp("Let the notebook read this folder too.", valueName: "dir"), completion: .directory) var allow: [String] = []
  @Option(help: ArgumentHelp("Draw the report with the templates in this folder.", valueName: "dir"), completion: .directory) var template: String?
  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var store: StoreOption

  private static func audience(_ name: String) throws -> Audience {
    guard let audience = Audience(rawValue: name) else {
      throw ValidationError("'--audience' must be one of \(Audience.allCases.map(\.rawValue).joined(separator: ", ")), not '\(name)'")
    }
    return audience
  }

  func validate() throws {
    if let theme, !FrontMatter.themes.contains(theme) {
      throw ValidationError("'--theme' must be one of \(FrontMatter.themes.joined(separator: ", ")), not '\(theme)'")
    }
    if let output, output.hasSuffix(".pdf"), to == .html { throw ValidationError("'--to html' writes no PDF, and '--output' is '\(output)'") }
  }

  func run() throws {
    let file = try NotebookFile.all([notebook], parameters)[0]
    let isPDF = to == .pdf || to == nil && output?.hasSuffix(".pdf") == true
    let printer = isPDF ? PagePrinter() : nil
    if isPDF, printer == nil {
      Terminal.say("galley: \(PagePrinter.hint)")
      throw ExitCode.stepFailed
    }
    let store = store.look(in: file.folder)
    var options = RunOptions()
    options.allowed = allow
    let engine = file.engine(store, options)
    let (outcome, stale) = engine.recall()
    for (place, why) in stale.sorted(by: { $0.key < $1.key }) { Terminal.say("stale: \(file.plan.steps[place].id): \(why)") }
    for (step, found) in zip(file.plan.steps, outcome.steps) where found.status == .skipped && !step.isSkipped {
      Terminal.say("not run yet: \(step.id)")
    }
    if let score = outcome.exerciseScore { Terminal.say(score.text) }
    let report = output ?? file.reportPath(isPDF ? "pdf" : "html", for: audience)
    try file.check(report: report, isChosen: output != nil)
    if let printer {
      try withTemporaryFolder { folder in
        let page = "\(folder)/page.html"
        try draw(file, store, page, outcome, stale)
        do { try printer.print(page, to: report, in: folder) } catch {
          Terminal.say("galley: the PDF could not be made: \(error)")
          throw ExitCode.stepFailed
        }
      }
    } else {
      try draw(file, store, report, outcome, stale)
    }
    store.sync()
    Terminal.say("report: \(report)")
  }

  private func draw(_ file: NotebookFile, _ store: Store, _ report: String, _ outcome: RunOutcome, _ stale: [Int: String]) throws {
    do {
      try PageDrawer(
        notebook: file, store: store, report: report, templateFolder: template, parameters: parameters, audience: audience, theme: theme
      ).draw(outcome, stale: stale)
    } catch let error as TemplateError {
      Terminal.say("galley: \(error)")
      throw ExitCode.mistakes
    }
  }
}

extension NotebookFile {
  /// Beside the notebook: `tumours.html`, `tumours.student.html`.
  fileprivate func reportPath(_ suffix: String, for audience: Audience?) -> String {
    String(galley.reportPath(of: path).dropLast(4)) + (audience.map { $0.rawValue + "." } ?? "") + suffix
  }
}
