import ArgumentParser
import Execution
import Glibc
import Tooling

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs that the store remembers, newest first; name the ones worth keeping.",
    discussion: "A tag keeps a run, and stands for it in 'galley diff'. With '--tag' the argument is the run: its id or the beginning of one, a tag, or 'last', which is meant where none is given.")

  @ArgumentParser.Argument(help: ArgumentHelp("Only this notebook's runs; with '--tag' the run.", valueName: "notebook"), completion: .file(extensions: ["md"]))
  var subject: String?
  @Option(help: ArgumentHelp("Give the run this name.", valueName: "name")) var tag: String?
  @Option(help: ArgumentHelp("Take this name from its run.", valueName: "name")) var untag: String?
  @Flag(help: "Write JSON.") var json = false
  @OptionGroup var store: StoreOption

  func validate() throws {
    if let mistake = tag.flatMap(RunTag.mistake) { throw ValidationError(mistake) }
    if tag != nil, untag != nil { throw ValidationError("'--tag' and '--untag' go one at a time") }
    if untag != nil, subject != nil { throw ValidationError("'--untag' takes the tag alone") }
    if json, tag != nil || untag != nil { throw ValidationError("'--json' lists, and '--tag' and '--untag' do not") }
  }

  func run() throws {
    if let tag {
      let store = try store.open(in: ".")
      try store.give(tag, to: store.run(meant: subject ?? "last").id)
    } else if let untag {
      try remove(untag, from: store.open(in: "."))
    } else {
      list(store.look(beside: subject))
    }
  }

  private func remove(_ tag: String, from store: Store) throws {
    let run: String?
    do { run = try store.untag(tag) } catch {
      Terminal.say("galley: the tag could not be removed: \(error)")
      throw ExitCode.noStore
    }
    guard let run else {
      let names = store.tags().keys.sorted()
      let those = names.isEmpty ? "; there are no tags" : "; there are \(names.joined(separator: ", "))"
      throw ValidationError("there is no tag '\(tag)'\(those)")
    }
    Terminal.say("untagged: \(run) is no longer '\(tag)'")
  }

  private func list(_ store: Store) {
    let runs = store.runs(of: subject.map { (try? FileSystem.realPath($0)) ?? $0 })
    let names = Dictionary(grouping: store.tags(), by: \.value).mapValues { $0.map(\.key).sorted() }
    if json {
      writeResult(JSON.array(runs.map { self.json($0, names[$0.id] ?? []) }).text)
      return
    }
    let rows = runs.map { run in
      [
        run.id, (names[run.id] ?? []).joined(separator: ", "), run.notebookName, localTime(run.time),
        "exit \(run.exitCode.map(String.init) ?? "?")", steps(run), duration(run.steps.reduce(0) { $0 + $1.seconds }),
      ]
    }
    for line in AlignedRows(rows, right: [6]).lines { writeResult(line) }
  }

  private func steps(_ run: RunRecord) -> String {
    let counts = Dictionary(grouping: run.steps, by: \.status).mapValues(\.count)
    return [StepOutcome.Status.ran, .cached, .failed, .skipped].compactMap { status in counts[status].map { "\($0) \(status.word)" } }
      .joined(separator: ", ")
  }

  private func json(_ run: RunRecord, _ tags: [String]) -> JSON {
    .object([
      .init("run", .text(run.id)), .init("tags", .array(tags.map { .text($0) })), .init("notebook", .text(run.notebook)),
      .init("time", .number(run.time)),
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

extension Store {
  /// Names a run and says so, and where the name was before.
  /// - Throws: `ExitCode.noStore`.
  func give(_ tag: String, to run: String) throws {
    do {
      let earlier = try self.tag(run, as: tag)
      sync()
      Terminal.say(earlier.map { $0 == run ? "tagged: \(run) is '\(tag)' already" : "tagged: '\(tag)' moved from \($0) to \(run)" } ?? "tagged: \(run) is '\(tag)'")
    } catch {
      Terminal.say("galley: the run could not be tagged: \(error)")
      throw ExitCode.noStore
    }
  }
}
