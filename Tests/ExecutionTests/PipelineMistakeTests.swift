import Catalogue
import Execution
import Literate
import TestSupport
import Testing
import Tooling

/// Mistakes in pipelines: told with the notebook where it shows them, and at the stage's place where only the data do.
@Suite struct PipelineMistakeTests {
  /// What is said of a step whose fence is on line 4: `line:column: severity: message | remedy`.
  private static func told(_ step: String) -> [String] {
    Plan(notebook: "---\ntitle: Test\n---\n\(step)\n```\n```{table.read t}\npath: a.csv\n```\n", catalogue: builtInTools).diagnostics.map { diagnostic in
      let place = diagnostic.range.map { "\($0.start.line):\($0.start.column): " } ?? ""
      return place + "\(diagnostic.severity): \(diagnostic.message)" + (diagnostic.remedy.map { " | \($0)" } ?? "")
    }
  }

  private static func told(_ tool: String, _ lines: String...) -> [String] {
    told((["```{\(tool) s}", "data: $t", "target: y"] + lines).joined(separator: "\n"))
  }

  private static let end = "end it with a predictor, such as model.logistic_regression"

  @Test func `a pipeline ends with a predictor, and has none before`() {
    #expect(
      Self.told("model.cross_validate", "pipeline: [scale.standard, select.k_best]")
        == ["7:28: error: the pipeline's last stage 'select.k_best' does not predict | \(Self.end)"])
    #expect(
      Self.told("model.fit", "pipeline: [scale.standard, balance.smote]")
        == ["7:28: error: the pipeline's last stage 'balance.smote' does not predict | \(Self.end)"])
    #expect(
      Self.told("model.bagging", "pipeline:", "  - model.svm: {C: 2}", "  - model.dummy")
        == ["8:5: error: 'model.svm' predicts, so it must be the pipeline's last stage | put it last; model.voting and model.stacking bring several together"])
    // Discriminants are features too.
    #expect(Self.told("model.fit", "pipeline: [model.lda, model.k_neighbors]") == [])
    #expect(Self.told("model.fit", "pipeline: model.lda") == [])
    #expect(
      Self.told("select.rfe", "estimator: scale.standard")
        == ["7:12: error: 'scale.standard' does not predict, and 'estimator' takes a tool that does | give a model, such as model.random_forest"])
  }

  @Test func `pipelines within stages are looked into`() {
    #expect(
      Self.told(
        "model.voting", "pipelines:", "  a: [scale.standard]", "  b:", "    - model.calibrated:", "        pipeline: [model.svm, scale.standard]")
        == [
          "8:7: error: the pipeline's last stage 'scale.standard' does not predict | \(Self.end)",
          "11:20: error: 'model.svm' predicts, so it must be the pipeline's last stage | put it last; model.voting and model.stacking bring several together",
          "11:31: error: the pipeline's last stage 'scale.standard' does not predict | \(Self.end)",
        ])
    #expect(
      Self.told("model.fit", "pipeline: [model.voting: {pipelines: {a: [model.svm]}, voting_weights: {b: 2}}]")
        == ["7:73: error: 'voting_weights' names 'b', which is no pipeline | the pipelines are a"])
    #expect(Self.told("model.fit", "pipeline: [model.svm: {Cc: 1}]") == ["7:24: error: 'model.svm' has no parameter 'Cc'; did you mean 'C'?"])
    #expect(
      Self.told("model.fit", "pipeline:", "  - scale.standard: {}", "    as: a", "  - model.svm: {}", "    as: a")
        == ["10:5: error: two stages are called 'a' | give one another name after 'as:'"])
  }

  @Test func `a grid keeps a pipeline a pipeline`() {
    let pipeline = "pipeline: [scale.standard, model.svm]"
    #expect(
      Self.told("model.search", pipeline, "grid: {svm: [model.svm, none]}")
        == ["8:25: error: the pipeline's last stage cannot be left out: it predicts | name a predictor, such as model.dummy"])
    #expect(
      Self.told("model.search", pipeline, "grid: {svm: [scale.robust]}") == ["8:14: error: the pipeline's last stage 'scale.robust' does not predict | \(Self.end)"])
    let nested = "pipeline: [model.voting: {pipelines: {a: [scale.standard, model.svm]}}]"
    #expect(Self.told("model.search", nested, "grid: {voting.pipelines.a.svm.C: [1, 10]}") == [])
    #expect(
      Self.told("model.search", nested, "grid: {voting.pipelines.a.svm.c: [1, 10]}") == ["8:8: error: 'model.svm' has no parameter 'c'; did you mean 'C'?"])
    #expect(
      Self.told("model.search", nested, "grid: {voting.pipelines.b.svm.C: [1, 10]}") == ["8:8: error: 'pipelines' has no 'b' | it has a"])
    #expect(
      Self.told("model.search", nested, "grid: {voting.pipelines.a.svm.C: [1, -1]}")
        == ["8:38: error: 'voting.pipelines.a.svm.C[2]' must be in 1e-09...1000000000, not -1"])
  }

  @Test func `names and lists are checked with the notebook`() {
    #expect(
      Self.told("model.voting", "pipelines: {a: [model.svm], b: [model.dummy]}", "voting_weights: {a: 1, c: 2}")
        == ["8:24: error: 'voting_weights' names 'c', which is no pipeline | the pipelines are a, b"])
    #expect(
      Self.told("model.voting", "pipelines: {a: [model.svm]}", "voting_weights: {a: -1}") == ["8:21: error: 'voting_weights.a' must be above 0, not -1"])
    #expect(Self.told("model.lasso_cv", "alphas: []") == ["7:9: error: 'alphas' must be not empty, not []"])
    #expect(Self.told("model.lasso_cv", "alphas: [0.1, -1]") == ["7:15: error: 'alphas[2]' must be above 0, not -1"])
    #expect(Self.told("model.lasso_cv", "alphas: 0.1") == [])
    #expect(Self.told("model.lasso_cv", "alphas: -1") == ["7:9: error: 'alphas' must be above 0, not -1"])
    #expect(Self.told("model.lasso_cv", "alphas: 0.1, 1") == ["7:9: error: 'alphas' must be a list, each a number above 0, not '0.1, 1' | write [0.1, 1]"])
    #expect(Self.told("model.ridge", "features: a, b") == ["7:11: error: 'features' must be a list, each the name of a column, not 'a, b' | write [a, b]"])
    #expect(
      Self.told("model.logistic_regression", "penalty: l1") == ["7:10: error: 'penalty' must be one of l2, none, not 'l1' | write l1_ratio: 1"])
  }

  @Test func `what is given for nothing is told`() {
    #expect(
      Self.told("model.search", "pipeline: [model.svm]", "grid: {svm.C: [1, 10]}", "n_iter: 5", "factor: 2")
        == [
          "9:1: warning: 'n_iter' has no effect where 'strategy' is grid | leave it out, or set strategy: random or halving_random",
          "10:1: warning: 'factor' has no effect where 'strategy' is grid | leave it out, or set strategy: halving or halving_random",
        ])
    #expect(Self.told("model.lasso_cv", "alphas: [1]", "n_alphas: 5") == ["8:1: warning: 'n_alphas' has no effect beside 'alphas' | leave it out"])
    #expect(
      Self.told("model.fit", "pipeline:", "  - model.gradient_boosting:", "      validation_fraction: 0.2")
        == ["9:7: warning: 'validation_fraction' has no effect without 'early_stopping_rounds' | set early_stopping_rounds: 30, say, or leave it out"])
    #expect(Self.told("model.svm", "kernel: linear", "gamma: 2") == ["8:1: warning: 'gamma' has no effect where 'kernel' is linear | leave it out"])
  }

  // MARK: At run time

  /// A text feature in one of two named pipelines: which one, which stage, and where in the notebook.
  @Test(arguments: [
    ("model.voting", "pipelines:\n  plain: [model.dummy]\n  near: [model.dummy]", nil),
    (
      "model.voting", "pipelines:\n  plain: [model.dummy]\n  near:\n    - scale.standard\n    - model.k_neighbors",
      "11:7: the pipeline 'near', stage 2 (model.k_neighbors): the feature 'site' is text"
    ),
    (
      "model.compare", "pipelines:\n  plain: [model.dummy]\n  near: [model.k_neighbors]\nfolds: 2",
      "9:10: near, repeat 1 fold 1: stage 1 (model.k_neighbors): the feature 'site' is text"
    ),
    (
      "model.search", "pipeline: [scale.standard, model.dummy]\ngrid:\n  dummy: [model.dummy, model.k_neighbors]\n  standard: [none]\nfolds: 2",
      "9:24: combination 2, repeat 1 fold 1: stage 1 (model.k_neighbors): the feature 'site' is text"
    ),
    (
      "model.fit", "pipeline:\n  - model.bagging:\n      pipeline: [model.svm]",
      "9:18: stage 1 (model.bagging): stage 1 (model.svm): the feature 'site' is text"
    ),
    ("model.fit", "pipeline:\n  - model.k_neighbors: {n_neighbors: 50}", "8:38: stage 1 (model.k_neighbors): there are"),
  ] as [(String, String, String?)]) func `errors in stages name them and are placed`(tool: String, body: String, told: String?) async throws {
    let bench = Bench()
    bench.catalogue = builtInTools
    bench.options = RunOptions(jobs: 1)
    try bench.write("x,site,y\n" + (0..<20).map { "\($0),s\($0 % 3),\($0 % 2 == 0 ? "a" : "b")" }.joined(separator: "\n"), to: "a.csv")
    // Only the last asks for numbers alone.
    let features = told?.contains("site") == false ? "\nfeatures: [x]" : "\nfeatures: [x, site]"
    let outcome = try await bench.run("```{\(tool) s}\ndata: $t\ntarget: y\n\(body)\(features)\n```\n```{table.read t}\npath: a.csv\n```\n")
    let failure = outcome.step("s")?.failure
    let said = failure.map { "\($0.range?.start.line ?? 0):\($0.range?.start.column ?? 0): \($0.message)" }
    if let told { #expect(said?.hasPrefix(told) == true, "\(said ?? "no error")") } else { #expect(said == nil) }
  }
}
