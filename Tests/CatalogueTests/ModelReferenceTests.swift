import Catalogue
import LinearAlgebra
import Tabular
import TestSupport
import Testing
import Tooling

/// The model tools against scikit-learn 1.9.1, over whole paths: tables in, tables, models and metrics out.
@Suite struct ModelReferenceTests {
  @Test(arguments: [("tumours", "diagnosis"), ("tumours_balanced", "diagnosis"), ("wine", "cultivar")])
  func `coefficients and probabilities are scikit-learn's`(name: String, target: String) throws {
    let parameters: JSON = name == "tumours_balanced" ? ["C": 0.1, "class_weight": "balanced"] : [:]
    let reference = try #require(ModelFixtures.references[name])
    let (train, held) = ModelFixtures.parts(try (name == "wine" ? ModelFixtures.wine : ModelFixtures.tumours).get())
    let scaled = try run("scale.standard", ["table": train])
    let arguments = JSON.object([.init("target", .text(target))] + (parameters.members ?? []))
    let fitted = try run("model.logistic_regression", ["data": try scaled.value("table", as: Table.self)], arguments)
    #expect(fitted.remarks.isEmpty)

    let coefficients: Table = try fitted.value("coefficients")
    let rows = (reference["coefficients"]?.array ?? []).map(\.doubles)
    let expected = zip(reference["intercepts"]?.doubles ?? [], rows).flatMap { [$0] + $1 }
    #expect(isClose(coefficients.numbers("coefficient"), expected, within: 1e-4))
    #expect(coefficients.names == ["feature"] + (name == "wine" ? ["class"] : []) + ["coefficient", "odds_ratio"])

    let model: ModelArchive = try fitted.value("model")
    let transformer: ModelArchive = try scaled.value("transformer")
    let scaledHeld: Table = try run("model.transform", ["transformer": transformer, "data": held]).value("table")
    let predicted: Table = try run("model.predict", ["model": model, "data": scaledHeld], ["keep": "none"]).value("table")
    for (code, label) in (reference["classes"]?.array ?? []).compactMap(\.string).enumerated() {
      let probabilities = (reference["probabilities"]?.array ?? []).map { $0.doubles[code] }
      #expect(isClose(predicted.numbers("probability_\(label)"), probabilities, within: 1e-5))
    }

    // A pipeline is the same model.
    let pipeline = JSON.object([
      .init("target", .text(target)), .init("pipeline", ["scale.standard", .object([.init("model.logistic_regression", parameters)])]),
    ])
    let whole: ModelArchive = try run("model.fit", ["data": train], pipeline).value("model")
    #expect(try run("model.predict", ["model": whole, "data": held], ["keep": "none"]).value("table", as: Table.self) == predicted)
  }

  /// With scikit-learn's own coefficients in the archive, so that the predictions are its to the last digits.
  @Test(arguments: ["tumours", "tumours_balanced", "wine"])
  func `metrics of the same predictions are scikit-learn's`(name: String) throws {
    let reference = try #require(ModelFixtures.references[name])
    let data = try (name == "wine" ? ModelFixtures.wine : ModelFixtures.tumours).get()
    let classes = (reference["classes"]?.array ?? []).compactMap(\.string)
    let rows = (reference["coefficients"]?.array ?? []).map(\.doubles)
    let features = data.names.dropLast().map { JSON.text($0) }
    let target = TargetDescription(name: data.names.last ?? "", classes: classes, positive: classes.count == 2 ? classes[1] : nil)
    let regression = ModelArchive(
      kind: .classifier, tool: "model.logistic_regression",
      content: ["target": target.json, "features": .array(Array(features)), "learnt": .array(classes.indices.map { .integer($0) })],
      arrays: [
        ("coefficients", NPYArray(shape: [rows.count, features.count], values: .float64(rows.flatMap { $0 }))),
        ("intercepts", NPYArray(.float64(reference["intercepts"]?.doubles ?? []))),
      ])
    let scaler = ModelArchive(
      kind: .transformer, tool: "scale.standard", content: ["columns": .array(Array(features))],
      arrays: [
        ("mean", NPYArray(.float64(reference["mean"]?.doubles ?? []))), ("scale", NPYArray(.float64(reference["scale"]?.doubles ?? []))),
      ])
    let model = ModelArchive(kind: .classifier, tool: "pipeline", content: ["features": .array(Array(features))], parts: [scaler, regression])
    let scores = try run("model.evaluate", ["model": model, "data": ModelFixtures.parts(data).held], ["bootstrap": 20])
    let metrics: Metrics = try scores.value("metrics")
    for member in reference["metrics"]?.members ?? [] {
      let value = try #require(metrics[member.name], "\(member.name) is missing")
      #expect(abs(value - (member.value.double ?? .nan)) < 1e-9, "\(member.name): \(value)")
    }
    #expect(metrics.intervals.contains { $0.name == "accuracy" && $0.low <= (metrics["accuracy"] ?? 0) && (metrics["accuracy"] ?? 2) <= $0.high })
    #expect(metrics.classes.map(\.name) == classes)
  }

  @Test func `folds judge a pipeline as scikit-learn does`() throws {
    func folds(_ data: Table, _ target: String, _ count: Int) throws -> Table {
      try run(
        "model.cross_validate", ["data": data],
        [
          "target": .text(target), "folds": .integer(count), "shuffle": false,
          "pipeline": ["scale.standard", ["model.logistic_regression": ["tol": 1e-8, "max_iter": 1000]]],
        ]
      ).value("folds")
    }
    let tumours = try folds(ModelFixtures.tumours.get(), "diagnosis", 5)
    let expected = try #require(ModelFixtures.references["tumour_folds"])
    #expect(isClose(tumours.numbers("accuracy"), expected["accuracy"]?.doubles ?? [], within: 1e-9))
    #expect(isClose(tumours.numbers("balanced_accuracy"), expected["balanced_accuracy"]?.doubles ?? [], within: 1e-9))
    #expect(isClose(tumours.numbers("roc_auc"), expected["roc_auc"]?.doubles ?? [], within: 1e-9))
    #expect(isClose(tumours.numbers("log_loss"), (expected["neg_log_loss"]?.doubles ?? []).map { -$0 }, within: 1e-6))
    let wine = try folds(ModelFixtures.wine.get(), "cultivar", 3)
    let wines = try #require(ModelFixtures.references["wine_folds"])
    #expect(isClose(wine.numbers("accuracy"), wines["accuracy"]?.doubles ?? [], within: 1e-9))
    #expect(isClose(wine.numbers("f1"), wines["f1_macro"]?.doubles ?? [], within: 1e-9))
    #expect(isClose(wine.numbers("roc_auc"), wines["roc_auc_ovr"]?.doubles ?? [], within: 1e-9))
  }

  /// Ten seeds here against ten there: the mean lies within their spread, and no seed far outside.
  @Test(arguments: [("tumour", "diagnosis", "roc_auc"), ("wine", "cultivar", "roc_auc"), ("diabetes", "progression", "r2")])
  func `forests are as good as scikit-learn's`(name: String, target: String, metric: String) throws {
    let reference = try #require(ModelFixtures.references["\(name)_forests"])
    let expected = reference["scores"]?.doubles ?? []
    let data = try (name == "tumour" ? ModelFixtures.tumours : name == "wine" ? ModelFixtures.wine : ModelFixtures.diabetes).get()
    let (train, held) = ModelFixtures.parts(data)
    var scores: [Double] = []
    var importances = [Double](repeating: 0, count: data.names.count - 1)
    for seed in 0..<10 {
      let fitted = try run("model.random_forest", ["data": train], ["target": .text(target), "task": name == "diabetes" ? "regression" : "auto", "seed": .integer(seed)], cores: 2)
      let model: ModelArchive = try fitted.value("model")
      let metrics: Metrics = try run("model.evaluate", ["model": model, "data": held], ["bootstrap": 0]).value("metrics")
      scores.append(metrics[metric] ?? .nan)
      let table: Table = try fitted.value("importances")
      for (feature, importance) in zip(table.strings("feature"), table.numbers("importance")) {
        if let place = feature.flatMap({ Int($0.dropFirst()) }) { importances[place] += importance / 10 }
      }
    }
    let mean = scores.reduce(0, +) / 10
    let spread = max(0.002, (expected.max() ?? 0) - (expected.min() ?? 0))
    #expect(mean >= (expected.min() ?? 0) - 0.001 && mean <= (expected.max() ?? 0) + 0.001, "\(scores)")
    #expect(scores.allSatisfy { $0 > (expected.min() ?? 0) - spread && $0 < (expected.max() ?? 0) + spread }, "\(scores)")
    #expect(isClose(importances, reference["importances"]?.doubles ?? [], within: 0.03), "\(importances)")
  }
}
