import Tabular
import Tooling

/// A tool with a parameter of every type.
struct SampleTool: Tool {
  static let name = "sample.tool"
  static let summary = "Try what a declaration can say."
  static let version = "2"
  static let citations = [Citation("Doe J. On samples. J Sampl 1, 1 (2020).", doi: "10.1000/1")]

  @Input("The table to try.") var table: Table
  @Input("A file beside it.") var extra: FileBytes?
  @Input("Any number of tables.") var others: [Table]
  @Param("The column to try.", of: "table") var target: ColumnName
  @Param("How many times.", .in(1...100_000)) var nEstimators = 100
  @Param("How much.", .above(0, to: 1, isIncluded: false)) var share = 0.25
  @Param("How deep.", .atLeast(1)) var maxDepth: Int?
  @Param("Which way.") var criterion = Criterion.gini
  @Param("Whether to say more.") var verbose = false
  @Param("Some texts.", .notEmpty) var names: [String]?
  @Param("Some numbers.", .above(0)) var rates: [Double] = [0.1, 1]
  @Param("Numbers by name.") var weights = ParameterMapping<Double>()
  @Param("Nested ones.") var nested = Nested()
  @Param("A stage.") var stage: StageSpecification?
  @Output("What came of it.", isMain: true, fields: [FieldDeclaration("score", "How good.")], hasOpenFields: true) var metrics: Metrics?
  @Output("The table again.", named: "table", isOptional: true) var kept: Table?

  mutating func run(_ context: RunContext) throws {
    metrics = Metrics(values: [("rows", Double(table.rowCount)), ("others", Double(others.count))])
    if verbose { kept = table }
  }

  enum Criterion: String, ParameterChoice {
    case gini, entropy
    var help: String { self == .gini ? "Gini's impurity." : "Shannon's entropy." }
  }

  struct Nested: ParameterRecord {
    @Param("How wide.", .atLeast(1)) var width = 3
    @Param("What for.") var purpose: String?
  }
}

/// Another, that can be fitted.
struct SampleStage: Stage {
  static let name = "sample.stage"
  static let summary = "Do nothing, fitted."
  static let version = "1"
  static let role = StageRole.predicts

  @Input("The table.") var table: Table
  @Param("The column to learn.", of: "table") var target: ColumnName
  @Param("How strong.", .atLeast(0)) var strength = 1.0
  @Output("The model.") var model: ModelArchive?

  mutating func run(_ context: RunContext) throws {}
  func fit(_ data: TrainingData, _ context: RunContext) throws -> any FittedStage { try Self.read(ModelArchive(kind: .model, tool: Self.name, content: .number(strength)), context) }
  static func read(_ archive: ModelArchive, _ context: RunContext) throws -> any FittedStage { Fitted(content: archive.content) }

  struct Fitted: FittedStage {
    var content: JSON
    func archive() -> ModelArchive { ModelArchive(kind: .model, tool: SampleStage.name, content: content) }
  }
}

let sampleTool = ToolDeclaration(SampleTool.self, manual: "Tries all that a declaration can say.\n\n    ```{sample.tool}\n    target: y\n    ```")
let sampleStage = ToolDeclaration(SampleStage.self, manual: "")
let sampleCatalogue = ToolCatalogue([sampleTool, sampleStage])
