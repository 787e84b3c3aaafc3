import ArgumentParser
import Execution
import Literate
import Tooling

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run notebooks and write their reports.",
    discussion: """
      Steps whose inputs have not changed are reused. Exit codes: 0 all well; 1 a step or an expectation failed; 2 the notebook has \
      mistakes and nothing ran; 64 usage; 66 no such notebook; 74 the store cannot be used; 130 interrupted.
      """)

  @ArgumentParser.Argument(help: "The notebooks to run.", completion: .file(extensions: ["md"])) var notebooks: [String]
  @Option(help: ArgumentHelp("Run this step and what it needs, nothing else.", valueName: "step")) var until: String?
  @Option(parsing: .singleValue, help: ArgumentHelp("Run this step again though its result is kept.", valueName: "step")) var force: [String] = []
  @Flag(help: "Use no kept results; keep those made.") var noCache = false
  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Say what would run and why; run nothing.") var dryRun = false
  @Flag(help: "Open the report when it is written.") var open = false
  @Option(help: ArgumentHelp("Keep the run under this name; 'galley diff' takes it.", valueName: "name")) var tag: String?
  @Flag(help: "Write one line of JSON for each notebook to standard output.") var json = false
  @Option(help: ArgumentHelp("Write what happens to this file, one JSON object a line.", valueName: "file"), completion: .file())
  var events: String?
  @OptionGroup var flags: RunFlags

  func validate() throws {
    if notebooks.isEmpty { throw ValidationError("name a notebook to run") }
    if flags.output != nil, notebooks.count > 1 { throw ValidationError("'--output' goes with one notebook") }
    if let mistake = tag.flatMap(RunTag.mistake) { throw ValidationError(mistake) }
    if tag != nil, notebooks.count > 1 { throw ValidationError("'--tag' goes with one notebook") }
    if dryRun, tag != nil { throw ValidationError("'--tag' keeps a run, and '--dry-run' runs nothing") }
    if dryRun, json { throw ValidationError("'--json' tells of a run, and '--dry-run' runs nothing") }
  }

  func run() async throws {
    let files = try NotebookFile.all(notebooks, flags.parameters)
    for step in [until].compactMap({ $0 }) + force where !files.contains(where: { $0.plan.step(step) != nil }) {
      let near = didYouMean(step, among: files.flatMap { $0.plan.steps.map(\.id) })
      throw ValidationError("no notebook has a step '\(step)'\(near)")
    }
    let mistakes = files.reduce(0) { count, file in
      let found = flags.misplacedSaves(of: file)
      for diagnostic in found { file.print(diagnostic) }
      return count + found.count
    }
    if mistakes > 0 {
      Terminal.say("\(counted(mistakes, "mistake")); nothing ran")
      throw ExitCode.mistakes
    }
    for file in files {
      try file.check(report: flags.report(of: file.path), isChosen: flags.output != nil)
      try file.check("'--events'", writing: events)
    }
    var options = try flags.options()
    options.until = until
    options.force = Set(force)
    options.usesCache = !noCache
    if dryRun {
      for file in files { NotebookRun(file: file, flags: flags, options: options).preview() }
      return
    }
    let eventFile = try openEvents()
    let interruption = Interruption()
    interruption.whenRequested { Terminal.say("interrupted; what is finished is kept") }
    InterruptionSignals.ask(interruption)
    var isGood = true
    var endings: [NotebookRun.Ending] = []
    for file in files {
      if files.count > 1 { Terminal.say(Terminal.coloured(file.path, .bold)) }
      eventFile?.begin(file)
      let ending = try await NotebookRun(file: file, flags: flags, options: options, interruption: interruption, tag: tag) { event in
        eventFile?.tell(event, of: file.plan)
      }.perform()
      tell(ending, eventFile, flags.report(of: file.path))
      endings.append(ending)
      isGood = ending.isGood && isGood
      if interruption.isRequested { throw ExitCode.interrupted }
      if ending.isStoreBroken { throw ExitCode.noStore }
    }
    // The process ends here, and takes its memory along: to free the plan and the outcome piece by piece is a tenth of a run of reused steps.
    withExtendedLifetime((files, endings)) { Self.exit(withError: isGood ? ExitCode.success : .stepFailed) }
  }

  /// - Throws: `ValidationError` where the file cannot be written.
  private func openEvents() throws -> EventFile? {
    do { return try events.map { try EventFile($0) } } catch { throw ValidationError("'--events': \(error)") }
  }

  private func tell(_ ending: NotebookRun.Ending, _ events: EventFile?, _ report: String) {
    let record = ending.record
    if json { writeResult(RunJSON(outcome: ending.outcome, run: record.id, report: report, store: ending.store).text) }
    events?.end(run: record.id, report: record.report, exitCode: record.exitCode ?? 0)
    if open { openInBrowser(report) }
  }
}
