import ArgumentParser
import Literate
import Tooling

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Plan notebooks and tell all their mistakes; run nothing.")

  @ArgumentParser.Argument(help: "The notebooks to check.", completion: .file(extensions: ["md"])) var notebooks: [String]

  @OptionGroup var parameters: ParameterOptions

  func run() throws {
    let values = try parameters.values()
    let files = try notebooks.map { try NotebookFile($0, parameters: values) }
    let mistakes = files.reduce(0) { $0 + $1.plan.diagnostics.count { $0.severity == .error } }
    if mistakes > 0 {
      Terminal.say("\(mistakes) \(mistakes == 1 ? "mistake" : "mistakes")")
      throw ExitCode.mistakes
    }
    for file in files {
      Terminal.say("\(file.path): \(file.plan.steps.count) steps, no mistakes")
    }
  }
}
