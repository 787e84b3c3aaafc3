import Execution
import Literate
import Reporting
import Testing
import Tooling

/// Numbers of figures, tables and sections, and what refers to them.
@Suite struct CrossReferenceTests {
  private func text(_ blocks: [Block], numbersSections: Bool = false, lang: String = "en") throws -> String {
    var run = SampleRun.document(blocks)
    run.outcome.plan.document.frontMatter.numberSections = numbersSections
    run.outcome.plan.document.frontMatter.lang = lang
    return Golden.text(of: try run.page())
  }

  private let table = Block.table(TableBlock(alignments: [.none], head: [[.text("a")]], rows: [[[.text("1")]]]))
  private func reference(_ label: String, isNumberOnly: Bool = false) -> Block {
    .paragraph([.crossReference(label: label, isNumberOnly: isNumberOnly)])
  }

  @Test func figuresAndTablesAreCountedApart() throws {
    let image = Block.paragraph([.image(source: "a.png", title: "", alt: "a")])
    let blocks: [Block] = [
      reference("tbl-b"), reference("fig-a"), reference("tbl-b", isNumberOnly: true),
      .captioned(CaptionedBlock(label: "tbl-a", caption: [.text("First")], block: table)),
      .box(Box(kind: .note, title: [], fold: .none, blocks: [.captioned(CaptionedBlock(label: "tbl-b", caption: [.text("Second")], block: table))])),
      .captioned(CaptionedBlock(label: "fig-a", caption: [.text("A cell")], block: image)),
      .captioned(CaptionedBlock(caption: [.text("No number")], block: table)),
    ]
    let page = try text(blocks)
    #expect(page.contains("<p><a class=\"reference\" href=\"#tbl-b\">Table\u{A0}2</a></p>"))
    #expect(page.contains("<p><a class=\"reference\" href=\"#fig-a\">Figure\u{A0}1</a></p>"))
    #expect(page.contains("<p><a class=\"reference\" href=\"#tbl-b\">2</a></p>"))
    #expect(page.contains("<figure class=\"table\" id=\"tbl-b\"><figcaption><span class=\"number\">Table\u{A0}2:</span> Second</figcaption>"))
    #expect(page.contains("<figcaption><span class=\"number\">Figure\u{A0}1:</span> A cell</figcaption>"))
    #expect(page.contains("<figure class=\"table\"><figcaption>No number</figcaption>"))
    #expect(try text(blocks, lang: "de-AT").contains("<span class=\"number\">Tabelle\u{A0}2:</span>"))
    #expect(try text(blocks, lang: "fr").contains("<span class=\"number\">Tableau\u{A0}2\u{202F}:</span>"))
  }

  @Test func sectionsAreNamedWhereTheyHaveNoNumbers() throws {
    let blocks: [Block] = [
      .heading(level: 1, [.text("One")], anchor: "one"), .heading(level: 2, [.text("Data & co")], anchor: "sec-data"), reference("sec-data"),
    ]
    #expect(try text(blocks).contains("<a class=\"reference\" href=\"#sec-data\">“Data &amp; co”</a>"))
    #expect(try text(blocks, numbersSections: true).contains("<a class=\"reference\" href=\"#sec-data\">Section\u{A0}1.1</a>"))
  }

  /// A labelled step with several figures is one figure with parts.
  @Test func partsOfAFigureHaveLetters() throws {
    var run = try SampleRun.tutorial()
    run.outcome.plan.document.blocks.append(reference("fig-scores"))
    run.outcome.plan.document.blocks.append(reference("fig-scores-confusion"))
    let page = try run.page()
    #expect(page.contains("<p class=\"caption\" id=\"fig-scores\"><span class=\"number\">Figure\u{A0}1:</span> How well it does on tumours that it has not seen</p>"))
    #expect(page.contains("<figcaption id=\"fig-scores-confusion\"><span><span class=\"number\">(c)</span> "))
    #expect(page.contains("href=\"#fig-scores\">Figure\u{A0}1</a>"))
    #expect(page.contains("href=\"#fig-scores-confusion\">Figure\u{A0}1\u{A0}(c)</a>"))
  }

  @Test func whatIsNotOnThePageIsNamed() throws {
    #expect(try text([reference("fig-none")]).contains("<code>@fig-none</code>"))
  }
}
