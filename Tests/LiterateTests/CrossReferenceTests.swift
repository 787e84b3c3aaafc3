import Literate
import Testing

@Suite("Cross-references") struct CrossReferenceTests {
  @Test("Labels of headings, tables and images; references to them") func labels() {
    let plan = plan(
      """
      # Data {#sec-data}

      ```{plot.bar bars}
      #| label: fig-bars
      table: $t
      ```

      ```{table.read t}
      path: a.csv
      ```

      See @fig-bars, [@tbl-one] and [-@sec-data]: *@fig-bars-figure*. Write to me@fig-x.org, or \\@fig-no; [not @fig-bars](x.md).

      | a |
      |---|
      | 1 |

      : One *letter* {#tbl-one}

      ![A cell](cell.png "In division"){#fig-cell}
      """)
    #expect(plan.diagnostics == [])
    #expect(
      dump(plan) == """
        heading 1 #sec-data: Data
        step bars @6:4+15
        step t @11:4+14
        paragraph: See <ref fig-bars>, <ref tbl-one> and <ref sec-data number>: <em><ref fig-bars-figure></em>. Write to <a mailto:me@fig-x.org>me@fig-x.org</a>, or @fig-no; <a x.md>not @fig-bars</a>.
        captioned tbl-one: One <em>letter</em>
          table none
            a
            1
        captioned fig-cell: In division
          paragraph: <img cell.png A cell>
        """)
  }

  @Test("Formulas with labels, and several references in brackets") func formulasAndGroups() {
    let plan = plan("$$ a $$ {#eq-a}\n\nBy [@eq-a; -@sec-b] and [@eq-a; no], [@eq-a;@eq-a\n\n# B {#sec-b}\n\nThen $$ b $$ {#no label}\n\n\\[ c \\]{#c}\n")
    #expect(plan.diagnostics == [])
    #expect(
      dump(plan) == """
        mathematics eq-a: "a"
        paragraph: By <ref eq-a>, <ref sec-b number> and [<ref eq-a>; no], [<ref eq-a>;<ref eq-a>
        heading 1 #sec-b: B
        paragraph: Then
        mathematics: "b"
        paragraph: {#no label}
        mathematics c: "c"
        """)
  }

  @Test("A caption needs no label, and braces that are no label stay") func captions() {
    #expect(
      dump(plan("| a |\n|---|\n| 1 |\n\n: Only a caption\n\n# Sets {1, 2}\n"))
        == """
        captioned -: Only a caption
          table none
            a
            1
        heading 1 #sets-1-2: Sets {1, 2}
        """)
  }

  @Test("An anchor that an author chose is not given away") func anchors() {
    #expect(dump(plan("# Fig one\n\n# Two {#fig-one}\n\n# Fig one\n")).hasSuffix("heading 1 #fig-one: Two\nheading 1 #fig-one-1: Fig one") == true)
  }

  @Test("References to nothing, labels given twice, labels of another kind") func mistakes() {
    expectDiagnostics(
      of: #"""
        ---
        title: T
        ---
        # Data {#sec-data}

        The curve is @fig-rok, the rest in @sec-data and @tbl-nothing.

        ```{plot.bar a}
        #| label: fig-roc
        table: $t
        ```

        ```{table.read t}
        #| label: fig-roc
        path: a.csv
        ```

        """#,
      #"""
        n.md:6:14: error: nothing is labelled 'fig-rok'; did you mean 'fig-roc'?
            6 | The curve is @fig-rok, the rest in @sec-data and @tbl-nothing.
              |              ^~~~~~~~
        n.md:6:50: error: nothing is labelled 'tbl-nothing'
            6 | The curve is @fig-rok, the rest in @sec-data and @tbl-nothing.
              |                                                  ^~~~~~~~~~~~
          help: the labels are sec-data, fig-roc, fig-roc, fig-roc-figure
        n.md:9:11: warning: 'fig-roc' labels a figure, and 'table.read' gives none
            9 | #| label: fig-roc
              |           ^~~~~~~
          help: labels of figures begin with fig-, those of tables with tbl-, those of headings with sec-, those of formulas with eq-
        n.md:14:11: error: the label 'fig-roc' is taken on line 9
           14 | #| label: fig-roc
              |           ^~~~~~~
          help: labels are unique in a notebook
        """#)
  }

  @Test("An image without a text for those who do not see it") func altText() {
    expectDiagnostics(
      of: "---\ntitle: T\n---\nText ![](cell.png)\n",
      #"""
        n.md:4:6: warning: the image 'cell.png' has no text for those who do not see it
            4 | Text ![](cell.png)
              |      ^~~
          help: say what it shows: ![a cell in division](cell.png)
        """#)
  }
}
