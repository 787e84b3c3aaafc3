import Literate
import Testing
import Tooling

/// The document of what stands below a front matter of three lines.
private func tree(_ body: String) -> String { dump(plan(body)) }

@Suite("Documents") struct DocumentTests {
  @Test("Headings have GitHub's anchors, each once") func anchors() {
    #expect(
      tree("# Load *the* `data`!\n\n## Load the data\n\n## Load the data\n\n# Über-größe 2_3 & so\n\n# 日本\n\n# !!!\n")
        == """
        heading 1 #load-the-data: Load <em>the</em> <code>data</code>!
        heading 2 #load-the-data-1: Load the data
        heading 2 #load-the-data-2: Load the data
        heading 1 #über-größe-2_3--so: Über-größe 2_3 & so
        heading 1 #日本: 日本
        heading 1 #section: !!!
        """)
  }

  @Test("Lists, task lists, tables, rules, raw HTML") func blocks() {
    #expect(
      tree("3. a\n4. b\n\n- [x] done\n- [ ] open\n\n| a | b |\n|:--|--:|\n| `x` | ~~y~~ |\n\n---\n\n<div>\nx\n</div>\n\n    indented\n")
        == #"""
        list from 3 tight
          item
            paragraph: a
          item
            paragraph: b
        list tight
          item [x]
            paragraph: done
          item [ ]
            paragraph: open
        table left right
          a | b
          <code>x</code> | <del>y</del>
        rule
        html: "<div>\nx\n</div>\n"
        code : "indented\n"
        """#)
  }

  @Test("Links, images, breaks, footnotes") func inlines() {
    #expect(
      tree("A [link](x.html \"T\") ![alt *text*](i.png)  \nhttps://example.org<br>\nnote[^b] and[^a].\n\n[^a]: First *a*.\n[^b]: Then b.\n\n    More.\n")
        == """
        paragraph: A <a x.html T>link</a> <img i.png alt text>↵<a https://example.org>https://example.org</a><html <br>>⏎note<note b 1> and<note a 2>.
        footnote b
          paragraph: Then b.
          paragraph: More.
        footnote a
          paragraph: First <em>a</em>.
        """)
  }

  @Test("Boxes in any letter case, with titles and fold signs, nested") func boxes() {
    #expect(
      tree(
        """
        > [!QUESTION] Which *error* is worse?
        > First.
        >
        > > [!solution]- A missed one
        > > Look.
        > >
        > > > [!Hands-on]+
        > > > - do

        > [!note]
        > only text

        > [!tip]No box
        > x

        > plain [!tip]
        """)
        == """
        box question: Which <em>error</em> is worse?
          paragraph: First.
          box solution closed: A missed one
            paragraph: Look.
            box hands-on open:\u{20}
              list tight
                item
                  paragraph: do
        box note:\u{20}
          paragraph: only text
        quote
          paragraph: [!tip]No box⏎x
        quote
          paragraph: plain [!tip]
        """)
  }

  @Test("Task lists in quotes and boxes") func tasksInQuotes() {
    #expect(
      tree("> - [ ] open `a`\n> - [X] *done*\n> - \\[ ] neither\n> - x\n>   1. [x] inner\n")
        == """
        quote
          list tight
            item [ ]
              paragraph: open <code>a</code>
            item [x]
              paragraph: <em>done</em>
            item
              paragraph: [ ] neither
            item
              paragraph: x
              list from 1 tight
                item [x]
                  paragraph: inner
        """)
    #expect(tree("> [!tip] Do\n> - [ ] it\n").contains("item [ ]"))
  }

  @Test("Values, where they stand and how they are written") func values() {
    #expect(
      tree(
        """
        ```{table.read t}
        path: a.csv
        ```

        Ä `$t.table.rows`, `$t.table.rows, round 2`,
          `$t.table.rows,percent 1` `` `$t.x` `` `$PATH` `$t.table.rows + 1` ` $t.table.rows, thousands `
        """)
        == """
        step t @4:4+14
        paragraph: Ä <value $t.table.rows @8:5+13>, <value $t.table.rows round(2) @8:22+22>,⏎<value $t.table.rows percent(1) @9:4+23> <code>`$t.x`</code> <code>$PATH</code> <code>$t.table.rows + 1</code> <value $t.table.rows thousands @9:72+24>
        """)
  }

  @Test("Steps in lists, quotes and footnotes stand in the order of the text") func containers() {
    let plan = plan(
      """
      Text[^n].

      [^n]: Note.

          ```{table.read a}
          path: a.csv
          ```

      1. One

         ~~~~ {table.read b}
         #| caption: B
         path: b.csv
         ~~~~

      > - ```{expect}
      >   $a.table.rows >= 3
      >   ```
      """)
    #expect(plan.diagnostics == [])
    #expect(plan.steps.map(\.id) == ["a", "b"])
    #expect(plan.steps.map(\.body) == ["path: a.csv\n", "#| caption: B\npath: b.csv\n"])
    #expect(
      dump(plan) == """
        paragraph: Text<note n 1>.
        list from 1
          item
            paragraph: One
            step b @14:9+14
        quote
          list tight
            item
              expectations
                $a.table.rows >= 3 @20:5+18
        footnote n
          paragraph: Note.
          step a @8:8+14
        """)
  }

  @Test("Depth is bounded, and told") func depth() {
    for text in [String(repeating: "> ", count: 5000) + "x", String(repeating: "- ", count: 3000) + "x", String(repeating: "*a **b ", count: 3000) + String(repeating: "** *", count: 3000)] {
      let plan = plan(text)
      #expect(plan.diagnostics.allSatisfy { $0.message.contains("nested too deeply") })
    }
  }
}
