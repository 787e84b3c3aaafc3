import Catalogue
import Tabular
import TestSupport
import Testing
import Tooling

/// The common contract of learning tools, and what they say when it is broken, to the letter.
@Suite struct ModelContractTests {
  /// Two classes that `x` tells apart but for two rows, and what a careless author leaves in a table.
  static func patients(rows: Int = 24) throws -> Table {
    func every(_ period: Int, _ row: Int) -> Bool { row % period == 0 }
    return try Table([
      Column("x", .number((0..<rows).map { Double($0) + (every(7, $0) ? 9 : 0) })),
      Column("z", .integer(Optionals((0..<rows).map { Int64($0 * 7 % 11) }, zero: 0))),
      Column("smokes", .boolean(Optionals((0..<rows).map { every(3, $0) }, zero: false))),
      Column("outcome", .text(TextValues((0..<rows).map { $0 < rows / 2 ? "alive" : "dead" }))),
      Column("site", .text(TextValues((0..<rows).map { "site \($0 % 4)" }))),
      Column("weight", .number((0..<rows).map { 1 + Double($0 % 2) })),
      Column("grade", .integer(Optionals((0..<rows).map { Int64($0 % 3 * 5) }, zero: 0))),
    ])
  }

  private func regress(_ arguments: JSON, _ table: Table? = nil) throws -> ToolRun {
    try run("model.logistic_regression", ["data": try table ?? Self.patients()], arguments)
  }

  private func plant(_ arguments: JSON, _ table: Table? = nil) throws -> ToolRun {
    let few: [JSON.Member] = [.init("n_estimators", 5)]
    return try run("model.random_forest", ["data": try table ?? Self.patients()], .object((arguments.members ?? []) + few))
  }

  private func replacing(_ name: String, _ values: Column.Values) throws -> Table {
    try Table(try Self.patients().columns.map { $0.name == name ? Column(name, values) : $0 })
  }

  // MARK: Columns

  @Test func `an unknown column is named with its near name`() {
    #expect(failure { try regress(["target": "outcom"]) } == "the table has no column 'outcom'; did you mean 'outcome'?")
    #expect(
      failure { try regress(["target": "qqqqqq"]) }
        == "the table has no column 'qqqqqq' | its columns are x, z, smokes, outcome, site, weight, grade")
    #expect(
      failure { try regress(["target": "outcome", "features": ["x", "smoke"]]) } == "the table has no column 'smoke'; did you mean 'smokes'?")
  }

  @Test func `a column has one part`() {
    #expect(
      failure { try regress(["target": "outcome", "weights": "outcome"]) } == "the column 'outcome' cannot be both 'target' and 'weights'")
    #expect(
      failure { try regress(["target": "outcome", "features": ["x", "outcome"]]) }
        == "the column 'outcome' cannot be both 'target' and one of the 'features' | leave it out of 'features'")
    #expect(failure { try regress(["target": "outcome", "features": ["x", "x"]]) } == "'features' names the column 'x' twice")
  }

  @Test func `a feature of text is refused by its name`() {
    let words = failure { try regress(["target": "outcome"]) }
    #expect(
      words
        == "the feature 'site' is text, and this tool learns from numbers and booleans | turn it into numbers with encode.one_hot or encode.ordinal, or leave it out: list the columns to learn from under 'features:', or drop it before with table.select"
    )
    #expect(failure { try plant(["target": "outcome"]) } == words)
  }

  @Test func `default features are all but target, groups and weights`() throws {
    let fitted = try regress(["target": "outcome", "groups": "site", "weights": "weight"])
    #expect(try fitted.value("coefficients", as: Table.self).strings("feature") == ["(intercept)", "x", "z", "smokes", "grade"])
    let model: ModelArchive = try fitted.value("model")
    #expect(model.kind == .classifier)
  }

  // MARK: Targets

  @Test func `the task follows the target`() throws {
    let features: JSON = ["x", "z", "smokes"]
    #expect(try plant(["target": "outcome", "features": features]).value("model", as: ModelArchive.self).kind == .classifier)
    #expect(try plant(["target": "smokes", "features": ["x", "z"]]).value("model", as: ModelArchive.self).kind == .classifier)
    let grades = try plant(["target": "grade", "features": features])
    #expect(try grades.value("model", as: ModelArchive.self).kind == .regressor)
    #expect(grades.messages == ["the target 'grade' has only 3 different values, all whole numbers, and is predicted as a number"])
    #expect(grades.remarks.first?.remedy == "if they are classes, set task: classification; if not, set task: regression")
    #expect(try plant(["target": "grade", "features": features, "task": "regression"]).remarks.isEmpty)
    let classes = try plant(["target": "grade", "features": features, "task": "classification"]).value("model", as: ModelArchive.self)
    #expect(classes.content["target"]?["classes"] == ["0", "5", "10"])
  }

  @Test func `booleans are the classes false and true`() throws {
    let model: ModelArchive = try plant(["target": "smokes", "features": ["x"]]).value("model")
    #expect(model.content["target"] == ["name": "smokes", "classes": ["false", "true"], "positive": "true"])
  }

  @Test func `a task that the target cannot have is refused`() throws {
    #expect(
      failure { try plant(["target": "outcome", "features": ["x"], "task": "regression"]) }
        == "the target 'outcome' is text, and regression predicts numbers | leave 'task' out, or name a column of numbers")
    #expect(
      failure { try regress(["target": "x", "features": ["z"]]) }
        == "the target 'x' is numbers, and logistic regression tells classes apart | if they are classes, set task: classification; to predict a number, use model.linear_regression or model.random_forest"
    )
    let table = try replacing("x", .number((0..<24).map { Double($0) / 2 }))
    #expect(
      failure { try regress(["target": "x", "features": ["z"], "task": "classification"], table) }
        == "the target 'x' has the value 0.5, and numbers as classes must be whole | use task: regression to predict a number")
  }

  @Test func `one class is no classification`() throws {
    let table = try replacing("outcome", .text(TextValues([String?](repeating: "alive", count: 24))))
    #expect(
      failure { try regress(["target": "outcome", "features": ["x"]], table) }
        == "the target 'outcome' has one class alone, 'alive' | telling classes apart takes two or more")
  }

  @Test func `rows without a target are left out with a warning`() throws {
    let table = try replacing("outcome", .text(TextValues((0..<24).map { $0 % 8 == 0 ? nil : $0 < 12 ? "alive" : "dead" })))
    let fitted = try regress(["target": "outcome", "features": ["x"]], table)
    #expect(fitted.messages == ["3 rows without a value of 'outcome' are left out"])
    #expect(
      failure { try regress(["target": "outcome", "features": ["x"]], try replacing("outcome", .text(TextValues([String?](repeating: nil, count: 24))))) }
        == "the target 'outcome' is missing in every row | name a column that has values")
  }

  @Test func `the positive class is one of two`() throws {
    let features: JSON = ["x"]
    #expect(
      failure { try regress(["target": "outcome", "features": features, "positive": "deed"]) }
        == "'positive' must be a class of 'outcome' (alive, dead), not 'deed'; did you mean 'dead'?")
    #expect(
      failure { try regress(["target": "site", "features": features, "positive": "site 1"]) }
        == "'positive' is for two classes, and 'site' has 4 (site 0, site 1, site 2, site 3) | leave 'positive' out")
    let last: Table = try regress(["target": "outcome", "features": features]).value("coefficients")
    let first: Table = try regress(["target": "outcome", "features": features, "positive": "alive"]).value("coefficients")
    #expect(first.numbers("coefficient") == last.numbers("coefficient").map { -$0 })
  }

  // MARK: Weights and values

  @Test func `weights are present and not negative`() throws {
    func words(_ bad: Double) throws -> String {
      let table = try replacing("weight", .number((0..<24).map { $0 == 4 ? bad : 1 }))
      return failure { try regress(["target": "outcome", "features": ["x"], "weights": "weight"], table) }
    }
    #expect(try words(-2) == "the weight 'weight' is negative (-2) in row 5 | weights are finite numbers of at least 0")
    #expect(try words(.nan) == "the weight 'weight' is missing in row 5 | weights are finite numbers of at least 0")
    #expect(
      failure { try regress(["target": "outcome", "features": ["x"], "weights": "site"]) } == "the weights 'site' are text, not numbers")
  }

  @Test func `missing and infinite features`() throws {
    let missing = try replacing("x", .number((0..<24).map { $0 == 4 ? .nan : Double($0) }))
    #expect(
      failure { try regress(["target": "outcome", "features": ["x", "z"]], missing) }
        == "the feature 'x' has 1 missing value, and logistic regression takes none | fill them in with impute.simple as a stage before, leave the feature out, or use model.random_forest, which takes missing values"
    )
    #expect(try plant(["target": "outcome", "features": ["x", "z"]], missing).outputs["model"] != nil)
    let infinite = try replacing("x", .number((0..<24).map { $0 == 4 ? .infinity : Double($0) }))
    #expect(
      failure { try plant(["target": "outcome", "features": ["x", "z"]], infinite) }
        == "the feature 'x' is infinite in row 5 | leave such rows out, or make the value missing")
  }

  @Test func `a solver that gave up says so`() throws {
    let fitted = try regress(["target": "outcome", "features": ["x", "z"], "max_iter": 1, "tol": 1e-9])
    #expect(fitted.messages == ["the solver had not converged after 1 step"])
    #expect(fitted.remarks.first?.remedy == "raise 'max_iter', or scale the features with scale.standard")
  }

  @Test func `parameters of the other task are refused`() {
    #expect(
      failure { try plant(["target": "outcome", "features": ["x"], "criterion": "squared_error"]) }
        == "'criterion' must be one of gini, entropy, log_loss for classes, not 'squared_error'")
    #expect(
      failure { try plant(["target": "x", "features": ["z"], "class_weight": "balanced"]) }
        == "'class_weight' is for classes, and the target 'x' is numbers | leave it out")
    #expect(
      failure { try plant(["target": "outcome", "features": ["x"], "max_features": 1.5]) }
        == "'max_features' must be above 0 and at most 1 as a fraction, not 1.5 | write a count without a point")
  }

  @Test func `a fraction of 1 is all features and a count of 1 is one`() throws {
    func digest(_ value: JSON) throws -> String? {
      try plant(["target": "outcome", "features": ["x", "z", "smokes"], "max_features": value]).digests["model"]
    }
    let declaration = try #require(builtInTools["model.random_forest"])
    let fraction = try declaration.arguments(given: [.init("target", .text("outcome")), .init("max_features", .number(1))])
    #expect(fraction["max_features"] == .number(1))
    #expect(try digest("all") != digest(1))
    #expect(try digest("sqrt") == digest(1))
  }

  // MARK: Applying models

  @Test func `predictions stand beside the data`() throws {
    let data = try Self.patients()
    let model: ModelArchive = try regress(["target": "outcome", "features": ["x", "z"]]).value("model")
    let table: Table = try run("model.predict", ["model": model, "data": data]).value("table")
    #expect(table.names == data.names + ["prediction", "probability_alive", "probability_dead"])
    #expect(zip(table.numbers("probability_alive"), table.numbers("probability_dead")).allSatisfy { abs($0 + $1 - 1) < 1e-12 })
    #expect(
      failure { try run("model.predict", ["model": model, "data": table]) }
        == "the data have a column 'prediction' already | write keep: none, or drop the column before with table.select")
    #expect(
      failure { try run("model.predict", ["model": model, "data": try data.selecting(columns: ["x"])]) }
        == "the table has no column 'z', which is one of the model's features")
  }

  @Test func `a transformer does not predict`() throws {
    let transformer: ModelArchive = try run("scale.standard", ["table": try Self.patients()]).value("transformer")
    #expect(
      failure { try run("model.predict", ["model": transformer, "data": try Self.patients()]) }
        == "the model made by 'scale.standard' does not predict | give a classifier or a regressor")
    let model: ModelArchive = try regress(["target": "outcome", "features": ["x"]]).value("model")
    #expect(failure { try run("model.transform", ["transformer": model, "data": try Self.patients()]) }.hasPrefix("'transformer' must be a transformer"))
  }

  @Test func `evaluation needs the truth`() throws {
    let model: ModelArchive = try regress(["target": "outcome", "features": ["x", "z"]]).value("model")
    let data = try Self.patients()
    #expect(
      failure { try run("model.evaluate", ["model": model, "data": try data.selecting(columns: ["x", "z"])]) }
        == "the data have no column 'outcome', which the model predicts | evaluation needs the truth; use model.predict on rows without it")
    let strange = try replacing("outcome", .text(TextValues((0..<24).map { $0 == 3 ? "lost" : "alive" })))
    #expect(
      failure { try run("model.evaluate", ["model": model, "data": strange]) }
        == "row 4 of 'outcome' is of the class 'lost', which the model has not learnt; it knows alive, dead | leave such rows out, or learn from rows of this class too"
    )
  }

  @Test func `one class held out gives nulls and a warning`() throws {
    let model: ModelArchive = try regress(["target": "outcome", "features": ["x", "z"]]).value("model")
    let scores = try run("model.evaluate", ["model": model, "data": try Self.patients().selecting(rows: Array(0..<12))], ["bootstrap": 10])
    let metrics: Metrics = try scores.value("metrics")
    #expect(metrics["roc_auc"]?.isNaN == true)
    #expect(metrics.json["roc_auc"] == .null)
    #expect(metrics["accuracy"]?.isNaN == false)
    #expect(scores.outputs["roc"] == nil)
    #expect(scores.messages == ["no row held out is of the class 'dead', so some metrics are undefined"])
  }

  @Test func `a damaged model is an error`() throws {
    var model: ModelArchive = try plant(["target": "outcome", "features": ["x", "z"]]).value("model")
    model.arrays.removeAll { $0.name == "node_links" }
    #expect(failure { try run("model.predict", ["model": model, "data": try Self.patients()]) } == "the model lacks its array 'node_links'")
  }

  // MARK: Pipelines and folds

  @Test func `a pipeline ends with a predictor`() {
    func fit(_ pipeline: JSON) -> String {
      failure { try run("model.fit", ["data": try Self.patients()], ["target": "outcome", "features": ["x", "z"], "pipeline": pipeline]) }
    }
    #expect(
      fit(["scale.standard"])
        == "the pipeline's last stage 'scale.standard' does not predict | end it with a predictor, such as model.logistic_regression")
    #expect(
      fit(["model.logistic_regression", "model.random_forest"])
        == "'model.logistic_regression' predicts, so it must be the pipeline's last stage | put it last; model.voting and model.stacking bring several together")
    #expect(fit(["model.logistic_regression", "model.forest"]).contains("there is no tool 'model.forest'"))
    #expect(
      fit([["model.logistic_regression": ["target": "x"]]])
        == "'target' of 'model.logistic_regression' is given by the step that holds the pipeline | write 'target' beside 'pipeline'")
  }

  @Test func `two estimators share their folds`() throws {
    func judge(_ stage: JSON, repeats: Int) throws -> ToolRun {
      try run(
        "model.cross_validate", ["data": try Self.patients(rows: 60)],
        ["target": "outcome", "groups": "site", "features": ["x", "z"], "folds": 3, "repeats": .integer(repeats), "pipeline": ["scale.standard", stage]])
    }
    let regression = try judge(["model.logistic_regression": ["C": 0.5]], repeats: 2)
    let forest = try judge(["model.random_forest": ["n_estimators": 3]], repeats: 1)
    #expect(regression.subSteps.map(\.name) == ["repeat 1", "repeat 2"] + (1...2).flatMap { number in (1...3).map { "repeat \(number) fold \($0)" } })
    #expect(regression.subSteps[0].run.digests == forest.subSteps[0].run.digests)
    #expect(regression.subSteps[0].run.digests != regression.subSteps[1].run.digests)
    let predictions: Table = try regression.value("predictions")
    #expect(predictions.rowCount == 120)
    #expect(Set(predictions.numbers("row")).count == 60)
    let metrics: Metrics = try regression.value("metrics")
    let folds: Table = try regression.value("folds")
    #expect(folds.rowCount == 6)
    #expect(abs((metrics["accuracy"] ?? .nan) - folds.numbers("accuracy").reduce(0, +) / 6) < 1e-12)
    #expect(metrics["accuracy_sd"] != nil)
    #expect(regression.outputs["confusion"] != nil)

    // Nadeau and Bengio's interval: 4.3027 is Student's t at 0.975 of 2 degrees of freedom.
    let few: Metrics = try forest.value("metrics")
    let margin = 4.302652729911275 * (few["log_loss_sd"] ?? .nan) * (1.0 / 3 + 60.0 / 120).squareRoot()
    let high = try #require(few.intervals.first { $0.name == "log_loss" }).high
    #expect(abs(high - (few["log_loss"] ?? .nan) - margin) < 1e-9)
  }

  @Test func `no group stands on both sides of a fold`() throws {
    let data = try Self.patients(rows: 60)
    let folds: Table = try run("model.folds", ["data": data], ["target": "outcome", "groups": "site", "folds": 3]).value("assignment")
    let numbers = folds.numbers("fold")
    for site in 0..<4 { #expect(Set((0..<60).filter { $0 % 4 == site }.map { numbers[$0] }).count == 1) }
  }

  @Test func `too many folds are refused`() throws {
    #expect(
      failure { try run("model.folds", ["data": try Self.patients()], ["target": "outcome", "folds": 13]) }
        == "the largest class has 12 rows, fewer than the 13 folds; use fewer folds or do not stratify")
    #expect(
      failure { try run("model.folds", ["data": try Self.patients()], ["target": "x", "stratify": true]) }
        == "'stratify' is for classes, and the target 'x' is numbers | leave it out")
  }

  @Test func `numbers are judged too`() throws {
    let data = try Self.patients(rows: 60)
    let model: ModelArchive = try run("model.random_forest", ["data": data], ["target": "x", "features": ["z", "weight"], "oob_score": true, "n_estimators": 30]).value("model")
    let scores = try run("model.evaluate", ["model": model, "data": data], ["bootstrap": 50])
    let metrics: Metrics = try scores.value("metrics")
    #expect(metrics["r2"].map { $0 < 1 } == true && metrics.intervals.contains { $0.name == "rmse" })
    #expect(scores.outputs["residuals"] != nil && scores.outputs["predicted"] != nil && scores.outputs["roc"] == nil)
    let folds = try run("model.cross_validate", ["data": data], ["target": "x", "features": ["z", "weight"], "pipeline": ["model.random_forest"], "folds": 3])
    #expect(try folds.value("metrics", as: Metrics.self)["r2_sd"] != nil)
    #expect(folds.outputs["predicted"] != nil)
  }
}
