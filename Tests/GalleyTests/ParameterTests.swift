import TestSupport
import Testing
import Tooling

/// Parameters from outside, and what is told of a run while it goes on.
@Suite struct ParameterTests {
  @Test func aParameterIsSet() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    let result = try galley.run("run", "sample.md", "--set", "trees=25")
    #expect(result.stderr.contains("n_estimators 20 → 25"), "\(result.stderr)")
    #expect(try galley.read("sample.html").contains("galley run sample.md --set trees=25"))
    #expect(try galley.run("why", "sample.md", "forest", "--set", "trees=25").stdout.contains("would be reused"))
    #expect(try galley.run("why", "sample.md", "forest", "--set", "trees=26").stdout.contains("n_estimators 25 → 26"))
  }

  @Test func parametersComeFromAFile() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.write("# for the course\ntrees: 30\n", to: "course.yaml")
    #expect(try galley.run("run", "sample.md", "--params", "course.yaml").status == 0)
    #expect(try galley.run("why", "sample.md", "forest", "--set", "trees=30").stdout.contains("would be reused"))
    // '--set' goes before the file.
    #expect(try galley.run("run", "sample.md", "--params", "course.yaml", "--set", "trees=31").stderr.contains("n_estimators 30 → 31"))
  }

  @Test(arguments: [
    ("tres=3", "sample.md: error: the notebook has no parameter 'tres'; did you mean 'trees'?"),
    ("trees=many", "error: 'trees' must be a number, not 'many'"),
  ])
  func mistakesAreTold(_ setting: String, _ message: String) throws {
    let galley = try Galley()
    try galley.writeSample()
    let result = try galley.run("run", "sample.md", "--set", setting)
    #expect(result.status == 2)
    #expect(result.stderr.contains(message), "\(result.stderr)")
  }

  @Test func mistakesInAFileAreTold() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.write("trees: [1, 2]\n", to: "list.yaml")
    let list = try galley.run("run", "sample.md", "--params", "list.yaml")
    #expect(list.status == 2)
    #expect(list.stderr.hasPrefix("list.yaml:1:8: error: 'trees' must be a single value, not a list\n"), "\(list.stderr)")
    #expect(try galley.run("run", "sample.md", "--params", "nowhere.yaml").status == 64)
    #expect(try galley.run("run", "sample.md", "--set", "trees").stderr.contains("'--set' takes 'name=value', not 'trees'"))
  }

  @Test func eventsAreWrittenAsTheyHappen() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md", "--events", "events.jsonl")
    let events = try galley.read("events.jsonl").split(separator: "\n").map { try JSON(parsing: String($0)) }
    let names = events.compactMap { $0["event"]?.string }
    #expect(names.first == "run")
    #expect(names.last == "end")
    #expect(names.count { $0 == "started" } == 4)
    #expect(names.count { $0 == "finished" } == 4)
    #expect(names.contains("progress"))
    #expect(events.last?["exit"] == 0)
    #expect(events.allSatisfy { $0["time"]?.double != nil })
    let progress = try #require(events.first { $0["event"] == "progress" })
    #expect(progress["step"] == "forest")
    #expect(progress["text"]?.string?.hasPrefix("tree ") == true)
  }
}
