import Catalogue
import Learning
import RealModule
import Tabular
import TestSupport
import Testing
import Tooling

/// Penalties that leave features out, and their choice by folds, beside scikit-learn's: `Fixtures/model_penalties.py`.
@Suite struct PenaltyTests {
  private static let references: JSON = (try? JSON(parsing: readFile(ModelFixtures.folder + "/model_penalties.json"))) ?? .null

  /// Of mean 0 and deviation 1, by all rows, as the script has them.
  private static func standardised(_ table: Table, weighted: Bool = false) throws -> Table {
    var columns = table.columns
    for place in columns.indices.dropLast() {
      let numbers = columns[place].values.numbers ?? []
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      let deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)).squareRoot()
      columns[place].values = .number(numbers.map { ($0 - mean) / deviation })
    }
    if weighted { columns.append(Column("weight", .number((0..<table.rowCount).map { Double(1 + $0 % 3) }))) }
    return try Table(columns)
  }

  // MARK: Logistic regression

  /// scikit-learn's saga ends within some 1e-6 of the minimum: the coefficients agree to that, and the loss here is never larger.
  @Test(arguments: 0..<5) func `sparse logistic regressions are scikit-learn's`(place: Int) throws {
    let reference = try #require(Self.references["logistic"]?.array?[place])
    let isWine = reference["data"]?.string == "wine"
    let isWeighted = reference["weighted"]?.bool == true
    let table = try Self.standardised(isWine ? ModelFixtures.wine.get() : ModelFixtures.tumours.get(), weighted: isWeighted)
    // In the script's codes 1 is benign.
    var arguments: [JSON.Member] = [
      .init("target", isWine ? "cultivar" : "diagnosis"), .init("C", reference["C"] ?? .null), .init("l1_ratio", reference["l1_ratio"] ?? .null),
      .init("tol", 1e-8), .init("max_iter", 10_000),
    ]
    if isWeighted { arguments.append(.init("weights", "weight")) }
    if !isWine { arguments.append(.init("positive", "B")) }
    let found: Table = try run("model.logistic_regression", ["data": table], .object(arguments), cores: 2).value("coefficients")
    let rows = reference["coefficients"]?.array?.map(\.doubles) ?? []
    let expected = zip(rows, reference["intercepts"]?.doubles ?? []).flatMap { [$1] + $0 }
    let values = found.numbers("coefficient")
    #expect(values.count == expected.count)
    for (value, right) in zip(values, expected) {
      #expect(abs(value - right) <= 1e-5 * max(1, abs(right)))
      if right == 0 { #expect(value == 0) }
    }
  }

  @Test func `a path of penalties lets features in one by one`() throws {
    let table = try Self.standardised(ModelFixtures.tumours.get())
    var counts: [Int] = []
    for C in [0.001, 0.01, 0.1, 1] {
      let found: Table = try run("model.logistic_regression", ["data": table], ["target": "diagnosis", "C": .number(C), "l1_ratio": 1]).value("coefficients")
      counts.append(found.numbers("coefficient").dropFirst().count { $0 != 0 })
    }
    #expect(counts[0] == 0 && counts == counts.sorted() && counts[3] < 30)
  }

  /// Where nothing comes in, the constant is the logarithm of the odds; and the minimum is the same whatever the features' units.
  @Test func `the minimum is found from any start and in any unit`() throws {
    let table = try ModelFixtures.tumours.get()
    func coefficients(_ table: Table, _ C: Double, _ more: [JSON.Member] = []) throws -> [Double] {
      let arguments: [JSON.Member] = [.init("target", "diagnosis"), .init("C", .number(C)), .init("l1_ratio", 1), .init("features", ["f0", "f1"]), .init("max_iter", 1000)]
      return try run("model.logistic_regression", ["data": table], .object(arguments + more)).value("coefficients", as: Table.self).numbers("coefficient")
    }
    let malignant = Double(table.strings("diagnosis").count { $0 == "M" })
    let odds = Double.log(malignant / (Double(table.rowCount) - malignant))
    #expect(isClose(try coefficients(table, 1e-6), [odds, 0, 0], within: 1e-6))
    var columns = table.columns
    for place in [0, 1] { columns[place].values = .number((columns[place].values.numbers ?? []).map { $0 * 1e6 }) }
    let (plain, large) = (try coefficients(table, 1e8), try coefficients(Table(columns), 1e2))
    #expect(abs(large[1] * 1e6 / plain[1] - 1) < 1e-4 && abs(large[2] * 1e6 / plain[2] - 1) < 1e-4)
    let weighted = try Table(table.columns + [Column("w", .number((0..<table.rowCount).map { $0 % 5 == 0 ? 0 : 1 }))])
    let part = table.selecting(rows: (0..<table.rowCount).filter { $0 % 5 != 0 })
    #expect(isClose(try coefficients(weighted, 1, [.init("weights", "w")]), try coefficients(part, 1), within: 1e-4))
  }

  @Test func `features of many more columns than rows are chosen`() throws {
    var random = SplitMix(seed: 3)
    let rows = 60
    let features = (0..<3000).map { place in
      Column("g\(place)", .number((0..<rows).map { row in Double.random(in: -1...1, using: &random) + (place < 3 && row % 2 == 0 ? 1.5 : 0) }))
    }
    let table = try Table(features + [Column("kind", .text(TextValues((0..<rows).map { $0 % 2 == 0 ? "a" : "b" })))])
    let found: Table = try run("model.logistic_regression", ["data": table], ["target": "kind", "l1_ratio": 1, "C": 0.3]).value("coefficients")
    let used = zip(found.strings("feature"), found.numbers("coefficient")).filter { $0.1 != 0 }.compactMap(\.0)
    #expect(used.contains("g0") && used.contains("g1") && used.contains("g2") && used.count < 30)
  }

  @Test func `a share of no penalty is a mistake`() throws {
    let table = try ModelFixtures.tumours.get()
    #expect(
      failure { try run("model.logistic_regression", ["data": table], ["target": "diagnosis", "penalty": "none", "l1_ratio": 1]) }
        == "'l1_ratio' divides the penalty, and there is none | leave 'penalty' out")
  }

  // MARK: Penalties chosen by folds

  /// Both stand at the minimum; what is left is the rounding of sums.
  @Test(arguments: [
    ("lasso", "model.lasso_cv", ["tol": 1e-10]), ("lasso_weighted", "model.lasso_cv", ["weights": "weight", "alphas": [30, 10, 3, 1, 0.3], "tol": 1e-10]),
    ("elastic_net", "model.elastic_net_cv", ["l1_ratio": [0.2, 0.8], "tol": 1e-10]), ("ridge", "model.ridge_cv", ["alphas": [0.1, 1, 10, 100]]),
    ("ridge_weighted", "model.ridge_cv", ["alphas": [0.1, 1, 10, 100], "weights": "weight"]),
    ("ridge_folds", "model.ridge_cv", ["alphas": [0.1, 1, 10, 100], "folds": 5]),
  ] as [(String, String, JSON)]) func `penalties are chosen as scikit-learn does`(name: String, tool: String, more: JSON) throws {
    let reference = try #require(Self.references["paths"]?[name])
    let table = try Self.standardised(ModelFixtures.diabetes.get(), weighted: more["weights"] != nil)
    let fitted = try run(tool, ["data": table], .object([.init("target", "progression"), .init("shuffle", false)] + (more.members ?? [])), cores: 2)
    let chosen: Metrics = try fitted.value("chosen")
    #expect(abs(try #require(chosen["alpha"]) / (reference["alpha"]?.double ?? .nan) - 1) < 1e-9)
    if let ratio = reference["l1_ratio"]?.double { #expect(chosen["l1_ratio"] == ratio) }
    let coefficients: Table = try fitted.value("coefficients")
    #expect(isClose(coefficients.numbers("coefficient"), [reference["intercept"]?.double ?? .nan] + (reference["coefficients"]?.doubles ?? []), within: 1e-5))
    if let mse = reference["mse"]?.doubles {
      let path: Table = try fitted.value("path")
      let found = name == "ridge" ? path.numbers("mse").reversed() : path.numbers("mse")
      #expect(isClose(found.map { $0 }, mse, within: 1e-3))
    }
    #expect(fitted.outputs["figure"] != nil)
  }

  @Test func `the simplest model within a standard error has fewer features`() throws {
    let table = try Self.standardised(ModelFixtures.diabetes.get())
    func used(_ rule: JSON) throws -> Double {
      try #require(run("model.lasso_cv", ["data": table], ["target": "progression", "rule": rule]).value("chosen", as: Metrics.self)["features_used"])
    }
    #expect(try used("one_se") < used("best"))
    #expect(failure { try run("model.ridge_cv", ["data": table], ["target": "progression", "rule": "one_se"]) } == "rule: one_se needs the errors of folds | set 'folds'")
  }

  @Test func `a constant target has no best penalty`() throws {
    let table = try ModelFixtures.diabetes.get()
    let flat = try Table(table.columns.dropLast() + [Column("y", .number([Double](repeating: 8, count: table.rowCount)))])
    for tool in ["model.lasso_cv", "model.elastic_net_cv"] {
      #expect(
        failure { try run(tool, ["data": flat], ["target": "y", "task": "regression"]) }
          == "the target 'y' is 8 in every row, so no penalty fits it better than another | check that the column is the one meant; model.dummy predicts a constant")
    }
    // Penalties that are named are judged all the same.
    let chosen: Metrics = try run("model.lasso_cv", ["data": flat], ["target": "y", "task": "regression", "alphas": [1, 0.1]]).value("chosen")
    #expect(chosen["features_used"] == 0 && chosen["mse"] == 0)
  }

  @Test func `shares have colours of their own`() throws {
    let figure: Figure = try run(
      "model.elastic_net_cv", ["data": Self.standardised(ModelFixtures.diabetes.get())], ["target": "progression", "l1_ratio": [0.2, 0.8], "n_alphas": 5]
    ).value("figure")
    #expect(figure.specification.text.contains("viridis"))
  }

  @Test func `a chosen penalty is a stage, and is read back`() throws {
    let (train, held) = ModelFixtures.parts(try ModelFixtures.diabetes.get())
    let model: ModelArchive = try run("model.fit", ["data": train], ["target": "progression", "pipeline": ["scale.standard", "model.lasso_cv"]]).value("model")
    let metrics: Metrics = try run("model.evaluate", ["model": model, "data": held], ["bootstrap": 0]).value("metrics")
    #expect(try #require(metrics["r2"]) > 0.4)
  }
}
