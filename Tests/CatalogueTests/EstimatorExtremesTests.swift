import Catalogue
import LinearAlgebra
import Tabular
import TestSupport
import Testing
import Tooling

/// Data on which naive code breaks: each estimator gives a usable prediction, or a sentence.
@Suite struct EstimatorExtremesTests {
  /// Estimators of classes, with what makes their work small.
  static let classifiers: [(tool: String, arguments: JSON)] = [
    ("model.dummy", ["strategy": "stratified"]), ("model.naive_bayes", [:]), ("model.naive_bayes", ["kind": "multinomial"]),
    ("model.naive_bayes", ["kind": "bernoulli"]), ("model.lda", [:]), ("model.lda", ["solver": "lsqr", "shrinkage": "auto"]),
    ("model.qda", ["reg_param": 0.1]), ("model.k_neighbors", ["n_neighbors": 1]), ("model.k_neighbors", ["n_neighbors": 1, "metric": "cosine"]),
    ("model.decision_tree", [:]), ("model.decision_tree", ["criterion": "entropy", "max_leaf_nodes": 5, "ccp_alpha": 0.001]),
    ("model.extra_trees", ["n_estimators": 3]), ("model.gradient_boosting", ["n_estimators": 3]),
    ("model.gradient_boosting", ["n_estimators": 3, "tree_method": "exact", "objective": "multi:softprob"]),
    ("model.svm", [:]), ("model.svm", ["kernel": "poly", "coef0": 1]),
    ("model.linear_svm", [:]), ("model.linear_svm", ["penalty": "l1", "max_iter": 20]), ("model.linear_svm", ["loss": "hinge", "max_iter": 20]),
  ]
  static let regressors: [(tool: String, arguments: JSON)] = [
    ("model.dummy", [:]), ("model.k_neighbors", ["n_neighbors": 1]), ("model.decision_tree", [:]),
    ("model.extra_trees", ["n_estimators": 3]), ("model.gradient_boosting", ["n_estimators": 3]),
    ("model.gradient_boosting", ["n_estimators": 3, "objective": "reg:pseudohubererror"]), ("model.svm", ["epsilon": 0]),
  ]

  /// Fits and predicts the same rows.
  private func predict(_ estimator: (tool: String, arguments: JSON), _ table: Table, more: JSON = [:], on other: Table? = nil) throws -> Table {
    let arguments = JSON.object([.init("target", "y")] + (estimator.arguments.members ?? []) + (more.members ?? []))
    let model: ModelArchive = try run(estimator.tool, ["data": table], arguments, cores: 2).value("model")
    return try run("model.predict", ["model": model, "data": other ?? table], ["keep": "none"], cores: 2).value("table")
  }

  private func expectProbabilities(_ table: Table, classCount: Int) {
    let columns = table.columns.dropFirst().map { $0.values.numbers ?? [] }
    #expect(columns.count == classCount)
    for row in 0..<table.rowCount {
      let sum = columns.reduce(0) { $0 + $1[row] }
      #expect(abs(sum - 1) < 1e-9, "a row's probabilities have the sum \(sum)")
    }
  }

  private func table(_ features: [[Double]], classes: [String?], more: [Column] = []) throws -> Table {
    try Table(features.enumerated().map { Column("f\($0)", .number($1)) } + more + [Column("y", .text(TextValues(classes)))])
  }

  @Test(arguments: classifiers.indices) func `classes that a threshold separates`(place: Int) throws {
    let values = (0..<40).map { Double($0) }
    let data = try table([values, values.map { $0 * $0 }], classes: values.map { $0 < 20 ? "a" : "b" })
    expectProbabilities(try predict(Self.classifiers[place], data), classCount: 2)
  }

  @Test(arguments: classifiers.indices) func `constant columns and columns that depend on each other`(place: Int) throws {
    let values = (0..<40).map { Double($0 * 7 % 40) }
    let data = try table(
      [values, values.map { _ in 5 }, values.map { 2 * $0 + 1 }, values.map { _ in 0 }], classes: values.map { $0 < 20 ? "a" : "b" })
    expectProbabilities(try predict(Self.classifiers[place], data), classCount: 2)
  }

  @Test(arguments: classifiers.indices) func `many more columns than rows`(place: Int) throws {
    var random = RandomSource(seed: 1)
    let columnCount = Self.classifiers[place].tool == "model.qda" ? 200 : Self.classifiers[place].arguments["solver"] == "lsqr" ? 500 : 10_000
    let data = try table(
      (0..<columnCount).map { _ in (0..<50).map { _ in Double(random.below(9)) } }, classes: (0..<50).map { $0 % 2 == 0 ? "a" : "b" })
    if Self.classifiers[place].tool == "model.qda" {
      #expect(failure { try predict(Self.classifiers[place], data) }.contains("depend on each other"))
      return
    }
    expectProbabilities(try predict(Self.classifiers[place], data), classCount: 2)
  }

  @Test(arguments: classifiers.indices) func `a thousand classes`(place: Int) throws {
    // Every two classes have a machine, half a million of a thousand.
    let count = Self.classifiers[place].tool == "model.svm" ? 100 : 1000
    let rows = 0..<(3 * count)
    let data = try table(
      [rows.map { Double($0 % count) }, rows.map { Double($0 * 37 % 101) }, rows.map { Double($0 / count) }], classes: rows.map { "c\($0 % count)" })
    expectProbabilities(try predict(Self.classifiers[place], data), classCount: count)
  }

  @Test(arguments: classifiers.indices) func `one class alone is refused`(place: Int) throws {
    let data = try table([[1, 2, 3, 4]], classes: ["a", "a", "a", "a"])
    #expect(failure { try predict(Self.classifiers[place], data) }.contains("one class alone"))
  }

  @Test(arguments: classifiers.indices) func `missing and infinite features`(place: Int) throws {
    let classes = (0..<20).map { $0 < 10 ? "a" : "b" }
    let missing = try table([(0..<20).map { $0 == 3 ? .nan : Double($0) }], classes: classes)
    let infinite = try table([(0..<20).map { $0 == 3 ? .infinity : Double($0) }], classes: classes)
    let estimator = Self.classifiers[place]
    #expect(failure { try predict(estimator, infinite) }.contains("is infinite"))
    if ["model.dummy", "model.decision_tree", "model.extra_trees", "model.gradient_boosting"].contains(estimator.tool) {
      expectProbabilities(try predict(estimator, missing), classCount: 2)
    } else {
      #expect(failure { try predict(estimator, missing) }.contains("'f0' has 1 missing value"))
    }
  }

  /// In a fold the training rows may lack a class that the target has: it is never predicted, and has a column of zeros.
  @Test(arguments: classifiers.indices) func `a class that the training rows lack`(place: Int) throws {
    let (tool, arguments) = Self.classifiers[place]
    let rows = 0..<36
    let data = try table(
      [rows.map { Double($0) }, rows.map { Double($0 * 7 % 36) }], classes: rows.map { $0 < 4 ? "rare" : $0 < 20 ? "a" : "b" },
      more: [Column("site", .text(TextValues(rows.map { $0 < 4 ? "s0" : "s\(1 + $0 % 3)" })))])
    let scores = try run(
      "model.cross_validate", ["data": data],
      ["target": "y", "groups": "site", "folds": 4, "stratify": false, "pipeline": .array([.object([.init(tool, arguments)])])])
    let predictions: Table = try scores.value("predictions")
    expectProbabilities(try predictions.selecting(columns: ["prediction"] + predictions.names.filter { $0.hasPrefix("probability_") }), classCount: 3)
  }

  @Test(arguments: classifiers.indices) func `rows of weight 0 are as if they were not there`(place: Int) throws {
    let (tool, arguments) = Self.classifiers[place]
    // A forest's bins are cut over all rows.
    guard tool != "model.extra_trees", builtInTools[tool]?.parameter("weights")?.help.contains("column") == true else { return }
    let rows = 0..<60
    func data(_ kept: [Int]) throws -> Table {
      try table(
        [kept.map { Double($0 * 7 % 60) }, kept.map { Double($0 * 11 % 17) }], classes: kept.map { $0 * 7 % 60 < 25 ? "a" : $0 % 5 == 0 ? "c" : "b" },
        more: [Column("w", .number(kept.map { $0 % 3 == 0 ? 0 : 1 }))])
    }
    let whole = try data(Array(rows))
    let part = try data(rows.filter { $0 % 3 != 0 })
    #expect(try predict((tool, arguments), whole, more: ["weights": "w"]) == predict((tool, arguments), part, more: ["weights": "w"], on: whole))
  }

  @Test(arguments: regressors.indices) func `numbers from one row and from a constant target`(place: Int) throws {
    let one = try Table([Column("f0", .number([1])), Column("y", .number([4]))])
    #expect(try predict(Self.regressors[place], one).numbers("prediction") == [4])
    let constant = try Table([Column("f0", .number([1, 2, 3])), Column("y", .number([4, 4, 4]))])
    #expect(try predict(Self.regressors[place], constant).numbers("prediction") == [4, 4, 4])
  }
}
