import Tabular
import TestSupport
import Testing
import Tooling

struct ToolBinderTests {
  /// The messages of binding `body` beside a table and a target.
  private func messages(_ body: JSON, parameters: [String: TypedValue] = [:], complete: Bool = true) -> [String] {
    bind(body, parameters: parameters, complete: complete).diagnostics.map(\.message)
  }

  private func bind(
    _ body: JSON, parameters: [String: TypedValue] = [:], complete: Bool = true
  ) -> (binding: ToolBinding, diagnostics: [Diagnostic]) {
    let place = SourceRange(line: 1, column: 1)
    var fields = body.members ?? []
    if complete {
      for (name, value) in [("table", "$data"), ("others", "$data"), ("target", "y")] as [(String, JSON)] where body[name] == nil {
        fields.append(.init(name, value))
      }
    }
    var diagnostics: [Diagnostic] = []
    let binding = sampleTool.bind(
      SourceNode(.object(fields), at: place), at: place, scope: BindingScope(parameters: parameters, catalogue: sampleCatalogue),
      diagnostics: &diagnostics)
    return (binding, diagnostics)
  }

  @Test func aWholeBodyBinds() throws {
    let body: JSON = [
      "n_estimators": 7, "share": 0.5, "max_depth": .null, "criterion": "entropy", "verbose": true, "names": ["a", "NO"], "rates": [1, 2.5],
      "weights": ["a": 1, "b": 2], "nested": ["width": 5], "stage": ["sample.stage": ["strength": 2], "as": "first"],
    ]
    let (binding, diagnostics) = bind(body)
    #expect(diagnostics == [])
    let given = try binding.parameters.map { TypedValue.Field($0.name, try #require($0.argument.value)) }
    let arguments = try sampleTool.arguments(given: given)
    #expect(arguments["n_estimators"] == .integer(7))
    #expect(arguments["max_depth"] == .null)
    #expect(arguments["names"] == .list([.text("a"), .text("NO")]))
    #expect(arguments["rates"] == .list([.number(1), .number(2.5)]))
    #expect(arguments["nested"] == .record([.init("width", .integer(5)), .init("purpose", .null)]))
    #expect(arguments["stage"]?["as"] == .text("first"))
    #expect(arguments["stage"]?["parameters"] == .record([.init("strength", .number(2))]))
  }

  @Test(arguments: [
    ([ "n_estimators": 0 ], "'n_estimators' must be in 1...100000, not 0"),
    ([ "n_estimators": "many" ], "'n_estimators' must be an integer in 1...100000, not 'many'"),
    ([ "n_estimators": 1.5 ], "'n_estimators' must be an integer in 1...100000, not 1.5"),
    ([ "n_estimators": [1, 2] ], "'n_estimators' must be an integer in 1...100000, not a list"),
    ([ "n_estimators": .null ], "'n_estimators' must be an integer in 1...100000, not nothing"),
    ([ "share": 1 ], "'share' must be above 0 and below 1, not 1"),
    ([ "max_depth": 0 ], "'max_depth' must be at least 1, not 0"),
    ([ "criterion": "ginni" ], "'criterion' must be one of gini, entropy, not 'ginni'; did you mean 'gini'?"),
    ([ "verbose": "yes" ], "'verbose' must be true or false, not 'yes'"),
    ([ "names": ["a": "b"] ], "'names' must be a list, each text, not a mapping"),
    ([ "names": [] as JSON ], "'names' must be not empty, not []"),
    ([ "rates": [1, 0] ], "'rates[2]' must be above 0, not 0"),
    ([ "rates": 0 ], "'rates' must be above 0, not 0"),
    ([ "rates": "fast" ], "'rates' must be a list, each a number above 0, not 'fast'"),
    ([ "rates": [1, "x"] ], "'rates[2]' must be a number above 0, not 'x'"),
    ([ "weights": ["a": "heavy"] ], "'weights.a' must be a number, not 'heavy'"),
    ([ "nested": ["width": 0] ], "'nested.width' must be at least 1, not 0"),
    ([ "nested": ["widht": 1] ], "'nested' has no field 'widht'; did you mean 'width'?"),
    ([ "stage": "sample.tool" ], "'sample.tool' cannot be fitted, so it is no stage"),
    ([ "stage": "sample.stag" ], "there is no tool 'sample.stag'; did you mean 'sample.stage'?"),
    ([ "stage": ["sample.stage": ["strength": -1]] ], "'sample.stage.strength' must be at least 0, not -1"),
    ([ "stage": ["sample.stage": ["target": "y"]] ], "'target' of 'sample.stage' is given by the step that holds the pipeline"),
    ([ "n_estimatrs": 1 ], "'sample.tool' has no parameter 'n_estimatrs'; did you mean 'n_estimators'?"),
    ([ "table": "data" ], "'table' must be a reference to a table, such as '$step', not 'data'"),
    ([ "table": ["$a", "$b"] ], "'table' takes one table, not a list"),
    ([ "n_estimators": "$params.trees" ], "the notebook has no parameter 'trees'"),
    ([ "criterion": "$3" ], "'$3' begins with '$' and is no reference"),
  ] as [(JSON, String)])
  func refusals(body: JSON, message: String) { #expect(messages(body) == [message]) }

  @Test func whatStandsAloneIsAListOfOne() throws {
    let (binding, diagnostics) = bind(["rates": 0.5, "names": "a, b"])
    #expect(diagnostics == [])
    #expect(binding.parameters.first { $0.name == "rates" }?.argument.value == .list([.number(0.5)]))
    // In quotes it is one text, commas and all.
    #expect(binding.parameters.first { $0.name == "names" }?.argument.value == .list([.text("a, b")]))
    let given = try sampleTool.arguments(given: [.init("target", .text("y")), .init("rates", .integer(2))])
    #expect(given["rates"] == .list([.number(2)]))
    #expect(bind(["rates": "$params.rate"], parameters: ["rate": .number(3)]).binding.parameters.first?.argument.value == .list([.number(3)]))
    #expect(
      ToolError.thrown { try sampleTool.arguments(given: [.init("target", .text("y")), .init("rates", .list([.number(1), .number(-1)]))]) }
        == ToolError("'rates[2]' must be above 0, not -1", parameter: "rates[2]"))
  }

  @Test func everyMistakeIsTold() {
    #expect(
      messages(["n_estimators": 0, "criterion": "x"], complete: false) == [
        "'n_estimators' must be in 1...100000, not 0", "'criterion' must be one of gini, entropy, not 'x'",
        "'sample.tool' needs 'table' (a table, such as '$step')", "'sample.tool' needs 'others' (a table, such as '$step')",
        "'sample.tool' needs 'target' (the name of a column)",
      ])
  }

  @Test func parametersOfTheNotebookAreConvertedAndChecked() {
    let parameters: [String: TypedValue] = ["trees": .integer(0), "share": .integer(2), "word": .text("entropy"), "n": .number(3)]
    #expect(messages(["n_estimators": "$params.trees"], parameters: parameters) == ["'n_estimators' must be in 1...100000, not '$params.trees'"])
    #expect(messages(["n_estimators": "$params.word"], parameters: parameters) == ["'n_estimators' must be an integer in 1...100000, not 'entropy', the value of '$params.word'"])
    #expect(messages(["criterion": "$params.word", "n_estimators": "$params.n"], parameters: parameters) == [])
    #expect(bind(["names": ["a ${params.word}", "$$5"]], parameters: parameters).binding.parameters.first?.argument.value == .list([.text("a entropy"), .text("$5")]))
  }

  @Test func referencesWaitForTheirStep() throws {
    let (binding, diagnostics) = bind(["n_estimators": "$scores.metrics.best"])
    #expect(diagnostics == [])
    #expect(binding.parameters.first?.argument.references.map(\.reference) == [Reference(root: "scores", path: ["metrics", "best"])])
    #expect(binding.parameters.first?.argument.value == nil)
  }

  @Test func aBodyIsAMapping() {
    let place = SourceRange(line: 3, column: 2)
    var diagnostics: [Diagnostic] = []
    _ = sampleTool.bind(
      SourceNode(.list([]), at: place), at: place, scope: BindingScope(catalogue: sampleCatalogue), diagnostics: &diagnostics)
    #expect(diagnostics == [
      .error("the body of 'sample.tool' must be a mapping, not a list", at: place, remedy: "write one 'name: value' a line")
    ])
  }

  @Test func outputsMayHaveTheNameOfAnInput() throws {
    let data = try Table(csv: "y\n1\n2\n")
    let run = try runTool(sampleTool, inputs: ["table": data], lists: ["others": [data, data]], arguments: ["target": "y", "verbose": true], catalogue: sampleCatalogue)
    #expect(try run.value("table", as: Table.self) == data)
    #expect(try run.value("metrics", as: Metrics.self)["others"] == 2)
    let quiet = try runTool(sampleTool, inputs: ["table": data], lists: ["others": []], arguments: ["target": "y"], catalogue: sampleCatalogue)
    #expect(quiet.outputs.keys.sorted() == ["metrics"])
  }

  @Test func argumentsAreCheckedOnceMoreWhenTheyAreKnown() throws {
    let error = ToolError.thrown { try sampleTool.arguments(given: [.init("target", .text("y")), .init("n_estimators", .integer(0))]) }
    #expect(error == ToolError("'n_estimators' must be in 1...100000, not 0", parameter: "n_estimators"))
    #expect(ToolError.thrown { try sampleTool.arguments(given: []) }?.message == "'sample.tool' needs 'target' (the name of a column)")
  }

  @Test func constraintsRefuseTheirCounterexamples() {
    for parameter in sampleTool.parameters {
      guard let constraint = parameter.constraint, let bad = constraint.counterexample(of: parameter.type) else { continue }
      #expect(!constraint.accepts(bad))
      #expect(throws: ToolError.self) { try parameter.checked(bad) }
    }
  }
}
