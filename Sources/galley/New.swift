import ArgumentParser
import Execution
import Glibc

struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a notebook to start from, with a small table of its own.")

  @ArgumentParser.Argument(help: "Its name: 'tumours' makes tumours.md and tumours.csv.") var name: String

  func run() throws {
    let stem = name.hasSuffix(".md") ? String(name.dropLast(3)) : name
    let base = stem.split(separator: "/").last.map(String.init) ?? stem
    for (path, text) in [(stem + ".md", notebook(base)), (stem + ".csv", table)] {
      guard access(path, F_OK) != 0 else {
        throw ValidationError("'\(path)' exists already")
      }
      do {
        var file = try FileSink(path: path)
        try Array(text.utf8).withUnsafeBytes { try file.write($0) }
        try file.finish()
      } catch { throw ValidationError("\(error)") }
      Terminal.say("made \(path)")
    }
    Terminal.say("run it with: galley run \(stem).md")
  }

  private var table: String {
    """
    sample,group,length,width
    s1,control,5.1,3.5
    s2,control,4.9,3.0
    s3,control,4.7,3.2
    s4,treated,7.0,3.2
    s5,treated,6.4,3.1
    s6,treated,6.9,2.9

    """
  }

  private func notebook(_ base: String) -> String {
    """
    ---
    title: \(base)
    level: Introductory
    questions: ["Do the groups differ in length?"]
    ---
    # The data

    ```{table.read samples}
    path: \(base).csv
    ```

    There are `$samples.table.rows` samples.

    # A look at them

    ```{plot.box lengths}
    #| caption: Length by group
    table: $samples
    x: group
    y: length
    ```

    ```{expect}
    $samples.table.rows == 6
    ```

    """
  }
}
