import ArgumentParser
import Dispatch
import Execution
import Glibc
import Literate
import Reporting
import Tooling

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run notebooks and write their reports.",
    discussion: """
      Steps whose inputs have not changed are reused. Exit codes: 0 all well; 1 a step or an expectation failed; 2 the notebook has \
      mistakes and nothing ran; 64 usage; 66 no such notebook; 74 the store cannot be used; 130 interrupted.
      """)

  @ArgumentParser.Argument(help: "The notebooks to run.", completion: .file(extensions: ["md"])) var notebooks: [String]
  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the report. Default: the notebook's name with '.html'.", valueName: "report"), completion: .file(extensions: ["html"]))
  var output: String?
  @Option(help: ArgumentHelp("How many cores to use.", valueName: "n")) var jobs: Int?
  @Option(help: ArgumentHelp("Run this step and what it needs, nothing else.", valueName: "step")) var until: String?
  @Option(parsing: .singleValue, help: ArgumentHelp("Run this step again though its result is kept.", valueName: "step")) var force: [String] = []
  @Flag(help: "Use no kept results; keep those made.") var noCache = false
  @Option(parsing: .singleValue, help: ArgumentHelp("Let the notebook read this folder too.", valueName: "dir"), completion: .directory)
  var allow: [String] = []
  @Flag(help: "Trust the notebook's programs. There are no program steps in this release.") var trust = false
  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Say what would run and why; run nothing.") var dryRun = false
  @Flag(help: "Open the report when it is written.") var open = false
  @Option(help: ArgumentHelp("Keep the run under this name; 'galley diff' takes it.", valueName: "name")) var tag: String?
  @Flag(help: "Write one line of JSON for each notebook to standard output.") var json = false
  @Option(help: ArgumentHelp("Draw the report with the templates in this folder.", valueName: "dir"), completion: .directory) var template: String?
  @Option(parsing: .singleValue, help: ArgumentHelp("Use the results of this store too; it is only read.", valueName: "dir"), completion: .directory)
  var alsoFrom: [String] = []
  @Option(help: ArgumentHelp("Write what happens to this file, one JSON object a line.", valueName: "file"), completion: .file())
  var events: String?
  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var store: StoreOption

  func validate() throws {
    if notebooks.isEmpty { throw ValidationError("name a notebook to run") }
    if output != nil, notebooks.count > 1 { throw ValidationError("'--output' goes with one notebook") }
    if let mistake = tag.flatMap(RunTag.mistake) { throw ValidationError(mistake) }
    if tag != nil, notebooks.count > 1 { throw ValidationError("'--tag' goes with one notebook") }
    if dryRun, tag != nil { throw ValidationError("'--tag' keeps a run, and '--dry-run' runs nothing") }
    if dryRun, json { throw ValidationError("'--json' tells of a run, and '--dry-run' runs nothing") }
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("'--jobs' must be in 1...1024, not \(jobs)") }
  }

  func run() async throws {
    let files = try NotebookFile.all(notebooks, parameters)
    for step in [until].compactMap({ $0 }) + force where !files.contains(where: { $0.plan.step(step) != nil }) {
      let near = didYouMean(step, among: files.flatMap { $0.plan.steps.map(\.id) })
      throw ValidationError("no notebook has a step '\(step)'\(near)")
    }
    let mistakes = files.reduce(0) { count, file in
      let found = file.plan.misplacedSaves(folder: file.folder, notebook: file.path, report: output ?? file.reportPath)
      for diagnostic in found { file.print(diagnostic) }
      return count + found.count
    }
    if mistakes > 0 {
      Terminal.say("\(mistakes) \(mistakes == 1 ? "mistake" : "mistakes"); nothing ran")
      throw ExitCode.mistakes
    }
    for (flag, path) in [("--output", output), ("--events", events)] {
      guard let path, let real = try? FileSystem.realPath(path) else { continue }
      for file in files {
        if real == file.identity { throw ValidationError("'\(flag)' is the notebook itself") }
        if file.inputPaths.contains(real) { throw ValidationError("'\(flag)' would overwrite '\(path)', which the notebook reads") }
      }
    }
    if dryRun {
      for file in files { try preview(file) }
      return
    }
    let eventFile = try openEvents()
    let interruption = Interruption()
    let signals = watchSignals(interruption)
    defer { for signal in signals { signal.cancel() } }
    var isGood = true
    for file in files {
      if files.count > 1 { Terminal.say(Terminal.coloured(file.path, .bold)) }
      isGood = try await run(file, interruption, eventFile) && isGood
      if interruption.isRequested { throw ExitCode.interrupted }
    }
    if !isGood { throw ExitCode.stepFailed }
  }

  private func engine(
    _ file: NotebookFile, _ store: Store, _ interruption: Interruption = Interruption(),
    observe: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) throws -> Engine {
    var options = RunOptions()
    if let jobs { options.jobs = jobs }
    options.until = until
    options.force = Set(force)
    options.usesCache = !noCache
    options.allowed = allow
    options.alsoFrom = try alsoFrom.map { path in
      do { return try Store(reading: path) } catch { throw ValidationError("'--also-from': \(error)") }
    }
    return file.engine(store, options, interruption, observe: observe)
  }

  /// - Throws: `ValidationError` where the file cannot be written.
  private func openEvents() throws -> EventFile? {
    do { return try events.map { try EventFile($0) } } catch { throw ValidationError("'--events': \(error)") }
  }

  private func run(_ file: NotebookFile, _ interruption: Interruption, _ events: EventFile?) async throws -> Bool {
    let clock = ContinuousClock()
    let started = clock.now
    let store = try store.open(for: file)
    let lines = RunLines(file)
    events?.begin(file)
    let engine = try engine(file, store, interruption) { event in
      lines.tell(event)
      events?.tell(event, of: file.plan)
    }
    let outcome = await engine.run()

    for block in outcome.expectations {
      for expectation in block where expectation.passed == false {
        let range = SourceRange(line: expectation.line, column: 1, length: expectation.text.utf8.count)
        file.print(.error("the expectation '\(expectation.text)' does not hold", at: range, remedy: expectation.value))
      }
    }
    for (span, message) in outcome.failedValues { file.print(.error(message, at: span.range)) }
    let isSaved = save(file, outcome, store)

    let report = output ?? file.reportPath
    let isDrawn = draw(file, outcome, store, report)
    let isGood = outcome.isGood && isSaved && isDrawn
    var record = RunRecord(notebook: file.identity, release: Galley.release, outcome: outcome)
    record.report = isDrawn ? report : nil
    record.exitCode = interruption.isRequested ? 130 : outcome.hasStoreFault ? 74 : isGood ? 0 : 1
    let unrecorded = store.record(record)
    if let unrecorded {
      Terminal.say("galley: the run could not be recorded: \(unrecorded)")
    } else if let tag {
      // A run without its name is still a run.
      try? store.give(tag, to: record.id)
    }
    store.sync()
    tell(outcome, report: isDrawn ? report : nil, seconds: Double(clock.now - started))
    if json { writeResult(RunJSON(outcome: outcome, run: record.id, report: report, store: store).text) }
    events?.end(run: record.id, report: record.report, exitCode: record.exitCode ?? 0)
    if open { openInBrowser(report) }
    if outcome.hasStoreFault || unrecorded != nil, !interruption.isRequested { throw ExitCode.noStore }
    return isGood
  }

  /// Draws the report, and says whether it is there now.
  private func draw(_ file: NotebookFile, _ outcome: RunOutcome, _ store: Store, _ report: String) -> Bool {
    do {
      try PageDrawer(notebook: file, store: store, report: report, templateFolder: template, parameters: parameters).draw(outcome)
      return true
    } catch {
      Terminal.say("galley: the report could not be written: \(error)")
      return false
    }
  }

  private func tell(_ outcome: RunOutcome, report: String?, seconds: Double) {
    let counts = Dictionary(grouping: outcome.steps, by: \.status).mapValues(\.count)
    var parts: [String] = outcome.steps.isEmpty ? ["no steps"] : []
    for (status, word) in [(StepOutcome.Status.ran, "ran"), (.cached, "reused"), (.failed, "failed"), (.skipped, "skipped")] {
      if let count = counts[status] { parts.append(count == outcome.steps.count ? "all \(count) \(word)" : "\(count) \(word)") }
    }
    let expectations = outcome.expectations.joined()
    let untold = expectations.count { $0.passed == nil }
    if !expectations.isEmpty { parts.append("\(expectations.count { $0.passed == true }) of \(expectations.count) expectations hold\(untold == 0 ? "" : ", \(untold) not told")") }
    if let score = outcome.exerciseScore { parts.append(score.text) }
    Terminal.say("\(parts.joined(separator: ", ")) in \(duration(seconds))")
    if let report { Terminal.say("report: \(report)") }
  }

  /// Writes what `save:` asks for, and says whether all of it could be.
  private func save(_ file: NotebookFile, _ outcome: RunOutcome, _ store: Store) -> Bool {
    var isSaved = true
    for (planned, step) in zip(file.plan.steps, outcome.steps) where step.status == .ran || step.status == .cached {
      for save in planned.saves {
        guard let artifact = (save.output ?? planned.tool.mainOutput?.name).flatMap(step.output) else { continue }
        do { try Export(store.artifact(artifact)).write(to: "\(file.folder)/\(save.path)") } catch {
          file.print(.error("'\(save.path)' could not be saved: \(error)", at: save.range))
          isSaved = false
        }
      }
    }
    return isSaved
  }

  private func preview(_ file: NotebookFile) throws {
    let store = try store.open(for: file)
    for (step, forecast) in zip(file.plan.steps, try engine(file, store).forecast()) {
      let text = switch forecast {
        case .reused: "reused"
        case .runs(let why): "runs: \(why)"
        case .depends(let other): "runs if '\(other)' gives another result"
        case .skipped(let why): "skipped: \(why)"
        case .fails(let diagnostic): "fails: \(diagnostic.message)"
      }
      writeResult("\(step.id)  \(step.tool.name)  \(text)")
    }
  }

  private func watchSignals(_ interruption: Interruption) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "signals"))
      source.setEventHandler {
        // A second one ends the process at once; the store can bear it.
        if interruption.isRequested { _exit(130) }
        interruption.request()
        Terminal.say("interrupted; what is finished is kept")
      }
      source.resume()
      return source
    }
  }

  private func openInBrowser(_ path: String) {
    var pid = pid_t()
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("xdg-open"), strdup(path), nil]
    if posix_spawnp(&pid, "xdg-open", nil, nil, &arguments, environ) != 0 {
      Terminal.say("galley: there is no 'xdg-open' to open the report with")
    }
    for argument in arguments { free(argument) }
  }
}

