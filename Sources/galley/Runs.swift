import ArgumentParser
import Execution
import Glibc
import Tooling

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs that the store remembers, newest first.")

  @ArgumentParser.Argument(help: "Only this notebook's runs.", completion: .file(extensions: ["md"])) var notebook: String?
  @Flag(help: "Write JSON.") var json = false
  @OptionGroup var store: StoreOption

  func run() throws {
    let parts = (notebook ?? "").split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
    let store = try store.open(in: folder.isEmpty ? "/" : folder)
    let runs = store.runs(of: notebook.map { (try? FileSystem.realPath($0)) ?? $0 })
    if json {
      writeResult(JSON.array(runs.map(self.json)).text)
      return
    }
    for run in runs {
      let counts = Dictionary(grouping: run.steps, by: \.status).mapValues(\.count)
      let steps = [(StepOutcome.Status.ran, "ran"), (.cached, "reused"), (.failed, "failed"), (.skipped, "skipped")]
        .compactMap { status, word in counts[status].map { "\($0) \(word)" } }.joined(separator: ", ")
      writeResult("\(run.id)  \(run.notebook.split(separator: "/").last ?? "")  exit \(run.exitCode.map(String.init) ?? "?")  \(steps)")
    }
  }

  private func json(_ run: RunRecord) -> JSON {
    .object([
      .init("run", .text(run.id)), .init("notebook", .text(run.notebook)), .init("time", .number(run.time)),
      .init("release", .text(run.release)), .init("host", .text(run.host)), .init("processor", .text(run.processor)),
      .init("exit", run.exitCode.map { .integer($0) } ?? .null), .init("report", run.report.map { .text($0) } ?? .null),
      .init("steps", .array(run.steps.map { step in
        .object([
          .init("name", .text(step.id)), .init("tool", .text(step.tool)), .init("status", .text(step.status.rawValue)),
          .init("seconds", .number(step.seconds)), .init("why", .text(step.why)),
        ])
      })),
    ])
  }
}
