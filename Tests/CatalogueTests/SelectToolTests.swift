import LinearAlgebra
import Tabular
import TestSupport
import Testing
import Tooling

/// What selection and reduction say of odd data, and what they do inside a pipeline.
@Suite struct SelectToolTests {
  private func select(_ tool: String, _ arguments: JSON, _ table: Table? = nil) throws -> ToolRun {
    try run(tool, ["data": try table ?? ModelContractTests.patients()], arguments)
  }

  private static let features: JSON = ["x", "z", "smokes"]

  @Test func `columns that were not judged pass through`() throws {
    let table: Table = try select("select.k_best", ["target": "outcome", "features": Self.features, "k": 1]).value("table")
    #expect(table.names == ["x", "outcome", "site", "weight", "grade"])
  }

  @Test func `mistakes`() throws {
    func best(_ name: String, _ target: String = "outcome") -> String {
      failure { try select("select.k_best", ["target": .text(target), "features": Self.features, "score_func": .text(name)]) }
    }
    #expect(best("f_regression") == "'score_func' must be one of f_classif, chi2, mutual_info_classif for classes, not 'f_regression'")
    #expect(
      best("f_classif", "weight")
        == "'score_func' must be one of f_regression, mutual_info_regression for numbers, not 'f_classif' | if the target 'weight' is classes, set task: classification")
    #expect(
      failure { try select("select.k_best", ["target": "outcome", "features": ["site"]]) }.hasPrefix("the feature 'site' is text, and this tool learns"))
    let below = try Table([Column("a", .number([1, -2, 3])), Column("t", .text(TextValues(["p", "q", "p"])))])
    #expect(failure { try select("select.k_best", ["target": "t", "score_func": "chi2"], below) }.hasPrefix("the feature 'a' is -2 in row 2, and chi2 is for counts"))
    let gap = try Table([Column("a", .number([1, .nan, 3])), Column("t", .text(TextValues(["p", "q", "p"])))])
    #expect(failure { try select("select.percentile", ["target": "t"], gap) }.hasPrefix("the feature 'a' has 1 missing value, and features are judged"))
    #expect(
      failure { try select("select.from_model", ["target": "outcome", "features": Self.features, "estimator": "scale.standard"]) }
        == "'scale.standard' does not predict, and 'estimator' takes a tool that does | give a model, such as model.random_forest")
    #expect(
      failure { try select("select.from_model", ["target": "outcome", "features": Self.features, "estimator": "model.k_neighbors"]) }
        == "'model.k_neighbors' does not tell how much its features count | give a linear model or a forest, such as model.random_forest")
    #expect(
      failure { try select("select.from_model", ["target": "outcome", "features": Self.features, "estimator": "model.random_forest", "threshold": "most"]) }
        .hasPrefix("'threshold' must be a number, mean, median, or a multiple such as 1.25*mean, not 'most'"))
    #expect(
      failure { try select("select.from_model", ["target": "outcome", "features": Self.features, "estimator": "model.random_forest", "threshold": 2]) }
        == "no feature is as important as 2, and none would be left | lower 'threshold'")
    let still = try Table([Column("a", .number([1, 1]))])
    #expect(failure { try run("select.variance", ["table": still]) } == "no feature has a variance above 0, and none would be left | lower 'threshold'")
    #expect(
      try select("select.k_best", ["target": "outcome", "features": Self.features]).messages == ["'k' is 10, and there are 3 features, which are all kept"])
    #expect(
      failure { try select("select.rfe", ["target": "outcome", "features": Self.features, "estimator": "model.random_forest", "step": 1.5]) }
        == "'step' must be a count, or a share of at most 1.0, not 1.5")
  }

  @Test func `components of odd data`() throws {
    func reduce(_ columns: [[Double]], _ arguments: JSON = [:]) throws -> ToolRun {
      try run("reduce.pca", ["table": try Table(columns.enumerated().map { Column("c\($0)", .number($1)) })], arguments)
    }
    let still = try reduce([[2, 2, 2], [5, 5, 5]])
    #expect(still.messages == ["nothing varies, so there are no components"])
    #expect(try still.value("table", as: Table.self).columns.isEmpty)
    #expect(failure { try reduce([[1]]) } == "components take two rows or more, and the table has 1 row")
    #expect(failure { try reduce([[1, .nan]]) }.hasPrefix("the column 'c0' is missing in row 2, and components take whole rows"))
    #expect(
      failure { try reduce([[1, 2, 4], [1, 3, 2]], ["n_components": 3]) }
        == "'n_components' must be at most 2, the smaller number of rows and columns, not 3")
    #expect(failure { try reduce([[1e300, -1e300]]) }.hasPrefix("the columns have values too large to be squared"))
    let line = try reduce([[1, 2, 3], [2, 4, 6]], ["n_components": 2])
    #expect(line.messages == ["rows vary along 1 component alone, and 2 were asked for"])
    #expect(isClose(try line.value("variance", as: Table.self).numbers("explained_variance_ratio"), [1], within: 1e-12))
  }

  /// Of tall, nearly square and wide tables components are orthonormal, and scores give the rows back.
  @Test(arguments: [(400, 7), (60, 40), (12, 300), (3000, 90)]) func `components give the rows back`(rows: Int, columns: Int) throws {
    var random = RandomSource(seed: 5)
    let values = (0..<columns).map { column in (0..<rows).map { _ in random.normal() * Double(1 + column % 7) + 100 } }
    let table = try Table(values.enumerated().map { Column("c\($0)", .number($1)) })
    let one = try run("reduce.pca", ["table": table])
    #expect(try run("reduce.pca", ["table": table], cores: 2).digests == one.digests)
    let (scores, weights): (Table, Table) = (try one.value("table"), try one.value("components"))
    let count = scores.columns.count
    #expect(count == min(rows - 1, columns))
    let matrix = Matrix(columns: (0..<count).map { weights.numbers("pc\($0 + 1)") })
    let products = multiply(matrix, matrix, transposeA: true)
    for row in 0..<count { for column in 0..<count { #expect(abs(products[row, column] - (row == column ? 1 : 0)) < 1e-10) } }
    let back = multiply(Matrix(columns: (0..<count).map { scores.numbers("pc\($0 + 1)") }), matrix, transposeB: true)
    for column in 0..<columns {
      let mean = values[column].reduce(0, +) / Double(rows)
      #expect((0..<rows).allSatisfy { abs(back[$0, column] + mean - values[column][$0]) < 1e-9 })
    }
  }

  /// A feature that tells nothing but of the rows that it was chosen by must not look good in a cross-validation.
  @Test func `selection inside a pipeline leaks nothing`() throws {
    var random = RandomSource(seed: 1)
    let noise = (0..<500).map { place in Column("g\(place)", .number((0..<60).map { _ in random.normal() })) }
    let table = try Table(noise + [Column("label", .text(TextValues((0..<60).map { $0 % 2 == 0 ? "a" : "b" })))])
    let stages: JSON = [["select.k_best": ["k": 10]], "scale.standard", "model.logistic_regression"]
    let metrics: Metrics = try run("model.cross_validate", ["data": table], ["target": "label", "pipeline": stages]).value("metrics")
    #expect(try #require(metrics["roc_auc"]) < 0.7)
  }

  @Test func `every kind of preparation in one pipeline`() throws {
    let table = try ModelContractTests.patients(rows: 60)
    let stages: JSON = [
      ["impute.simple": ["strategy": "median"]], ["encode.one_hot": ["handle_unknown": "ignore"]], "scale.robust", ["features.polynomial": ["columns": ["x", "z"]]],
      ["select.variance": ["threshold": 0.0]], ["select.from_model": ["estimator": ["model.random_forest": ["n_estimators": 5]], "max_features": 5]],
      "balance.smote", ["reduce.pca": ["n_components": 2]], "model.logistic_regression",
    ]
    let fitted = try run("model.fit", ["data": table], ["target": "outcome", "pipeline": stages])
    let predicted: Table = try run("model.predict", ["model": try fitted.value("model", as: ModelArchive.self), "data": table], ["keep": "none"]).value("table")
    #expect(predicted.rowCount == 60 && predicted.numbers("probability_alive").allSatisfy { (0...1).contains($0) })
    #expect(try run("model.fit", ["data": table], ["target": "outcome", "pipeline": stages], cores: 2).digests == fitted.digests)
  }
}
