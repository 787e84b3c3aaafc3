import Catalogue
import Tabular
import TestSupport
import Testing
import Tooling

/// Models are kept for ever: `Fixtures/models` has some that earlier releases saved, with what they predicted then.
///
/// `GALLEY_RECORD=1` saves those that are not there yet. One that is there is never written anew: a release that cannot read it has to learn to.
@Suite struct SavedModelTests {
  private static let folder = ModelFixtures.folder + "/models"
  private static let few: JSON = [.text("f0"), .text("f1"), .text("f2"), .text("f7")]
  private static let linear: JSON = ["scale.standard", "model.logistic_regression"]

  static let models: [(name: String, tool: String, arguments: JSON)] = [
    ("forest", "model.random_forest", ["n_estimators": 5]), ("tree", "model.decision_tree", ["max_depth": 3]), ("bayes", "model.naive_bayes", [:]),
    ("lda", "model.lda", [:]), ("qda", "model.qda", [:]), ("svm", "model.svm", ["probability": true]), ("linear_svm", "model.linear_svm", [:]),
    ("neighbours", "model.k_neighbors", [:]), ("boosted", "model.gradient_boosting", ["n_estimators": 5]),
    ("pipeline", "model.fit", ["pipeline": ["scale.power", ["features.polynomial": ["degree": 2]], ["select.k_best": ["k": 8]], "model.logistic_regression"]]),
    ("stack", "model.stacking", ["pipelines": ["linear": linear, "bayes": ["model.naive_bayes"]]]),
    ("bag", "model.bagging", ["pipeline": ["model.decision_tree"], "n_estimators": 3]),
    ("calibrated", "model.calibrated", ["pipeline": ["model.naive_bayes"], "method": "isotonic"]),
    ("threshold", "model.threshold", ["pipeline": linear]),
  ]

  /// The last digit may be another processor's.
  @Test(arguments: models.map(\.name)) func `models of earlier releases predict what they did`(name: String) throws {
    let path = "\(Self.folder)/\(name).model"
    let (train, held) = ModelFixtures.parts(try ModelFixtures.tumours.get())
    func predictions(_ model: ModelArchive) throws -> Table { try run("model.predict", ["model": model, "data": held], ["keep": "none"]).value("table") }
    if currentEnvironment()["GALLEY_RECORD"] == "1", (try? readFile(path)) == nil {
      let (_, tool, arguments) = try #require(Self.models.first { $0.name == name })
      let given: [JSON.Member] = [.init("target", "diagnosis"), .init("features", Self.few)]
      let model: ModelArchive = try run(tool, ["data": train], .object(given + (arguments.members ?? []))).value("model")
      try writeFile(MemoryStore().store(model).withBytes { Array($0) }, to: path)
      let expected = JSON.object([
        .init("prediction", .array(try predictions(model).strings("prediction").map { .text($0 ?? "") })),
        .init("probability_M", .array(try predictions(model).numbers("probability_M").map { .number($0) })),
      ])
      try writeFile(Array(expected.prettyText.utf8), to: "\(Self.folder)/\(name).json")
    }
    let loaded = try run("model.load", ["path": FileBytes(try readFile(path))])
    let expected = try JSON(parsing: readFile("\(Self.folder)/\(name).json"))
    let found = try predictions(loaded.value("model"))
    #expect(isClose(found.numbers("probability_M"), expected["probability_M"]?.doubles ?? [], within: 1e-12))
    #expect(found.strings("prediction") == (expected["prediction"]?.array ?? []).map(\.string))
    let features: Table = try loaded.value("features")
    #expect(features.strings("feature") == ["f0", "f1", "f2", "f7"])
  }

  @Test func `what is no model is told`() throws {
    #expect(
      failure { try run("model.load", ["path": FileBytes(Array("a,b\n1,2\n".utf8))]) }.hasSuffix("| save a model by galley show NOTEBOOK STEP.model --to FILE"))
    let model: ModelArchive = try run("model.naive_bayes", ["data": ModelFixtures.wine.get()], ["target": "cultivar"]).value("model")
    var bytes = try MemoryStore().store(model).withBytes { Array($0) }
    bytes[bytes.count / 2] ^= 1
    #expect(failure { try run("model.load", ["path": FileBytes(bytes)]) }.contains("damaged"))
    let scaling: ModelArchive = try run("scale.standard", ["table": ModelFixtures.wine.get()]).value("transformer")
    let saved = try MemoryStore().store(scaling).withBytes { Array($0) }
    #expect(
      failure { try run("model.load", ["path": FileBytes(saved)]) }
        == "the file holds what 'scale.standard' fitted, which does not predict | save the model of a step that predicts, such as model.fit with a pipeline")
  }
}
