import ArgumentParser
import Execution
import Literate

struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Draw the report without executing anything; stale results are marked.")

  @ArgumentParser.Argument(help: "The notebook to draw.", completion: .file(extensions: ["md"])) var notebook: String
  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the report.", valueName: "report"), completion: .file(extensions: ["html"])) var output: String?
  @Option(parsing: .singleValue, help: ArgumentHelp("Let the notebook read this folder too.", valueName: "dir"), completion: .directory) var allow: [String] = []
  @Option(help: ArgumentHelp("Draw the report with the templates in this folder.", valueName: "dir"), completion: .directory) var template: String?
  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var store: StoreOption

  func run() throws {
    let file = try NotebookFile.all([notebook], parameters)[0]
    let store = store.look(in: file.folder)
    var options = RunOptions()
    options.allowed = allow
    let engine = file.engine(store, options)
    let (outcome, stale) = engine.recall()
    for (place, why) in stale.sorted(by: { $0.key < $1.key }) { Terminal.say("stale: \(file.plan.steps[place].id): \(why)") }
    for (step, found) in zip(file.plan.steps, outcome.steps) where found.status == .skipped && !step.isSkipped {
      Terminal.say("not run yet: \(step.id)")
    }
    let report = output ?? reportPath(of: notebook)
    try PageDrawer(notebook: file, store: store, report: report, templateFolder: template, parameters: parameters).draw(outcome, stale: stale)
    store.sync()
    Terminal.say("report: \(report)")
  }
}
