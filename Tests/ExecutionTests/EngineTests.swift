import Execution
import Glibc
import Literate
import TestSupport
import Testing
import Tooling

/// How steps run: failures, sub-steps, `each`, files, expectations.
@Suite struct EngineTests {
  @Test func aFailureStopsOnlyWhatNeedsIt() async throws {
    let bench = Bench()
    try bench.write("1\n20\n", to: "a.txt")
    let text = """
      ```{test.read numbers}
      path: a.txt
      ```
      ```{test.fail checked}
      table: $numbers
      limit: 10
      ```
      ```{test.sum after}
      table: $checked
      ```
      ```{test.sum beside}
      table: $numbers
      ```
      """
    let outcome = try await bench.run(text)
    #expect(outcome.summary == "numbers ran, checked failed, after skipped, beside ran")
    let failure = try #require(outcome.step("checked")?.failure)
    #expect(failure.message == "20 is above the limit")
    #expect(failure.remedy == "raise it")
    #expect(failure.range?.start == SourcePosition(line: 9, column: 8))
    #expect(outcome.why("after") == "'checked' failed")
    #expect(!outcome.isGood)
    // Failures are never kept.
    let again = try await bench.run(text)
    #expect(again.summary == "numbers cached, checked failed, after skipped, beside cached")
    #expect(again.why("checked") == "failed last time")
    let mended = try await bench.run(text.replacing("limit: 10", with: "limit: 30"))
    #expect(mended.why("checked") == "limit 10 → 30")
    #expect(mended.isGood)
  }

  @Test func subStepsAreKeptAsStepsAre() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let text = """
      ```{test.read numbers}
      path: a.txt
      ```
      ```{test.parts parts}
      table: $numbers
      parts: 3
      ```
      ```{expect}
      $parts.metrics.sum == 15
      ```
      """
    let first = try await bench.run(text)
    #expect(first.expectations == [[ExpectationOutcome(line: 12, text: "$parts.metrics.sum == 15", passed: true, value: "$parts.metrics.sum is 15")]])
    let wider = try await bench.run(text.replacing("parts: 3", with: "parts: 5"))
    #expect(wider.why("parts") == "parts 3 → 5; 6 of 10 sub-steps reused")
  }

  @Test func eachRunsOnceARowAndANewRowRunsItself() async throws {
    let bench = Bench()
    try bench.write("1\n2\n3\n", to: "a.txt")
    let text = """
      ```{test.read rows}
      path: a.txt
      ```
      ```{test.read numbers}
      path: b.txt
      ```
      ```{test.add sums}
      #| each: $rows
      table: $numbers
      amount: $each.x
      ```
      """
    try bench.write("10\n", to: "b.txt")
    let first = try await bench.run(text)
    #expect(bench.events == [])
    #expect(first.summary == "rows ran, numbers ran, sums ran")
    #expect(first.step("sums")?.elements.map(\.name) == ["1", "2", "3"])
    #expect(first.step("sums")?.outputs.map(\.kind) == [.collection])
    try bench.write("1\n2\n3\n4\n", to: "a.txt")
    let second = try await bench.run(text)
    #expect(second.why("sums") == "element '4' is new; 3 of 4 elements reused")
  }

  @Test func filesOutsideTheFolderAreRefusedUnlessAllowed() async throws {
    let bench = Bench()
    let elsewhere = try TemporaryFolder()
    try writeFile(Array("4\n".utf8), to: elsewhere.path + "/x.txt")
    let text = "```{test.read numbers}\npath: \(elsewhere.path)/x.txt\n```\n"
    let refused = try await bench.run(text)
    #expect(refused.step("numbers")?.failure?.message == "'\(elsewhere.path)/x.txt' is outside the notebook's folder")
    // A link that leads out is no way out.
    symlink(elsewhere.path + "/x.txt", bench.folder.path + "/link.txt")
    let linked = try await bench.run("```{test.read numbers}\npath: link.txt\n```\n")
    #expect(linked.step("numbers")?.failure?.message == "'link.txt' is outside the notebook's folder")
    bench.options.allowed = [elsewhere.path]
    #expect(try await bench.run(text).summary == "numbers ran")
  }

  @Test func aMissingFileNamesTheNearOne() async throws {
    let bench = Bench()
    try bench.write("1\n", to: "numbers.txt")
    let outcome = try await bench.run("```{test.read numbers}\npath: nubmers.txt\n```\n")
    let failure = try #require(outcome.step("numbers")?.failure)
    #expect(failure.message == "there is no file 'nubmers.txt'")
    #expect(failure.remedy == "did you mean 'numbers.txt'?")
    #expect(failure.range == SourceRange(line: 5, column: 7, length: 11))
  }

  @Test func aFileEditedWhileAStepRanIsUsedOnce() async throws {
    let bench = Bench()
    try bench.write("1\n", to: "a.txt")
    let text = "```{test.read numbers}\npath: a.txt\n```\n```{test.sleep slow}\ntable: $numbers\n```\n"
    // Edited between the hashing and the end of the step that reads it: the reader itself edits it.
    let path = bench.folder.path + "/a.txt"
    bench.catalogue = changedCatalogue("test.read") { tool in
      tool.replacing(makeInvocation: { arguments in
        try writeFile(Array("1\n\n".utf8), to: path)
        return try tool.makeInvocation(arguments)
      })
    }
    let first = try await bench.run(text)
    #expect(first.summary == "numbers ran, slow ran")
    bench.catalogue = testCatalogue
    try bench.write("1\n", to: "a.txt")
    #expect(try await bench.run(text).summary == "numbers ran, slow cached")
  }

  @Test func expectationsThatFailTellTheirValues() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let text = """
      ```{test.read numbers}
      path: a.txt
      ```
      ```{test.sum total}
      table: $numbers
      ```
      The sum is `$total.metrics.sum` of `$numbers.table.rows` rows.

      ```{expect}
      $total.metrics.sum > 100
      $total.metrics.sum ~= 3.05 ± 0.1
      ```
      """
    let outcome = try await bench.run(text)
    #expect(outcome.expectations.first?.map(\.passed) == [false, true])
    #expect(outcome.expectations.first?.first?.value == "$total.metrics.sum is 3")
    #expect(outcome.values == [.value(.integer(3)), .value(.integer(2))])
    #expect(!outcome.isGood)
  }

  @Test func untilRunsAStepAndWhatItNeeds() async throws {
    let bench = Bench()
    try bench.write("1\n", to: "a.txt")
    bench.options.until = "more"
    let outcome = try await bench.run("""
      ```{test.read numbers}
      path: a.txt
      ```
      ```{test.add more}
      table: $numbers
      ```
      ```{test.sum total}
      table: $more
      ```
      """)
    #expect(outcome.summary == "numbers ran, more ran, total skipped")
  }

  @Test func forecastsExecuteNothing() async throws {
    let bench = Bench()
    try bench.write("1\n", to: "a.txt")
    let text = "```{test.read numbers}\npath: a.txt\n```\n```{test.add more}\ntable: $numbers\n```\n"
    func words(_ text: String) throws -> [String] {
      try bench.engine(text).forecast().map { forecast in
        switch forecast {
        case .reused: "reused"
        case .runs(let why): "runs: \(why)"
        case .depends(let on): "depends on \(on)"
        case .skipped(let why): "skipped: \(why)"
        case .fails(let diagnostic): "fails: \(diagnostic.message)"
        }
      }
    }
    #expect(try words(text) == ["runs: first run", "depends on numbers"])
    #expect(try names(in: bench.folder.path + "/.galley/ac") == [])
    try await bench.run(text)
    #expect(try words(text) == ["reused", "reused"])
    #expect(try words(text + "```{test.add again}\ntable: $more\n```\n") == ["reused", "reused", "runs: first run"])
    // What a page shows without running: the last results, marked.
    let (outcome, stale) = try bench.engine(text.replacing("table: $numbers\n", with: "table: $numbers\namount: 5\n")).recall()
    #expect(outcome.summary == "numbers cached, more cached")
    #expect(stale == [1: "amount 1 → 5"])
  }

  @Test func twoRunsAtOnceComputeEachStepOnce() async throws {
    let bench = Bench()
    try bench.write("1\n", to: "a.txt")
    let text = "```{test.read numbers}\npath: a.txt\n```\n```{test.sleep slow}\ntable: $numbers\ntime: 200\n```\n"
    let (first, second) = (try bench.engine(text), try bench.engine(text))
    async let one = first.run()
    async let two = second.run()
    let statuses = await [one, two].map { $0.step("slow")?.status }
    #expect(Set(statuses.compactMap { $0?.rawValue }) == ["ran", "cached"])
  }

  @Test func anEmptyNotebookIsFine() async throws {
    let outcome = try await Bench().run("Only prose.\n")
    #expect(outcome.isGood && outcome.steps.isEmpty)
  }
}

/// Names in a folder.
func names(in path: String) throws -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
    if name != "." && name != ".." { names.append(name) }
  }
  return names
}
