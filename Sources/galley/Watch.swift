import ArgumentParser
import Execution
import Literate
import Reporting
import Serving
import Tooling

struct Watch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Run a notebook again whenever what it reads changes, and show its report in a browser.",
    discussion: """
      The notebook, the files that its steps read, its images, '--params' and '--template' are watched, and nothing else. A run that is \
      under way when something changes goes on to its end, so that what it makes is kept. The address on standard output works on this \
      machine only. Interrupt ends it.
      """)

  @ArgumentParser.Argument(help: "The notebook to watch.", completion: .file(extensions: ["md"])) var notebook: String
  @Flag(help: "Open the report in the browser.") var open = false
  @Option(help: ArgumentHelp("Serve on this port. Default: one that is free.", valueName: "n")) var port: UInt16 = 0
  @OptionGroup var flags: RunFlags

  func run() async throws {
    let interruption = Interruption()
    InterruptionSignals.ask(interruption)
    guard FileSystem.exists(notebook) else {
      Terminal.say("galley: there is no notebook '\(notebook)'")
      throw ExitCode.noNotebook
    }
    let board = try NewsBoard(notebook, report: flags.report(of: notebook), port: port)
    async let serving: Void = board.serve { address in
      writeResult(address)
      if open { openInBrowser(address) }
    }
    var isRunInterrupted = false
    while !interruption.isRequested {
      let states = try await round(interruption, board)
      isRunInterrupted = interruption.isRequested
      let changed = await FileWatch(states).change(interruption)
      if !changed.isEmpty { Terminal.say(Terminal.coloured("changed: \(changed.map(name).joined(separator: ", "))", .bold)) }
    }
    board.stop()
    try await serving
    if isRunInterrupted { throw ExitCode.interrupted }
  }

  /// A file as the notebook names it.
  private func name(_ path: String) -> String {
    guard let notebook = try? FileSystem.realPath(notebook), let slash = notebook.lastIndex(of: "/") else { return path }
    let folder = notebook[...slash]
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  /// Plans and runs once, and gives what the files looked like that it read.
  private func round(_ interruption: Interruption, _ board: NewsBoard) async throws -> FileStates {
    // Looked at before they are read, so that a change in between is one.
    var states = FileStates(of: [notebook, flags.parameters.file, flags.template].compactMap { $0 })
    do {
      let file = try NotebookFile(notebook, parameters: try flags.parameters.values())
      let saves = flags.misplacedSaves(of: file)
      for mistake in saves { file.print(mistake) }
      let mistakes = file.plan.diagnostics.filter { $0.severity == .error } + saves
      guard mistakes.isEmpty else {
        let text = "\(mistakes.count) \(mistakes.count == 1 ? "mistake" : "mistakes"); nothing ran"
        Terminal.say(text)
        board.tell(.mistaken, text, detail: mistakes.map { file.text($0) }.joined())
        return states
      }
      try flags.check("--output", writing: flags.output, of: file)
      states.add(FileStates(of: Report.imagePaths(of: file.plan.document).map { "\(file.folder)/\($0)" }))
      let read = FilesRead(ignoring: file.plan.steps.flatMap(\.saves).map { "\(file.folder)/\($0.path)" } + [flags.report(of: file.path)])
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
