import Catalogue
import Tabular
import TestSupport
import Testing
import Tooling

/// Searches, curves and comparisons, beside scikit-learn's: `Fixtures/model_search.py`.
@Suite struct ModelSearchTests {
  private static let references: JSON = (try? JSON(parsing: readFile(ModelFixtures.folder + "/model_search.json"))) ?? .null
  private static let logistic: JSON = ["scale.standard", ["model.logistic_regression": ["tol": 1e-10, "max_iter": 10_000]]]
  private static let grid: JSON = ["logistic_regression.C": [10, 0.001, 0.1, 1, 0.01]]

  private func tumours() throws -> Table { try ModelFixtures.tumours.get() }

  private func search(_ more: JSON = [:], _ data: Table? = nil) throws -> ToolRun {
    let given: [JSON.Member] = [
      .init("target", "diagnosis"), .init("pipeline", Self.logistic), .init("grid", Self.grid), .init("shuffle", false), .init("scoring", "log_loss"),
    ]
    let changed = more.members ?? []
    return try run(
      "model.search", ["data": data ?? tumours()], .object(given.filter { member in !changed.contains { $0.name == member.name } } + changed))
  }

  // MARK: Searches

  /// Both solve the same convex problems to 1e-10; what is left is the difference of two solvers' last steps.
  @Test func `a grid is judged and ranked as scikit-learn does`() throws {
    let found = try search()
    let results: Table = try found.value("results")
    let expected = Self.references["search"]
    let byC = Dictionary(uniqueKeysWithValues: zip(expected?["values"]?.doubles ?? [], expected?["log_loss"]?.doubles ?? []))
    #expect(results.numbers("rank") == [1, 2, 3, 4, 5])
    #expect(results.numbers("logistic_regression.C") == [1, 0.1, 10, 0.01, 0.001])
    for (C, score) in zip(results.numbers("logistic_regression.C"), results.numbers("log_loss")) { #expect(abs(score - byC[C, default: .nan]) < 1e-6) }
    let folds = (1...5).map { results.numbers("fold_\($0)")[0] }
    #expect(isClose(folds, expected?["log_loss_folds"]?.array?[3].doubles ?? [], within: 1e-6))
    let metrics: Metrics = try found.value("metrics")
    #expect(metrics["candidates"] == 5)
    #expect(abs((metrics["log_loss"] ?? .nan) - results.numbers("log_loss")[0]) < 1e-12)
    let best: Table = try found.value("best")
    #expect(best.strings("parameter") == ["logistic_regression.C"] && best.strings("value") == ["1"])
    #expect(found.outputs["figure"] != nil)
  }

  @Test func `the best pipeline is fitted on all rows, and folds are those of a cross-validation`() throws {
    let found = try search()
    let whole = try run("model.fit", ["data": tumours()], ["target": "diagnosis", "pipeline": Self.logistic])
    #expect(try found.value("model", as: ModelArchive.self) == whole.value("model", as: ModelArchive.self))
    let judged = try run("model.cross_validate", ["data": tumours()], ["target": "diagnosis", "pipeline": Self.logistic, "shuffle": false])
    let fold = try #require(found.subSteps.first { $0.name == "combination 4, repeat 1 fold 2" })
    #expect(fold.run.digests == judged.subSteps.first { $0.name == "repeat 1 fold 2" }?.run.digests)
  }

  // MARK: Halving

  @Test func `halving tries all on few rows, and the best on all`() throws {
    let found = try search(["strategy": "halving", "factor": 2])
    let results: Table = try found.value("results")
    #expect(results.rowCount == 5)
    // 5, 3 and 2 combinations; 455 rows are outside the largest fold, 456 outside the others.
    #expect(results.numbers("round") == [3, 3, 2, 1, 1])
    #expect(results.numbers("train_rows") == [456, 456, 227, 113, 113])
    #expect(results.names.prefix(4) == ["rank", "round", "train_rows", "log_loss"])
    // Scores of few rows and of many are not drawn on one axis.
    let figure: Figure = try found.value("figure")
    #expect(figure.datasets.first?.table.rowCount == 2)
    let whole = try search()
    let best: Table = try whole.value("best")
    #expect(try found.value("best", as: Table.self) == best)
    #expect(try found.value("metrics", as: Metrics.self)["log_loss"] == whole.value("metrics", as: Metrics.self)["log_loss"])
    #expect(try found.value("model", as: ModelArchive.self) == whole.value("model", as: ModelArchive.self))
  }

  @Test func `halving is judged from outside, and begins with some at random`() throws {
    let found = try search([
      "strategy": "halving_random", "n_iter": 4, "factor": 2, "folds": 2, "outer_folds": 2, "grid": ["logistic_regression.C": ["from": 0.001, "to": 10, "log": true]],
    ])
    #expect(try found.value("results", as: Table.self).rowCount == 4)
    let choices: Table = try found.value("choices")
    #expect(choices.names == ["fold", "log_loss", "search_log_loss", "logistic_regression.C"])
  }

  @Test func `where rows are few there is one round`() throws {
    let table = try tumours()
    let few = table.selecting(rows: Array(stride(from: 0, to: table.rowCount, by: 15)))
    #expect(try search(["strategy": "halving"], few).value("results", as: Table.self).numbers("round") == [1, 1, 1, 1, 1])
  }

  @Test func `whole stages are swapped, left out, and have parameters of their own`() throws {
    let found = try search([
      "pipeline": ["scale.standard", ["model.logistic_regression": [:], "as": "model"]],
      "grid": [
        "model.C": [0.1, 1], "model.n_estimators": [3, 5], "standard": ["scale.standard", "none"],
        "model": ["model.logistic_regression", ["model.random_forest": ["max_depth": 2]]],
      ], "folds": 3, "scoring": "accuracy",
    ])
    let results: Table = try found.value("results")
    #expect(results.rowCount == 8)
    #expect(results.names.prefix(7) == ["rank", "accuracy", "accuracy_sd", "model.C", "model.n_estimators", "standard", "model"])
    for row in 0..<8 {
      let isForest = results.strings("model")[row] == "model.random_forest"
      #expect(results.numbers("model.C")[row].isNaN == isForest && results.numbers("model.n_estimators")[row].isNaN == !isForest)
    }
    #expect(Set(results.strings("standard")) == ["scale.standard", "none"])
  }

  @Test func `parameters of pipelines within a stage are tried`() throws {
    let found = try search([
      "pipeline": [["model.voting": ["voting": "soft", "pipelines": ["linear": Self.logistic, "tree": ["model.decision_tree"]]]]],
      "grid": ["voting.pipelines.linear.logistic_regression.C": [0.1, 1], "voting.pipelines.tree.decision_tree.max_depth": [2]], "folds": 2,
    ])
    let results: Table = try found.value("results")
    #expect(Set(results.numbers("voting.pipelines.linear.logistic_regression.C")) == [0.1, 1])
    #expect(Set(results.numbers("log_loss")).count == 2)
    let best = results.numbers("voting.pipelines.linear.logistic_regression.C")[0]
    let linear: JSON = ["scale.standard", ["model.logistic_regression": ["tol": 1e-10, "max_iter": 10_000, "C": .number(best)]]]
    let whole = try run(
      "model.fit", ["data": tumours()],
      ["target": "diagnosis", "pipeline": [["model.voting": ["voting": "soft", "pipelines": ["linear": linear, "tree": [["model.decision_tree": ["max_depth": 2]]]]]]]])
    #expect(try found.value("model", as: ModelArchive.self) == whole.value("model", as: ModelArchive.self))
  }

  @Test func `values at random are the seed's, each once, within their ranges`() throws {
    let range: JSON = ["from": 0.001, "to": 10, "log": true]
    func values(_ seed: Int) throws -> [Double] {
      try search(["strategy": "random", "n_iter": 6, "seed": .integer(seed), "grid": ["logistic_regression.C": range], "folds": 2])
        .value("results", as: Table.self).numbers("logistic_regression.C")
    }
    let first = try values(1)
    #expect(try values(1) == first)
    #expect(try values(2) != first)
    #expect(Set(first).count == 6 && first.allSatisfy { (0.001...10).contains($0) })
    let few: Table = try search(["strategy": "random", "n_iter": 50, "folds": 2]).value("results")
    #expect(few.rowCount == 5)
    let points: Table = try search(["grid": ["logistic_regression.C": ["from": 0.01, "to": 100, "log": true, "count": 3]], "folds": 2]).value("results")
    #expect(isClose(points.numbers("logistic_regression.C").sorted(), [0.01, 1, 100], within: 1e-12))
  }

  @Test func `outer folds judge the search itself`() throws {
    let found = try search(["outer_folds": 3, "folds": 3, "grid": ["logistic_regression.C": [0.001, 1]]])
    let choices: Table = try found.value("choices")
    #expect(choices.names == ["fold", "log_loss", "search_log_loss", "logistic_regression.C"])
    #expect(choices.numbers("logistic_regression.C") == [1, 1, 1])
    let metrics: Metrics = try found.value("metrics")
    #expect(abs((metrics["log_loss"] ?? .nan) - choices.numbers("log_loss").reduce(0, +) / 3) < 1e-12)
    // What was chosen is 1 each time, so the outer folds are those of a cross-validation of it.
    let judged: Metrics = try run(
      "model.cross_validate", ["data": tumours()], ["target": "diagnosis", "folds": 3, "shuffle": false, "pipeline": Self.logistic]).value("metrics")
    #expect(abs((metrics["log_loss"] ?? .nan) - (judged["log_loss"] ?? .nan)) < 1e-9)
  }

  @Test(arguments: [
    (["logistic.C": [1]], "the pipeline has no stage 'logistic'"),
    (["pca.n": [1]], "the pipeline has no stage 'pca'"),
    (["logistic_regression.c": [1]], "'model.logistic_regression' has no parameter 'c'"),
    (["logistic_regression.target": ["x"]], "'model.logistic_regression' has no parameter 'target'"),
    (["logistic_regression.C": [1, -1]], "'logistic_regression.C[2]' must be in 1e-12...1000000000000, not -1"),
    (["logistic_regression.C": 1], "'logistic_regression.C' must be a list of values, or {from, to}, not 1"),
    (["logistic_regression.C": []], "'logistic_regression.C' must be a list of values, or {from, to}, not a list"),
    (["logistic_regression.C": ["from": 1]], "'logistic_regression.C' needs 'to' (a number)"),
    (["logistic_regression.C": ["from": 0, "to": 1]], "'logistic_regression.C.from' must be"),
    (["logistic_regression.C": ["from": 2, "to": 1]], "'logistic_regression.C' goes from 2 to 1, which is not upward"),
    (["logistic_regression.max_iter": ["from": 1.5, "to": 3]], "'logistic_regression.max_iter.from' must be"),
    (["logistic_regression": ["scale.standart"]], "there is no tool 'scale.standart'"),
    (["logistic_regression": "model.random_forest"], "'logistic_regression' must be a list of stages, not 'model.random_forest'"),
    ([:], "'grid' must be"),
  ] as [(JSON, String)]) func `a grid is checked with the notebook`(grid: JSON, message: String) throws {
    let said = failure { try search(["grid": grid]) }
    #expect(said.hasPrefix(message), "\(said)")
  }

  @Test func `what cannot be judged is said`() throws {
    #expect(failure { try search(["scoring": "r2"]) }.hasPrefix("'r2' does not judge classes, which the target 'diagnosis' is"))
    #expect(failure { try search(["grid": ["logistic_regression": ["none"]]]) }.hasPrefix("the pipeline's last stage cannot be left out: it predicts"))
  }

  // MARK: Folds

  @Test func `rows in the order of time are predicted from those before`() throws {
    let data = try ModelFixtures.diabetes.get().selecting(rows: Array(0..<60))
    let judged = try run(
      "model.cross_validate", ["data": data],
      ["target": "progression", "split": "time", "folds": 4, "pipeline": ["scale.standard", "model.ridge"]])
    let folds: Table = try judged.value("folds")
    #expect(folds.numbers("train_rows") == [12, 24, 36, 48] && folds.numbers("test_rows") == [12, 12, 12, 12])
    #expect(isClose(folds.numbers("mae"), Self.references["time"]?.doubles ?? [], within: 1e-8))
  }

  @Test func `each row, or each group, is a fold`() throws {
    let data = try ModelFixtures.diabetes.get().selecting(rows: Array(0..<60))
    let judged = try run(
      "model.cross_validate", ["data": data], ["target": "progression", "split": "leave_one_out", "pipeline": ["scale.standard", "model.ridge"]])
    let predictions: Table = try judged.value("predictions")
    let byRow = zip(predictions.numbers("row"), predictions.numbers("prediction")).sorted { $0.0 < $1.0 }.map(\.1)
    #expect(isClose(byRow, Self.references["leave_one_out"]?.doubles ?? [], within: 1e-8))
    let sites = try Table(data.columns + [Column("site", .text(TextValues((0..<60).map { "s\($0 % 7)" })))])
    let grouped = try run(
      "model.cross_validate", ["data": sites],
      ["target": "progression", "groups": "site", "split": "leave_one_out", "pipeline": ["scale.standard", "model.ridge"]])
    #expect(try grouped.value("folds", as: Table.self).rowCount == 7)
    #expect(
      failure { try run("model.cross_validate", ["data": data], ["target": "progression", "split": "time", "repeats": 2, "pipeline": ["model.ridge"]]) }
        .hasPrefix("'repeats' deals anew"))
  }

  // MARK: Curves, tests

  @Test func `a validation curve is scikit-learn's`() throws {
    let data = try ModelFixtures.diabetes.get()
    let curve = try run(
      "model.validation_curve", ["data": data],
      ["target": "progression", "shuffle": false, "pipeline": ["scale.standard", "model.ridge"], "grid": ["ridge.alpha": [0.1, 10, 1000]]])
    let table: Table = try curve.value("table")
    let expected = Self.references["validation"]
    #expect(table.numbers("ridge.alpha") == [0.1, 10, 1000])
    #expect(isClose(table.numbers("r2"), expected?["test"]?.doubles ?? [], within: 1e-8))
    #expect(isClose(table.numbers("train_r2"), expected?["train"]?.doubles ?? [], within: 1e-8))
    #expect(isClose(table.numbers("r2_sd"), expected?["test_sd"]?.doubles ?? [], within: 1e-8))
  }

  @Test func `a learning curve ends with all rows, and its fewer rows are among the more`() throws {
    let curve = try run(
      "model.learning_curve", ["data": tumours()], ["target": "diagnosis", "pipeline": Self.logistic, "train_sizes": [0.2, 1], "folds": 4, "scoring": "log_loss"])
    let table: Table = try curve.value("table")
    #expect(table.numbers("train_rows") == [85, 426])
    let judged: Metrics = try run("model.cross_validate", ["data": tumours()], ["target": "diagnosis", "pipeline": Self.logistic, "folds": 4]).value("metrics")
    #expect(abs(table.numbers("log_loss")[1] - (judged["log_loss"] ?? .nan)) < 0.01)
    #expect(table.numbers("train_log_loss")[0] < table.numbers("log_loss")[0])
    func learnt(_ rows: Int) throws -> Set<Double> {
      let step = try #require(curve.subSteps.first { $0.name == "\(rows) rows, repeat 1 fold 1" })
      return Set(try step.run.value("training", as: Table.self).numbers("row"))
    }
    #expect(try learnt(85).isSubset(of: learnt(426)))
  }

  @Test func `a permutation test finds what there is, and nothing where there is nothing`() throws {
    let data = try tumours().selecting(rows: Array(0..<80))
    func test(_ data: Table) throws -> Metrics {
      try run("model.permutation_test", ["data": data], ["target": "diagnosis", "pipeline": Self.logistic, "folds": 3, "n_permutations": 19]).value("metrics")
    }
    #expect(try test(data)["p_value"] == 0.05)
    let noise = try Table([Column("x", .number((0..<80).map { Double($0 * 37 % 80) })), data.columns[data.columns.count - 1]])
    #expect(try test(noise)["p_value"] ?? 0 > 0.05)
  }

  @Test func `pipelines are compared by the corrected test`() throws {
    let compared = try run(
      "model.compare", ["data": tumours()],
      [
        "target": "diagnosis", "shuffle": false, "scoring": "log_loss",
        "pipelines": ["strict": ["scale.standard", ["model.logistic_regression": ["C": 0.01, "tol": 1e-10]]], "usual": Self.logistic],
      ])
    let table: Table = try compared.value("table")
    #expect(table.strings("pipeline") == ["usual", "strict"])
    let tests: Table = try compared.value("tests")
    let expected = Self.references["comparison"]
    #expect(tests.strings("first") == ["usual"] && tests.strings("second") == ["strict"])
    #expect(abs(tests.numbers("difference")[0] - (expected?["difference"]?.double ?? .nan)) < 1e-6)
    #expect(abs(tests.numbers("t")[0] - (expected?["t"]?.double ?? .nan)) < 1e-4)
    #expect(abs(tests.numbers("p_value")[0] - (expected?["p_value"]?.double ?? .nan)) < 1e-6)
    #expect(abs(tests.numbers("high")[0] - tests.numbers("difference")[0] - (expected?["margin"]?.double ?? .nan)) < 1e-6)
    #expect(tests.numbers("p_adjusted") == tests.numbers("p_value"))
  }
}
