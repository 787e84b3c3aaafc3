import TestSupport
import Testing
import Tooling

struct ReferencePageTests {
  @Test func schemaSaysWhatTheBinderSays() throws {
    let schema = sampleTool.jsonSchema
    #expect(schema["required"] == ["table", "others", "target"])
    #expect(schema["additionalProperties"] == false)
    let properties = try #require(schema["properties"])
    #expect(properties["n_estimators"] == [
      "description": "How many times.", "default": 100,
      "anyOf": [["type": "integer", "minimum": 1, "maximum": 100_000], ["$ref": "#/$defs/reference"]],
    ])
    #expect(properties["share"]?["anyOf"]?.array?.first == ["type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1])
    #expect(properties["max_depth"]?["anyOf"]?.array?.last == ["type": "null"])
    #expect(properties["criterion"]?["anyOf"]?.array?.first == ["enum": ["gini", "entropy"]])
    #expect(properties["names"]?["anyOf"]?.array?.first?["minItems"] == 1)
    #expect(properties["nested"]?["anyOf"]?.array?.first?["properties"]?["width"]?["default"] == 3)
    #expect(properties["extra"] == ["description": "A file beside it. A path, or a reference to a file.", "type": "string"])
  }

  @Test func schemasAreValidAndAcceptWhatBinds() throws {
    guard let python = try Python.reference(needing: ["jsonschema"]) else { return }
    let schema = sampleTool.jsonSchema
    let whole: [JSON.Member] = [.init("table", "$data"), .init("others", ["$a", "$b"]), .init("target", "y")]
    let good: [JSON] = [
      [:], ["n_estimators": "$params.n", "rates": [1, "$scores.metrics.rate"], "max_depth": .null, "nested": ["width": 2]],
      ["stage": "sample.stage"], ["stage": ["sample.stage": ["strength": 2], "as": "x"]], ["names": ["a", 3]], ["weights": ["a": 1]],
    ]
    let bad: [JSON] = [
      ["n_estimators": 0], ["n_estimatrs": 1], ["criterion": "x"], ["names": [] as JSON], ["nested": ["widht": 1]], ["rates": [0]], ["table": "data"],
    ]
    func bodies(_ cases: [JSON]) -> JSON {
      var bodies: [JSON] = []
      for given in cases { bodies.append(.object(whole.filter { given[$0.name] == nil } + (given.members ?? []))) }
      return .array(bodies)
    }
    let script = """
      import json, sys, jsonschema
      schema, good, bad = json.load(sys.stdin)
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      print([i for i, body in enumerate(good) if not validator.is_valid(body)], [i for i, body in enumerate(bad) if validator.is_valid(body)])
      """
    let result = try runProgram(python, ["-c", script], input: Array(JSON.array([schema, bodies(good), bodies(bad)]).text.utf8))
    #expect(result.stdout == "[] []\n", "\(result.stderr)")
  }

  @Test func manualPage() {
    let page = sampleTool.manualPage
    #expect(page.hasPrefix("# sample.tool\n\nTry what a declaration can say.\n\nTries all that"))
    for line in [
      "| `table` | table | The table to try. |", "| `extra` | file, optional | A file beside it. |", "| `others` | list of table | Any number of tables. |",
      "| `target` | column | required | The column to try. |", "| `n_estimators` | integer, in 1...100000 | `100` | How many times. |",
      "| `nested.width` | integer, at least 1 | `3` | How wide. |", "- `entropy`: Shannon's entropy.", "| `metrics` | metrics, main | What came of it. |",
      "- `score`: How good.", "- Doe J. On samples. J Sampl 1, 1 (2020). https://doi.org/10.1000/1", "Version 2.",
    ] { #expect(page.contains(line + "\n"), "\(line)") }
  }

  @Test func manualTextKeepsItsWidth() {
    for width in [1, 40, 80, 200] {
      let text = sampleTool.manualText(width: width)
      if width >= 40 { #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }) }
      #expect(text.contains("    ```{sample.tool}\n    target: y\n"))
    }
    #expect(sampleTool.manualText().contains("""
        criterion (choice; default gini)
            Which way.
              gini: Gini's impurity.
              entropy: Shannon's entropy.
      """))
  }

  @Test func declarationAsJSON() throws {
    let json = sampleTool.json
    // Whole numbers are written without a fraction, so it is the text that comes back.
    #expect(try JSON(parsing: json.text).text == json.text)
    #expect(json["parameters"]?.array?.count == sampleTool.parameters.count)
    #expect(json["outputs"]?.array?.first?["is_main"] == true)
    #expect(sampleStage.json["can_be_stage"] == true)
  }
}
