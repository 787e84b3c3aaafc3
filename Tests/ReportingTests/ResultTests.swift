import Execution
import Literate
import Reporting
import Tabular
import Testing
import Tooling

/// Results in the page: which outputs, in what order, and how tables and models read.
@Suite struct ResultTests {
  private func page(_ outputs: [(String, any ArtifactValue)], options: ReportOptions = ReportOptions(), _ presentation: (inout Presentation) -> Void = { _ in }) throws -> String {
    let artifacts = MemoryArtifacts()
    let tool = SampleRun.declaration("table.sample", "A sample.", outputs: outputs.map { ($0.0, $0.1.kind) })
    let step = SampleRun.step(tool, "sample", presentation)
    let references = try outputs.map { try artifacts.add($0.0, $0.1) }
    let plan = Plan(source: "", document: Document(frontMatter: FrontMatter(), blocks: [.step(0)]), steps: [step])
    let run = SampleRun(outcome: RunOutcome(plan: plan, steps: [SampleRun.made(step, references)]), artifacts: artifacts)
    let text = Golden.text(of: try run.page(options))
    return text.firstRange(of: "<details class=\"record\">").map { String(text[..<$0.lowerBound]) } ?? text
  }

  private func texts(_ names: String...) -> [(String, any ArtifactValue)] { names.map { ($0, TextArtifact("text of \($0)")) } }

  @Test func showNamesOutputsAndTheirOrder() throws {
    let page = try page(texts("a", "b", "c")) { $0.show = ["c", "a", "nothing"] }
    let a = try #require(page.firstRange(of: "text of a")), c = try #require(page.firstRange(of: "text of c"))
    #expect(c.lowerBound < a.lowerBound && !page.contains("text of b"))
  }

  @Test func hideLeavesOut() throws {
    let page = try page(texts("a", "b")) { $0.hide = ["a"] }
    #expect(!page.contains("text of a") && page.contains("text of b"))
    #expect(try !self.page(texts("a", "b")) { $0.hide = ["all"] }.contains("text of"))
  }

  @Test func aDeviationStandsWithItsMetric() throws {
    let page = try page([("metrics", Metrics(values: [("accuracy", 0.95), ("f1", 0.9), ("accuracy_sd", 0.01234)], intervals: [("accuracy", 0.9, 1)]))])
    #expect(page.contains("± 0.012 sd") && !page.contains("accuracy sd"))
    #expect(page.contains("interval <span class=\"range\">0.9 – 1</span>"))
  }

  @Test func aTableThatIsShownTwiceIsAttachedOnce() throws {
    let table = try Table([Column("x", .number([1, 2, 3]))])
    let page = try page([("first", table), ("second", table)])
    #expect(page.matches(of: /;base64,/).count == 1)
    #expect(page.contains("id=\"csv.1\" download=\"sample-first.csv\"") && page.contains("href=\"#csv.1\""))
  }

  @Test func pipelinesReadAsPipelines() throws {
    let tool = SampleRun.declaration("model.fit", "Fit a pipeline.", outputs: [], parameters: [("pipeline", nil)])
    func stage(_ tool: String, _ parameters: [TypedValue.Field]) -> TypedValue {
      .record([.init("tool", .text(tool)), .init("version", .text("1")), .init("as", .null), .init("parameters", .record(parameters))])
    }
    let pipeline = TypedValue.list([
      stage("scale.standard", [.init("columns", .null), .init("with_mean", .boolean(true))]),
      stage("model.logistic_regression", [.init("C", .number(0.5)), .init("max_iter", .integer(100))]),
    ])
    let step = SampleRun.step(tool, "fit", parameters: [("pipeline", pipeline)], body: "pipeline:\n  - scale.standard\n  - model.logistic_regression: {C: 0.5}\n")
    let plan = Plan(source: "", document: Document(frontMatter: FrontMatter(), blocks: [.step(0)]), steps: [step])
    let page = try SampleRun(outcome: RunOutcome(plan: plan, steps: [SampleRun.made(step, [])])).page()
    #expect(page.contains("<td>pipeline = scale.standard → model.logistic_regression (C 0.5)</td>"))
    #expect(page.contains("To fit a pipeline, model.fit v1.0 was used (pipeline = scale.standard → model.logistic_regression (C 0.5))."))
  }

  @Test func foldFolds() throws {
    #expect(try page(texts("a")) { $0.fold = true }.contains("<details class=\"fold\"><summary>Show the results</summary>"))
  }

  @Test func numbersStandFirstAndModelsLast() throws {
    let table = try Table([Column("x", .number([1]))])
    let page = try page([("model", ModelArchive(kind: .classifier, tool: "m", content: .object([]))), ("table", table), ("metrics", Metrics(values: [("r2", 0.5)]))])
    let places = try ["metric-grid", "table class=\"data\"", "model-head"].map { try #require(page.firstRange(of: $0)).lowerBound }
    #expect(places == places.sorted())
  }

  @Test func aLongTableShowsItsHeadAndGivesTheWhole() throws {
    let table = try Table([Column("n", .integer(Optionals((0..<100).map(Int64.init), zero: 0))), Column("s", SampleFigures.text((0..<100).map { "a,\"\($0)\"" }))])
    let page = try page([("table", table)])
    #expect(page.matches(of: /<tr>/).count == 11)
    #expect(page.contains("100 rows × 2 columns<span class=\"first\">, first 10 shown</span>"))
    #expect(page.contains("download=\"sample-table.csv\""))
    // "n,s\n0,\"a,\"\"0\"\"\"\n" in base64.
    #expect(page.contains("base64,bixzCjAsImEsIiIwIiIiCj"))
    #expect(try self.page([("table", table)], options: ReportOptions(attachmentLimit: 100)).contains("too large to attach: galley show breast-cancer.md sample.table --to table.csv"))
  }

  @Test func missingCellsAreMarkedAndNumbersAligned() throws {
    let table = try Table([
      Column("x", .number([17.99, .nan, 0.1184, 1001])), Column("b", .boolean(Optionals([true, nil, false, true], zero: false))),
      Column("t", .timestamp(TimestampValues(Optionals([0, nil, 1_500, -1], zero: 0), unit: .millisecond))),
    ])
    let page = try page([("table", table)])
    #expect(page.contains("<td class=\"number\">17.990</td>") || page.contains(">17.990</td>"))
    #expect(page.matches(of: /missing"><span title="missing">–/).count == 3)
    #expect(page.contains("<td>1970-01-01</td>") && page.contains("<td>1970-01-01T00:00:01.500</td>") && page.contains("<td>1969-12-31T23:59:59.999</td>"))
  }

  @Test func consolesAreCutAndPlain() throws {
    let artifacts = MemoryArtifacts()
    let tool = SampleRun.declaration("table.sample", "A sample.", outputs: [])
    let step = SampleRun.step(tool, "sample")
    let console = (1...1000).map { "\u{1B}[31mline \($0)\u{1B}[0m" }.joined(separator: "\n")
    let plan = Plan(source: "", document: Document(frontMatter: FrontMatter(), blocks: [.step(0)]), steps: [step])
    let page = try SampleRun(outcome: RunOutcome(plan: plan, steps: [SampleRun.made(step, [], console: console)]), artifacts: artifacts).page()
    #expect(page.contains("line 150\n… 800 more lines\nline 951\n") && !page.contains("\u{1B}") && !page.contains("[31m"))
  }

  @Test func aGraphOfAHundredStepsIsDrawn() throws {
    let tool = SampleRun.declaration("table.sample", "A sample.", inputs: [("table", .table)], outputs: [("table", .table)])
    let steps = (0..<100).map { place in
      SampleRun.step(tool, "step_\(place)", dependencies: place == 0 ? [] : Array(Set([place / 2, place / 3, max(0, place - 7)])).filter { $0 < place }.sorted())
    }
    let plan = Plan(source: "", document: Document(frontMatter: FrontMatter(), blocks: []), steps: steps)
    let run = SampleRun(outcome: RunOutcome(plan: plan, steps: steps.map { SampleRun.made($0, []) }))
    let page = try run.page()
    #expect(page.matches(of: /<text [^>]*class="name"/).count == 100)
    #expect(try run.page() == page)
    // Boxes of one layer keep their distance.
    let boxes = page.matches(of: /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="44"/).compactMap { match -> (Double, Double, Double)? in
      guard let x = Double(match.output.1), let y = Double(match.output.2), let width = Double(match.output.3) else { return nil }
      return (y, x, x + width)
    }.sorted { $0 < $1 }
    #expect(boxes.count == 100)
    for (a, b) in zip(boxes, boxes.dropFirst()) where a.0 == b.0 { #expect(b.1 - a.2 >= 5) }
  }

  @Test func aLargeTableIsAttachedCompressed() throws {
    let table = try Table([Column("x", .number((0..<10_000).map { Double($0) / 4 })), Column("kind", SampleFigures.text((0..<10_000).map { "a\($0 % 7)" }))])
    let page = try page([("table", table)])
    #expect(page.contains("<table class=\"data\" data-whole=\"csv.1\" data-rows=\"10000\">"))
    #expect(page.contains("id=\"csv.1\" download=\"sample-table.csv.gz\""))
    let start = try #require(page.firstRange(of: "data:application/gzip;base64,"))
    // The head that gzip gives a text without a name and without a time.
    #expect(page[start.upperBound...].hasPrefix("H4sIAAAAAAA"))
    #expect(page.utf8.count < 60_000)
    #expect(try page == self.page([("table", table)]))
    #expect(try self.page([("table", table)], options: ReportOptions(attachmentLimit: 1000)).contains("too large to attach"))
  }

  @Test func columnsAreShownAsTheAuthorWants() throws {
    let table = try Table([Column("share", .number([0.5, 0.25, -0.125])), Column("area", .integer(Optionals([1000, 4000, 0], zero: 0)))])
    let page = try page([("table", table)]) {
      $0.columns = [
        ColumnPresentation(column: "share", filter: .percent(1), hasBar: true), ColumnPresentation(column: "area", filter: .thousands, unit: "mm²"),
        ColumnPresentation(column: "shar"),
      ]
    }
    #expect(page.contains("data-format=\"percent 1\" data-scale=\"0.5\">share</th>"))
    #expect(page.contains("<td class=\"number bar\" data-v=\"0.25\" style=\"--bar:50%\">25.0%</td>"))
    #expect(page.contains("<td class=\"number bar\" data-v=\"-0.125\" style=\"--bar:25%\">−12.5%</td>"))
    #expect(page.contains("area <span class=\"unit\">mm²</span></th>") && page.contains("<td class=\"number\" data-v=\"4000\">4,000</td>"))
    #expect(page.contains("The table has no column &#39;shar&#39;; did you mean &#39;share&#39;?</p>"))
  }
}
