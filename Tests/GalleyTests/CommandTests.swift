import Glibc
import TestSupport
import Testing
import Tooling

/// The commands as a user meets them: what they print, where, and how they end.
@Suite struct CommandTests {
  @Test func runWritesAReportAndASecondRunReusesAll() throws {
    let galley = try Galley()
    try galley.writeSample()
    let first = try galley.run("run", "sample.md", "--json")
    #expect(first.status == 0, "\(first.stderr)")
    #expect(first.stderr.contains("all 4 ran, 2 of 2 expectations hold in "))
    #expect(first.stderr.contains("report: sample.html"))
    let page = try galley.read("sample.html")
    let second = try galley.run("run", "sample.md", "--json")
    #expect(second.stderr.contains("all 4 reused, 2 of 2 expectations hold in "))
    #expect(try galley.read("sample.html") == page)

    // Drawn anew from kept results the page is the same, too.
    unlink(galley.path("sample.html"))
    try galley.run("run", "sample.md")
    #expect(try galley.read("sample.html") == page)
    // And moved elsewhere, it loads nothing.
    #expect(page.contains("default-src &#39;none&#39;"))
    for attribute in ["src=\"http", "src=\"//", "url(http", "@import", "<link"] { #expect(!page.contains(attribute), "\(attribute)") }
  }

  @Test func jsonIsOneLineOnStandardOutput() throws {
    let galley = try Galley()
    try galley.writeSample()
    let result = try galley.run("run", "sample.md", "--json")
    let lines = result.stdout.split(separator: "\n")
    #expect(lines.count == 1)
    let json = try JSON(parsing: String(lines[0]))
    #expect(json.members?.map(\.name) == ["report", "run", "expectations", "steps"])
    #expect(json["report"] == "sample.html")
    let expectation = try #require(json["expectations"]?.array?.first)
    #expect(expectation == .object([.init("line", 31), .init("text", "$rows.table.rows == 60"), .init("passed", true), .init("value", "$rows.table.rows is 60")]))
    let steps = try #require(json["steps"]?.array)
    #expect(steps.compactMap { $0["name"]?.string } == ["rows", "parts", "forest", "scores"])
    #expect(steps[0].members?.map(\.name) == ["name", "tool", "status", "seconds", "why", "key", "outputs", "metrics"])
    #expect(steps[0]["status"] == "ran")
    #expect(steps[0]["outputs"]?["table"]?["kind"] == "table")
    #expect(steps[0]["outputs"]?["table"]?["sha256"]?.string?.utf8.count == 64)
    #expect(steps[0]["metrics"] == .null)
    #expect(steps[3]["metrics"]?["accuracy"]?.double != nil)
    // Without it standard output is empty.
    #expect(try galley.run("run", "sample.md").stdout == "")
  }

  @Test func aChangedParameterRunsWhatFollowsAndWhyNamesIt() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    try galley.write(Galley.sample.replacing("trees: 20", with: "trees: 30"), to: "sample.md")
    #expect(try galley.run("why", "sample.md", "forest").stdout == "forest would run: n_estimators 20 → 30\n")
    #expect(
      try galley.run("run", "-n", "sample.md").stdout == """
        rows  table.read  reused
        parts  table.split  reused
        forest  model.random_forest  runs: n_estimators 20 → 30
        scores  model.evaluate  runs if 'forest' gives another result

        """)
    let second = try galley.run("run", "sample.md")
    #expect(second.stderr.contains("n_estimators 20 → 30"))
    #expect(second.stderr.contains("2 ran, 2 reused"))
    #expect(
      try galley.run("why", "sample.md", "forest").stdout
        == "forest would be reused: nothing that decides its result has changed\nlast run against the one before: n_estimators 20 → 30\n")
  }

  @Test func aMisspeltParameterGivesALocatedMessage() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.write(Galley.sample.replacing("n_estimators:", with: "n_estimator:"), to: "sample.md")
    let result = try galley.run("run", "sample.md")
    #expect(result.status == 2)
    #expect(
      result.stderr == """
        sample.md:20:1: error: 'model.random_forest' has no parameter 'n_estimator'; did you mean 'n_estimators'?
           20 | n_estimator: $params.trees
              | ^~~~~~~~~~~
        1 mistake; nothing ran

        """)
    #expect(access(galley.path(".galley"), F_OK) != 0)
  }

  @Test func exitCodes() throws {
    let galley = try Galley()
    try galley.writeSample()
    #expect(try galley.run("run").status == 64)
    #expect(try galley.run("run", "sample.md", "--jobs", "0").status == 64)
    #expect(try galley.run("run", "sample.md", "--until", "froest").stderr.contains("no notebook has a step 'froest'; did you mean 'forest'?"))
    #expect(try galley.run("run", "missing.md").status == 66)
    #expect(try galley.run("check", "sample.md").status == 0)
    try galley.write(Galley.sample.replacing("sample.csv", with: "smaple.csv"), to: "missing-input.md")
    let missing = try galley.run("run", "missing-input.md")
    #expect(missing.status == 1)
    #expect(missing.stderr.contains("there is no file 'smaple.csv'"))
    #expect(missing.stderr.contains("did you mean 'sample.csv'?"))
    try galley.write(Galley.sample.replacing("== 60", with: "== 61"), to: "false.md")
    let failed = try galley.run("run", "false.md")
    #expect(failed.status == 1)
    #expect(failed.stderr.contains("$rows.table.rows is 60"))
    try galley.write("no folder", to: "file")
    #expect(try galley.run("run", "sample.md", "--store", "file/store").status == 74)
  }

  @Test func showConverts() throws {
    let galley = try Galley()
    try galley.writeSample()
    #expect(try galley.run("show", "sample.md", "rows").status == 1)
    try galley.run("run", "sample.md")
    #expect(try galley.run("show", "sample.md", "rows").stdout.hasPrefix("x,y,kind\n0.0,0,a\n"))
    #expect(try galley.run("show", "sample.md", "parts").stdout.split(separator: "\n").count == 2)
    #expect(try galley.run("show", "sample.md", "scores.metrics").stdout.contains("\"accuracy\""))
    try galley.run("show", "sample.md", "rows", "--to", "out/rows.tsv")
    #expect(try galley.read("out/rows.tsv").hasPrefix("x\ty\tkind\n"))
    try galley.run("show", "sample.md", "rows", "--to", "rows.arrow")
    #expect(try galley.read("rows.arrow").hasPrefix("ARROW1"))
    let near = try galley.run("show", "sample.md", "parts.trian")
    #expect(near.status == 64)
    #expect(near.stderr.contains("did you mean 'train'?"))
  }

  @Test func renderMarksWhatIsStale() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    try galley.write(Galley.sample.replacing("trees: 20", with: "trees: 30"), to: "sample.md")
    let result = try galley.run("render", "sample.md", "-o", "stale.html")
    #expect(result.status == 0)
    #expect(result.stderr.contains("stale: forest: n_estimators 20 → 30"))
    #expect(try galley.read("stale.html").contains("stale"))
    #expect(try galley.run("runs", "sample.md").stdout.split(separator: "\n").count == 1)
  }

  @Test func toolsTellTheirManuals() throws {
    let galley = try Galley()
    let list = try galley.run("tools").stdout
    for name in ["table.read", "model.random_forest", "plot.box", "scale.standard"] { #expect(list.contains("  \(name) ")) }
    #expect(try galley.run("tools", "model.random_forest").stdout.contains("n_estimators"))
    let schema = try JSON(parsing: galley.run("tools", "table.split", "--json").stdout)
    #expect(schema["schema"]?["properties"]?["stratify"] != nil)
    #expect(try galley.run("tools", "tabel.read").stderr.contains("did you mean 'table.read'?"))
  }

  @Test func newMakesANotebookThatRuns() throws {
    let galley = try Galley()
    #expect(try galley.run("new", "leaves").status == 0)
    let result = try galley.run("run", "leaves.md")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(try galley.run("new", "leaves").status == 64)
  }

  @Test func runsAreListed() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    try galley.run("run", "sample.md")
    let lines = try galley.run("runs").stdout.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].contains("  exit 0  4 reused  "))
    #expect(lines[1].contains("  exit 0  4 ran     "))
    #expect(try JSON(parsing: galley.run("runs", "--json").stdout).array?.count == 2)
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completions(_ shell: String) throws {
    let result = try Galley().run("--generate-completion-script", shell)
    #expect(result.status == 0)
    #expect(result.stdout.contains("dry-run"))
  }

  @Test func savedOutputsStandBesideTheNotebook() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.write(Galley.sample.replacing("```{table.read rows}\n", with: "```{table.read rows}\n#| save: results/rows.csv\n"), to: "sample.md")
    #expect(try galley.run("run", "sample.md").status == 0)
    #expect(try galley.read("results/rows.csv").hasPrefix("x,y,kind\n"))
  }

  @Test func aNotebookInAnotherFolderRuns() throws {
    let galley = try Galley()
    try galley.writeSample()
    #expect(try runProgram("/bin/sh", ["-c", "cd \"$1\" && mkdir deep && mv sample.md sample.csv deep", "sh", galley.folder.path]).status == 0)
    let result = try galley.run("run", "deep/sample.md")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(try galley.read("deep/sample.html").contains("A sample"))
    #expect(try galley.run("run", "./deep/../deep/sample.md", "-o", "elsewhere/page.html").stderr.contains("all 4 reused"))
    #expect(try galley.read("elsewhere/page.html").contains("A sample"))
  }

  @Test(arguments: [
    ("sample.md", "'sample.md' would overwrite the notebook"), ("sample.csv", "'sample.csv' would overwrite an input"),
    ("sample.html", "'sample.html' would overwrite the report"),
    ("../x.csv", "'../x.csv' is outside the notebook's folder, and 'save' writes inside it"),
    (".galley/x.csv", "'.galley/x.csv' is in the store, which is not to be written to"),
  ]) func savesNeverOverwriteWhatTheyMustNot(_ path: String, _ message: String) throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.write(Galley.sample.replacing("```{table.read rows}\n", with: "```{table.read rows}\n#| save: \(path)\n"), to: "sample.md")
    let notebook = try galley.read("sample.md")
    let result = try galley.run("run", "sample.md")
    #expect(result.status == 2)
    #expect(result.stderr.contains(message), "\(result.stderr)")
    #expect(try galley.read("sample.md") == notebook)
  }
}
