import Literate
import Testing

@Suite("Tabs") struct TabTests {
  @Test("As Quarto writes them, close or apart, nested and with text before the first") func tabs() {
    #expect(
      dump(
        plan(
          """
          ::: {.panel-tabset}
          First.

          ## R
          One
          :::

          :::: {.panel-tabset}

          # A

          ::: {.panel-tabset}

          ### x

          :::

          # B

          ::::

          After
          """))
        == """
        tabs
          tab #r: R
            paragraph: First.
            paragraph: One
        tabs
          tab #a: A
            tabs
              tab #x: x
          tab #b: B
        paragraph: After
        """)
  }

  @Test("Tabs without an end") func open() {
    expectDiagnostics(
      of: "---\ntitle: T\n---\n::: {.panel-tabset}\n\n# A\n",
      #"""
        n.md:4:1: error: these tabs have no end
            4 | ::: {.panel-tabset}
              | ^~~
          help: close them with a line ':::'
        """#)
  }

  @Test("Other signs are text") func text() {
    #expect(dump(plan("::: {.callout}\n\nx\n\n:::\n")) == "paragraph: ::: {.callout}\nparagraph: x\nparagraph: :::")
  }

  @Test("Depth and number are bounded") func depth() {
    let count = 3000
    let open = String(repeating: "::: {.panel-tabset}\n\n", count: count)
    #expect(plan(open).diagnostics.count == count)
    #expect(dump(plan(open + String(repeating: ":::\n\n", count: count))).hasPrefix("tabs\n  tab #: \n    tabs"))
  }
}
