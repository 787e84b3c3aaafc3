import TestSupport
import Testing

/// What would let a judgement flatter is told: in the notebook before anything runs, in the data when it does.
@Suite struct LeakageTests {
  private func said(_ steps: String, command: String = "check") throws -> String {
    let galley = try Galley()
    try galley.writeSample()
    try galley.write("---\ntitle: T\n---\n```{table.read rows}\npath: sample.csv\n```\n\n\(steps)", to: "t.md")
    let result = try galley.run(command, "t.md")
    #expect(result.status == 0, "\(result.stderr)")
    return result.stderr
  }

  @Test func aTransformerFittedBeforeTheFoldsIsTold() throws {
    let said = try said(
      """
      ```{scale.standard scaled}
      table: $rows
      ```

      ```{table.select some}
      table: $scaled
      columns: [x, kind]
      ```

      ```{model.cross_validate scores}
      data: $some
      target: kind
      pipeline: [model.logistic_regression]
      ```

      """)
    #expect(
      said.contains(
        """
        t.md:18:7: warning: 'scaled' (scale.standard) was fitted to these rows before 'model.cross_validate' holds some of them out, so what they judge has seen them
           18 | data: $some
        """), "\(said)")
    #expect(said.contains("put scale.standard into the pipeline, where each fold fits it to its training rows alone"))
  }

  @Test func soIsOneFittedBeforeTheSplit() throws {
    let said = try said("```{scale.standard scaled}\ntable: $rows\n```\n\n```{table.split parts}\ntable: $scaled\n```\n")
    #expect(said.contains("'scaled' (scale.standard) was fitted to these rows before 'table.split' holds some of them out"), "\(said)")
    #expect(said.contains("split first, and put scale.standard into a pipeline that is fitted to the training part"))
  }

  @Test func oneThatLearntFromTheTrainingPartAloneIsRight() throws {
    let said = try said(
      """
      ```{table.split parts}
      table: $rows
      ```

      ```{scale.standard scaled}
      table: $parts.train
      ```

      ```{model.logistic_regression model}
      data: $scaled
      target: kind
      ```

      ```{model.transform test}
      transformer: $scaled.transformer
      data: $parts.test
      ```

      ```{model.evaluate scores}
      model: $model
      data: $test
      ```

      ```{model.cross_validate folds}
      data: $parts.train
      target: kind
      pipeline: [scale.standard, model.logistic_regression]
      ```

      """)
    #expect(!said.contains("warning"), "\(said)")
  }

  @Test func aFeatureThatGivesTheTargetAwayIsTold() throws {
    let galley = try Galley()
    var rows = "x,outcome,code\n"
    for row in 0..<60 { rows += "\((row * 37) % 60),\(row % 3 == 0 ? "dead" : "alive"),\(row % 3 == 0 ? 20 + row : row % 7)\n" }
    try galley.write(rows, to: "leak.csv")
    try galley.write(
      "---\ntitle: T\n---\n```{table.read rows}\npath: leak.csv\n```\n\n```{model.cross_validate scores}\ndata: $rows\ntarget: outcome\npipeline: [model.logistic_regression]\n```\n",
      to: "leak.md")
    #expect(try galley.run("run", "leak.md").status == 0)
    #expect(try galley.read("leak.html").contains("&#39;code&#39; alone tells the target of every row: is it known before the target is?"))
    try galley.write(rows + rows.dropFirst("x,outcome,code\n".count), to: "leak.csv")
    #expect(try galley.run("run", "leak.md").status == 0)
    #expect(try galley.read("leak.html").contains("60 rows are equal to an earlier one in features and target, such as row 61 to row 1"))
  }
}
