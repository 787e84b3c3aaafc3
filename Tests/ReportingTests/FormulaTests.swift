import Literate
import Reporting
import Testing

/// Mathematics as a converter made it, and what of that may enter a page.
@Suite struct FormulaTests {
  private func text(_ markup: String, isDisplay: Bool = false) throws -> String {
    let block = isDisplay ? Block.mathematics("x<y") : .paragraph([.mathematics("x<y")])
    let options = ReportOptions(formulas: [Formula(tex: "x<y", isDisplay: isDisplay): .mathML(markup)])
    return Golden.text(of: try SampleRun.document([block]).page(options))
  }

  @Test func mathMLStandsInThePageAndKeepsItsTeX() throws {
    let markup = "<span class=\"katex\"><math xmlns=\"http://www.w3.org/1998/Math/MathML\"><semantics><mrow><mi>x</mi><mo>&lt;</mo><mi>y</mi></mrow><annotation encoding=\"application/x-tex\">x&lt;y</annotation></semantics></math></span>"
    #expect(try text(markup).contains("<math alttext=\"x&lt;y\"><mrow><mi>x</mi><mo>&lt;</mo><mi>y</mi></mrow></math>"))
    #expect(
      try text(markup, isDisplay: true).contains(
        "<div class=\"formula\" tabindex=\"0\" role=\"group\" aria-label=\"Formula\"><math display=\"block\" alttext=\"x&lt;y\"><mrow>"))
  }

  @Test func onlyWhatDrawsComesThrough() throws {
    let evil = "<mrow href=\"javascript:alert(1)\" onclick=\"x\" style=\"a\" mathcolor=\"red\"><script>alert(2)</script><mi id=\"x\">a<img src=x></mi></math><mtext><b>t</b></mtext><mspace width=\"1em\"/><annotation-xml><svg/></annotation-xml><mo>open"
    #expect(try text(evil).contains("<mrow mathcolor=\"red\"><mi>a</mi><mtext>t</mtext><mspace width=\"1em\"></mspace><mo>open</mo></mrow></math>"))
    #expect(try !text("<mi mathvariant=\"url(x)\">a</mi>").contains("url"))
  }

  @Test func withoutAConverterTheTeXIsShown() throws {
    let block = Block.paragraph([.mathematics("a<b")])
    #expect(try SampleRun.document([block]).page().contains("<span class=\"math\" role=\"math\" aria-label=\"Formula, in TeX: a&lt;b\">a&lt;b</span>"))
    let options = ReportOptions(formulas: [Formula(tex: "a<b", isDisplay: false): .failure("it is \"wrong\"")])
    #expect(try SampleRun.document([block]).page(options).contains("<span class=\"math broken\" role=\"math\" aria-label=\"Formula, in TeX: a&lt;b\" title=\"it is &quot;wrong&quot;\">a&lt;b</span>"))
  }

  @Test func formulasAreAskedForOnce() {
    let blocks: [Block] = [
      .mathematics("a"), .paragraph([.strong([.mathematics("b")]), .mathematics("a"), .mathematics("b")]),
      .box(Box(kind: .tip, title: [.mathematics("c")], fold: .none, blocks: [.mathematics("a")])),
    ]
    let document = Document(frontMatter: FrontMatter(), blocks: blocks, footnotes: [.init(name: "n", blocks: [.mathematics("d")])])
    #expect(
      Report.formulas(of: document) == [
        Formula(tex: "a", isDisplay: true), Formula(tex: "b", isDisplay: false), Formula(tex: "a", isDisplay: false), Formula(tex: "c", isDisplay: false),
        Formula(tex: "d", isDisplay: true),
      ])
  }
}
