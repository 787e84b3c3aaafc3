import Catalogue
import Learning
import LinearAlgebra
import ModelTools
import Tabular
import TestSupport
import Testing
import Tooling

/// Gradient boosting against the Python package of XGBoost 3.2, from `Fixtures/learning_boosting.py`, and what it does with odd data.
@Suite struct GradientBoostingTests {
  struct Case: CustomStringConvertible, Sendable {
    let json: JSON
    var data: String { json["data"]?.string ?? "" }
    var isWeighted: Bool { json["weighted"]?.bool == true }
    var description: String { "\(data) \(json["arguments"]?.text ?? "")\(isWeighted ? ", weighted" : "")\(json["losses"] == nil ? "" : ", watched")" }
  }

  static let cases: [Case] = ((try? JSON(parsing: readFile(ModelFixtures.folder + "/learning_boosting.json")))?.array ?? []).map { Case(json: $0) }

  private static func fit(_ reference: Case, cores: Int = 2) throws -> (run: ToolRun, train: Table, held: Table, classes: [String]) {
    let (train, held, classes) = try EstimatorReferenceTests.parts(reference.data, weighted: reference.isWeighted)
    let target = train.names.last { $0 != "weight" } ?? ""
    let fitted = try run(
      "model.gradient_boosting", ["data": train],
      .object(
        [.init("target", .text(target)), .init("task", classes.isEmpty ? "regression" : "classification")]
          + (reference.isWeighted ? [.init("weights", "weight")] : []) + (reference.json["arguments"]?.members ?? [])),
      cores: cores)
    return (fitted, train, held, classes)
  }

  private static func predictions(_ fitted: ToolRun, _ held: Table, cores: Int = 2) throws -> Table {
    try run("model.predict", ["model": try fitted.value("model", as: ModelArchive.self), "data": held], ["keep": "none"], cores: cores).value("table")
  }

  /// Both keep numbers as float32, of which 1e-6 is some bits; what both add up in another order moves the last of them.
  @Test(arguments: cases) func `predictions are XGBoost's`(reference: Case) throws {
    let (fitted, train, held, classes) = try Self.fit(reference)
    let predicted = try Self.predictions(fitted, held)
    let expected = reference.json["predicted"]?.array ?? []
    let columns: [(String, [Double])] =
      classes.isEmpty
      ? [("prediction", expected.compactMap(\.double))]
      : classes.count == 2
        ? [("probability_M", expected.compactMap(\.double))]
        : classes.enumerated().map { code, name in ("probability_\(name)", expected.map { $0.doubles[code] }) }
    for (name, numbers) in columns {
      let all = predicted.numbers(name)
      let found = stride(from: 0, to: all.count, by: 7).map { all[$0] }
      let difference = zip(found, numbers).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
      #expect(found.count == numbers.count && difference <= 1e-5, "\(name) is off by \(difference)")
    }
    guard let scores = reference.json["scores"] else { return }
    // Of splits that gain the same the two versions take others here: the predictions are the same, and the features differ.
    if reference.data == "wine", reference.json["arguments"]?["num_parallel_tree"] != nil { return }
    let table: Table = try fitted.value("importances")
    let places = table.strings("feature").compactMap { $0.flatMap { train.names.firstIndex(of: $0) } }
    let gains = scores["total_gain"]?.doubles ?? []
    let whole = gains.reduce(0, +)
    #expect(isClose(table.numbers("importance"), places.map { gains[$0] / whole }, within: 1e-5))
    for kind in ["gain", "weight", "cover"] {
      let expected = places.map { scores[kind]?.doubles[$0] ?? .nan }
      let difference = zip(table.numbers(kind), expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
      #expect(difference < 1e-4, "\(kind) is off by \(difference)")
    }
  }

  /// The losses that early stopping watches.
  @Test(arguments: cases.filter { $0.json["losses"] != nil }) func `losses are XGBoost's`(reference: Case) throws {
    let (train, held, classes) = try EstimatorReferenceTests.parts(reference.data, weighted: reference.isWeighted)
    let target = train.names.last { $0 != "weight" } ?? ""
    let features = train.names.filter { $0 != target && $0 != "weight" }
    func rows(_ table: Table, weighted: Bool) -> GradientBoosting.Rows {
      let labels =
        classes.isEmpty
        ? table.numbers(target).map { Float($0) }
        : table.strings(target).map { label in classes.count == 2 ? label == "M" ? 1 : 0 : Float(classes.firstIndex { $0 == label } ?? 0) }
      return GradientBoosting.Rows(
        features: Matrix(columns: features.map(table.numbers)), labels: labels, weights: weighted ? table.numbers("weight").map { Float($0) } : nil)
    }
    var parameters = GradientBoosting.Parameters()
    let arguments = reference.json["arguments"]
    parameters.objective =
      arguments?["objective"]?.string.flatMap(BoostingObjective.init) ?? (classes.isEmpty ? .squaredError : classes.count == 2 ? .logistic : .softmax)
    parameters.iterationCount = arguments?["n_estimators"]?.int ?? 100
    parameters.baseScore = arguments?["base_score"]?.double
    parameters.variancePower = arguments?["tweedie_variance_power"]?.double ?? 1.5
    let fit = try GradientBoosting.fit(
      rows(train, weighted: reference.isWeighted), watching: rows(held, weighted: false), classCount: classes.count, parameters: parameters, cores: 2)
    #expect(parameters.objective == .tweedie || reference.json["loss"]?.string == parameters.objective.lossName)
    for (name, found) in [("training", fit.trainingLosses), ("validation", fit.validationLosses)] {
      let expected = reference.json["losses"]?[name]?.doubles ?? []
      let difference = zip(found, expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
      #expect(found.count == expected.count && difference < 1e-5, "\(name) is off by \(difference)")
    }
  }

  @Test func `Python reads the model and predicts the same`() throws {
    guard let python = try Python.reference(needing: ["xgboost"]) else { return }
    let script = """
      import json, sys, zipfile, numpy, xgboost
      sent = json.load(sys.stdin)
      archive = zipfile.ZipFile(sent["model"])
      booster = xgboost.Booster(model_file=bytearray(archive.read("files/xgboost.json")))
      assert json.loads(archive.read("model.json"))["content"]["features"] == sent["features"]
      rows = numpy.array([[numpy.nan if value is None else value for value in row] for row in sent["rows"]], dtype=float)
      json.dump(booster.predict(xgboost.DMatrix(rows)).astype(float).ravel().tolist(), sys.stdout)
      """
    let folder = try TemporaryFolder()
    for reference in Self.cases where reference.data.hasSuffix("gaps") || reference.json["arguments"]?["objective"] != nil {
      let (fitted, _, held, classes) = try Self.fit(reference)
      let path = folder.path + "/model.zip"
      try writeFile(try #require(fitted.outputs["model"]).withBytes { Array($0) }, to: path)
      let features = held.names.filter { $0.hasPrefix("f") }
      let columns = features.map(held.numbers)
      let rows = (0..<held.rowCount).map { row in JSON.array(columns.map { $0[row].isNaN ? .null : .number($0[row]) }) }
      let sent: JSON = ["model": .text(path), "features": .array(features.map { .text($0) }), "rows": .array(rows)]
      let result = try runProgram(python, ["-c", script], input: Array(sent.text.utf8))
      #expect(result.status == 0, "\(result.stderr)")
      let expected = try JSON(parsing: result.stdout).doubles
      let predicted = try Self.predictions(fitted, held)
      let names = classes.isEmpty ? ["prediction"] : classes.count == 2 ? ["probability_M"] : classes.map { "probability_\($0)" }
      let found = (0..<held.rowCount).flatMap { row in names.map { predicted.numbers($0)[row] } }
      #expect(found.count == expected.count)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($1)) }, "\(reference)")
    }
  }

  private func table(_ features: [[Double]], _ target: Column, more: [Column] = []) throws -> Table {
    try Table(features.enumerated().map { Column("f\($0)", .number($1)) } + more + [target])
  }

  /// Rows enough that XGBoost divides its sums among threads, and weights of many sizes, with which it takes other splits on other
  /// numbers of threads.
  @Test(arguments: [["objective": "reg:squarederror"], ["objective": "reg:tweedie"], ["tree_method": "approx"]] as [JSON])
  func `one core and several give the same bytes`(arguments: JSON) throws {
    var random = RandomSource(seed: 8)
    let count = 12_000
    let features = (0..<6).map { _ in (0..<count).map { _ in random.normal() } }
    let target = (0..<count).map { (features[0][$0] + features[1][$0] * features[2][$0] > 0 ? 8 : 1) * random.uniform() * random.uniform() }
    let data = try table(
      features, Column("y", .number(target)), more: [Column("w", .number((0..<count).map { _ in 1 / (random.uniform() + 1e-4) }))])
    let more: JSON = ["target": "y", "weights": "w", "n_estimators": 25, "subsample": 0.8, "colsample_bytree": 0.7, "early_stopping_rounds": 20]
    func digests(cores: Int) throws -> [String: String] {
      try run("model.gradient_boosting", ["data": data], .object((more.members ?? []) + (arguments.members ?? [])), cores: cores).digests
    }
    let one = try digests(cores: 1)
    for cores in 2...4 { #expect(try digests(cores: cores) == one) }
  }

  @Test func `it stops where the loss of rows held out rises`() throws {
    let tumours = try ModelFixtures.tumours.get()
    let fitted = try run("model.gradient_boosting", ["data": tumours], ["target": "diagnosis", "n_estimators": 1000, "early_stopping_rounds": 8])
    let iterations: Table = try fitted.value("iterations")
    let losses = iterations.numbers("validation")
    let best = losses.firstIndex(of: losses.min() ?? 0) ?? 0
    #expect(losses.count == best + 9 && losses.count < 1000)
    let kept = iterations.numbers("kept")
    #expect(kept.indices.allSatisfy { (kept[$0] == 1) == ($0 <= best) })
    #expect(fitted.outputs["curve"] != nil)
    let model: ModelArchive = try fitted.value("model")
    let json = try JSON(parsing: try model.file("xgboost.json"))
    #expect(json["learner"]?["gradient_booster"]?["model"]?["trees"]?.array?.count == best + 1)
    // Where all iterations are run, there is nothing to show.
    let whole = try run("model.gradient_boosting", ["data": tumours], ["target": "diagnosis", "n_estimators": 3])
    #expect(whole.outputs["iterations"] == nil && whole.outputs["curve"] == nil)
    let short = try run("model.gradient_boosting", ["data": tumours], ["target": "diagnosis", "n_estimators": 2, "early_stopping_rounds": 8])
    #expect(short.messages == ["the loss of the rows held out still fell at the last iteration: more of them may be better"])
  }

  /// Two rows of each patient: where one is learnt from and the other watched, the loss falls for ever.
  @Test func `whole groups are held out`() throws {
    var random = RandomSource(seed: 2)
    let patients = (0..<600).map { _ in (random.normal(), random.normal(), Double(random.below(2))) }
    let rows = (0..<1200).map { patients[$0 / 2] }
    let data = try table(
      [rows.map(\.0), rows.map(\.1)], Column("y", .text(TextValues(rows.map { $0.2 == 1 ? "ill" : "well" }))),
      more: [Column("patient", .integer(Optionals((0..<1200).map { Int64($0 / 2) }, zero: 0)))])
    func least(_ arguments: JSON) throws -> Double {
      let fitted = try run(
        "model.gradient_boosting", ["data": data],
        .object([.init("target", "y"), .init("features", ["f0", "f1"]), .init("early_stopping_rounds", 5), .init("min_child_weight", 0), .init("max_depth", 0), .init("reg_lambda", 0)] + (arguments.members ?? [])))
      return try fitted.value("iterations", as: Table.self).numbers("validation").min() ?? 0
    }
    let (grouped, mixed) = (try least(["groups": "patient"]), try least([:]))
    #expect(grouped > 0.6 && mixed < grouped - 0.15, "\(grouped), \(mixed)")
  }

  @Test func `the first of two classes may be the positive one`() throws {
    let (train, held) = ModelFixtures.parts(try ModelFixtures.tumours.get())
    func probabilities(_ positive: JSON) throws -> [Double] {
      let fitted = try run("model.gradient_boosting", ["data": train], ["target": "diagnosis", "positive": positive, "n_estimators": 20])
      return try Self.predictions(fitted, held).numbers("probability_M")
    }
    #expect(isClose(try probabilities("M"), try probabilities("B"), within: 1e-5))
  }

  @Test func `features of any name, and selection by a boosted model`() throws {
    let names = ["a<b", "x[1]", "\"quoted\"", "ä\n\t", "f0", "💡"]
    let rows = 0..<80
    let data = try Table(
      names.enumerated().map { place, name in Column(name, .number(rows.map { Double($0 * (7 + 2 * place) % 79) })) }
        + [Column("y", .text(TextValues(rows.map { $0 * 9 % 79 < 40 ? "p" : "q" })))])
    let fitted = try run("model.gradient_boosting", ["data": data], ["target": "y", "monotone_constraints": ["x[1]": 1]])
    #expect(try fitted.value("importances", as: Table.self).strings("feature").first == "x[1]")
    #expect(try Self.predictions(fitted, data).rowCount == 80)
    let selected: Table = try run(
      "select.from_model", ["data": data], ["target": "y", "estimator": "model.gradient_boosting", "max_features": 1]
    ).value("table")
    #expect(selected.names == ["x[1]", "y"])
  }

  @Test func `predictions only rise with a feature that is so constrained`() throws {
    var random = RandomSource(seed: 4)
    let doses = (0..<300).map { _ in random.uniform() }
    let data = try table([doses], Column("y", .number(doses.map { $0 + 0.5 * random.normal() })))
    let fitted = try run("model.gradient_boosting", ["data": data], ["target": "y", "monotone_constraints": ["f0": 1]])
    let grid = try Table([Column("f0", .number((0..<200).map { Double($0) / 200 }))])
    let curve = try Self.predictions(fitted, grid).numbers("prediction")
    #expect(zip(curve, curve.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(curve.first != curve.last)
  }

  @Test func `mistakes`() throws {
    let rows = 0..<20
    let classes = Column("y", .text(TextValues(rows.map { ["a", "b", "c"][$0 % 3] })))
    let numbers = Column("y", .number(rows.map { Double($0) - 3 }))
    func say(_ target: Column, _ arguments: JSON, features: [[Double]]? = nil) -> String {
      failure {
        try run(
          "model.gradient_boosting", ["data": try table(features ?? [rows.map { Double($0) }], target)],
          .object([.init("target", "y"), .init("task", target.values.strings == nil ? "regression" : "classification")] + (arguments.members ?? [])))
      }
    }
    #expect(
      say(classes, ["objective": "binary:logistic"]) == "'objective' must be multi:softprob for more than two classes, not 'binary:logistic'")
    #expect(say(numbers, ["objective": "multi:softprob"]).hasPrefix("'objective' must be one of reg:squarederror, "))
    #expect(say(numbers, ["objective": "count:poisson"]) == "count:poisson predicts numbers at least 0, and 'y' has -3 | use another 'objective'")
    #expect(say(numbers, ["class_weight": "balanced"]) == "'class_weight' is for classes, and the target 'y' is numbers | leave it out")
    #expect(say(classes, ["scale_pos_weight": 2]).hasPrefix("'scale_pos_weight' is for binary:logistic"))
    #expect(say(numbers, ["objective": "reg:gamma", "base_score": 0]).contains("reg:gamma"))
    #expect(say(numbers, ["tree_method": "exact", "max_leaves": 4]) == "tree_method: exact takes no 'max_leaves' | use tree_method: hist, or leave it out")
    #expect(say(numbers, ["monotone_constraints": ["f1": 1]]) == "'monotone_constraints' names 'f1', which is none of the features; did you mean 'f0'?")
    #expect(say(numbers, ["monotone_constraints": ["f0": 2]]) == "'monotone_constraints' must be -1, 0 or 1 for each feature, not 2")
    #expect(
      say(classes, ["early_stopping_rounds": 3])
        == "no rows can be held out for early stopping: 2 rows to hold out are fewer than the 3 classes | leave 'early_stopping_rounds' out, or set another 'validation_fraction'")
    #expect(
      say(numbers, [:], features: [rows.map { $0 == 4 ? 1e39 : 1 }])
        == "the feature 'f0' has 1e+39, and XGBoost keeps numbers up to 3.4e38 | bring it to a smaller scale")
    #expect(say(Column("y", .number(rows.map { $0 == 4 ? 1e39 : 1 })), [:]).hasPrefix("the target 'y' has 1e+39, and XGBoost keeps"))
    #expect(say(Column("y", .number(rows.map { $0 == 4 ? 3e38 : -3e38 })), [:]).hasPrefix("the loss cannot be followed"))
  }
}
