import Catalogue
import Learning
import Tabular
import TestSupport
import Testing
import Tooling

/// Models made of others, beside scikit-learn's: `Fixtures/model_ensembles.py`.
@Suite struct EnsembleTests {
  static let references: JSON = (try? JSON(parsing: readFile(ModelFixtures.folder + "/model_ensembles.json"))) ?? .null

  private static let linear: JSON = ["scale.standard", ["model.logistic_regression": ["tol": 1e-10, "max_iter": 10_000]]]
  private static let members: JSON = [
    "linear": linear, "bayes": ["model.naive_bayes"], "neighbours": ["scale.standard", "model.k_neighbors"],
  ]

  /// Data of two classes and of three, by their names in the references, and the classes in the references' order.
  static let data: [String] = ["breast_cancer", "wine"]
  private static func parts(_ name: String) throws -> (train: Table, held: Table, target: String, classes: [String]) {
    let isWine = name == "wine"
    let (train, held) = ModelFixtures.parts(try isWine ? ModelFixtures.wine.get() : ModelFixtures.tumours.get())
    return (train, held, isWine ? "cultivar" : "diagnosis", isWine ? ["wine0", "wine1", "wine2"] : ["B", "M"])
  }

  private static func predictions(_ tool: String, _ name: String, _ arguments: JSON, weighted: Bool = false) throws -> (Table, classes: [String]) {
    var (train, held, target, classes) = try parts(name)
    var given: [JSON.Member] = [.init("target", .text(target))]
    if weighted {
      train = try Table(train.columns + [Column("weight", .number((0..<train.rowCount).map { Double(1 + $0 % 3) }))])
      given.append(.init("weights", "weight"))
    }
    let model: ModelArchive = try run(tool, ["data": train], .object(given + (arguments.members ?? [])), cores: 2).value("model")
    return (try run("model.predict", ["model": model, "data": held], ["keep": "none"]).value("table"), classes)
  }

  private static func agree(_ table: Table, _ classes: [String], _ expected: JSON?, within tolerance: Double) {
    let rows = (expected?.array ?? []).map(\.doubles)
    for (code, name) in classes.enumerated() {
      #expect(isClose(table.numbers("probability_\(name)"), rows.map { $0[code] }, within: tolerance))
    }
  }

  // MARK: Votes and stacks

  /// The logistic regressions among the members agree to 1e-6: what two solvers' last steps leave.
  @Test(arguments: data) func `votes are scikit-learn's`(name: String) throws {
    let expected = Self.references[name]
    let (soft, classes) = try Self.predictions(
      "model.voting", name, ["pipelines": Self.members, "voting": "soft", "voting_weights": ["linear": 2, "bayes": 1, "neighbours": 1]])
    Self.agree(soft, classes, expected?["soft"], within: 1e-6)
    let (hard, _) = try Self.predictions("model.voting", name, ["pipelines": Self.members])
    #expect(hard.strings("prediction").map { $0 ?? "" } == (expected?["hard"]?.doubles ?? []).map { classes[Int($0)] })
    #expect(hard.numbers("probability_\(classes[0])").allSatisfy { abs($0 * 3 - ($0 * 3).rounded()) < 1e-12 })
  }

  @Test(arguments: data) func `stacks are scikit-learn's`(name: String) throws {
    let expected = Self.references[name]
    let arguments: [JSON.Member] = [.init("pipelines", Self.members), .init("shuffle", false)]
    let plain = try Self.predictions("model.stacking", name, .object(arguments + [.init("final_estimator", [["model.logistic_regression": ["tol": 1e-10, "max_iter": 10_000]]])]))
    Self.agree(plain.0, plain.classes, expected?["stack"], within: 1e-5)
    let passing = try Self.predictions(
      "model.stacking", name, .object(arguments + [.init("final_estimator", Self.linear), .init("passthrough", true)]))
    Self.agree(passing.0, passing.classes, expected?["stack_passthrough"], within: 1e-5)
  }

  @Test func `numbers are averaged and stacked as in scikit-learn`() throws {
    let (train, held) = ModelFixtures.parts(try ModelFixtures.diabetes.get())
    let members: JSON = ["linear": ["model.linear_regression"], "neighbours": ["scale.standard", "model.k_neighbors"]]
    for (tool, key) in [("model.voting", "mean"), ("model.stacking", "stack")] {
      let more: [JSON.Member] = tool == "model.stacking" ? [.init("shuffle", false)] : []
      let fitted = try run(tool, ["data": train], .object([.init("target", "progression"), .init("pipelines", members)] + more))
      let predicted: Table = try run("model.predict", ["model": fitted.value("model", as: ModelArchive.self), "data": held]).value("table")
      #expect(isClose(predicted.numbers("prediction"), Self.references["diabetes"]?[key]?.doubles ?? [], within: 1e-7), "\(key)")
    }
  }

  @Test func `a stack tells how each pipeline did on rows held out`() throws {
    let (train, _, target, _) = try Self.parts("breast_cancer")
    let fitted = try run("model.stacking", ["data": train], ["target": .text(target), "pipelines": Self.members])
    let judged: Table = try fitted.value("pipelines")
    #expect(judged.strings("pipeline") == ["linear", "bayes", "neighbours"])
    #expect(judged.numbers("accuracy").allSatisfy { $0 > 0.9 && $0 < 1 })
  }

  // MARK: Bagging

  @Test func `a bag is judged by the rows that its members did not draw`() throws {
    let (train, held, target, _) = try Self.parts("breast_cancer")
    let bag = try run(
      "model.bagging", ["data": train],
      ["target": .text(target), "pipeline": ["model.decision_tree"], "n_estimators": 40, "oob_score": true, "max_features": 0.5], cores: 2)
    let oob: Metrics = try bag.value("oob")
    let scores: Metrics = try run("model.evaluate", ["model": bag.value("model", as: ModelArchive.self), "data": held], ["bootstrap": 0]).value("metrics")
    let tree: ModelArchive = try run("model.decision_tree", ["data": train], ["target": .text(target)]).value("model")
    let lone: Metrics = try run("model.evaluate", ["model": tree, "data": held], ["bootstrap": 0]).value("metrics")
    #expect(try #require(scores["roc_auc"]) > #require(lone["roc_auc"]))
    #expect(abs(try #require(oob["accuracy"]) - #require(scores["accuracy"])) < 0.05)
  }

  @Test func `a weight is the odds with which a row is drawn`() throws {
    // Rows of weight 0 say the opposite: were one drawn, the nearest neighbour would.
    let table = try Table([
      Column("x", .number((0..<40).map { Double($0 / 2) })), Column("y", .text(TextValues((0..<40).map { ($0 / 2 < 10) == ($0 % 2 == 0) ? "low" : "high" }))),
      Column("w", .number((0..<40).map { Double(1 - $0 % 2) })),
    ])
    let bag = try run(
      "model.bagging", ["data": table], ["target": "y", "weights": "w", "pipeline": [["model.k_neighbors": ["n_neighbors": 1]]], "n_estimators": 25])
    let predicted: Table = try run("model.predict", ["model": bag.value("model", as: ModelArchive.self), "data": table], ["keep": "none"]).value("table")
    #expect(predicted.strings("prediction") == (0..<40).map { $0 / 2 < 10 ? "low" : "high" })
  }

  // MARK: Calibration

  /// scikit-learn's sigmoid is found by L-BFGS, which stops some 1e-6 before the minimum. Where an isotonic curve is steep, it makes more of
  /// the 1e-6 by which two solvers of a logistic regression differ.
  @Test(arguments: data, ["sigmoid", "isotonic"]) func `calibrated probabilities are scikit-learn's`(name: String, method: String) throws {
    for (label, pipeline) in [("bayes", ["model.naive_bayes"] as JSON), ("linear", Self.linear)] {
      for (key, ensemble) in [("folds", true), ("one", false)] {
        guard let expected = Self.references[name]?["\(label)_\(method)_\(key)"] else { continue }
        let (table, classes) = try Self.predictions(
          "model.calibrated", name, ["pipeline": pipeline, "method": .text(method), "ensemble": .boolean(ensemble), "shuffle": false])
        Self.agree(table, classes, expected, within: method == "sigmoid" ? 2e-4 : 1e-5)
      }
    }
    guard method == "sigmoid" else { return }
    let (weighted, classes) = try Self.predictions("model.calibrated", name, ["pipeline": ["model.naive_bayes"], "shuffle": false], weighted: true)
    Self.agree(weighted, classes, Self.references[name]?["bayes_weighted"], within: 2e-4)
  }

  @Test func `calibration brings the Brier score of naive Bayes down`() throws {
    let (train, held, target, _) = try Self.parts("breast_cancer")
    func brier(_ model: ModelArchive) throws -> Double {
      try #require(run("model.evaluate", ["model": model, "data": held], ["bootstrap": 0]).value("metrics", as: Metrics.self)["brier_score"])
    }
    let plain = try brier(run("model.naive_bayes", ["data": train], ["target": .text(target)]).value("model"))
    let calibrated = try brier(run("model.calibrated", ["data": train], ["target": .text(target), "pipeline": ["model.naive_bayes"]]).value("model"))
    #expect(calibrated < plain)
  }

  @Test(arguments: ["plain", "weighted"]) func `isotonic curves are scikit-learn's`(which: String) throws {
    let reference = try #require(Self.references["isotonic"])
    let inputs = reference["inputs"]?.doubles ?? []
    let curve = IsotonicRegression(
      fitting: inputs, to: reference["targets"]?.doubles ?? [], weights: which == "weighted" ? inputs.indices.map { Double(1 + $0 % 4) } : nil)
    #expect(isClose((reference["asked"]?.doubles ?? []).map(curve.value), reference[which]?.doubles ?? [], within: 1e-9))
  }

  // MARK: Thresholds

  @Test(arguments: ["balanced_accuracy", "f1", "matthews_corrcoef"]) func `thresholds are scikit-learn's`(scoring: String) throws {
    let (train, held, target, classes) = try Self.parts("breast_cancer")
    let reference = try #require(Self.references["threshold_\(scoring)"])
    let fitted = try run(
      "model.threshold", ["data": train], ["target": .text(target), "pipeline": Self.linear, "scoring": .text(scoring), "shuffle": false])
    let curve: Table = try fitted.value("curve")
    #expect(isClose(curve.numbers("threshold"), reference["thresholds"]?.doubles ?? [], within: 1e-5))
    let expected = reference["scores"]?.doubles ?? []
    // A probability within the solvers' difference of a threshold may fall on its other side.
    #expect(zip(curve.numbers("score"), expected).count { abs($0 - $1) > 1e-6 } <= 2)
    let chosen: Metrics = try fitted.value("chosen")
    #expect(abs(try #require(chosen["threshold"]) - (reference["threshold"]?.double ?? .nan)) < 1e-5)
    let predicted: Table = try run("model.predict", ["model": fitted.value("model", as: ModelArchive.self), "data": held]).value("table")
    #expect(predicted.strings("prediction").map { $0 ?? "" } == (reference["predicted"]?.doubles ?? []).map { classes[Int($0)] })
  }

  @Test func `a threshold decides in every judgement, and leaves the probabilities alone`() throws {
    let (train, held, target, _) = try Self.parts("breast_cancer")
    let arguments: JSON = ["target": .text(target), "pipeline": Self.linear, "scoring": "cost", "false_negative_cost": 50]
    let model: ModelArchive = try run("model.threshold", ["data": train], arguments).value("model")
    let plain: ModelArchive = try run("model.fit", ["data": train], ["target": .text(target), "pipeline": Self.linear]).value("model")
    func metrics(_ model: ModelArchive) throws -> Metrics { try run("model.evaluate", ["model": model, "data": held], ["bootstrap": 0]).value("metrics") }
    let (careful, usual) = (try metrics(model), try metrics(plain))
    #expect(careful["roc_auc"] == usual["roc_auc"] && careful["log_loss"] == usual["log_loss"])
    #expect(try #require(careful["recall"]) > #require(usual["recall"]))
    #expect(try #require(careful["precision"]) < #require(usual["precision"]))

    // As a pipeline's last stage it decides in cross-validations too.
    let stage: JSON = [["model.threshold": ["pipeline": Self.linear, "scoring": "cost", "false_negative_cost": 50]]]
    let judged = try run("model.cross_validate", ["data": train], ["target": .text(target), "pipeline": stage]).value("metrics", as: Metrics.self)
    let before = try run("model.cross_validate", ["data": train], ["target": .text(target), "pipeline": Self.linear]).value("metrics", as: Metrics.self)
    #expect(try #require(judged["recall"]) > #require(before["recall"]))
    #expect(abs(try #require(judged["roc_auc"]) - #require(before["roc_auc"])) < 1e-12)
  }

  @Test func `of thresholds as good the least is taken, and it is said`() throws {
    let table = try Table([
      Column("x", .number((0..<40).map { Double($0 < 20 ? $0 : $0 + 60) })), Column("y", .text(TextValues((0..<40).map { $0 < 20 ? "no" : "yes" }))),
    ])
    let fitted = try run("model.threshold", ["data": table], ["target": "y", "pipeline": ["model.logistic_regression"]])
    #expect(fitted.messages.contains { $0.hasPrefix("thresholds from ") && $0.hasSuffix("are equally good by 'balanced_accuracy', and the least is taken") })
  }

  @Test func `a cost has an axis of its own`() throws {
    let (train, _, target, _) = try Self.parts("breast_cancer")
    let figure: Figure = try run(
      "model.threshold", ["data": train], ["target": .text(target), "pipeline": Self.linear, "scoring": "cost", "false_negative_cost": 50]
    ).value("figure")
    #expect(figure.specification["concat"]?.array?.count == 2)
  }

  @Test func `a stack tells of folds without a class`() throws {
    let table = try Table([
      Column("x", .number((0..<43).map { Double($0) })), Column("y", .text(TextValues((0..<43).map { $0 < 20 ? "a" : $0 < 40 ? "b" : "rare" }))),
    ])
    let fitted = try run("model.stacking", ["data": table], ["target": "y", "pipelines": ["bayes": ["model.naive_bayes"]]])
    #expect(fitted.messages.contains("the class 'rare' has 3 rows, fewer than the 5 folds, so some folds lack it"))
  }

  @Test func `enough of the positive class is found, or it is said`() throws {
    let (train, _, target, _) = try Self.parts("breast_cancer")
    let fitted = try run(
      "model.threshold", ["data": train], ["target": .text(target), "pipeline": Self.linear, "scoring": "precision", "min_recall": 0.99])
    let chosen: Metrics = try fitted.value("chosen")
    #expect(try #require(chosen["recall"]) >= 0.99)
    #expect(try #require(chosen["precision"]) > 0.8)
  }

  // MARK: Mistakes

  @Test func `mistakes are told`() throws {
    let (train, _, target, _) = try Self.parts("wine")
    func said(_ tool: String, _ arguments: JSON) -> String {
      failure { try run(tool, ["data": train], .object([.init("target", .text(target))] + (arguments.members ?? []))) }
    }
    #expect(said("model.threshold", ["pipeline": ["model.naive_bayes"]]) == "a threshold needs a target of two classes, and 'cultivar' has 3")
    #expect(
      said("model.voting", ["pipelines": ["a": ["model.dummy"]], "voting_weights": ["aa": 1]])
        == "'voting_weights' names 'aa', which is no pipeline; did you mean 'a'?")
    #expect(said("model.voting", ["pipelines": ["a": ["scale.standard"]]]).hasPrefix("the pipeline's last stage 'scale.standard' does not predict"))
    #expect(said("model.bagging", ["pipeline": ["model.dummy"], "max_samples": 1000]) == "'max_samples' is 1000, and there are 133 rows")
    #expect(
      said("model.calibrated", ["pipeline": ["model.naive_bayes"], "folds": 40])
        == "the class 'wine2' has 36 rows, fewer than the 40 folds, and each fold needs some of it | use fewer folds")
    #expect(said("model.stacking", ["pipelines": ["a": ["model.dummy"]], "folds": 90]).contains("90"))
    #expect(
      failure { try run("model.calibrated", ["data": ModelFixtures.diabetes.get()], ["target": "progression", "pipeline": ["model.ridge"]]) }
        == "calibration is for classes, and the target 'progression' is numbers | if they are classes, set task: classification")
  }

  @Test func `stages nest, and are read back`() throws {
    let (train, held, target, _) = try Self.parts("breast_cancer")
    let bag: JSON = [["model.bagging": ["pipeline": [["model.decision_tree": ["max_depth": 2]]], "n_estimators": 3]]]
    let nested: JSON = [
      "scale.standard", ["model.calibrated": ["folds": 2, "pipeline": [["model.voting": ["voting": "soft", "pipelines": ["bag": bag, "linear": Self.linear]]]]]],
    ]
    let model: ModelArchive = try run("model.fit", ["data": train], ["target": .text(target), "pipeline": nested]).value("model")
    let metrics: Metrics = try run("model.evaluate", ["model": model, "data": held], ["bootstrap": 0]).value("metrics")
    #expect(try #require(metrics["roc_auc"]) > 0.95)
  }
}
