import Literate
import Testing
import Tooling

@Suite("Mathematics") struct MathematicsTests {
  private func tree(_ body: String) -> String { dump(plan(body)) }

  @Test("Running formulas by pandoc's rule") func running() {
    #expect(
      tree("Area $\\pi r^2$ and \\(a_1 * b_2 * c\\), not $5 and $6, nor $ x, nor a $b$2, \\$x\\$ and $x$.\n")
        == "paragraph: Area <math>\\pi r^2</math> and <math>a_1 * b_2 * c</math>, not $5 and $6, nor $ x, nor a $b$2, $x$ and <math>x</math>.")
  }

  @Test("Formulas on display, in their own paragraph or cutting one") func display() {
    #expect(
      tree("$$\nx_1 = \\frac{a}{b} \\\\\n- y * z\n# no heading\n$$\n\nbefore $$a$$ after\nand \\[ b \\]\n")
        == #"""
        mathematics: "x_1 = \\frac{a}{b} \\\\\n- y * z\n# no heading"
        paragraph: before
        mathematics: "a"
        paragraph: after⏎and
        mathematics: "b"
        """#)
  }

  @Test("In emphasis, links, headings, tables, quotes and lists") func containers() {
    #expect(
      tree("# On $a_b$\n\n*see $x*y$* [$u_1$](v_$w$)\n\n| $|x|$ | b |\n|---|---|\n| $\\|y\\|$ | 2 |\n\n> $$\n> p | q\n> $$\n\n- $$\n  r > s\n  $$\n")
        == #"""
        heading 1 #on-a_b: On <math>a_b</math>
        paragraph: <em>see <math>x*y</math></em> <a v_$w$><math>u_1</math></a>
        table none none
          <math>|x|</math> | b
          <math>\|y\|</math> | 2
        quote
          mathematics: "p | q"
        list tight
          item
            mathematics: "r > s"
        """#)
  }

  @Test("Never in code, fences, indented code, raw HTML or front matter") func elsewhere() {
    let plan = Plan(
      notebook: """
        ---
        title: $x$ costs
        ---
        `$a$ b` ``$c$`` <b title="$d$">

        ```
        $e$
        ```

            $f$

        <div>
        $g$
        </div>

        ```{plot.bar p}
        table: $t
        title: $$h$
        ```

        ```{table.read t}
        path: a.csv
        ```
        """, catalogue: SampleCatalogue.catalogue)
    #expect(plan.diagnostics == [])
    #expect(
      dump(plan) == #"""
        paragraph: <code>$a$ b</code> <code>$c$</code> <html <b title="$d$">>
        code : "$e$\n"
        code : "$f$\n"
        html: "<div>\n$g$\n</div>\n"
        step p @16:4+12
        step t @21:4+14
        """#)
  }

  @Test("Columns are kept") func columns() {
    let plan = plan("A $x_1$ and `$t.rows` `$b.c`\n\n```{table.read t}\npath: a.csv\n```\n")
    #expect(plan.diagnostics.map(\.range) == [SourceRange(line: 4, column: 14, length: 7), SourceRange(line: 4, column: 24, length: 4)])
  }

  @Test("More formulas than the placeholders can number") func many() {
    let body = (0..<2000).map { "$x_{\($0)}$" }.joined(separator: " and\n") + "\n\n[^1] $last$\n\n[^1]: $note$\n"
    let text = dump(plan(body))
    for number in [0, 575, 576, 577, 1151, 1152, 1999] { #expect(text.contains("<math>x_{\(number)}</math>")) }
    #expect(text.components(separatedBy: "<math>") == 2003)
    #expect(text.hasSuffix("paragraph: <math>note</math>"))
  }
}

extension String {
  fileprivate func components(separatedBy part: String) -> Int { ranges(of: part).count + 1 }
}
