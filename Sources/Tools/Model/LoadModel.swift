import Tabular
import Tooling

/// Takes a model that another notebook saved, to predict with it or to judge it.
///
/// A model is saved by `galley show`, and stands in one file:
///
///     galley show training.md forest.model --to forest.model
///
///     ```{model.load forest}
///     path: forest.model
///     ```
///
/// `features` lists what the model needs: the columns that the data must have. It takes models that predict; what transforms tables, such as
/// `scale.standard`, is refused: save the pipeline that it is part of. Every release reads the models of all earlier ones.
struct LoadModel: Tool {
  static let name = "model.load"
  static let summary = "Take a model that another notebook saved."
  static let version = "2"

  @Input("The file that the model was saved to.") var path: FileBytes
  @Output("The model.", isMain: true) var model: ModelArchive?
  @Output("The columns that it needs: `feature`.") var features: Table?
  @Output("What it is.", named: "description") var text: Table?

  mutating func run(_ context: RunContext) throws {
    let archive = try path.withBytes { bytes in
      do { return try ModelArchive(bytes: bytes) } catch let error as ToolError {
        throw ToolError(error.message, remedy: error.remedy ?? "save a model by galley show NOTEBOOK STEP.model --to FILE", parameter: "path")
      }
    }
    // What cannot be read back is told here, not where it is first used.
    let stage = try archive.fittedStage(context)
    model = archive
    var facts = [("made by", archive.tool)]
    guard let predictor = stage as? any FittedPredictor else {
      throw ToolError(
        "the file holds what '\(archive.tool)' fitted, which does not predict", remedy: "save the model of a step that predicts, such as model.fit with a pipeline",
        parameter: "path")
    }
    facts += [("predicts", predictor.target.name)]
    if predictor.target.isClassification { facts += [("classes", predictor.target.classes.joined(separator: ", "))] }
    features = try Table([Column("feature", .text(TextValues(predictor.features)))])
    text = try Table([Column("what", .text(TextValues(facts.map { $0.0 }))), Column("value", .text(TextValues(facts.map { $0.1 })))])
  }
}
