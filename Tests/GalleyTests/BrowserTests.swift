import TestSupport
import Testing

/// Reports in a real browser: Debian's Chromium, led by Playwright, with axe-core for what can be told of accessibility.
@Suite struct BrowserTests {
  /// The Python that leads the browser; nil, with a word, where it or the browser is not here.
  private func python(for test: String = #function) throws -> String? {
    guard Program.exists("chromium") else {
      try #require(currentEnvironment()["CI"] == nil, "there is no chromium: apt-get install chromium")
      print("SKIPPED \(test): there is no chromium")
      return nil
    }
    return try Python.reference(needing: ["playwright", "axe_playwright_python"], for: test)
  }

  private func check(_ python: String, _ mode: String, _ pages: [String]) throws -> String {
    let result = try runProgram(python, [Galley.package + "/Tests/Fixtures/page_check.py", mode] + pages)
    return result.status == 0 ? result.stdout : result.stdout + result.stderr
  }

  @Test func notebooksAreForEveryone() throws {
    guard let python = try python() else { return }
    let galley = try Galley()
    try galley.copyNotebooks()
    for name in ["first-steps", "breast-cancer", "decisions"] { try galley.run("run", "\(name).md") }
    let pages = ["first-steps.html", "breast-cancer.html", "decisions.html"].map(galley.path)
    #expect(try check(python, "all", pages) == "looked at first-steps.html, breast-cancer.html, decisions.html\n")
  }

  @Test func everyThemeAudienceAndLanguage() throws {
    guard let python = try python() else { return }
    let galley = try lesson()
    try galley.run("render", "lesson.md", "--audience", "student")
    try galley.run("render", "lesson.md", "--audience", "instructor", "--theme", "paper")
    try galley.write(Self.lesson.replacing("title: A lesson", with: "title: A lesson\nlang: de"), to: "deutsch.md")
    try galley.run("run", "deutsch.md")
    let pages = ["lesson.html", "lesson.student.html", "lesson.instructor.html", "deutsch.html"]
    #expect(try check(python, "all", pages.map(galley.path)) == "looked at \(pages.joined(separator: ", "))\n")
  }

  @Test func whatAReaderCanDo() throws {
    guard let python = try python() else { return }
    let galley = try lesson()
    #expect(try check(python, "live", [galley.path("lesson.html")]) == "looked at table, quiz, tabs, graph, theme\n")
  }

  @Test func whatAReaderCanDoWithFigures() throws {
    guard let python = try python() else { return }
    let galley = try Galley()
    try galley.writeSample()
    try galley.write("x,y,kind\n" + (0..<6000).map { "\($0 % 83),\($0 % 97),\($0 % 2 == 0 ? "a" : "b")\n" }.joined(), to: "many.csv")
    try galley.write("---\ntitle: Figures\n---\n" + Self.figures, to: "figures.md")
    let run = try galley.run("run", "figures.md")
    #expect(run.status == 0, "\(run.stderr)")
    #expect(try check(python, "figures", [galley.path("figures.html")]) == "looked at hover, zoom, legend, downloads, touch\n")
    #expect(try check(python, "all", [galley.path("figures.html")]) == "looked at figures.html\n")
  }

  private func lesson() throws -> Galley {
    let galley = try Galley()
    try galley.writeSample()
    try galley.write(Self.lesson, to: "lesson.md")
    let run = try galley.run("run", "lesson.md")
    #expect(run.status == 0, "\(run.stderr)")
    return galley
  }

  /// A figure with a legend, one with two axes, panels that share theirs, and one of so many marks that they are pixels. What follows makes the
  /// page long enough to scroll.
  private static let figures = """
    # Figures

    ```{table.read rows}
    path: sample.csv
    ```

    ```{plot.chart scatter}
    data: $rows
    transform: [{calculate: "datum.y * 10", as: v}]
    mark: point
    encoding: {x: x, y: v, color: kind}
    ```

    ```{plot.chart both}
    data: $rows
    encoding: {x: x}
    layer:
      - mark: bar
        encoding: {y: x}
      - mark: line
        transform: [{window: [{op: sum, field: y, as: all}], sort: [{field: x}]}]
        encoding: {y: {field: all, title: y}}
    resolve: {scale: {y: independent}}
    ```

    ```{plot.chart panels}
    data: $rows
    mark: point
    encoding: {x: x, y: y, column: kind}
    ```

    ```{table.read points}
    path: many.csv
    ```

    ```{plot.chart many}
    data: $points
    mark: point
    encoding: {x: x, y: y, color: kind}
    ```

    """ + String(repeating: "A line of text.\n\n", count: 60)

  /// The sample with all that a lesson can hold.
  private static let lesson =
    Galley.sample.replacing("title: A sample", with: "title: A lesson\nnumber-sections: true\nlevel: Introductory\ntime_estimation: 1H")
    .replacing("# Data\n", with: "# Data {#sec-data}\n").replacing("{table.read rows}", with: "{table.read rows}\n#| label: tbl-rows\n#| caption: All rows\n#| columns: {x: {format: round 3, unit: mm, bar: true}}") + #"""
    # More

    See @tbl-rows in @sec-data, and @fig-scores-roc of @fig-scores. Inline $x^2$, and

    $$ \bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i $$

    ```{model.evaluate}
    #| label: fig-scores
    #| caption: How well it does
    model: $forest
    data: $parts.test
    ```

    ::: {.panel-tabset}

    ## R

    Text in R

    ## Python

    Text in Python

    :::

    > [!exercise] Describe the rows
    > ```{table.describe mine}
    > table: ___
    > ```
    >
    > ```{expect}
    > $mine.summary.rows == 3
    > ```
    >
    > > [!solution]- What to write
    > > The rows.

    ```{quiz}
    questions:
      - title: Which error is worse?
        type: choose-1
        answers: [A missed tumour, A false alarm]
        correct: A missed tumour
        explanation: Nobody would treat it.
      - title: How many rows are there?
        type: number
        correct: 60
    ```
    """#
}
