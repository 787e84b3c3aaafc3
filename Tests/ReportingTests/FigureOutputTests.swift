import Literate
import Reporting
import Testing

/// What a page holds of a figure, so that a script can work it and nothing is lost without one.
struct FigureOutputTests {
  @Test func aFigureHoldsItsSpecificationAndNamesItsData() throws {
    let page = try SampleRun.tutorial().page()
    let figure = try #require(page.firstMatch(of: /(?s)<figure class="drawn">.*?<\/figure>/)).output
    #expect(figure.contains("<div class=\"canvas\" data-name=\""))
    #expect(figure.contains(" data-dataset=\""))
    #expect(figure.contains("<template class=\"specification\">{&quot;") || figure.contains("<template class=\"specification\">{\""))
    #expect(figure.contains(#"<g class="panel" data-frame=""#))
    // Without a script it is a picture with an alt text.
    #expect(figure.contains("role=\"img\" aria-label=\""))
    #expect(page.contains("querySelectorAll(\"g.panel\")"))
  }

  @Test func aPageWithoutFiguresHoldsNothingThatWorksThem() throws {
    let page = try SampleRun.document([.paragraph([.text("Nothing.")])]).page()
    #expect(!page.contains("g.panel"))
    #expect(!page.contains(".downloads button"))
  }
}
