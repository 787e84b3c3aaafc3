import Execution
import Foundation
import Literate
import Reporting
import Testing
import Tooling

/// The tree to HTML.
@Suite struct DocumentTests {
  private func html(_ blocks: [Block], footnotes: [Document.Footnote] = [], options: ReportOptions = ReportOptions()) throws -> String {
    Golden.text(of: try SampleRun.document(blocks, footnotes: footnotes).page(options)).trimmingSuffix { $0.isWhitespace }
  }

  @Test func everyNode() throws {
    let pixel: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 1, 2, 3]
    let options = ReportOptions(image: { $0 == "plots/a b.png" ? .init(bytes: pixel) : nil })
    let paragraph = { (text: String) in Block.paragraph([.text(text)]) }
    let blocks: [Block] = [
      .heading(level: 1, [.text("One & two")], anchor: "one--two"), .heading(level: 6, [.code("x")], anchor: "x"),
      .paragraph([
        .text("a < b"), .softBreak, .emphasis([.text("e")]), .strong([.strikethrough([.text("s")])]), .lineBreak, .code("<b>"),
        .link(destination: "https://example.org/?a=1&b=2", title: "A \"title\"", [.text("link")]),
        .link(destination: "other.md#part", title: "", [.text("inner")]), .mathematics("a<b"), .html("<kbd>"), .text("K"), .html("</kbd>"),
        .footnoteReference(name: "n", number: 1), .footnoteReference(name: "n", number: 1),
      ]),
      .quote([paragraph("quoted")]),
      .list(ListBlock(isOrdered: true, start: 3, isTight: true, items: [.init(blocks: [paragraph("three"), .list(ListBlock(isOrdered: false, isTight: true, items: [.init(blocks: [paragraph("in")])]))]), .init(blocks: [])])),
      .list(ListBlock(isOrdered: false, isTight: false, items: [.init(blocks: [paragraph("loose")])])),
      .list(ListBlock(isOrdered: false, isTight: true, items: [.init(isTicked: true, blocks: [paragraph("done")]), .init(isTicked: false, blocks: [paragraph("open")])])),
      .code(language: "swift numberLines", text: "let a = 1 < 2\n"), .code(language: "", text: "plain\n"),
      .table(TableBlock(alignments: [.none, .left, .center, .right], head: ["a", "b", "c", "d"].map { [.text($0)] }, rows: [["1", "2", "3", "4"].map { [.text($0)] }])),
      .rule, .mathematics("\\sum_i x_i < 3"),
      .box(Box(kind: .tip, title: [.text("T")], fold: .none, blocks: [paragraph("body")])),
      .box(Box(kind: .handsOn, title: [], fold: .closed, blocks: [.box(Box(kind: .note, title: [], fold: .open, blocks: []))])),
      .html("<details><summary>More</summary>"), paragraph("inside"), .html("</details>"),
      .paragraph([.image(source: "plots/a%20b.png", title: "Caption", alt: "A \"plot\"")]),
      .paragraph([.text("Inline "), .image(source: "none.png", title: "", alt: "nothing")]),
      .paragraph([.text("Far "), .image(source: "https://example.org/x.png", title: "", alt: "far")]),
    ]
    try Golden.expect(try html(blocks, footnotes: [.init(name: "n", blocks: [paragraph("note")])], options: options) + "\n", "document.html")
  }

  @Test func stepsAndProvenance() throws {
    let page = Golden.text(of: try SampleRun.tutorial().page(ReportOptions(isReproducible: true)))
    // Figures have goldens of their own, and attachments say again what tables say.
    let plain = page.replacing(try Regex("(?s)<div class=\"canvas\"><svg.*?</svg></div>"), with: "<svg…>").replacing(try Regex(";base64,[A-Za-z0-9+/=]+"), with: ";base64,…")
    try Golden.expect(plain, "tutorial.html")
  }

  @Test func imagesThatWillBeAskedFor() throws {
    let image = { (source: String) in Inline.image(source: source, title: "", alt: "") }
    let blocks: [Block] = [
      .paragraph([.link(destination: "x", title: "", [image("a%20b.png")]), image("https://example.org/x.png"), .html("<img src='c.png'>")]),
      .box(Box(kind: .tip, title: [image("d.png")], fold: .none, blocks: [.html("<p><IMG alt=x src=e.png></p><script><img src=no.png></script>"), .paragraph([image("c.png")])])),
    ]
    let document = Document(frontMatter: FrontMatter(), blocks: blocks, footnotes: [.init(name: "n", blocks: [.paragraph([image("f.png")])])])
    #expect(Report.imagePaths(of: document) == ["a%20b.png", "a b.png", "c.png", "d.png", "e.png", "f.png"])
  }

  @Test func codeIsColoured() throws {
    func code(_ language: String, _ text: String) throws -> String {
      let page = try html([.code(language: language, text: text)])
      return String(page.drop { $0 != ">" }.dropFirst("><code>".count).dropLast("</code></pre>".count))
    }
    #expect(try code("python", "x = 'a<b' # no") == "x = <span class=\"s\">&#39;a&lt;b&#39;</span> <span class=\"c\"># no</span>")
    #expect(try code("yaml", "test_size: 0.25\n") == "<span class=\"k\">test_size</span>: <span class=\"n\">0.25</span>\n")
    #expect(try code("python", "\"\"\"never ended") == "<span class=\"s\">&quot;&quot;&quot;never ended</span>")
    #expect(try code("bash", "echo 'open\nif") == "<span class=\"k\">echo</span> <span class=\"s\">&#39;open</span>\n<span class=\"k\">if</span>")
    #expect(try code("text", "if <b>") == "if &lt;b&gt;")
  }

  @Test func expectationsTellSixDigits() throws {
    var run = SampleRun.document([.expectations(0)])
    run.outcome.expectations = [[ExpectationOutcome(line: 1, text: "$a.b > 0.5", passed: true, value: "$a.x1.2345678 is 0.9790209790209791, $a.c is -1234567.891, $a.d is 2.5e-12, $a.e is 0.1")]]
    #expect(try run.page().contains(">$a.x1.2345678 is 0.979021, $a.c is −1234568, $a.d is 2.5e-12, $a.e is 0.1</span>"))
  }

  @Test func base64IsThatOfTheStandard() throws {
    for (text, expected) in [("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")] {
      let options = ReportOptions(image: { _ in .init(bytes: Array("GIF8\(text)".utf8)) })
      // Four bytes stand before the sample, so that it begins inside a group.
      let page = try html([.paragraph([.image(source: "a.gif", title: "", alt: "")])], options: options)
      let start = try #require(page.firstRange(of: "base64,"))
      let base64 = page[start.upperBound...].prefix { $0 != "\"" }
      #expect(Foundation.Data(base64Encoded: String(base64)) == Foundation.Data("GIF8\(text)".utf8), "\(expected)")
    }
  }

  @Test func numberedSections() throws {
    var run = SampleRun.document([1, 2, 2, 3, 1, 2].enumerated().map { .heading(level: $1, [.text("H")], anchor: "h\($0)") })
    run.outcome.plan.document.frontMatter.numberSections = true
    let numbers = Golden.text(of: try run.page()).matches(of: /<span class="number">([\d.]+)</).map { String($0.output.1) }
    #expect(numbers == ["1", "1.1", "1.2", "1.2.1", "2", "2.1"])
  }

  @Test func valuesInProse() throws {
    let span = { (filter: ValueFilter?) in ValueSpan(reference: Reference(root: "a", path: ["b"]), filter: filter, range: SampleRun.noRange) }
    let run = SampleRun.document(
      [.paragraph([.value(0), .text(" "), .value(1), .text(" "), .value(2)])],
      values: [(span(.percent(1)), .value(.number(0.9582))), (span(.round(2)), .value(.text("<high>"))), (span(nil), .failure("no <such> class"))])
    let text = Golden.text(of: try run.page())
    #expect(text.contains(">95.8%</data>"))
    #expect(text.contains("<mark class=\"no-value\" title=\"&#39;round&#39; needs a number, not text\">"))
    #expect(text.contains("$a.b: no &lt;such&gt; class</mark>"))
  }

  @Test func anAuthorsTextIsNeverMarkup() throws {
    let evil = "\"><script>alert(1)</script>&amp;'"
    var front = FrontMatter()
    front.title = evil
    front.description = evil
    front.contributors = [evil]
    front.questions = [evil]
    front.keyPoints = [evil]
    front.lang = evil
    var run = SampleRun.document([.heading(level: 1, [.text(evil)], anchor: evil), .code(language: evil, text: evil), .paragraph([.image(source: evil, title: evil, alt: evil)])])
    run.outcome.plan.document.frontMatter = front
    run.outcome.plan.quizzes = [Quiz(name: evil, questions: [.init(title: evil, type: .chooseOne, answers: [evil], correct: [evil], explanation: evil)], range: SampleRun.noRange)]
    run.outcome.plan.document.blocks.append(.quiz(0))
    run.environment.notebook = evil
    let page = try run.page()
    #expect(page.matches(of: /<script/).count == 1)
    #expect(!page.contains("alert(1)</script>"))
  }
}

extension String {
  fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> String {
    var copy = self
    while let last = copy.last, isTrimmed(last) { copy.removeLast() }
    return copy
  }
}
