import Execution
import Glibc
import Literate
import TestSupport
import Testing
import Tooling

/// What differs between two recorded runs, and what cannot be told any more.
@Suite struct RunComparisonTests {
  let notebook = Bench.chain

  /// Runs two notebooks, and compares.
  private func compare(_ bench: Bench, _ first: String, _ second: String, between: () throws -> Void = {}) async throws -> RunComparison {
    try await bench.run(first)
    try between()
    try await bench.run(second)
    return try comparison(bench)
  }

  private func comparison(_ bench: Bench) throws -> RunComparison {
    let store = try bench.store
    return RunComparison(try store.run(named: "last~1"), try store.run(named: "last"), store: store)
  }

  private func changes(_ comparison: RunComparison) -> [String] {
    comparison.steps.filter { !$0.changes.isEmpty }.map { "\($0.id): \($0.changes.joined(separator: ", "))" }
  }

  @Test func aReusedRunIsTheSame() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let comparison = try await compare(bench, notebook, notebook)
    #expect(comparison.isSame)
    #expect(comparison.steps.map(\.id) == ["numbers", "more", "total"])
  }

  @Test func aChangedParameterChangesWhatFollowsAndItsNumbers() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let comparison = try await compare(bench, notebook, notebook.replacing("amount: 2", with: "amount: 3.5"))
    #expect(!comparison.isSame && comparison.inputs.isEmpty && comparison.circumstances.isEmpty)
    #expect(changes(comparison) == ["more: amount 2 → 3.5", "total: input 'table' changed"])
    let metrics = try #require(comparison.steps[2].outputs.first)
    #expect(metrics.isMetrics && !metrics.isOldGone && !metrics.isNewGone)
    #expect(metrics.metrics.map(\.name) == ["sum", "count"])
    #expect(metrics.metrics[0].old == 7 && metrics.metrics[0].new == 10 && metrics.metrics[0].difference == 3)
    #expect(metrics.metrics[1].isSame)
  }

  @Test func aChangedFileIsNamed() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let comparison = try await compare(bench, notebook, notebook) { try bench.write("1\n5\n", to: "a.txt") }
    #expect(comparison.inputs.map(\.name) == ["a.txt"])
    #expect(comparison.inputs.first?.steps == ["numbers"])
    #expect(comparison.inputs.first?.old == Digest.of("1\n2\n".utf8))
    #expect(comparison.inputs.first?.new == Digest.of("1\n5\n".utf8))
    #expect(changes(comparison) == ["numbers: input 'path' changed", "more: input 'table' changed", "total: input 'table' changed"])
  }

  @Test func anotherFileIsNamedWithBothNames() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    try bench.write("3\n", to: "b.txt")
    let comparison = try await compare(bench, notebook, notebook.replacing("a.txt", with: "b.txt"))
    #expect(comparison.inputs.map(\.name) == ["a.txt → b.txt"])
  }

  @Test func stepsThatOnlyOneRunHas() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let comparison = try await compare(bench, notebook, notebook.replacing("test.sum total", with: "test.sum sum"))
    #expect(comparison.steps.map(\.id) == ["numbers", "more", "sum", "total"])
    #expect(comparison.steps[2].old == nil && comparison.steps[3].new == nil)
    #expect(comparison.steps.map(\.isSame) == [true, true, false, false])
  }

  @Test func versionsOfToolsAndFailuresAreTold() async throws {
    let bench = Bench()
    try bench.write("1\n20\n", to: "a.txt")
    let text = "```{test.read numbers}\npath: a.txt\n```\n```{test.fail checked}\ntable: $numbers\nlimit: 30\n```\n"
    try await bench.run(text)
    bench.catalogue = changedCatalogue("test.read") { $0.replacing(version: "2") }
    try await bench.run(text.replacing("limit: 30", with: "limit: 10"))
    let comparison = try comparison(bench)
    #expect(changes(comparison) == ["numbers: test.read version 1 → 2", "checked: limit 30 → 10"])
    #expect(comparison.steps[0].versions.map { [$0.old, $0.new] } == [["1", "2"]])
    // The new version gave the same bytes.
    #expect(comparison.steps[0].outputs.isEmpty && comparison.steps[0].isMadeInBoth && !comparison.steps[0].isSame)
    #expect(comparison.steps[1].new?.status == .failed && !comparison.steps[1].isMadeInBoth)
  }

  @Test func elementsAreComparedOneByOne() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    try bench.write("10\n", to: "b.txt")
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
      ```{test.sum totals}
      #| each: $sums
      table: $each.value
      ```
      """
    let comparison = try await compare(bench, text, text) { try bench.write("1\n3\n4\n", to: "a.txt") }
    #expect(bench.events == [])
    #expect(comparison.steps[2].changes == ["amount 2 → 3 in element '2'", "element '3' is new"])
    let totals = comparison.steps[3].outputs
    #expect(totals.map(\.element) == ["2", "3"])
    #expect(totals.map { $0.metrics.first?.old } == [12, nil])
    #expect(totals.map { $0.metrics.first?.new } == [13, 14])

    let fewer = try await compare(bench, text, text) { try bench.write("1\n", to: "a.txt") }
    #expect(fewer.steps[2].changes == ["elements '2', '3' are gone"])
    #expect(fewer.steps[3].outputs.map { $0.new == nil } == [true, true])

    // A change that all elements share is told once.
    let other = try await compare(bench, text, text) { try bench.write("11\n", to: "b.txt") }
    #expect(other.steps[2].changes == ["input 'table' changed"])
    #expect(other.steps[3].outputs.allSatisfy { $0.metrics.first?.difference == 1 })
  }

  @Test func whatIsGoneFromTheStoreIsSaid() async throws {
    let bench = Bench()
    try bench.write("1\n2\n", to: "a.txt")
    let first = try await bench.run(notebook)
    try await bench.run(notebook.replacing("amount: 2", with: "amount: 3"))
    let metrics = try #require(first.digest("total", "metrics"))
    unlink("\(bench.folder.path)/.galley/cas/\(metrics.prefix(2))/\(metrics)")
    let key = try #require(first.step("more")?.key)
    unlink("\(bench.folder.path)/.galley/ac/\(key.prefix(2))/\(key)")
    let comparison = try comparison(bench)
    #expect(changes(comparison) == ["more: its key changed, and what it was made of is gone from the store", "total: input 'table' changed"])
    let output = try #require(comparison.steps[2].outputs.first)
    #expect(output.isOldGone && !output.isNewGone)
    #expect(output.metrics.first?.old == nil && output.metrics.first?.new == 9)
  }
}
