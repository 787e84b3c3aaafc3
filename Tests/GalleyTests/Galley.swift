import Glibc
import TestSupport
import Testing

/// The program under test, built beside the tests, and a folder to run it in.
struct Galley {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let package: String = {
    var parts = #filePath.split(separator: "/")
    parts.removeLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  static let program = Program.path("galley")

  /// Runs `galley` in the folder, with times left out of reports.
  @discardableResult
  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> ProgramResult {
    try runProgram(
      "/bin/sh", ["-c", "cd \"$1\"; shift; exec \"$@\"", "sh", folder.path, Self.program] + arguments,
      environment: currentEnvironment().merging(["NO_COLOR": "1"]) { _, new in new }.merging(environment) { _, new in new })
  }

  func write(_ text: String, to name: String) throws { try writeFile(Array(text.utf8), to: path(name)) }
  func read(_ name: String) throws -> String { String(decoding: try readFile(path(name)), as: UTF8.self) }
  func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// Copies the notebooks of the package, data and all.
  func copyNotebooks() throws {
    let result = try runProgram("/bin/cp", ["-r", Self.package + "/Notebooks/.", folder.path])
    #expect(result.status == 0)
  }

  /// A small notebook on a small table.
  func writeSample() throws {
    var rows = "x,y,kind\n"
    for row in 0..<60 { rows += "\(Double(row) / 7),\((row * 37) % 11),\(row % 3 == 0 ? "a" : "b")\n" }
    try write(rows, to: "sample.csv")
    try write(Self.sample, to: "sample.md")
  }

  static let sample = """
    ---
    title: A sample
    params:
      trees: 20
    ---
    # Data

    ```{table.read rows}
    path: sample.csv
    ```

    ```{table.split parts}
    table: $rows
    stratify: kind
    ```

    ```{model.random_forest forest}
    data: $parts.train
    target: kind
    n_estimators: $params.trees
    ```

    ```{model.evaluate scores}
    model: $forest
    data: $parts.test
    ```

    There are `$rows.table.rows` rows.

    ```{expect}
    $rows.table.rows == 60
    $scores.metrics.accuracy >= 0
    ```

    """
}
