import Execution
import Literate
import Reporting
import Testing
import Tooling

/// Pages for students and for their teachers; exercises.
@Suite struct TeachingTests {
  private func paragraph(_ text: String) -> Block { .paragraph([.text(text)]) }

  /// A notebook with a step, a quiz, an exercise and a note in a solution.
  private func run() throws -> SampleRun {
    let tool = SampleRun.declaration("table.sample", "A sample.", outputs: [("text", .text)])
    let artifacts = MemoryArtifacts()
    let steps = [
      SampleRun.step(tool, "given"), SampleRun.step(tool, "veiled_step", dependencies: [0]),
      SampleRun.step(tool, "after", inputs: [("table", "$given")], dependencies: [0, 1]),
    ]
    let outcomes = try steps.map { SampleRun.made($0, [try artifacts.add("text", TextArtifact("text of \($0.id)"))]) }
    let solution = Block.box(Box(kind: .solution, title: [.text("veiled title")], fold: .closed, blocks: [
      paragraph("veiled text"), .step(1), .expectations(1), .paragraph([.value(0), .footnoteReference(name: "h", number: 1)]), .quiz(1),
    ]))
    let exercise = Block.box(Box(kind: .exercise, title: [], fold: .none, blocks: [.list(ListBlock(isOrdered: true, isTight: true, items: [.init(blocks: [.expectations(0), solution])]))]))
    let document = Document(
      frontMatter: FrontMatter(), blocks: [.step(0), exercise, .step(2), .quiz(0), .paragraph([.footnoteReference(name: "k", number: 2)])],
      footnotes: [.init(name: "h", blocks: [paragraph("veiled note")]), .init(name: "k", blocks: [paragraph("kept note")])])
    let question = { (title: String) in
      Quiz.Question(title: title, type: .chooseOne, answers: ["yes", "no"], correct: ["no"], explanation: "veiled explanation")
    }
    let plan = Plan(
      source: "", document: document, steps: steps, quizzes: [
        Quiz(name: nil, questions: [question("asked"), .init(title: "how many", type: .number, answers: [], correct: ["4711"])], range: SampleRun.noRange),
        Quiz(name: nil, questions: [question("veiled question")], range: SampleRun.noRange),
      ], values: [ValueSpan(reference: Reference(root: "veiled_step", path: ["x"]), range: SampleRun.noRange)],
      diagnostics: [.warning("veiled remark", at: nil)])
    return SampleRun(
      outcome: RunOutcome(
        plan: plan, steps: outcomes,
        expectations: [[.init(line: 1, text: "claim", passed: false, value: "")], [.init(line: 2, text: "veiled claim", passed: false, value: "")]],
        values: [.failure("veiled failure")]), artifacts: artifacts)
  }

  @Test func aStudentsPageHoldsNothingOfASolution() throws {
    let page = try run().page(ReportOptions(audience: .student))
    for secret in ["veiled", "4711", "data-correct=", "data-expected=", "<details class=\"answer\""] { #expect(!page.contains(secret), "\(secret)") }
    for shown in ["text of given", "text of after", "asked", "how many", "kept note", "claim", "This copy of the page holds no answers"] {
      #expect(page.contains(shown), "\(shown)")
    }
    #expect(page.contains("<li id=\"fn.2\" value=\"2\">"))
    #expect(page.contains("id=\"step.after\"") && page.contains("2 steps, 1 connection"))
  }

  @Test func anInstructorsPageHasItsSolutionsOpen() throws {
    let page = try run().page(ReportOptions(audience: .instructor))
    #expect(page.contains("<details class=\"box solution\" open>"))
    #expect(page.matches(of: /<details class="answer" open>/).count == 3)
    let own = try run().page()
    #expect(own.contains("<details class=\"box solution\">") && own.contains("<details class=\"answer\"><summary>"))
    #expect(own.contains("data-correct=\"1\"") && own.contains("data-expected=\"4711\""))
  }

  @Test func staleStepsKeepTheirPlacesWhereOthersGo() throws {
    let page = try run().page(ReportOptions(staleSteps: [1, 2], audience: .student))
    #expect(page.contains("class=\"step stale\" id=\"step.after\"") && page.contains("class=\"step made\" id=\"step.given\""))
  }

  @Test func exercisesAreScoredByWhatTheyExpect() throws {
    var run = try run()
    #expect(run.outcome.exerciseScore == ExerciseScore(solved: 0, count: 1))
    #expect(try run.page().contains("Not solved yet"))
    run.outcome.expectations[0][0].passed = true
    #expect(run.outcome.exerciseScore?.text == "1 of 1 exercise solved")
    let page = try run.page()
    #expect(page.contains("<span class=\"state solved\">") && page.contains("1 of 1 exercise solved"))
    #expect(SampleRun.document([paragraph("x")]).outcome.exerciseScore == nil)
  }

  @Test func aBlankIsShownAndIsNoNews() throws {
    var run = try run()
    let step = run.outcome.plan.steps[0]
    var binding = step.binding
    binding.blanks = [.init(name: "target", range: SourceRange(line: 12, column: 9, length: 3))]
    run.outcome.plan.steps[0] = PlannedStep(
      id: step.id, name: step.name, tool: step.tool, binding: binding, isSkipped: true, presentation: step.presentation,
      body: "target: ___\n", range: step.range)
    for place in run.outcome.steps.indices { run.outcome.steps[place] = StepOutcome(status: .skipped) }
    run.outcome.expectations = [[.init(line: 1, text: "claim", passed: nil, value: "")], []]
    run.outcome.values = [.value(.null)]
    let page = try run.page()
    #expect(page.contains("<strong>To fill in.</strong> Fill in ‘target’ on line 12, where ___ stands, and run the notebook again."))
    #expect(page.contains("<span class=\"k\">target</span>: ___"))
    #expect(!page.contains("This page is not complete"))
  }
}
