import Catalogue
import Learning
import Tabular
import TestSupport
import Testing
import Tooling

/// What is asked of fitted models: which features they need, how they depend on them, and what acting on them is worth.
@Suite struct InspectionTests {
  private static let references = EnsembleTests.references

  // MARK: Permutation importance

  /// Of a linear model the squared error grows by twice the feature's variance times its coefficient's square.
  @Test func `importances are what shuffling costs`() throws {
    let rows = 0..<4000
    let table = try Table([
      Column("strong", .number(rows.map { Double($0 * 7919 % 4001) / 4001 })), Column("weak", .number(rows.map { Double($0 * 104729 % 3989) / 3989 })),
      Column("none", .number(rows.map { Double($0 * 1299709 % 4007) / 4007 })),
    ])
    let target = zip(table.numbers("strong"), table.numbers("weak")).map { 4 * $0 + $1 }
    let data = try Table(table.columns + [Column("y", .number(target))])
    let model: ModelArchive = try run("model.linear_regression", ["data": data], ["target": "y"]).value("model")
    let found = try run("model.permutation_importance", ["model": model, "data": data], ["scoring": "mse", "n_repeats": 20], cores: 2)
    let importances: Table = try found.value("importances")
    #expect(importances.strings("feature") == ["strong", "weak", "none"])
    let expected = [2.0 * 16 / 12, 2.0 / 12, 0]
    for (value, right) in zip(importances.numbers("importance"), expected) { #expect(abs(value - right) < 0.05 * max(right, 0.01)) }
    #expect(found.outputs["figure"] != nil)
    let grouped: Table = try run(
      "model.permutation_importance", ["model": model, "data": data], ["scoring": "mse", "groups": ["both": ["strong", "weak"]]]
    ).value("importances")
    #expect(grouped.strings("feature") == ["both", "none"])
  }

  @Test func `features are shuffled before the first stage, texts too`() throws {
    let rows = 0..<200
    let table = try Table([
      Column("tissue", .text(TextValues(rows.map { ["liver", "lung", "skin"][$0 % 3] }))), Column("noise", .number(rows.map { Double($0 * 37 % 101) })),
      Column("y", .text(TextValues(rows.map { $0 % 3 == 0 ? "yes" : "no" }))),
    ])
    let model: ModelArchive = try run(
      "model.fit", ["data": table], ["target": "y", "pipeline": ["encode.one_hot", "scale.standard", "model.logistic_regression"]]
    ).value("model")
    let importances: Table = try run("model.permutation_importance", ["model": model, "data": table]).value("importances")
    #expect(importances.strings("feature").first == "tissue")
    #expect(importances.numbers("importance")[0] > 0.3 && abs(importances.numbers("importance")[1]) < 0.02)
    let shape: Table = try run("model.partial_dependence", ["model": model, "data": table], ["features": ["tissue"]]).value("table")
    #expect(shape.strings("value") == ["liver", "lung", "skin"])
    let lines = try run("model.partial_dependence", ["model": model, "data": table], ["features": ["tissue"], "kind": "both", "rows": 4])
    #expect(try lines.value("individual", as: Table.self).rowCount == 12)
    #expect(try !lines.value("figure", as: Figure.self).specification.text.contains("\"bar\""))
    #expect(failure { try run("model.permutation_importance", ["model": model, "data": table], ["features": ["y"]]) } == "'y' is none of the model's features")
  }

  /// A model of numbers is asked by its matrix, a pipeline by its table: both say the same.
  @Test func `a model is asked the same way by matrix and by table`() throws {
    let (train, held) = ModelFixtures.parts(try ModelFixtures.tumours.get())
    func importances(_ tool: String, _ arguments: JSON) throws -> Table {
      let model: ModelArchive = try run(tool, ["data": train], arguments).value("model")
      return try run("model.permutation_importance", ["model": model, "data": held], ["n_repeats": 3, "features": ["f0", "f7", "f20"]]).value("importances")
    }
    let forest: JSON = ["target": "diagnosis", "n_estimators": 20]
    let alone = try importances("model.random_forest", forest)
    let wrapped = try importances("model.voting", ["target": "diagnosis", "voting": "soft", "pipelines": ["forest": [["model.random_forest": ["n_estimators": 20]]]]])
    #expect(alone == wrapped)
  }

  // MARK: Partial dependence

  @Test(arguments: ["f2", "f1"]) func `dependences are scikit-learn's`(feature: String) throws {
    let (train, _) = ModelFixtures.parts(try ModelFixtures.diabetes.get())
    let model: ModelArchive = try run("model.fit", ["data": train], ["target": "progression", "pipeline": ["scale.standard", "model.k_neighbors"]]).value("model")
    let found = try run(
      "model.partial_dependence", ["model": model, "data": train],
      ["features": [.text(feature)], "grid_resolution": 20, "kind": "both", "rows": 10_000], cores: 2)
    let table: Table = try found.value("table")
    let reference = try #require(Self.references["dependence_\(feature)"])
    #expect(isClose(table.numbers("value"), reference["grid"]?.doubles ?? [], within: 1e-9))
    #expect(isClose(table.numbers("average"), reference["average"]?.doubles ?? [], within: 1e-9))
    let lines: Table = try found.value("individual")
    let first = zip(lines.numbers("row"), lines.numbers("prediction")).filter { $0.0 == 1 }.map { $0.1 }
    #expect(isClose(first, reference["first"]?.doubles ?? [], within: 1e-9))
    #expect(found.outputs["figure"] != nil)
  }

  @Test func `of two classes the positive one is shown, of more all`() throws {
    let (train, _) = ModelFixtures.parts(try ModelFixtures.tumours.get())
    let linear: JSON = ["scale.standard", ["model.logistic_regression": ["tol": 1e-10, "max_iter": 10_000]]]
    let model: ModelArchive = try run("model.fit", ["data": train], ["target": "diagnosis", "pipeline": linear]).value("model")
    let table: Table = try run("model.partial_dependence", ["model": model, "data": train], ["features": ["f0"], "grid_resolution": 15]).value("table")
    let reference = try #require(Self.references["dependence_tumours"])
    #expect(isClose(table.numbers("value"), reference["grid"]?.doubles ?? [], within: 1e-9))
    #expect(isClose(table.numbers("average"), reference["average"]?.doubles ?? [], within: 1e-6))

    let (wine, _) = ModelFixtures.parts(try ModelFixtures.wine.get())
    let bayes: ModelArchive = try run("model.naive_bayes", ["data": wine], ["target": "cultivar"]).value("model")
    let all: Table = try run("model.partial_dependence", ["model": bayes, "data": wine], ["features": ["f0", "f1"], "grid_resolution": 5]).value("table")
    #expect(all.rowCount == 2 * 5 * 3)
    #expect(failure { try run("model.partial_dependence", ["model": bayes, "data": wine], ["features": ["f0"], "kind": "both"]) }.hasPrefix("lines of single rows"))
  }

  // MARK: Decision curves

  @Test func `scores of another class are refused`() throws {
    let (wine, held) = ModelFixtures.parts(try ModelFixtures.wine.get())
    let bayes: ModelArchive = try run("model.naive_bayes", ["data": wine], ["target": "cultivar"]).value("model")
    let predicted: Table = try run("model.predict", ["model": bayes, "data": held]).value("table")
    #expect(
      failure { try run("plot.decision_curve", ["table": predicted], ["truth": "cultivar", "scores": ["probability_wine0"]]) }
        == "'probability_wine0' is of another class than the positive one, 'wine2' | set positive: wine0")
    #expect(try run("plot.decision_curve", ["table": predicted], ["truth": "cultivar", "scores": ["probability_wine0"], "positive": "wine0"]).outputs["figure"] != nil)
  }

  @Test func `curves end where acting is worth nothing`() throws {
    let rows = 0..<100
    let table = try Table([
      Column("y", .text(TextValues(rows.map { $0 % 10 == 0 ? "yes" : "no" }))), Column("p", .number(rows.map { $0 % 10 == 0 ? 0.3 : Double($0 % 7) / 30 })),
    ])
    let drawn: Table = try run("plot.decision_curve", ["table": table], ["truth": "y", "scores": "p"]).value("table")
    #expect(drawn.numbers("threshold").last.map { $0 > 0.3 && $0 < 0.4 } == true)
    let whole: Table = try run("plot.decision_curve", ["table": table], ["truth": "y", "scores": "p", "to": 0.99]).value("table")
    #expect(whole.numbers("threshold").last == 0.99)
  }

  /// Of four rows with two positives, by hand.
  @Test func `net benefits are those of the definition`() {
    let curve = DecisionCurve(isPositive: [true, false, true, false], probabilities: [0.9, 0.6, 0.4, 0.1], thresholds: [0.05, 0.2, 0.5, 0.8])
    let odds = [0.05 / 0.95, 0.25, 1, 4]
    #expect(isClose(curve.netBenefit, [(2 - 2 * odds[0]) / 4, (2 - odds[1]) / 4, (1 - odds[2]) / 4, 1.0 / 4], within: 1e-12))
    #expect(isClose(curve.ofAll, odds.map { (2 - 2 * $0) / 4 }, within: 1e-12))
  }
}
