import Literate
import Testing
import Tooling

@Suite("Plans") struct PlanTests {
  static let example = """
    ---
    title: Telling benign from malignant tumours
    level: Introductory
    time_estimation: 1H30M
    questions: ["Can nucleus measurements tell a tumour's kind?"]
    objectives: [Split a table, Train a random forest]
    key_points: [A held-out set is the only honest judge]
    params:
      trees: 500
      quick: {default: true, kind: boolean, help: Skip the slow part.}
    ---
    # Load the measurements

    ```{table.read tumours}
    path: data/wdbc.csv
    ```

    ```{table.split parts}
    table: $tumours
    stratify: diagnosis
    test_size: 0.3   # more than usual
    ```

    ```{model.random_forest forest}
    #| caption: The forest, and what it looked at
    #| show: [importances]
    #| cores: 2
    #| memory: 2GB
    #| time: 1h30min
    #| save: {importances: results/importances.csv}
    data: $parts.train
    target: diagnosis
    n_estimators: $params.trees
    ```

    ```{model.evaluate scores}
    #| skip: $params.quick
    #| source: true
    model: $forest
    data: $parts.test
    ```

    The forest is right for `$scores.metrics.accuracy, percent 1` of $n$ tumours.

    ```{table.describe}
    table: $tumours
    ```

    ```{table.describe}
    table: $parts.test
    ```

    ```{expect}
    $scores.metrics.accuracy >= 0.93
    $scores.metrics.per_class['ductal carcinoma'].recall ~= 0.9 ± 0.05   # from the data
    ```

    ```{quiz check}
    questions:
      - title: Which error is worse?
        type: choose-1
        answers: [A missed one, A false alarm]
        correct: A missed one
        explanation: It is not treated.
    ```

    > [!question] Which error is worse here?
    > > [!solution]- A missed malignant tumour
    > > Look at the recall of the class `M`.

    """

  private let plan = Plan(notebook: PlanTests.example, catalogue: SampleCatalogue.catalogue)

  @Test("A whole notebook") func whole() {
    #expect(plan.diagnostics == [])
    #expect(plan.steps.map(\.id) == ["tumours", "parts", "forest", "scores", "table.describe#1", "table.describe#2"])
    #expect(plan.steps.map(\.name) == ["tumours", "parts", "forest", "scores", nil, nil])
    #expect(plan.steps.map(\.dependencies) == [[], [0], [1], [1, 2], [0], [1]])
    #expect(plan.steps.map(\.isSkipped) == [false, false, false, true, false, false])
    #expect(
      dump(plan) == """
        heading 1 #load-the-measurements: Load the measurements
        step tumours @14:4+20
        step parts @18:4+19
        step forest @24:4+28
        step scores @36:4+23
        paragraph: The forest is right for <value $scores.metrics.accuracy percent(1) @43:26+35> of <math>n</math> tumours.
        step table.describe#1 @45:4+16
        step table.describe#2 @49:4+16
        expectations
          $scores.metrics.accuracy >= 0.93 @54:1+32
          $scores.metrics.per_class['ductal carcinoma'].recall ~= 0.9 ± 0.05 @55:1+67
        quiz check @58:4+12
        box question: Which error is worse here?
          box solution closed: A missed malignant tumour
            paragraph: Look at the recall of the class <code>M</code>.
        """)
  }

  @Test("Front matter") func frontMatter() {
    let matter = plan.document.frontMatter
    #expect(matter.title == "Telling benign from malignant tumours")
    #expect(matter.level == "Introductory")
    #expect(matter.timeEstimation == "1H30M")
    #expect(matter.objectives == ["Split a table", "Train a random forest"])
    #expect(matter.parameters.map(\.name) == ["trees", "quick"])
    #expect(matter.parameters.map(\.value) == [.integer(500), .boolean(true)])
    #expect(matter.parameters.last?.kind == .boolean)
  }

  @Test("Options of a step") func options() throws {
    let forest = try #require(plan.step("forest"))
    #expect(forest.presentation.caption == "The forest, and what it looked at")
    #expect(forest.presentation.show == ["importances"])
    #expect(forest.resources.cores == 2)
    #expect(forest.resources.memory == 2_000_000_000)
    #expect(forest.resources.time == 5400)
    #expect(forest.saves.map(\.output) == ["importances"])
    #expect(forest.saves.map(\.path) == ["results/importances.csv"])
    #expect(plan.step("scores")?.presentation.source == true)
  }

  @Test("Parameters from outside take the type of what they replace") func overrides() throws {
    func forest(_ overrides: [String: TypedValue]) -> Plan {
      Plan(notebook: PlanTests.example, catalogue: SampleCatalogue.catalogue, parameters: overrides)
    }
    let plan = forest(["trees": .text("20"), "quick": .text("false")])
    #expect(plan.diagnostics == [])
    #expect(plan.step("forest")?.binding.parameters.last?.argument == .value(.integer(20)))
    #expect(plan.step("scores")?.isSkipped == false)
    #expect(
      forest(["tree": .integer(3), "quick": .text("perhaps")]).diagnostics.map(\.message) == [
        "the notebook has no parameter 'tree'; did you mean 'trees'?", "'quick' must be true or false, not 'perhaps'",
      ])
    #expect(forest(["trees": .integer(0)]).diagnostics.map(\.message) == ["'n_estimators' must be in 1...100000, not '$params.trees'"])
  }

  @Test("each, with columns in text and collections outside") func each() throws {
    let plan = Plan(
      notebook: """
        ---
        title: T
        ---
        ```{files.gather all}
        parts: $runs
        ```

        ```{table.read runs}
        #| each: $samples
        path: data/${each.file}.csv
        separator: $each.separator
        ```

        ```{table.join joined}
        tables: $runs
        ```

        ```{table.describe described}
        #| each: $runs
        table: $each.value
        ```

        ```{table.read samples}
        path: samples.csv
        ```
        """, catalogue: SampleCatalogue.catalogue)
    #expect(plan.diagnostics == [])
    #expect(plan.steps.map(\.dependencies) == [[1], [4], [1], [1], []])
    #expect(try #require(plan.step("runs")).each?.reference == Reference(root: "samples", path: []))
  }

  @Test("The plan is a function of the bytes: the same twice, and for CRLF, CR and a byte-order mark") func purity() {
    let text = everything(plan)
    let bytes = Array(PlanTests.example.utf8)
    let windows = Array(PlanTests.example.replacing("\n", with: "\r\n").utf8)
    let old = Array(PlanTests.example.replacing("\n", with: "\r").utf8)
    for notebook in [bytes, windows, old, [0xEF, 0xBB, 0xBF] + bytes, [0xEF, 0xBB, 0xBF] + windows] {
      #expect(everything(Plan(notebook: notebook, catalogue: SampleCatalogue.catalogue)) == text)
    }
  }

  @Test("Bytes that are no UTF-8 are told, with their place") func encoding() {
    let bytes = Array("---\ntitle: T\n---\nna".utf8) + [0xEF] + Array("ve\n".utf8)
    let plan = Plan(notebook: bytes, catalogue: SampleCatalogue.catalogue)
    #expect(plan.diagnostics.map(\.message) == ["the notebook is not UTF-8 text"])
    #expect(plan.diagnostics.first?.range == SourceRange(line: 4, column: 3, length: 3))
  }

  @Test("A text is read by the type that its parameter declares") func textStaysText() throws {
    for text in ["NO", "1:30", "010", "null x", "3", "true"] {
      let plan = Plan(
        notebook: "---\ntitle: T\n---\n```{plot.bar p}\ntable: $t\ntitle: \(text)\n```\n```{table.read t}\npath: \(text)\n```\n",
        catalogue: SampleCatalogue.catalogue)
      #expect(plan.diagnostics == [])
      #expect(plan.step("p")?.binding.parameters.first?.argument == .value(.text(text)))
    }
  }
}
