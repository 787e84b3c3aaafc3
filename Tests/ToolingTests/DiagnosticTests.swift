import Testing
import Tooling

struct NearNameTests {
  @Test(arguments: [
    ("pth", "path"), ("PATH", "path"), ("n_estimatrs", "n_estimators"), ("tets_size", "test_size"), ("stratfy", "stratify"), ("colour", "color"),
  ])
  func nearNamesAreFound(written: String, meant: String) {
    #expect(nearName(to: written, among: ["color", "path", "n_estimators", "test_size", "stratify"]) == meant)
  }

  @Test func farOnesAreNot() {
    #expect(nearName(to: "x", among: ["path", "y"]) == nil)
    #expect(nearName(to: "", among: ["a"]) == nil)
    #expect(nearName(to: "weight", among: ["name", "size", ""]) == nil)
    #expect(nearName(to: String(repeating: "a", count: 100_000), among: [String(repeating: "a", count: 100_000)]) == nil)
    #expect(didYouMean("pth", among: ["path"]) == "; did you mean 'path'?" && didYouMean("zzz", among: ["path"]) == "")
  }

  @Test func equalDistancesGoToTheEarlier() { #expect(nearName(to: "bat", among: ["cat", "hat"]) == "cat") }

  @Test func toolsAreFoundByTheirTail() {
    #expect(sampleCatalogue.nearName(to: "smaple.tool") == "sample.tool")
    #expect(sampleCatalogue.nearName(to: "other.stage") == "sample.stage")
    #expect(sampleCatalogue.nearName(to: "quite.different") == nil)
  }
}

struct DiagnosticPrinterTests {
  private let source = "# Title\n\n```{table.read}\npth: data/wdbc.csv\n\tgrün: [1, 2]\r\n```\n"

  private func text(_ diagnostic: Diagnostic, usesColour: Bool = false) -> String {
    DiagnosticPrinter(file: "notes.md", source: source, usesColour: usesColour).text(diagnostic)
  }

  @Test func placeLineCaretAndRemedy() {
    let diagnostic = Diagnostic.error(
      "'table.read' has no parameter 'pth'; did you mean 'path'?", at: SourceRange(line: 4, column: 1, length: 3), remedy: "write 'path'")
    #expect(text(diagnostic) == """
      notes.md:4:1: error: 'table.read' has no parameter 'pth'; did you mean 'path'?
          4 | pth: data/wdbc.csv
            | ^~~
        help: write 'path'

      """)
  }

  @Test func columnsAreBytesAndTabsAreKept() {
    // `[` is byte 9 of the line: a tab, four letters of which one has two bytes, a colon, a space.
    let diagnostic = Diagnostic.warning("odd", at: SourceRange(line: 5, column: 9, length: 6))
    #expect(text(diagnostic) == "notes.md:5:9: warning: odd\n    5 | \tgrün: [1, 2]\n      | \t      ^~~~~~\n")
  }

  @Test func placesBeyondTheText() {
    #expect(text(.error("lost", at: SourceRange(line: 99, column: 7))) == "notes.md:99:7: error: lost\n")
    #expect(text(.error("lost")) == "notes.md: error: lost\n")
    #expect(text(.error("far", at: SourceRange(line: 1, column: 400, length: 9))).hasPrefix("notes.md:1:400: error: far\n    1 | # Title\n"))
    #expect(text(.error("odd", at: SourceRange(line: 0, column: 0, length: -4))) == "notes.md:0:0: error: odd\n")
    #expect(text(.error("odd", at: SourceRange(line: 1, column: -3, length: -4))).contains("# Title"))
  }

  @Test func colourWrapsPlaceAndSeverity() {
    #expect(text(.error("lost"), usesColour: true) == "\u{1B}[1mnotes.md:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m lost\n")
  }
}
