import ArgumentParser
import Execution
import Literate
import Tooling

struct Why: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Say why a step would run, or why it is reused.",
    discussion: "First what a run now would do, then how the last run differed from the one before.")

  @ArgumentParser.Argument(help: "The notebook.", completion: .file(extensions: ["md"])) var notebook: String
  @ArgumentParser.Argument(help: "The step.") var step: String
  @Option(parsing: .singleValue, help: ArgumentHelp("Let the notebook read this folder too.", valueName: "dir"), completion: .directory) var allow: [String] = []
  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var store: StoreOption

  func run() throws {
    let file = try NotebookFile.all([notebook], parameters)[0]
    let place = try file.place(of: step)
    let store = store.look(in: file.folder)
    var options = RunOptions()
    options.allowed = allow
    let engine = file.engine(store, options)
    switch engine.forecast()[place] {
    case .reused: writeResult("\(step) would be reused: nothing that decides its result has changed")
    case .runs(let why): writeResult("\(step) would run: \(why)")
    case .depends(let other): writeResult("\(step) would run if '\(other)', which runs, gives another result")
    case .skipped(let why): writeResult("\(step) would be skipped: \(why)")
    case .fails(let diagnostic):
      writeResult("\(step) would fail: \(diagnostic.message)")
      file.print(diagnostic)
    }
    if let change = engine.lastChange(of: file.plan.steps[place]) { writeResult("last run against the one before: \(change)") }
  }
}

extension NotebookFile {
  /// The place of a step in the plan.
  /// - Throws: `ValidationError` with the near name.
  func place(of step: String) throws -> Int {
    guard let place = plan.steps.firstIndex(where: { $0.id == step }) else {
      throw ValidationError("'\(path)' has no step '\(step)'\(didYouMean(step, among: plan.steps.map(\.id)))")
    }
    return place
  }
}
