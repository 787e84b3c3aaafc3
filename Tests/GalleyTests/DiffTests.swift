import Glibc
import TestSupport
import Testing
import Tooling

/// `galley diff`, and the names of runs.
@Suite struct DiffTests {
  /// The sample, run twice, with a change in between.
  private func makeRuns(_ change: (Galley) throws -> Void) throws -> Galley {
    let galley = try Galley()
    try galley.writeSample()
    #expect(try galley.run("run", "sample.md", "--tag", "baseline").status == 0)
    try change(galley)
    #expect(try galley.run("run", "sample.md").status == 0)
    return galley
  }

  private func withTrees(_ galley: Galley) throws {
    try galley.write(Galley.sample.replacing("trees: 20", with: "trees: 3"), to: "sample.md")
  }

  /// What follows the two lines that name the runs.
  private func body(_ text: String) -> String {
    text.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false).last.map(String.init) ?? ""
  }

  @Test func aChangedParameterIsTold() throws {
    let galley = try makeRuns(withTrees)
    let result = try galley.run("diff", "baseline")
    #expect(result.status == 0 && result.stderr == "")
    let head = result.stdout.split(separator: "\n").prefix(2)
    #expect(head.first?.contains(try Regex("^first   [0-9T.]+-[0-9a-f]{4}  sample.md  (today|yesterday), [0-9:]{5}  baseline$")) == true)
    #expect(head.last?.contains(try Regex("^second  [0-9T.]+-[0-9a-f]{4}  sample.md  (today|yesterday), [0-9:]{5}$")) == true)
    #expect(
      body(result.stdout) == """
        parameters
          trees  20 → 3

        steps
          forest  model.random_forest  n_estimators 20 → 3
          scores  model.evaluate       input 'model' changed
          unchanged: rows, parts

        scores.metrics
          accuracy            0.5333   0.4000  −0.1333
          balanced_accuracy   0.4500   0.3000  −0.1500
          precision           0.6364   0.5455  −0.0909
          recall              0.7000   0.6000  −0.1000
          f1                  0.6667   0.5714  −0.0952
          roc_auc             0.3500   0.3700  +0.0200
          average_precision   0.6103   0.6266  +0.0163
          log_loss            5.32    10.00    +4.69
          brier_score         0.3187   0.4222  +0.1036
          matthews_corrcoef  −0.1066  −0.4264  −0.3198
          cohen_kappa        −0.1053  −0.4211  −0.3158
          10 more changed, 3 unchanged

        other outputs that differ
          forest  model, importances, figure
          scores  predictions, roc, pr, confusion, calibration

        """)
    // The other way round, and by other names.
    #expect(try galley.run("diff", "last", "last~1").stdout.contains("trees  3 → 20"))
  }

  @Test func aChangedInputIsTold() throws {
    let galley = try makeRuns { try $0.write(try $0.read("sample.csv").replacing("0.0,0,a", with: "9.5,0,a"), to: "sample.csv") }
    let text = body(try galley.run("diff", "last~1", "last", "--notebook", "sample.md").stdout)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.first == "inputs")
    #expect(try lines[1].wholeMatch(of: Regex("  sample.csv  other content: [0-9a-f]{8} → [0-9a-f]{8}  read by rows")) != nil)
    #expect(lines[2...3] == ["steps", "  rows    table.read           input 'path' changed"])
  }

  @Test func nothingThatDiffersIsOneSentence() throws {
    let galley = try makeRuns { _ in }
    let ids = try galley.run("runs").stdout.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(try galley.run("diff", "last~1", "last").stdout == "nothing differs between \(ids[1]) and \(ids[0])\n")
    #expect(try galley.run("diff", "last").stdout == "\(ids[0]) is compared with itself, and nothing differs\n")
  }

  @Test func jsonIsOneLine() throws {
    let galley = try makeRuns(withTrees)
    let result = try galley.run("diff", "baseline", "last", "--json")
    #expect(result.stdout.split(separator: "\n").count == 1)
    let json = try JSON(parsing: result.stdout)
    #expect(json.members?.map(\.name) == ["same", "old", "new", "parameters", "inputs", "steps"])
    #expect(json["same"] == false)
    #expect(json["old"]?.members?.map(\.name) == ["run", "tags", "notebook", "time", "release", "host", "processor", "exit"])
    #expect(json["old"]?["tags"] == ["baseline"] && json["new"]?["tags"] == [])
    #expect(json["parameters"] == ["trees": ["old": 20, "new": 3]])
    #expect(json["inputs"] == [])
    let steps = try #require(json["steps"]?.array)
    #expect(steps.compactMap { $0["name"]?.string } == ["rows", "parts", "forest", "scores"])
    #expect(steps.compactMap { $0["same"]?.bool } == [true, true, false, false])
    #expect(steps[3].members?.map(\.name) == ["name", "same", "old", "new", "changes", "versions", "outputs"])
    #expect(steps[0]["old"]?["status"] == "ran" && steps[0]["new"]?["status"] == "cached")
    #expect(steps[2]["changes"] == ["n_estimators 20 → 3"])
    let metrics = try #require(steps[3]["outputs"]?.array?.first { $0["name"] == "metrics" })
    #expect(metrics.members?.map(\.name) == ["name", "element", "kind", "old", "new", "metrics"])
    #expect(metrics["metrics"]?["recall"]?["old"] == 0.7 && metrics["metrics"]?["recall"]?["new"] == 0.6)
    #expect(metrics["metrics"]?["rows"]?["difference"] == 0)
    #expect(metrics["old"]?["gone"] == false)
  }

  @Test func thePageNeedsNothingElse() throws {
    let galley = try makeRuns(withTrees)
    let result = try galley.run("diff", "baseline", "-o", "pages/diff.html")
    #expect(result.stderr == "page: pages/diff.html\n")
    let page = try galley.read("pages/diff.html")
    #expect(page.contains("<title>Two runs of sample.md</title>"))
    #expect(page.contains("default-src &#39;none&#39;"))
    // A figure's specification names its schema, which nothing loads.
    for attribute in ["src=\"", "url(h", "@import", "<link"] { #expect(!page.contains(attribute), "\(attribute)") }
    #expect(page.contains(">n_estimators 20 → 3"))
    #expect(page.contains("title=\"0.7\">0.7000</td>"))
    // Every figure that differs, twice.
    #expect(page.ranges(of: "<figure class=\"drawn\">").count == 10)
    #expect(page.utf8.count < 150_000)
    // The policy names the page's own script.
    let report = try galley.read("sample.html")
    let policy = try Regex("script-src [^;]+;")
    #expect(page.firstMatch(of: policy)?.0 == report.firstMatch(of: policy)?.0)
    // A page of runs between which nothing differs is one, too.
    #expect(try galley.run("diff", "last", "-o", "same.html").status == 0)
    #expect(try galley.read("same.html").contains("Nothing differs between these runs."))
    #expect(try galley.run("diff", "last", "-o", "sample.md/x.html").status == 74)
  }

  @Test func whatIsGoneFromTheStoreIsSaid() throws {
    let galley = try makeRuns(withTrees)
    let json = try JSON(parsing: galley.run("diff", "baseline", "--json").stdout)
    let scores = try #require(json["steps"]?.array?.last?["outputs"]?.array)
    for name in ["metrics", "roc"] {
      let digest = try #require(scores.first { $0["name"] == .text(name) }?["old"]?["sha256"]?.string)
      unlink(galley.path(".galley/cas/\(digest.prefix(2))/\(digest)"))
    }
    let result = try galley.run("diff", "baseline", "-o", "diff.html")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stdout.contains("  recall             –   0.6000\n"), "\(result.stdout)")
    #expect(result.stdout.contains("  12 more\n  the numbers of the first run are gone from the store\n"))
    #expect(result.stdout.contains("  scores  predictions, roc (gone from the store: that of the first run), pr,"))
    let page = try galley.read("diff.html")
    for name in ["metrics", "roc"] { #expect(page.contains("&#39;\(name)&#39; of the first run is gone from the store.")) }
  }

  @Test func aMistakenRunSaysWhichThereAre() throws {
    let galley = try Galley()
    #expect(try galley.run("diff", "last").stderr.contains("the store remembers no runs"))
    try galley.writeSample()
    try galley.run("run", "sample.md", "--tag", "baseline")
    try galley.run("run", "sample.md")
    let near = try galley.run("diff", "basline")
    #expect(near.status == 64)
    #expect(near.stderr.contains("there is no run 'basline'; did you mean 'baseline'? There are baseline, "))
    #expect(try galley.run("diff", "2").stderr.contains("'2' may be any of 2 runs: "))
    #expect(try galley.run("diff", "last~2").stderr.contains("'last~2' is further back than what the store remembers: 2 runs"))
    #expect(try galley.run("diff", "last", "--notebook", "other.md").stderr.contains("the store remembers no runs of this notebook"))
  }

  @Test func tagsKeepRunsAndMove() throws {
    let galley = try Galley()
    try galley.writeSample()
    let first = try galley.run("run", "sample.md", "--tag", "v1", "--json")
    let id = try #require(JSON(parsing: first.stdout)["run"]?.string)
    #expect(first.stderr.contains("tagged: \(id) is 'v1'\n"))
    #expect(try galley.read(".galley/tags/v1") == id + "\n")
    let second = try #require(JSON(parsing: galley.run("run", "sample.md", "--json").stdout)["run"]?.string)
    #expect(try galley.run("runs", "--tag", "v1", "last").stderr == "tagged: 'v1' moved from \(id) to \(second)\n")
    #expect(try galley.run("runs", "--tag", "v1", second).stderr == "tagged: \(second) is 'v1' already\n")
    #expect(try galley.run("runs", "--tag", "old", "last~1").status == 0)
    let lines = try galley.run("runs", "sample.md").stdout.split(separator: "\n")
    #expect(try lines[0].wholeMatch(of: Regex("\(second)  v1   sample.md  [a-z]+, [0-9:]{5}  exit 0  4 reused +[0-9]+ ms")) != nil, "\(lines)")
    #expect(try lines[1].wholeMatch(of: Regex("\(id)  old  sample.md  [a-z]+, [0-9:]{5}  exit 0  4 ran +[0-9.]+ m?s")) != nil, "\(lines)")
    #expect(try JSON(parsing: galley.run("runs", "--json").stdout).array?.map { $0["tags"] } == [["v1"], ["old"]])
    #expect(try galley.run("runs", "--untag", "v1").stderr == "untagged: \(second) is no longer 'v1'\n")
    #expect(try galley.run("runs", "--untag", "v1").stderr.contains("there is no tag 'v1'; there are old"))
    for name in ["last", "a/b", "20261123"] {
      #expect(try galley.run("run", "sample.md", "--tag", name).status == 64)
      #expect(try galley.run("runs", "--tag", name).status == 64)
    }
    #expect(try galley.run("run", "-n", "sample.md", "--tag", "v2").status == 64)
  }
}
