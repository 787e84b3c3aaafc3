import Catalogue
import Tabular
import TestSupport
import Testing
import Tooling

/// Estimators against scikit-learn 1.9.1's predictions of rows held out, from `Fixtures/learning_estimators.py`.
@Suite struct EstimatorReferenceTests {
  struct Case: CustomStringConvertible, Sendable {
    let json: JSON
    var tool: String { json["tool"]?.string ?? "" }
    var data: String { json["data"]?.string ?? "" }
    var description: String { "\(tool) of \(data) \(json["arguments"]?.text ?? "")\(json["weighted"]?.bool == true ? ", weighted" : "")" }
  }

  static let all: [JSON] = (try? JSON(parsing: readFile(ModelFixtures.folder + "/learning_estimators.json")))?.array ?? []
  static let cases = all.filter { $0["tool"] != nil }.map { Case(json: $0) }

  /// How far a prediction may be off. All solve the same equations; those that factorise matrices lose digits by their condition,
  /// and solvers that iterate stop somewhere within their tolerance.
  private static func tolerance(_ tool: String) -> Double {
    switch tool {
    case "model.lda", "model.qda": 1e-7
    default: 1e-9
    }
  }

  /// The rows to learn from and those held out, as the script varies them; and how its codes of classes are called here.
  static func parts(_ name: String, weighted: Bool) throws -> (train: Table, held: Table, classes: [String]) {
    let pieces = name.split(separator: "/").map(String.init)
    let (table, classes) =
      switch pieces[0] {
      case "wine": (try ModelFixtures.wine.get(), ["wine0", "wine1", "wine2"])
      case "breast_cancer": (try ModelFixtures.tumours.get(), ["M", "B"])
      default: (try ModelFixtures.diabetes.get(), [])
      }
    var columns = table.columns
    switch pieces.dropFirst().first {
    case "counts":
      for place in columns.indices.dropLast() { columns[place].values = .number((columns[place].values.numbers ?? []).map { $0.rounded(.down) }) }
    case "gaps":
      for place in columns.indices.dropLast() {
        let numbers = columns[place].values.numbers ?? []
        columns[place].values = .number(numbers.enumerated().map { ($0 * (columns.count - 1) + place) * 7 % 5 == 0 ? .nan : $1 })
      }
    case "dependent":
      let sums = zip(table.numbers("f0"), table.numbers("f1")).map { $0 + $1 }
      columns.insert(contentsOf: [Column("sum", .number(sums)), Column("constant", .number(sums.map { _ in 3 }))], at: columns.count - 1)
    default: break
    }
    if weighted { columns.append(Column("weight", .number((0..<table.rowCount).map { Double(1 + $0 % 3) }))) }
    let (train, held) = ModelFixtures.parts(try Table(columns))
    return (train, held, classes)
  }

  @Test(arguments: cases) func `predictions are scikit-learn's`(reference: Case) throws {
    let isWeighted = reference.json["weighted"]?.bool == true
    let (train, held, classes) = try Self.parts(reference.data, weighted: isWeighted)
    let target = train.names.last { $0 != "weight" } ?? ""
    let arguments = JSON.object(
      [.init("target", .text(target))] + (isWeighted ? [.init("weights", "weight")] : []) + (reference.json["arguments"]?.members ?? []))
    let fitted = try run(reference.tool, ["data": train], arguments, cores: 2)
    let model: ModelArchive = try fitted.value("model")
    let predicted: Table = try run("model.predict", ["model": model, "data": held], ["keep": "none"]).value("table")
    let expected = reference.json["predicted"]?.array ?? []
    for (name, numbers) in classes.isEmpty
      ? [("prediction", expected.compactMap(\.double))]
      : classes.enumerated().map({ code, name in ("probability_\(name)", expected.map { $0.doubles[code] }) })
    {
      let all = predicted.numbers(name)
      let found = stride(from: 0, to: all.count, by: 7).map { all[$0] }
      let difference = zip(found, numbers).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
      #expect(found.count == numbers.count && difference <= Self.tolerance(reference.tool), "\(name) is off by \(difference)")
    }
    if let importances = reference.json["importances"]?.doubles {
      let table: Table = try fitted.value("importances")
      let places = table.strings("feature").compactMap { $0.flatMap { train.names.firstIndex(of: $0) } }
      #expect(isClose(table.numbers("importance"), places.map { importances[$0] }, within: 1e-9))
    }
    if let scores = reference.json["scores"]?.array { try compareDiscriminants(fitted, scores, reference.json["explained"]?.doubles ?? []) }
  }

  /// Ten seeds here against ten there: the mean lies within their spread, and no seed far outside.
  @Test(arguments: [("breast_cancer", "roc_auc"), ("wine", "roc_auc"), ("diabetes", "r2")])
  func `extremely randomised trees are as good as scikit-learn's`(name: String, metric: String) throws {
    let reference = try #require(Self.all.first { $0["forest"]?.string == "model.extra_trees" && $0["data"]?.string == name })
    let expected = reference["scores"]?.doubles ?? []
    let (least, most) = (expected.min() ?? 0, expected.max() ?? 0)
    let (train, held, _) = try Self.parts(name, weighted: false)
    var scores: [Double] = []
    var importances = [Double](repeating: 0, count: train.names.count - 1)
    for seed in 0..<10 {
      let fitted = try run(
        "model.extra_trees", ["data": train],
        ["target": .text(train.names.last ?? ""), "task": name == "diabetes" ? "regression" : "auto", "seed": .integer(seed)], cores: 2)
      let metrics: Metrics = try run("model.evaluate", ["model": try fitted.value("model", as: ModelArchive.self), "data": held], ["bootstrap": 0]).value("metrics")
      scores.append(metrics[metric] ?? .nan)
      let table: Table = try fitted.value("importances")
      for (feature, importance) in zip(table.strings("feature"), table.numbers("importance")) {
        if let place = feature.flatMap({ Int($0.dropFirst()) }) { importances[place] += importance / 10 }
      }
    }
    let spread = max(0.002, most - least)
    #expect((least - 0.001...most + 0.001).contains(scores.reduce(0, +) / 10), "\(scores)")
    #expect(scores.allSatisfy { $0 > least - spread && $0 < most + spread }, "\(scores)")
    #expect(isClose(importances, reference["importances"]?.doubles ?? [], within: 0.03), "\(importances)")
  }

  /// Up to their signs, which scikit-learn leaves to chance.
  private func compareDiscriminants(_ fitted: ToolRun, _ expected: [JSON], _ explained: [Double]) throws {
    let scores: Table = try fitted.value("scores")
    for place in explained.indices {
      let all = scores.numbers("LD\(place + 1)").map(abs)
      let found = stride(from: 0, to: all.count, by: 37).map { all[$0] }
      #expect(isClose(found, expected.map { $0.doubles[place] }, within: 1e-6), "LD\(place + 1)")
    }
    #expect(isClose(try fitted.value("explained", as: Table.self).numbers("explained_variance_ratio"), explained, within: 1e-9))
  }
}
