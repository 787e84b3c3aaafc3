import Execution
import Foundation
import Literate
import Reporting
import Tabular
import Testing
import Tooling

@Suite struct PageTests {
  /// Writes the sample pages where `GALLEY_PAGES` names a folder, to be looked at.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["GALLEY_PAGES"] != nil)) func samplesToLookAt() throws {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["GALLEY_PAGES"] ?? ".")
    try SampleRun.tutorial().page().write(to: folder.appending(path: "tutorial.html"), atomically: true, encoding: .utf8)
    try SampleRun.gallery().page().write(to: folder.appending(path: "gallery.html"), atomically: true, encoding: .utf8)
  }

  @Test func theSameOutcomeGivesTheSameBytes() throws {
    let a = try SampleRun.tutorial(), b = try SampleRun.tutorial()
    #expect(try a.page() == b.page())
  }

  @Test func whetherAStepRanOrWasReusedDoesNotShow() throws {
    var run = try SampleRun.tutorial()
    let page = try run.page()
    for place in run.outcome.steps.indices {
      if run.outcome.steps[place].status == .ran { run.outcome.steps[place].status = .cached }
      run.outcome.steps[place].why = "nothing changed"
      run.outcome.steps[place].seconds = 99
    }
    #expect(try run.page() == page)
  }

  @Test func aReproduciblePageTellsNoTimeAndNoHost() throws {
    var run = try SampleRun.tutorial()
    let page = try run.page(ReportOptions(isReproducible: true))
    for place in run.outcome.steps.indices {
      for element in run.outcome.steps[place].elements.indices {
        run.outcome.steps[place].elements[element].result.time += 1e6
        run.outcome.steps[place].elements[element].result.seconds += 7
        run.outcome.steps[place].elements[element].result.host = "elsewhere"
      }
    }
    run.environment.facts = [("Processor", "another")]
    #expect(try run.page(ReportOptions(isReproducible: true)) == page)
    #expect(!page.contains("workbench") && !page.contains("EPYC"))
    #expect(try run.page().contains("elsewhere"))
  }

  @Test func nothingIsLoadedFromOutside() throws {
    let page = try SampleRun.tutorial().page()
    #expect(page.contains("default-src &#39;none&#39;"))
    for attribute in ["src", "srcset", "poster", "data", "action", "background"] {
      #expect(page.firstRange(of: try Regex("\\s\(attribute)=\"(?!data:|#)")) == nil, "\(attribute)")
    }
    #expect(!page.contains("@import"))
    #expect(page.firstRange(of: try Regex("url\\((?!#)")) == nil)
    // Only what a reader may follow, and namespaces, name other places.
    let addresses = page.matches(of: try Regex("(href|src)=\"https?://")).count
    #expect(addresses == page.matches(of: try Regex("<a (class=\"[a-z]*\" )?href=\"https?://")).count)
  }

  @Test func thePolicyNamesTheScriptByItsHash() throws {
    let page = try SampleRun.tutorial().page()
    let script = try #require(page.firstMatch(of: try Regex("(?s)<script>(.*?)</script>", as: (Substring, Substring).self))).output.1
    let digits = Array(Digest.of(script.utf8))
    let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    #expect(page.contains("script-src &#39;sha256-\(Data(bytes).base64EncodedString())&#39;"))
    #expect(page.matches(of: try Regex("<script")).count == 1)
    #expect(page.firstRange(of: try Regex("\\son[a-z]+=")) == nil)
  }

  @Test func thePagesOwnWeightIsSmall() throws {
    let floor = try SampleRun.document([.paragraph([.text("Nothing.")])]).page()
    #expect(floor.utf8.count < 50_000, "an empty page has \(floor.utf8.count) bytes")
    // Without figures and attachments, which are the author's results.
    let page = try SampleRun.tutorial().page(ReportOptions(attachmentLimit: 0))
    let own = page.replacing(try Regex("(?s)<figure class=\"drawn\">.*?</figure>"), with: "")
    // Pages without figures are without what works them.
    let forFigures = Report.templateTexts().filter { $0.name.hasPrefix("figure") }.reduce(0) { $0 + $1.text.utf8.count }
    #expect(own.utf8.count - forFigures < 100_000, "the tutorial has \(own.utf8.count) bytes, \(forFigures) of them to work figures")
  }

  @Test func everyAnchorIsUniqueAndEveryInnerLinkHasItsTarget() throws {
    let page = try SampleRun.tutorial().page()
    let ids = page.matches(of: try Regex("\\sid=\"([^\"]+)\"", as: (Substring, Substring).self)).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
    for match in page.matches(of: try Regex("\\shref=\"#([^\"]+)\"", as: (Substring, Substring).self)) {
      #expect(ids.contains(String(match.output.1)), "\(match.output.1)")
    }
  }

  @Test func tagsAreInBalance() throws {
    let void: Set<String> = ["meta", "br", "hr", "img", "input", "wbr", "col"]
    for page in [try SampleRun.tutorial().page(), try SampleRun.gallery().page()] {
      let body = page.replacing(try Regex("(?s)<(style|script)>.*?</\\1>"), with: "")
      var open: [String] = []
      for match in body.matches(of: try Regex("<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>", as: (Substring, Substring, Substring, Substring).self)) {
        let name = match.output.2.lowercased()
        if match.output.1 == "/" {
          #expect(open.last == name, "</\(name)> inside \(open.suffix(3))")
          if open.last == name { open.removeLast() }
        } else if match.output.3.isEmpty, !void.contains(name) {
          open.append(name)
        }
      }
      #expect(open.isEmpty)
    }
  }

  @Test func aUsersTemplateStandsInForOurs() throws {
    let run = SampleRun.document([.paragraph([.text("Nothing.")])])
    let page = try run.page(ReportOptions(templates: ["style.css": "p { color: red }", "page.mustache": "<title>{{title}}</title>{{{style}}}[{{{body}}}]"]))
    #expect(page.hasPrefix("<title>A page</title>p { color: red }\n"))
    #expect(page.contains("<p>Nothing.</p>") && page.hasSuffix("]"))
    #expect(throws: TemplateError("title.mustache:2:10: error: a section is open at the end")) {
      try run.page(ReportOptions(templates: ["title.mustache": "x\n{{#open}}"]))
    }
    #expect(throws: TemplateError("page.mustache:3:10: error: this tag closes another section than the one that is open")) {
      try run.page(ReportOptions(templates: ["page.mustache": "a\n{{{body}}}\n{{#a}}{{/b}}"]))
    }
    #expect(throws: TemplateError("page.mustache:1:3: error: there is no template 'icns.mustache'")) {
      try run.page(ReportOptions(templates: ["page.mustache": "a {{> icns}}{{{body}}}"]))
    }
    #expect(Report.templateTexts(overriding: ["style.css": "x"]).first { $0.name == "style.css" }?.text == "x")
  }

  @Test func staleResultsAreMarked() throws {
    let page = try SampleRun.tutorial().page(ReportOptions(staleSteps: [3]))
    #expect(page.contains("class=\"step stale\" id=\"step.forest\""))
    #expect(page.contains("1 result is out of date"))
  }

  @Test func anArtifactThatIsLostLeavesANote() throws {
    var run = try SampleRun.tutorial()
    run.artifacts = MemoryArtifacts()
    let page = try run.page()
    #expect(page.contains("The output &#39;metrics&#39; cannot be shown"))
    #expect(page.hasSuffix("</html>\n"))
  }

  @Test func anEmptyOutcomeIsAPage() throws {
    let page = try SampleRun(outcome: RunOutcome(plan: Plan(source: "", document: Document(frontMatter: FrontMatter(), blocks: [])))).page()
    #expect(page.contains("<h1>breast-cancer.md</h1>"))
    // Places that point to nothing are no reason to stop.
    let blocks: [Block] = [.step(4), .expectations(2), .quiz(1), .paragraph([.value(7)])]
    #expect(try SampleRun.document(blocks).page().hasSuffix("</html>\n"))
  }

  @Test func aPageSpeaksTheLanguageOfItsNotebook() throws {
    for (lang, expected) in [("en", "Provenance"), ("de", "Herkunft"), ("fr-CA", "Provenance"), ("es", "Procedencia"), ("nl", "Provenance")] {
      var run = try SampleRun.tutorial()
      run.outcome.plan.document.frontMatter.lang = lang
      let page = try run.page()
      #expect(page.contains("<html lang=\"\(lang)\">"))
      #expect(page.contains("<h2 id=\"page.provenance\">\(expected)</h2>"))
    }
  }

  @Test func aThemeIsTheNotebooksOrTheReaders() throws {
    var run = SampleRun.document([.paragraph([.text("Nothing.")])])
    #expect(try !run.page().contains("The look of a printed article"))
    run.outcome.plan.document.frontMatter.theme = "paper"
    #expect(try run.page().contains("The look of a printed article"))
    #expect(try !run.page(ReportOptions(theme: "clear")).contains("The look of a printed article"))
  }

  @Test func tabsStandBelowOneAnotherUntilAScriptComes() throws {
    let tab = { (name: String) in Tab(title: [.text(name)], anchor: name.lowercased(), blocks: [.paragraph([.text("in \(name)")])]) }
    let text = Golden.text(of: try SampleRun.document([.tabs([tab("R"), tab("Python")])]).page())
    #expect(
      text.hasPrefix(
        """
        <div class="tabs" id="tabs.1" data-label="R, Python">
        <div class="tab" id="r">
        <p class="tab-title">R</p>
        <p>in R</p>
        </div>
        <div class="tab" id="python">
        """))
  }

  @Test func onlyScriptsThatAreUsedAreInThePage() throws {
    let plain = try SampleRun.document([.paragraph([.text("Nothing.")])]).page()
    #expect(!plain.contains("aria-controls") && !plain.contains("DecompressionStream") && !plain.contains("form.quiz"))
    #expect(try SampleRun.tutorial().page().contains("DecompressionStream"))
  }

  @Test func anOutputLeadsToItsLineage() throws {
    let page = try SampleRun.tutorial().page()
    #expect(page.contains("<a href=\"#page.graph\" data-lineage=\"1\" data-output=\"train\" aria-label=\"Lineage of parts.train\">table</a>"))
    #expect(page.contains("<path data-from=\"1\" data-to=\"3\" data-outputs=\"train\" d=\""))
  }
}
