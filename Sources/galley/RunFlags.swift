import ArgumentParser
import Execution
import Tooling

/// How notebooks are run, whoever runs them: `run` once, `watch` again and again.
struct RunFlags: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the report. Default: the notebook's name with '.html'.", valueName: "report"), completion: .file(extensions: ["html"]))
  var output: String?
  @Option(help: ArgumentHelp("How many cores to use.", valueName: "n")) var jobs: Int?
  @Option(parsing: .singleValue, help: ArgumentHelp("Let the notebook read this folder too.", valueName: "dir"), completion: .directory)
  var allow: [String] = []
  @Flag(help: "Trust the notebook's programs. There are no program steps in this release.") var trust = false
  @Option(help: ArgumentHelp("Draw the report with the templates in this folder.", valueName: "dir"), completion: .directory) var template: String?
  @Option(parsing: .singleValue, help: ArgumentHelp("Use the results of this store too; it is only read.", valueName: "dir"), completion: .directory)
  var alsoFrom: [String] = []
  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var store: StoreOption

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("'--jobs' must be in 1...1024, not \(jobs)") }
  }

  /// - Throws: `ValidationError` where a store to use too cannot be read.
  func options() throws -> RunOptions {
    var options = RunOptions()
    if let jobs { options.jobs = jobs }
    options.allowed = allow
    options.alsoFrom = try alsoFrom.map { path in
      do { return try Store(reading: path) } catch { throw ValidationError("'--also-from': \(error)") }
    }
    return options
  }

  /// Where the report of the notebook at `path` goes.
  func report(of path: String) -> String { output ?? reportPath(of: path) }

  /// What the run would write where it must not, as mistakes of the notebook.
  func misplacedSaves(of file: NotebookFile) -> [Diagnostic] {
    file.plan.misplacedSaves(folder: file.folder, notebook: file.path, report: report(of: file.path))
  }

}

extension NotebookFile {
  /// - Throws: `ValidationError` where a file to write is one that the notebook reads, or the notebook itself.
  func check(_ what: String, writing path: String?) throws {
    guard let path, let real = try? FileSystem.realPath(path) else { return }
    if real == identity { throw ValidationError("\(what) is the notebook itself") }
    if inputPaths.contains(real) { throw ValidationError("\(what) would overwrite '\(path)', which the notebook reads") }
  }

  /// - Throws: `ValidationError` where the report would take the place of what the notebook reads.
  func check(report: String, isChosen: Bool) throws { try check(isChosen ? "'--output'" : "the report, without '--output',", writing: report) }
}

/// Beside the notebook, its name with `.html`.
func reportPath(of notebook: String) -> String { (notebook.hasSuffix(".md") ? String(notebook.dropLast(3)) : notebook) + ".html" }
