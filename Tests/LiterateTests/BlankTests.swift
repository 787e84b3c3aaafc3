import Literate
import Testing
import Tooling

@Suite("Blanks that a learner fills in") struct BlankTests {
  @Test("A step with a blank is whole but for it, and waits") func blanks() {
    let plan = plan(
      """
      ```{table.read t}
      path: a.csv
      ```

      ```{model.random_forest forest}
      data: $t
      target: ___
      n_estimators: 50
      ```

      ```{table.filter some}
      table: ____
      where: radius > ___
      ```
      """)
    #expect(plan.diagnostics == [])
    #expect(plan.steps.map { $0.binding.blanks.map(\.name) } == [[], ["target"], ["table", "where"]])
    #expect(plan.steps.map(\.isSkipped) == [false, true, true])
    #expect(plan.steps.map(\.reasonToSkip) == [nil, "to be filled in: target", "to be filled in: table, where"])
    #expect(plan.steps[1].binding.blanks[0].range == SourceRange(line: 10, column: 9, length: 3))
  }

  @Test("Quoted underscores and longer texts are values") func values() {
    let plan = plan("```{table.read t}\npath: \"___\"\nseparator: a___b\n```\n")
    #expect(plan.steps[0].binding.blanks == [])
    #expect(plan.steps[0].namedFiles.map(\.path) == ["___"])
  }

  @Test("A blank does not hide a wrong name") func wrongName() {
    #expect(plan("```{table.read t}\npath: a.csv\nseperator: ___\n```\n").diagnostics.map(\.message) == ["'table.read' has no parameter 'seperator'; did you mean 'separator'?"])
  }
}
