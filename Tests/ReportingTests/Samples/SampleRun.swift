import Execution
import Literate
import Reporting
import Tabular
import Tooling

/// A run built by hand that holds one of everything a page can show.
struct SampleRun {
  var outcome: RunOutcome
  var artifacts = MemoryArtifacts()
  var environment = ReportEnvironment(
    notebook: "breast-cancer.md", version: "0.1.0",
    facts: [("System", "Linux 6.8, x86-64"), ("Processor", "AMD EPYC 7B13, 2 cores")])

  func page(_ options: ReportOptions = ReportOptions()) throws -> String {
    var sink = ByteBuffer()
    try Report(outcome: outcome, artifacts: artifacts, environment: environment, options: options).write(to: &sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  static let noRange = SourceRange(line: 1, column: 1)

  static func declaration(
    _ name: String, _ summary: String, inputs: [(String, Kind)] = [], outputs: [(String, Kind)], parameters: [(String, TypedValue?)] = [],
    citations: [Citation] = []
  ) -> ToolDeclaration {
    ToolDeclaration(
      name: name, version: "1.0", summary: summary, manual: "", citations: citations,
      inputs: inputs.map { InputDeclaration(name: $0.0, kind: $0.1, help: "") },
      parameters: parameters.map { ParameterDeclaration(name: $0.0, type: .scalar, help: "What \($0.0) is.", standard: $0.1) },
      outputs: outputs.enumerated().map { OutputDeclaration(name: $1.0, kind: $1.1, help: "", isMain: $0 == 0) },
      makeInvocation: { _ in throw ToolError("a sample does not run") })
  }

  static func step(
    _ tool: ToolDeclaration, _ name: String?, inputs: [(String, String)] = [], files: [(String, String)] = [], parameters: [(String, TypedValue)] = [],
    dependencies: [Int] = [], body: String = "", _ presentation: (inout Presentation) -> Void = { _ in }
  ) -> PlannedStep {
    var shown = Presentation()
    presentation(&shown)
    let bound =
      inputs.map { name, reference in
        ToolBinding.BoundInput(name: name, sources: [.reference(Reference(reference) ?? Reference(root: "x", path: []), noRange)], range: noRange)
      } + files.map { name, path in ToolBinding.BoundInput(name: name, sources: [.path(.value(.text(path)), noRange)], range: noRange) }
    return PlannedStep(
      id: name ?? tool.name + "#1", name: name, tool: tool,
      binding: ToolBinding(inputs: bound, parameters: parameters.map { .init(name: $0.0, argument: .value($0.1), range: noRange) }),
      presentation: shown, dependencies: dependencies, body: body, range: noRange)
  }

  static func result(
    _ step: PlannedStep, _ outputs: [ArtifactReference], remarks: [Remark] = [], console: String = "", seconds: Double = 0.31
  ) -> StepResult {
    let arguments = step.tool.parameters.map { parameter in
      TypedValue.Field(
        parameter.name, step.binding.parameters.first { $0.name == parameter.name }?.argument.value ?? parameter.standard ?? .null)
    }
    return StepResult(
      outputs: outputs, remarks: remarks, console: console, seconds: seconds, time: 1_795_420_389, host: "workbench", tool: step.tool.name,
      version: step.tool.version, arguments: .record(arguments))
  }

  static func made(_ step: PlannedStep, _ outputs: [ArtifactReference], remarks: [Remark] = [], console: String = "", seconds: Double = 0.31) -> StepOutcome {
    StepOutcome(
      status: .ran, elements: [.init(result: result(step, outputs, remarks: remarks, console: console, seconds: seconds))],
      key: String(repeating: "3f9a0c7b51de8426", count: 4), outputs: outputs)
  }

  /// The tutorial of the format's own page, with results.
  static func tutorial() throws -> SampleRun {
    let artifacts = MemoryArtifacts()
    let forestPaper = Citation("Breiman, L. (2001). Random forests. Machine Learning 45, 5–32.", doi: "10.1023/A:1010933404324")
    let read = declaration("table.read", "Read a table from a file.", inputs: [("path", .file)], outputs: [("table", .table)], parameters: [("separator", .null), ("header", .boolean(true))])
    let split = declaration("table.split", "Cut a table into two at random.", inputs: [("table", .table)], outputs: [("train", .table), ("test", .table)], parameters: [("test_size", .number(0.25)), ("stratify", .null), ("seed", .integer(0))])
    let forest = declaration("model.random_forest", "Fit a random forest.", inputs: [("data", .table)], outputs: [("model", .classifier), ("importances", .figure)], parameters: [("target", nil), ("n_estimators", .integer(100)), ("criterion", .text("gini")), ("max_depth", .null), ("seed", .integer(0))], citations: [forestPaper])
    let evaluate = declaration("model.evaluate", "Measure a model on a table.", inputs: [("model", .model), ("data", .table)], outputs: [("metrics", .metrics), ("roc_curve", .figure), ("precision_recall", .figure), ("confusion", .figure), ("calibration", .figure)])
    let describe = declaration("table.describe", "Describe every column.", inputs: [("table", .table)], outputs: [("table", .table), ("text", .text)])
    let search = declaration("model.search", "Search a grid.", inputs: [("data", .table)], outputs: [("table", .table)])

    let steps = [
      step(read, "tumours", files: [("path", "data/wdbc.csv")], body: "path: data/wdbc.csv") { $0.source = true },
      step(split, "parts", inputs: [("table", "$tumours")], parameters: [("stratify", .text("diagnosis"))], dependencies: [0]) { $0.hide = ["all"] },
      step(describe, nil, inputs: [("table", "$parts.train")], dependencies: [1]) { $0.caption = "The training part, column by column" },
      step(forest, "forest", inputs: [("data", "$parts.train")], parameters: [("target", .text("diagnosis")), ("n_estimators", .integer(500))], dependencies: [1]) { $0.caption = "The forest, and what it looked at" },
      step(evaluate, "scores", inputs: [("model", "$forest"), ("data", "$parts.test")], dependencies: [1, 3]) { $0.caption = "How well it does on tumours that it has not seen"; $0.label = "fig-scores" },
      step(search, "grid", inputs: [("data", "$parts.train")], dependencies: [1]),
      step(evaluate, "grid_scores", inputs: [("model", "$grid"), ("data", "$parts.test")], dependencies: [1, 5]),
      step(describe, "folds", inputs: [("table", "$tumours")], dependencies: [0]) { $0.caption = "One description a hospital" },
    ]

    var noise = SampleFigures.Noise(1)
    let count = 426
    var columns: [Column] = [Column("id", .integer(Optionals((0..<count).map { Int64(842_302 + $0 * 37) }, zero: 0)))]
    columns.append(Column("diagnosis", .dictionary(DictionaryValues(codes: (0..<count).map { $0 % 3 == 0 ? 1 : $0 % 71 == 7 ? -1 : 0 }, levels: ["B", "M"]))))
    for (name, scale) in [("radius_mean", 14.0), ("texture_mean", 19.0), ("area_mean", 655.0), ("smoothness_mean", 0.0964), ("fractal_dimension_se", 0.0038)] {
      columns.append(Column(name, .number((0..<count).map { $0 % 47 == 3 ? .nan : (scale * (1 + 0.2 * noise.normal()) * 1e5).rounded() / 1e5 })))
    }
    let table = try artifacts.add("table", try Table(columns))
    let train = ArtifactReference(name: "train", kind: .table, digest: table.digest, byteCount: table.byteCount)
    let test = ArtifactReference(name: "test", kind: .table, digest: table.digest, byteCount: table.byteCount)
    let description = try artifacts.add("table", try SampleFigures.table([
      ("column", SampleFigures.text(["radius_mean", "texture_mean", "area_mean"])), ("mean", .number([14.127, 19.29, 654.889])), ("sd", .number([3.524, 4.301, 351.914])), ("missing", .integer(Optionals([9, 9, 0], zero: 0))),
    ]))
    let text = try artifacts.add("text", TextArtifact("radius_mean   ▁▃▇▅▂▁\ntexture_mean  ▁▅▇▃▁▁\n<script>alert('not markup')</script>\n"))
    let model = try artifacts.add("model", ModelArchive(kind: .classifier, tool: "model.random_forest", content: ["target": "diagnosis", "classes": ["B", "M"], "positive": "M", "features": .array((1...30).map { .text("feature \($0)") }), "trees": 500]))
    let importances = try artifacts.add("importances", SampleFigures.importances())
    let metrics = try artifacts.add("metrics", Metrics(
      values: [("accuracy", 0.958041958), ("balanced_accuracy", 0.9526), ("precision", 0.961538), ("recall", 0.92592), ("f1", 0.943396), ("roc_auc", 0.99214), ("log_loss", 0.1173), ("matthews_corrcoef", .nan), ("accuracy_sd", 0.012345)],
      intervals: [("accuracy", 0.9231, 0.9860), ("roc_auc", 0.9781, 0.9993)],
      classes: [("B", [("precision", 0.9560439), ("recall", 0.97752), ("f1", 0.96666), ("support", 89)]), ("M", [("precision", 0.961538), ("recall", 0.92592), ("f1", 0.943396), ("support", 54)])]))
    let figures = [
      try artifacts.add("roc_curve", SampleFigures.roc()), try artifacts.add("precision_recall", SampleFigures.precisionRecall()),
      try artifacts.add("confusion", SampleFigures.confusion()), try artifacts.add("calibration", SampleFigures.calibration()),
    ]

    let failure = Diagnostic.error("the column 'age' is neither numeric nor boolean", at: SourceRange(line: 3, column: 1, length: 4), remedy: "encode it with encode.one_hot, or leave it out of 'features'")
    let outcomes = [
      made(steps[0], [table], remarks: [Remark(.warning, "9 cells of 'radius_mean' are missing", remedy: "fill them with impute.simple")], seconds: 0.0042),
      made(steps[1], [train, test]),
      made(steps[2], [description, text], console: "read 426 rows\ndescribed 7 columns\n"),
      made(steps[3], [model, importances], seconds: 4.23),
      made(steps[4], [metrics] + figures),
      StepOutcome(status: .failed, failure: failure),
      StepOutcome(status: .skipped, failure: Diagnostic(.note, "the step 'grid', which it reads, failed")),
      StepOutcome(
        status: .cached,
        elements: ["Vienna", "Wisconsin"].map { .init(name: $0, result: result(steps[7], [description])) }, isCollection: true,
        key: String(repeating: "ab01", count: 16), outputs: [ArtifactReference(name: "table", kind: .collection, digest: String(repeating: "0", count: 64), byteCount: 220)]),
    ]

    var front = FrontMatter()
    front.title = "Telling benign from malignant tumours"
    front.description = "A random forest learns from measurements of cell nuclei, and is judged on tumours that it has never seen."
    front.level = "Introductory"
    front.timeEstimation = "1H30M"
    front.date = "2026-11-23"
    front.license = "CC-BY-4.0"
    front.contributors = ["Ada Lovelace", "Mary Somerville"]
    front.tags = ["classification", "medicine"]
    front.questions = ["Can nucleus measurements tell a tumour's kind?", "Which error is worse?"]
    front.objectives = ["Split a table", "Train a random forest", "Read a ROC curve"]
    front.requirements = ["What a table is"]
    front.keyPoints = ["A held-out set is the only honest judge", "Recall matters where a miss costs most"]
    front.parameters = [NotebookParameter(name: "trees", value: .integer(500), range: noRange)]

    let blocks: [Block] = [
      .paragraph([.text("Every year many tumours are found by "), .emphasis([.text("fine-needle aspiration")]), .text(". Ten features of each nucleus were measured"), .footnoteReference(name: "street", number: 1), .text(", and for each feature its mean, its standard error and its largest value. See "), .link(destination: "https://archive.ics.uci.edu", title: "", [.text("the repository")]), .text(" for the data, or run "), .code("galley show breast-cancer.md tumours"), .text(".")]),
      .heading(level: 1, [.text("Load the measurements")], anchor: "load-the-measurements"),
      .paragraph([.text("The table has a row a tumour. "), .strong([.text("Nothing is done to it")]), .text(" before it is split.")]),
      .step(0), .step(1),
      .heading(level: 2, [.text("A look at the columns")], anchor: "a-look-at-the-columns"),
      .step(2),
      .box(Box(kind: .tip, title: [.text("Look before you fit")], fold: .none, blocks: [.paragraph([.text("A histogram a column tells more than any summary.")])])),
      .box(Box(kind: .question, title: [.text("Which error is worse here?")], fold: .none, blocks: [
        .paragraph([.text("Think of the patient.")]),
        .box(Box(kind: .solution, title: [.text("A missed malignant tumour")], fold: .closed, blocks: [.paragraph([.text("Look at the recall of the class "), .code("M"), .text(".")])])),
      ])),
      .heading(level: 1, [.text("Train and judge")], anchor: "train-and-judge"),
      .paragraph([.text("A forest averages many trees, so that the variance of one tree, "), .mathematics("\\operatorname{Var}(f)"), .text(", shrinks:")]),
      .mathematics("\\operatorname{Var}(\\bar f) = \\rho\\sigma^2 + \\frac{1-\\rho}{B}\\sigma^2"),
      .step(3), .step(4),
      .paragraph([.text("The forest is right for "), .value(0), .text(" of the held-out tumours, with an area under the curve of "), .value(1), .text("; the grid's best is "), .value(2), .text(".")]),
      .expectations(0),
      .list(ListBlock(isOrdered: false, isTight: true, items: [.init(isTicked: true, blocks: [.paragraph([.text("split before anything is fitted")])]), .init(isTicked: false, blocks: [.paragraph([.text("compare with a logistic regression")])])])),
      .table(TableBlock(alignments: [.none, .right], head: [[.text("Model")], [.text("Accuracy")]], rows: [[[.text("always benign")], [.text("0.627")]], [[.text("forest")], [.value(0)]]])),
      .quiz(0),
      .heading(level: 1, [.text("When something goes wrong")], anchor: "when-something-goes-wrong"),
      .step(5), .step(6), .step(7),
      .box(Box(kind: .handsOn, title: [], fold: .open, blocks: [.list(ListBlock(isOrdered: true, isTight: true, items: [.init(blocks: [.paragraph([.text("Change "), .code("n_estimators"), .text(" to 10.")])]), .init(blocks: [.paragraph([.text("Run again, and see what is made anew.")])])]))])),
      .box(Box(kind: .warning, title: [], fold: .none, blocks: [.paragraph([.text("This is teaching matter, and no medical advice.")])])),
      .code(language: "bash", text: "galley run breast-cancer.md --open\n"),
      .quote([.paragraph([.text("All models are wrong, but some are useful.")])]),
      .paragraph([.image(source: "plots/missing.png", title: "", alt: "a plot")]),
    ]
    let document = Document(frontMatter: front, blocks: blocks, footnotes: [.init(name: "street", blocks: [.paragraph([.text("Street, Wolberg and Mangasarian (1993), Nuclear feature extraction for breast tumor diagnosis.")])])])
    let plan = Plan(
      source: "---\ntitle: x\nage: 3\n", document: document, steps: steps,
      quizzes: [
        Quiz(name: nil, questions: [
          .init(title: "Which number does a doctor care for most?", type: .chooseOne, answers: ["Accuracy", "Recall of the class M", "The number of trees"], correct: ["Recall of the class M"], explanation: "A missed malignant tumour costs most, and recall counts those."),
          .init(title: "What is the area under the diagonal?", type: .number, answers: [], correct: ["0.5"], explanation: "Chance."),
          .init(title: "Which of these need a seed?", type: .chooseMany, answers: ["table.split", "table.read", "model.random_forest"], correct: ["table.split", "model.random_forest"]),
        ], range: noRange)
      ],
      values: [
        ValueSpan(reference: Reference(root: "scores", path: ["metrics", "accuracy"]), filter: .percent(1), range: noRange),
        ValueSpan(reference: Reference(root: "scores", path: ["metrics", "roc_auc"]), range: noRange),
        ValueSpan(reference: Reference(root: "grid", path: ["best"]), range: noRange),
      ], diagnostics: [.warning("unknown key 'age'; did you mean 'lang'?", at: SourceRange(line: 3, column: 1, length: 3))])
    let outcome = RunOutcome(
      plan: plan, steps: outcomes,
      expectations: [[
        ExpectationOutcome(line: 40, text: "$scores.metrics.accuracy >= 0.93", passed: true, value: "accuracy is 0.958"),
        ExpectationOutcome(line: 41, text: "$scores.metrics.roc_auc ~= 0.98 ± 0.01", passed: false, value: "roc_auc is 0.9921"),
        ExpectationOutcome(line: 42, text: "$grid.best > 0.9", passed: nil, value: "the step 'grid' failed"),
      ]],
      values: [.value(.number(0.958041958)), .value(.number(0.99214)), .failure("the step 'grid' failed")])
    return SampleRun(outcome: outcome, artifacts: artifacts)
  }

  /// A page of one paragraph a block, without steps.
  static func document(_ blocks: [Block], footnotes: [Document.Footnote] = [], values: [(ValueSpan, ValueOutcome)] = []) -> SampleRun {
    var front = FrontMatter()
    front.title = "A page"
    let plan = Plan(source: "", document: Document(frontMatter: front, blocks: blocks, footnotes: footnotes), values: values.map(\.0))
    return SampleRun(outcome: RunOutcome(plan: plan, values: values.map(\.1)))
  }

  /// A page of every sample figure.
  static func gallery() throws -> SampleRun {
    let artifacts = MemoryArtifacts()
    let tool = declaration("plot.sample", "Draws a figure.", outputs: [("figure", .figure)])
    var steps: [PlannedStep] = [], outcomes: [StepOutcome] = [], blocks: [Block] = []
    for (place, sample) in SampleFigures.all.enumerated() {
      let planned = step(tool, "figure_\(place + 1)") { $0.caption = sample.name }
      steps.append(planned)
      outcomes.append(made(planned, [try artifacts.add("figure", sample.make())]))
      blocks.append(.step(place))
    }
    var front = FrontMatter()
    front.title = "Figures"
    let plan = Plan(source: "", document: Document(frontMatter: front, blocks: blocks), steps: steps)
    return SampleRun(outcome: RunOutcome(plan: plan, steps: outcomes), artifacts: artifacts)
  }
}
