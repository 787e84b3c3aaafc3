import ArgumentParser
import Execution
import Literate
import Reporting
import Serving
import Synchronization
import Tooling

struct Watch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Run a notebook again whenever what it reads changes, and show its report in a browser.",
    discussion: """
      The notebook, the files that its steps read, its images, '--params' and '--template' are watched, and nothing else. A run that is \
      under way when something changes goes on to its end, so that what it makes is kept. The address on standard output works on this \
      machine only. Interrupt ends it: with 0, or with 130 where a run was under way.
      """)

  @ArgumentParser.Argument(help: "The notebook to watch.", completion: .file(extensions: ["md"])) var notebook: String
  @Flag(help: "Open the report in the browser.") var open = false
  @Option(help: ArgumentHelp("Serve on this port. Default: one that is free.", valueName: "n")) var port: UInt16 = 0
  @OptionGroup var flags: RunFlags

  /// What a run is ended by: a new one each time, so that nothing that a run asked to be told outlives it.
  private final class CurrentRun: Sendable { let interruption = Mutex(Interruption()) }

  func run() async throws {
    guard FileSystem.exists(notebook) else {
      Terminal.say("galley: there is no notebook '\(notebook)'")
      throw ExitCode.noNotebook
    }
    let end = Interruption()
    let current = CurrentRun()
    end.whenRequested { current.interruption.withLock { $0 }.request() }
    InterruptionSignals.ask(end)
    let board = try NewsBoard(notebook, report: flags.report(of: notebook), port: port)
    let serving = Task { [open] in
      do {
        try await board.serve { address in
          writeResult(address)
          if open { openInBrowser(address) }
        }
      } catch {
        // Without its page a watch is of no use.
        if !end.isRequested { end.request() }
        throw error
      }
    }
    let watch = FileWatch(end)
    var isRunInterrupted = false
    while !end.isRequested {
      let interruption = Interruption()
      current.interruption.withLock { $0 = interruption }
      if end.isRequested { break }
      let states = try await round(interruption, board)
      isRunInterrupted = interruption.isRequested
      let changed = await watch.change(from: states)
      if !changed.isEmpty { Terminal.say(Terminal.coloured("changed: \(changed.map(name).joined(separator: ", "))", .bold)) }
    }
    serving.cancel()
    do { try await serving.value } catch where !(error is CancellationError) {
      Terminal.say("galley: the page cannot be served\(port > 0 ? " on port \(port)" : ""): \(error)")
      throw ExitCode.stepFailed
    }
    if isRunInterrupted { throw ExitCode.interrupted }
  }

  /// A file as the notebook names it.
  private func name(_ path: String) -> String {
    let path = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    guard let notebook = try? FileSystem.realPath(notebook), let slash = notebook.lastIndex(of: "/") else { return path }
    let folder = notebook[...slash]
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  /// Plans and runs once, and gives what the files looked like that it read.
  private func round(_ interruption: Interruption, _ board: NewsBoard) async throws -> FileStates {
    let report = flags.report(of: notebook)
    // Looked at before they are read, so that a change in between is one. What the run writes itself is none.
    var states = FileStates(of: [notebook, flags.parameters.file, flags.template].compactMap { $0 }, ignoring: [report])
    do {
      let file = try NotebookFile(notebook, parameters: try flags.parameters.values())
      let saves = flags.misplacedSaves(of: file)
      for mistake in saves { file.print(mistake) }
      let mistakes = file.plan.diagnostics.filter { $0.severity == .error } + saves
      guard mistakes.isEmpty else {
        let text = "\(counted(mistakes.count, "mistake")); nothing ran"
        Terminal.say(text)
        board.tell(.mistaken, text, detail: mistakes.map { file.text($0) }.joined())
        return states
      }
      try file.check(report: report, isChosen: flags.output != nil)
      let written = file.plan.steps.flatMap(\.saves).map { "\(file.folder)/\($0.path)" } + [report]
      states.ignore(written)
      states.add(FileStates(of: Report.imagePaths(of: file.plan.document).map { "\(file.folder)/\($0)" }, ignoring: written))
      let read = FilesRead(ignoring: written)
      var options = try flags.options()
      options.filesRead = read
      board.tell(.running, "Running \(file.name)")
      let ending = try await NotebookRun(file: file, flags: flags, options: options, interruption: interruption) { event in
        board.tell(event, of: file.plan)
      }.perform()
      board.ended(ending)
      states.add(read.states)
    } catch is ExitCode {
      // Told already.
      board.tell(.mistaken, "The notebook cannot be run; the terminal says why.")
    } catch {
      Terminal.say("galley: \(Self.message(for: error))")
      board.tell(.mistaken, Self.message(for: error))
    }
    return states
  }
}
