import ArgumentParser
import Execution
import Glibc
import Reporting
import Tooling

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two runs: parameters, inputs, steps, metrics.",
    discussion: """
      A run is its id or the beginning of one, a tag ('galley runs --tag'), 'last', or 'last~1' for the one before. Differences are no \
      error: the exit code is 0 where the runs could be compared.
      """)

  @ArgumentParser.Argument(help: "The run to compare with.") var first: String
  @ArgumentParser.Argument(help: "The run to compare.") var second = "last"
  @Option(help: ArgumentHelp("Compare runs of this notebook: 'last' is its last run, and the store is the one beside it.", valueName: "file"), completion: .file(extensions: ["md"]))
  var notebook: String?
  @Flag(help: "Write one line of JSON.") var json = false
  @Option(name: .shortAndLong, help: ArgumentHelp("Write the comparison as a page, figures and all.", valueName: "page"), completion: .file(extensions: ["html"]))
  var output: String?
  @OptionGroup var store: StoreOption

  func validate() throws {
    if let output, output.hasSuffix(".md") { throw ValidationError("'\(output)' is a notebook's name, and the comparison is a page") }
  }

  func run() throws {
    let store = store.look(beside: notebook)
    let (old, new) = (try store.run(meant: first, of: notebook), try store.run(meant: second, of: notebook))
    let comparison = RunComparison(old, new, store: store)
    let tags = store.tags()
    if let output {
      do {
        var page = try FileSink(path: output)
        try ComparisonReport(comparison, tags: tags, artifacts: store, release: Galley.release).write(to: &page)
        try page.finish()
      } catch {
        Terminal.say("galley: the page could not be written: \(error)")
        throw ExitCode.noStore
      }
    }
    store.sync()
    if json {
      writeResult(ComparisonJSON(comparison, tags: tags).text)
    } else {
      writeResult(ComparisonText(comparison, tags: tags).text)
    }
    if let output { Terminal.say("page: \(output)") }
  }
}

extension StoreOption {
  /// The store beside a notebook that need not be there any more; that of the current folder where none is named.
  func look(beside notebook: String?) -> Store {
    look(in: notebook.map(FileSystem.parent) ?? ".")
  }
}

extension Store {
  /// The run that the user means.
  /// - Throws: `ValidationError` that says which runs there are.
  func run(meant text: String, of notebook: String? = nil) throws -> RunRecord {
    do { return try run(named: text, of: notebook.map { (try? FileSystem.realPath($0)) ?? $0 }) } catch {
      throw ValidationError(error.message)
    }
  }
}
