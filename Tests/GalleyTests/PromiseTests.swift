import Glibc
import TestSupport
import Testing
import Tooling

/// What is held from day one, on the whole program.
@Suite struct PromiseTests {
  @Test(arguments: ["first-steps.md", "breast-cancer.md", "gallery.md", "decisions.md"]) func notebooksRunWhole(_ name: String) throws {
    let galley = try Galley()
    try galley.copyNotebooks()
    let first = try galley.run("run", name, "--json")
    #expect(first.status == 0, "\(first.stderr)")
    #expect(!first.stderr.contains("warning:"), "\(first.stderr)")
    let page = try galley.read(name.replacing(".md", with: ".html"))
    let second = try galley.run("run", name)
    #expect(second.status == 0)
    #expect(!second.stderr.contains(" ran"), "\(second.stderr)")
    #expect(try galley.read(name.replacing(".md", with: ".html")) == page)
  }

  /// These warn, as their lessons want them to.
  @Test(arguments: ["regression.md", "model-selection.md"]) func notebooksHoldTheirExpectations(_ name: String) throws {
    let galley = try Galley()
    try galley.copyNotebooks()
    let run = try galley.run("run", name)
    #expect(run.status == 0, "\(run.stderr)")
  }

  @Test func theNumberOfCoresChangesNoArtifact() throws {
    var digests: [[String]] = []
    for jobs in ["1", "2"] {
      let galley = try Galley()
      try galley.copyNotebooks()
      let json = try JSON(parsing: galley.run("run", "breast-cancer.md", "--json", "--jobs", jobs).stdout)
      digests.append((json["steps"]?.array ?? []).flatMap { ($0["outputs"]?.members ?? []).compactMap { $0.value["sha256"]?.string } })
    }
    #expect(digests[0].count > 20)
    #expect(digests[0] == digests[1])
  }

  @Test func pagesAreReproducibleWithoutTimes() throws {
    var pages: [String] = []
    for _ in 0..<2 {
      let galley = try Galley()
      try galley.writeSample()
      try galley.run("run", "sample.md", environment: ["SOURCE_DATE_EPOCH": "0"])
      pages.append(try galley.read("sample.html"))
    }
    #expect(pages[0] == pages[1])
  }

  @Test func proseEditedDrawsThePageAndRunsNothing() throws {
    let galley = try Galley()
    try galley.writeSample()
    try galley.run("run", "sample.md")
    try galley.write(Galley.sample.replacing("There are", with: "We counted"), to: "sample.md")
    #expect(try galley.run("run", "sample.md").stderr.contains("all 4 reused"))
    #expect(try galley.read("sample.html").contains("We counted"))
  }

  /// Two processes on one store compute each step once.
  @Test func twoProcessesShareTheWork() throws {
    let galley = try Galley()
    try galley.writeSample()
    let result = try runProgram(
      "/bin/sh",
      ["-c", "cd \"$1\"; \"$2\" run sample.md -o a.html --json > a.json & \"$2\" run sample.md -o b.html --json > b.json; wait", "sh", galley.folder.path, Galley.program])
    #expect(result.status == 0)
    let ran = try ["a.json", "b.json"].map { name in
      (try JSON(parsing: galley.read(name))["steps"]?.array ?? []).count { $0["status"] == "ran" }
    }
    #expect(ran[0] + ran[1] == 4)
    #expect(try galley.read("a.html") == galley.read("b.html"))
  }

  /// Whatever a notebook holds, `galley` ends with a code of its own.
  @Test func noNotebookTrapsTheProgram() throws {
    let galley = try Galley()
    try galley.writeSample()
    var random = SystemRandomNumberGenerator()
    let bytes = Array(Galley.sample.utf8)
    let spice = Array("`{}[]|&*!%@$#-:>'\"\n\\\0\u{FF}".utf8)
    for round in 0..<40 {
      var mutated = bytes
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let place = Int.random(in: 0..<mutated.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: mutated[place] = spice.randomElement(using: &random) ?? 0
        case 1: mutated.insert(spice.randomElement(using: &random) ?? 0, at: place)
        default: mutated.removeSubrange(place..<min(mutated.count, place + Int.random(in: 1...30, using: &random)))
        }
      }
      try writeFile(mutated, to: galley.path("fuzz.md"))
      let status = try galley.run("run", "fuzz.md").status
      #expect([0, 1, 2].contains(status), "round \(round): exit \(status) on:\n\(String(decoding: mutated, as: UTF8.self))")
    }
  }
}
