import Execution
import Glibc
import Literate
import TestSupport
import Testing
import Tooling

/// When a result is reused, and when it is not.
@Suite struct CachingTests {
  let notebook = Bench.chain

  @Test func aSecondRunExecutesNothing() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let first = try await bench.run(notebook)
    #expect(first.summary == "numbers ran, more ran, total ran")
    #expect(first.why("more") == "first run")
    let second = try await bench.run(notebook)
    #expect(second.summary == "numbers cached, more cached, total cached")
    #expect(first.steps.map(\.key) == second.steps.map(\.key))
    #expect(second.step("numbers")?.elements.first?.result.console == "read 2 numbers\n")
  }

  @Test func proseCaptionsAndCommentsChangeNoKey() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let first = try await bench.run(notebook)
    let edited = "Some prose.\n\n" + notebook.replacing("amount: 2", with: "#| caption: Sums\n#| cores: 1\n# a comment\namount: 2.0")
      .replacing("#| caption: Sums\n#| cores: 1\n# a comment\namount: 2.0", with: "# a comment\namount: 2.0 # two")
      .replacing("```{test.add more}\n", with: "```{test.add more}\n#| caption: Sums\n#| cores: 1\n")
    let second = try await bench.run(edited)
    #expect(bench.events == [])
    #expect(second.summary == "numbers cached, more cached, total cached")
    #expect(first.steps.map(\.key) == second.steps.map(\.key))
  }

  @Test func movingAndRenamingFilesChangesNoKey() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let first = try await bench.run(notebook)
    rename(bench.folder.path + "/a.txt", bench.folder.path + "/b.txt")
    let second = try await bench.run(notebook.replacing("a.txt", with: "b.txt").replacing("numbers", with: "values"), notebook: "other.md")
    #expect(second.summary == "values cached, more cached, total cached")
    #expect(first.steps.map(\.key) == second.steps.map(\.key))
  }

  @Test func swappedInputsChangeTheKey() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    try bench.write("5\n9\n", to: "b.txt")
    let swapped = """
      ```{test.read a}
      path: a.txt
      ```
      ```{test.read b}
      path: b.txt
      ```
      ```{test.subtract difference}
      left: $a
      right: $b
      ```
      """
    let first = try await bench.run(swapped)
    let second = try await bench.run(swapped.replacing("left: $a\nright: $b", with: "left: $b\nright: $a"))
    #expect(second.summary == "a cached, b cached, difference ran")
    #expect(second.why("difference") == "input 'left' changed ($b), input 'right' changed ($a)")
    #expect(first.step("difference")?.key != second.step("difference")?.key)
    let third = try await bench.run(swapped.replacing("path: a.txt", with: "path: c").replacing("path: b.txt", with: "path: a.txt").replacing("path: c", with: "path: b.txt"))
    #expect(third.digest("difference") == second.digest("difference"))
  }

  @Test func dataEditedUnderAnOldTimeIsSeen() async throws {
    let bench = Bench()
    let path = bench.folder.path + "/a.txt"
    try bench.write("1\n2\n", to: "a.txt")
    var old = [timeval(tv_sec: 1_000_000_000, tv_usec: 0), timeval(tv_sec: 1_000_000_000, tv_usec: 0)]
    utimes(path, &old)
    try await bench.run(notebook)
    // The same size, the same time.
    try bench.write("1\n7\n", to: "a.txt")
    utimes(path, &old)
    let second = try await bench.run(notebook)
    #expect(second.summary == "numbers ran, more ran, total ran")
    #expect(second.why("numbers") == "input 'path' changed (a.txt)")
    #expect(second.why("more") == "input 'table' changed ($numbers)")
  }

  @Test func aChangedDefaultChangesTheKey() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let text = notebook.replacing("amount: 2\n", with: "")
    try await bench.run(text)
    bench.catalogue = changedCatalogue("test.add") { tool in
      var parameters = tool.parameters
      parameters[0].standard = .number(3)
      return tool.replacing(parameters: parameters)
    }
    let second = try await bench.run(text)
    #expect(second.summary == "numbers cached, more ran, total ran")
    #expect(second.why("more") == "amount 1 → 3")
  }

  @Test func aNewVersionOfAToolChangesTheKey() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    try await bench.run(notebook)
    bench.catalogue = changedCatalogue("test.add") { $0.replacing(version: "2") }
    let second = try await bench.run(notebook)
    // The new version gives the same bytes, so nothing below it runs.
    #expect(second.summary == "numbers cached, more ran, total cached")
    #expect(second.why("more") == "test.add version 1 → 2")
  }

  @Test func theSameBytesCutOffWhatFollows() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    try await bench.run(notebook)
    try bench.write("1.0\n2.0\n", to: "a.txt")
    let second = try await bench.run(notebook)
    #expect(second.summary == "numbers ran, more cached, total cached")
  }

  @Test func changesAreNamedToTheField() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    try await bench.run(notebook)
    let second = try await bench.run(notebook.replacing("amount: 2", with: "amount: 500"))
    #expect(second.why("more") == "amount 2 → 500")
    let engine = try bench.engine(notebook.replacing("amount: 2", with: "amount: 500"))
    let step = try #require(bench.plan(notebook).step("more"))
    #expect(engine.lastChange(of: step) == "amount 2 → 500")
  }

  @Test func forceAndNoCacheRunAgainAndTheResultIsTheSame() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let first = try await bench.run(notebook)
    bench.options.force = ["more"]
    let second = try await bench.run(notebook)
    #expect(second.summary == "numbers cached, more ran, total cached")
    #expect(second.why("more") == "--force")
    bench.options.force = []
    bench.options.usesCache = false
    let third = try await bench.run(notebook)
    #expect(third.summary == "numbers ran, more ran, total ran")
    #expect(third.steps.map { $0.outputs.map(\.digest) } == first.steps.map { $0.outputs.map(\.digest) })
  }

  @Test func damageIsAMissAndIsMadeAgain() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let first = try await bench.run(notebook)
    let digest = try #require(first.digest("more", "sums"))
    let path = "\(bench.folder.path)/.galley/cas/\(digest.prefix(2))/\(digest)"
    var bytes = try readFile(path)
    bytes[bytes.count / 2] ^= 1
    chmod(path, 0o644)
    try writeFile(bytes, to: path)
    let second = try await bench.run(notebook)
    #expect(second.summary == "numbers cached, more ran, total cached")
    #expect(second.why("more") == "its result is gone from the store or damaged")
    #expect(try readFile(path) != bytes)
  }

  @Test func remarksAreKeptWithTheResult() async throws {
    let bench = Bench()
    try bench.write("1\n", to: "a.txt")
    let text = notebook.replacing("amount: 2", with: "amount: -2")
    let first = try await bench.run(text)
    let second = try await bench.run(text)
    let remark = Remark(.warning, "the amount is negative", parameter: "amount")
    #expect(first.step("more")?.elements.first?.result.remarks == [remark])
    #expect(second.step("more")?.elements.first?.result == first.step("more")?.elements.first?.result)
  }

  @Test func oneCoreAndTwoGiveTheSame() async throws {
    let text = notebook + "\n```{test.parts parts}\ntable: $more\nparts: 7\n```\n"
    var digests: [[[String]]] = []
    for jobs in [1, 2] {
      let bench = Bench()
      bench.options.jobs = jobs
      try bench.write("1\n2\n3\n", to: "a.txt")
      let outcome = try await bench.run(text)
      #expect(outcome.isGood)
      digests.append(outcome.steps.map { $0.outputs.map(\.digest) })
    }
    #expect(digests[0] == digests[1])
  }
}
