import ArgumentParser
import Glibc

/// The commands. Each lives in a file of its own; what they do lives in the modules below.
@main struct Galley: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "galley",
    abstract: "Runs literate analyses: Markdown notebooks whose fenced blocks invoke tools.",
    version: release,
    subcommands: [
      Run.self, Watch.self, Check.self, Render.self, Template.self, Why.self, Show.self, Tools.self, Runs.self, Diff.self, New.self, Maintain.self, Worker.self,
    ])

  static let release = "0.1.0"
}

extension Galley {
  static func main() async {
    // A reader that has seen enough is told by the write that fails, not by a signal that ends the run.
    signal(SIGPIPE, SIG_IGN)
    PlanAhead.begin(Array(CommandLine.arguments.dropFirst()))
    await main(nil)
  }
}

/// Exit codes, as the manual lists them.
extension ExitCode {
  /// A step or an expectation failed.
  static let stepFailed = ExitCode(1)
  /// The notebook has mistakes, and nothing ran.
  static let mistakes = ExitCode(2)
  static let noNotebook = ExitCode(66)
  static let noStore = ExitCode(74)
  static let interrupted = ExitCode(130)
}
