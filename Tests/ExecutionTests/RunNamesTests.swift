import Execution
import Glibc
import TestSupport
import Testing

/// Which run a text means, and names that are given to runs.
@Suite struct RunNamesTests {
  /// A store with records of three runs.
  private func makeStore(_ bench: Bench) throws -> Store {
    let store = try bench.store
    let runs = [("20261123T071542.123-1a2b", "a.md"), ("20261123T081542.123-1a2b", "b.md"), ("20261124T071542.123-ff00", "a.md")]
    for (id, notebook) in runs { #expect(store.record(RunRecord(id: id, notebook: notebook, time: 0, release: "test")) == nil) }
    return store
  }

  private func message(_ body: () throws -> some Any) -> String {
    do {
      _ = try body()
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func runsAreFoundByIdBeginningAgeAndTag() throws {
    let bench = Bench()
    let store = try makeStore(bench)
    #expect(try store.run(named: "20261123T081542.123-1a2b").notebook == "b.md")
    #expect(try store.run(named: "20261124").id == "20261124T071542.123-ff00")
    #expect(try store.run(named: "last").id == "20261124T071542.123-ff00")
    #expect(try store.run(named: "last~1").id == "20261123T081542.123-1a2b")
    #expect(try store.run(named: "last~1", of: "a.md").id == "20261123T071542.123-1a2b")
    #expect(try store.tag("20261123T071542.123-1a2b", as: "baseline") == nil)
    #expect(try store.run(named: "baseline").id == "20261123T071542.123-1a2b")
  }

  @Test func aTextThatMeansNoRunSaysWhichThereAre() throws {
    let bench = Bench()
    #expect(message { try bench.store.run(named: "last") } == "the store remembers no runs")
    let store = try makeStore(bench)
    try store.tag("20261123T071542.123-1a2b", as: "baseline")
    #expect(
      message { try store.run(named: "basline") }
        == "there is no run 'basline'; did you mean 'baseline'? There are baseline, 20261124T071542.123-ff00, 20261123T081542.123-1a2b, 20261123T071542.123-1a2b")
    #expect(message { try store.run(named: "20261123") } == "'20261123' may be any of 2 runs: 20261123T081542.123-1a2b, 20261123T071542.123-1a2b")
    #expect(message { try store.run(named: "last~3") } == "'last~3' is further back than what the store remembers: 3 runs")
    #expect(message { try store.run(named: "last~2", of: "a.md") } == "'last~2' is further back than what the store remembers of this notebook: 2 runs")
    #expect(message { try store.run(named: "last~9223372036854775807") }.hasPrefix("'last~9223372036854775807' is further back"))
    #expect(message { try store.run(named: "") }.hasPrefix("there is no run ''; there are baseline, "))
    unlink("\(store.path)/runs/20261123T071542.123-1a2b.jsonl")
    #expect(message { try store.run(named: "baseline") } == "the run 20261123T071542.123-1a2b, which 'baseline' names, is gone from the store")
  }

  @Test func tagsAreSetMovedAndTakenAway() throws {
    let bench = Bench()
    let store = try makeStore(bench)
    #expect(store.tags() == [:])
    try store.tag("20261123T071542.123-1a2b", as: "baseline")
    #expect(try store.tag("20261124T071542.123-ff00", as: "baseline") == "20261123T071542.123-1a2b")
    try store.tag("20261124T071542.123-ff00", as: "v1.0_final-2")
    #expect(store.tags() == ["baseline": "20261124T071542.123-ff00", "v1.0_final-2": "20261124T071542.123-ff00"])
    // A file that is no tag is none.
    try writeFile(Array("nonsense".utf8), to: store.path + "/tags/odd")
    #expect(store.tags().count == 2)
    #expect(try store.untag("baseline") == "20261124T071542.123-ff00")
    #expect(try store.untag("baseline") == nil)
    #expect(store.tags().keys.sorted() == ["v1.0_final-2"])
  }

  @Test(arguments: ["", "a b", "a/b", "..", ".hidden", "-x", "last", "last-good", "20261123", "20261123T07", "é", String(repeating: "a", count: 65)])
  func namesThatAreNone(_ name: String) throws {
    let bench = Bench()
    #expect(RunTag.mistake(in: name) != nil)
    #expect(throws: FileError.self) { try makeStore(bench).tag("20261123T071542.123-1a2b", as: name) }
  }

  @Test func goodNames() {
    for name in ["a", "2026", "baseline", "v1.0", "_x", "Final-2", String(repeating: "a", count: 64)] { #expect(RunTag.mistake(in: name) == nil) }
  }
}
