import Catalogue
import Glibc
import Tabular
import TestSupport
import Testing
import Tooling

/// What the conformance suite runs a tool on: arguments, and inputs of which one, the subject, is varied.
///
/// A new tool needs one entry in `ToolSample.all`: without it the suite fails and says so.
struct ToolSample {
  /// What the varied input is.
  enum Subject {
    case table(String)
    case file(String)
    /// There is no input: the tool brings what it gives.
    case nothing
  }

  var subject: Subject
  /// Over the columns of `ToolSample.table`; small, so that the whole suite takes seconds.
  var arguments: JSON = [:]
  /// The file, where it is not delimited text.
  var file: [UInt8]?
  /// The other inputs, made by other tools from `ToolSample.table`.
  var others: @Sendable () throws -> [String: any ArtifactValue] = { [:] }

  /// The inputs with the subject as it should be.
  func inputs() throws -> [String: any ArtifactValue] {
    switch subject {
    case .table(let name): try others().merging([name: Self.table()]) { $1 }
    case .file(let name): try others().merging([name: FileBytes(file ?? Array(Self.text.utf8))]) { $1 }
    case .nothing: try others()
    }
  }

  static func sample(of tool: String) throws -> ToolSample {
    try #require(all[tool], "'\(tool)' has no sample: add one to ToolSample.all in ConformanceSamples.swift")
  }

  static let all: [String: ToolSample] = [
    // From a mirror: the suite reaches no network.
    "data.fetch": ToolSample(
      subject: .nothing,
      arguments: [
        "url": "https://example.org/sample.txt", "sha256": "c975aecf2b2e3d8cdb6b70f3f86c748dada676ba0a25c91cb18b0d2544231000", "size": 25,
      ]) {
        setenv("GALLEY_MIRROR", ModelFixtures.folder + "/tools/mirror", 1)
        return [:]
      },
    "table.read": ToolSample(subject: .file("path")),
    "table.describe": ToolSample(subject: .table("table")),
    "table.select": ToolSample(subject: .table("table"), arguments: ["columns": ["label", "x"]]),
    "table.filter": ToolSample(subject: .table("table"), arguments: ["where": "x > 3"]),
    "table.derive": ToolSample(
      subject: .table("table"),
      arguments: ["columns": ["ratio": "x / (z + 7)", "big": "x > mean(x) and flag", "name": "concat(lower(label), '-', text(z))", "z": "if(flag, z, -z) % 4"]]),
    "table.sort": ToolSample(subject: .table("table"), arguments: ["by": ["label", "x"], "ascending": [false, true]]),
    "table.distinct": ToolSample(subject: .table("table"), arguments: ["columns": ["label", "site"], "keep": "last"]),
    "table.rename": ToolSample(subject: .table("table"), arguments: ["columns": ["x": "length", "z": "x"]]),
    "table.reorder": ToolSample(subject: .table("table"), arguments: ["first": ["when"], "last": "x"]),
    "table.head": ToolSample(subject: .table("table"), arguments: ["rows": 7, "from": "end"]),
    "table.sample": ToolSample(subject: .table("table"), arguments: ["n": 3, "by": ["site", "flag"], "seed": 1]),
    "table.join": ToolSample(subject: .table("left"), arguments: ["on": ["site", "label"], "how": "outer"]) {
      ["right": try run("table.distinct", ["table": table()], ["columns": "site"]).value("table", as: Table.self)]
    },
    "table.summarise": ToolSample(
      subject: .table("table"),
      arguments: [
        "by": ["site", "label"],
        "columns": ["n": "count()", "mean": "mean(x)", "spread": "sd(x) / mean(z)", "last": "last(when)", "sites": "n_distinct(z)", "high": "quantile(x, 0.9)"],
      ]),
    "table.split": ToolSample(subject: .table("table"), arguments: ["stratify": "label"]),
    "scale.standard": ToolSample(subject: .table("table")),
    "scale.min_max": ToolSample(subject: .table("table"), arguments: ["clip": true]),
    "scale.robust": ToolSample(subject: .table("table"), arguments: ["unit_variance": true]),
    "scale.max_abs": ToolSample(subject: .table("table")),
    "scale.power": ToolSample(subject: .table("table")),
    "scale.quantile": ToolSample(subject: .table("table"), arguments: ["output_distribution": "normal"]),
    "scale.normalizer": ToolSample(subject: .table("table"), arguments: ["norm": "l1"]),
    "impute.simple": ToolSample(subject: .table("table"), arguments: ["strategy": "most_frequent", "add_indicator": true]),
    "impute.knn": ToolSample(subject: .table("table"), arguments: ["weights": "distance", "add_indicator": true]),
    "encode.one_hot": ToolSample(subject: .table("table"), arguments: ["types": ["text", "booleans"], "max_categories": 3, "drop": "if_binary"]),
    "encode.ordinal": ToolSample(subject: .table("table"), arguments: ["columns": ["site", "flag"], "categories": ["site": ["d", "c", "b", "a"]]]),
    "encode.discretize": ToolSample(subject: .table("table"), arguments: ["strategy": "kmeans", "n_bins": 3]),
    "features.polynomial": ToolSample(subject: .table("table"), arguments: ["degree": 3]),
    "select.variance": ToolSample(subject: .table("table"), arguments: ["threshold": 0.1]),
    "select.k_best": ToolSample(
      subject: .table("data"), arguments: ["target": "label", "features": ["x", "z", "flag"], "k": 2, "score_func": "mutual_info_classif"]),
    "select.percentile": ToolSample(
      subject: .table("data"), arguments: ["target": "x", "features": ["z", "flag", "weight"], "percentile": 60]),
    "select.from_model": ToolSample(
      subject: .table("data"),
      arguments: ["target": "label", "features": ["x", "z", "flag"], "estimator": ["model.random_forest": ["n_estimators": 5]]]),
    "select.rfe": ToolSample(
      subject: .table("data"), arguments: ["target": "x", "features": ["z", "flag", "weight"], "estimator": "model.ridge"]),
    "reduce.pca": ToolSample(subject: .table("table"), arguments: ["n_components": 2, "whiten": true]),
    "balance.random_over": ToolSample(subject: .table("data"), arguments: ["target": "flag"]),
    "balance.random_under": ToolSample(subject: .table("data"), arguments: ["target": "flag"]),
    "balance.smote": ToolSample(
      subject: .table("data"), arguments: ["target": "flag", "features": ["x", "z"], "groups": "site", "k_neighbors": 3]),
    "plot.scatter": ToolSample(subject: .table("table"), arguments: ["x": "x", "y": "z", "color": "label"]),
    "plot.histogram": ToolSample(subject: .table("table"), arguments: ["x": "x", "color": "label"]),
    "plot.bar": ToolSample(subject: .table("table"), arguments: ["x": "site", "y": "x", "color": "label"]),
    "plot.box": ToolSample(subject: .table("table"), arguments: ["x": "site", "y": "x"]),
    "plot.chart": ToolSample(
      subject: .table("data"),
      arguments: ["mark": "point", "encoding": ["x": "x", "y": ["field": "z", "aggregate": "mean"], "color": "label"], "transform": [["bin": true, "field": "z"]]]),
    "plot.line": ToolSample(subject: .table("table"), arguments: ["x": "z", "y": "x", "color": "label", "aggregate": "mean"]),
    "plot.area": ToolSample(subject: .table("table"), arguments: ["x": "z", "y": "weight", "color": "site", "aggregate": "sum"]),
    "plot.density": ToolSample(subject: .table("table"), arguments: ["x": "x", "color": "label"]),
    "plot.violin": ToolSample(subject: .table("table"), arguments: ["x": "site", "y": "x"]),
    "plot.beeswarm": ToolSample(subject: .table("table"), arguments: ["x": "site", "y": "x"]),
    "plot.heatmap": ToolSample(subject: .table("table"), arguments: ["features": ["x", "z", "weight"], "cluster": "both", "standardize": true]),
    "plot.hexbin": ToolSample(subject: .table("table"), arguments: ["x": "x", "y": "z", "gridsize": 8]),
    "plot.pairs": ToolSample(subject: .table("table"), arguments: ["features": ["x", "z"], "color": "label"]),
    "plot.parallel_coordinates": ToolSample(subject: .table("table"), arguments: ["features": ["x", "z", "weight"], "color": "label"]),
    "plot.volcano": ToolSample(subject: .table("table"), arguments: ["x": "z", "p": "flag", "label": "site"]),
    "plot.residuals": ToolSample(subject: .table("table"), arguments: ["truth": "x", "predicted": "z"]),
    "plot.roc": ToolSample(subject: .table("table"), arguments: ["truth": "label", "scores": ["x", "z"]]),
    "plot.precision_recall": ToolSample(subject: .table("table"), arguments: ["truth": "label", "scores": ["x", "z"]]),
    "plot.calibration": ToolSample(subject: .table("table"), arguments: ["truth": "label", "scores": ["flag"]]),
    "plot.decision_curve": ToolSample(subject: .table("table"), arguments: ["truth": "label", "scores": ["flag"]]),
    "plot.confusion_matrix": ToolSample(subject: .table("table"), arguments: ["truth": "label", "predicted": "site"]),
    "model.logistic_regression": ToolSample(
      subject: .table("data"), arguments: ["target": "label", "features": ["x", "z", "flag"], "weights": "weight"]),
    "model.random_forest": ToolSample(
      subject: .table("data"), arguments: ["target": "label", "features": ["x", "z", "flag"], "n_estimators": 5, "oob_score": true]),
    "model.dummy": ToolSample(
      subject: .table("data"), arguments: ["target": "label", "features": ["x", "site"], "weights": "weight", "strategy": "stratified"]),
    "model.naive_bayes": ToolSample(
      subject: .table("data"), arguments: ["target": "label", "features": ["x", "z", "flag"], "weights": "weight"]),
    "model.lda": ToolSample(subject: .table("data"), arguments: ["target": "site", "features": ["x", "z", "flag"]]),
    "model.qda": ToolSample(subject: .table("data"), arguments: ["target": "label", "features": ["x", "z"]]),
    "model.k_neighbors": ToolSample(
      subject: .table("data"), arguments: ["target": "label", "features": ["x", "z", "flag"], "weights": "distance"]),
    "model.decision_tree": ToolSample(
      subject: .table("data"), arguments: ["target": "label", "features": ["x", "z", "flag"], "weights": "weight", "max_depth": 3]),
    "model.extra_trees": ToolSample(
      subject: .table("data"), arguments: ["target": "label", "features": ["x", "z", "flag"], "n_estimators": 5, "bootstrap": true, "oob_score": true]),
    "model.gradient_boosting": ToolSample(
      subject: .table("data"),
      arguments: [
        "target": "label", "features": ["x", "z", "flag"], "weights": "weight", "n_estimators": 20, "subsample": 0.9, "early_stopping_rounds": 5,
        "validation_fraction": 0.2,
      ]),
    "model.svm": ToolSample(
      subject: .table("data"),
      arguments: ["target": "label", "features": ["x", "z", "flag"], "weights": "weight", "C": 2, "gamma": 0.1, "tol": 1e-6]),
    "model.linear_svm": ToolSample(subject: .table("data"), arguments: ["target": "site", "features": ["x", "z", "flag"], "weights": "weight"]),
    "model.linear_regression": ToolSample(
      subject: .table("data"), arguments: ["target": "x", "features": ["z", "flag"], "weights": "weight"]),
    "model.ridge": ToolSample(subject: .table("data"), arguments: ["target": "x", "features": ["z", "flag", "weight"]]),
    "model.lasso": ToolSample(subject: .table("data"), arguments: ["target": "x", "features": ["z", "flag", "weight"], "alpha": 0.1]),
    "model.elastic_net": ToolSample(
      subject: .table("data"), arguments: ["target": "x", "features": ["z", "flag"], "weights": "weight", "alpha": 0.1]),
    "model.ridge_cv": ToolSample(
      subject: .table("data"), arguments: ["target": "x", "features": ["z", "flag"], "weights": "weight", "alphas": [0.1, 1, 10], "groups": "site"]),
    "model.lasso_cv": ToolSample(
      subject: .table("data"), arguments: ["target": "x", "features": ["z", "flag", "weight"], "n_alphas": 10, "folds": 3, "rule": "one_se"]),
    "model.elastic_net_cv": ToolSample(
      subject: .table("data"), arguments: ["target": "x", "features": ["z", "flag", "weight"], "l1_ratio": [0.5, 1], "n_alphas": 10, "folds": 3]),
    "model.voting": ToolSample(
      subject: .table("data"),
      arguments: [
        "target": "label", "features": ["x", "z"], "weights": "weight", "voting": "soft",
        "pipelines": ["linear": ["scale.standard", "model.logistic_regression"], "tree": [["model.decision_tree": ["max_depth": 2]]]],
      ]),
    "model.stacking": ToolSample(
      subject: .table("data"),
      arguments: [
        "target": "label", "features": ["x", "z"], "folds": 3, "groups": "site",
        "pipelines": ["linear": ["scale.standard", "model.logistic_regression"], "bayes": ["model.naive_bayes"]],
      ]),
    "model.bagging": ToolSample(
      subject: .table("data"),
      arguments: [
        "target": "label", "features": ["x", "z", "flag"], "weights": "weight", "pipeline": ["model.decision_tree"], "n_estimators": 4, "oob_score": true,
        "max_features": 0.7,
      ]),
    "model.calibrated": ToolSample(
      subject: .table("data"),
      arguments: ["target": "label", "features": ["x", "z"], "weights": "weight", "pipeline": ["model.naive_bayes"], "method": "isotonic", "folds": 3]),
    "model.threshold": ToolSample(
      subject: .table("data"),
      arguments: ["target": "label", "features": ["x", "z"], "pipeline": ["scale.standard", "model.logistic_regression"], "folds": 3, "scoring": "f1"]),
    "model.permutation_importance": ToolSample(subject: .table("data"), arguments: ["n_repeats": 2]) { ["model": try model()] },
    "model.partial_dependence": ToolSample(subject: .table("data"), arguments: ["features": ["x", "z"], "kind": "both", "rows": 5]) { ["model": try model()] },
    "model.load": ToolSample(subject: .file("path"), file: (try? MemoryStore().store(model()))?.withBytes { Array($0) }),
    "model.fit": ToolSample(subject: .table("data"), arguments: pipeline),
    "model.transform": ToolSample(subject: .table("data")) {
      ["transformer": try run("scale.standard", ["table": table()]).value("transformer", as: ModelArchive.self)]
    },
    "model.predict": ToolSample(subject: .table("data")) { ["model": try model()] },
    "model.evaluate": ToolSample(subject: .table("data"), arguments: ["bootstrap": 50]) { ["model": try model()] },
    "model.cross_validate": ToolSample(
      subject: .table("data"), arguments: .object((pipeline.members ?? []) + [.init("folds", 3), .init("groups", "site")])),
    "model.search": ToolSample(
      subject: .table("data"),
      arguments: .object((pipeline.members ?? []) + [.init("folds", 2), .init("outer_folds", 2), .init("grid", ["logistic_regression.C": [0.1, 1]])])),
    "model.search_round": ToolSample(
      subject: .table("data"),
      arguments: .object((pipeline.members ?? []) + [.init("folds", 2), .init("train_rows", 20), .init("grid", ["logistic_regression.C": [0.1, 1]])])),
    "model.learning_curve": ToolSample(
      subject: .table("data"), arguments: .object((pipeline.members ?? []) + [.init("folds", 2), .init("train_sizes", [0.5, 1])])),
    "model.validation_curve": ToolSample(
      subject: .table("data"),
      arguments: .object((pipeline.members ?? []) + [.init("folds", 2), .init("grid", ["logistic_regression.C": ["from": 0.1, "to": 10, "log": true, "count": 3]])])),
    "model.permutation_test": ToolSample(
      subject: .table("data"), arguments: .object((pipeline.members ?? []) + [.init("folds", 2), .init("n_permutations", 3)])),
    "model.compare": ToolSample(
      subject: .table("data"),
      arguments: [
        "target": "label", "features": ["x", "z"], "folds": 3,
        "pipelines": ["linear": ["scale.standard", "model.logistic_regression"], "forest": [["model.random_forest": ["n_estimators": 5]]]],
      ]),
    "model.fold_rows": ToolSample(subject: .table("data")) {
      ["folds": try run("model.folds", ["data": table()], ["target": "label", "folds": 3]).value("assignment", as: Table.self)]
    },
    "model.folds": ToolSample(subject: .table("data"), arguments: ["target": "label", "folds": 3]),
    "model.fold": ToolSample(subject: .table("data"), arguments: pipeline) {
      ["folds": try run("model.folds", ["data": table()], ["target": "label", "folds": 3]).value("assignment", as: Table.self)]
    },
  ]

  private static let pipeline: JSON = [
    "target": "label", "features": ["x", "z"], "pipeline": ["scale.standard", ["model.logistic_regression": ["C": 0.5]]],
  ]

  private static func model() throws -> ModelArchive { try run("model.fit", ["data": table()], pipeline).value("model") }

  /// A column of every type, 60 rows; `x` nearly tells the classes of `label` apart.
  static func table() throws -> Table {
    let rows = 0..<60
    return try Table([
      Column("x", .number(rows.map { Double($0 * 37 % 60) / 4 + ($0 % 11 == 0 ? 6.5 : 0) })),
      Column("z", .integer(Optionals(rows.map { Int64($0 * 7 % 13 - 6) }, zero: 0))),
      Column("flag", .boolean(Optionals(rows.map { $0 % 3 == 0 }, zero: false))),
      Column("label", .text(TextValues(rows.map { $0 * 37 % 60 < 30 ? "no" : "yes" }))),
      Column("site", .dictionary(DictionaryValues(codes: rows.map { Int32($0 % 4) }, levels: ["a", "b", "c", "d"]))),
      Column("weight", .number(rows.map { 1 + Double($0 % 2) / 2 })),
      Column("when", .timestamp(TimestampValues(Optionals(rows.map { Int64($0) * 86_400 }, zero: 0), unit: .second))),
    ])
  }

  /// Delimited text with a column of every type.
  static let text =
    "x,z,flag,label,when\n"
    + (0..<30).map { "\(Double($0) / 4),\($0 * 7 % 13),\($0 % 3 == 0),\($0 < 15 ? "no" : "\"yes, so\""),2024-01-\($0 < 9 ? "0" : "")\($0 + 1)\n" }.joined()
}

/// The sample's subject as it should not be, by what is wrong with it.
extension ToolSample {
  func subjects() throws -> [(what: String, input: String, value: any ArtifactValue)] {
    switch subject {
    case .table(let name): try Self.tables().map { ($0.what, name, $0.table) }
    case .file(let name): Self.files.map { ($0.what, name, FileBytes($0.bytes)) }
    case .nothing: []
    }
  }

  private static func tables() throws -> [(what: String, table: Table)] {
    let table = try table()
    func replacing(_ change: (Column) -> Column.Values) throws -> Table {
      try Table(table.columns.map { Column($0.name, change($0)) })
    }
    let long = String(repeating: "longer ", count: 1_000_000 / 7 + 1)
    return [
      ("no columns", Table()),
      ("no rows", table.selecting(rows: [])),
      ("one row", table.selecting(rows: [7])),
      ("two rows", table.selecting(rows: [7, 40])),
      ("constant columns", table.selecting(rows: [Int](repeating: 7, count: 40))),
      ("a third missing", try replacing { $0.values.lacking { $0 % 3 == 0 } }),
      ("all missing", try replacing { $0.values.lacking { _ in true } }),
      ("an infinity", try replacing { $0.values.numbers(changed: { $0 == 5 ? .infinity : $1 }) }),
      ("infinities throughout", try replacing { $0.values.numbers(changed: { row, _ in row % 2 == 0 ? .infinity : -.infinity }) }),
      ("numbers at the limits", try replacing { $0.values.numbers(changed: { row, _ in [1e308, -1e308, 5e-324, -0.0][row % 4] }) }),
      (
        "a text of a million characters",
        try replacing { column in
          guard let strings = column.values.strings else { return column.values }
          return .text(TextValues(strings.enumerated().map { $0 == 3 ? long : $1 }))
        }
      ),
      (
        "texts for numbers",
        try replacing { column in column.values.numbers.map { .text(TextValues($0.map { "\($0)" })) } ?? column.values }
      ),
      (
        "numbers for texts",
        try replacing { column in
          guard let strings = column.values.strings else { return column.values }
          return .number(strings.indices.map { Double($0) / 3 })
        }
      ),
    ]
  }

  private static let files: [(what: String, bytes: [UInt8])] = [
    ("no bytes", []), ("one byte", [0x41]), ("a line end", [0x0A]), ("zeros", [UInt8](repeating: 0, count: 4096)),
    ("bytes that are no text", (0..<4096).map { UInt8(truncatingIfNeeded: $0 * 97 ^ $0 >> 3) }),
    ("names alone", Array("a,b,c\n".utf8)), ("one row", Array("a,b\n1,2\n".utf8)), ("an open quote", Array("a,b\n1,\"2\n3,4\n".utf8)),
    ("rows of other lengths", Array("a,b\n1\n1,2,3\n".utf8)), ("names twice", Array("a,a\n1,2\n".utf8)),
    ("a text of a million characters", Array(("a,b\n1," + String(repeating: "x", count: 1_000_000) + "\n").utf8)),
    ("a line of a million fields", Array(String(repeating: "1,", count: 1_000_000).utf8)),
    ("the start of an Arrow file", Array("ARROW1\0\0".utf8) + [255, 255, 255, 255, 16, 0, 0, 0]),
    ("the start of a gzip file", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1]),
  ]
}

extension Column.Values {
  /// The cells but for the rows that `isMissing` names.
  fileprivate func lacking(_ isMissing: (Int) -> Bool) -> Column.Values {
    switch self {
    case .number(let cells): .number(cells.enumerated().map { isMissing($0) ? .nan : $1 })
    case .integer(let cells): .integer(Optionals((0..<cells.count).map { isMissing($0) ? nil : cells[$0] }, zero: 0))
    case .boolean(let cells): .boolean(Optionals((0..<cells.count).map { isMissing($0) ? nil : cells[$0] }, zero: false))
    case .text(let cells): .text(TextValues((0..<cells.count).map { isMissing($0) ? nil : cells[$0] }))
    case .dictionary(let cells):
      .dictionary(
        DictionaryValues(codes: cells.codes.enumerated().map { isMissing($0) ? -1 : $1 }, levels: cells.levels, isOrdered: cells.isOrdered))
    case .timestamp(let cells):
      .timestamp(
        TimestampValues(Optionals((0..<cells.ticks.count).map { isMissing($0) ? nil : cells.ticks[$0] }, zero: 0), unit: cells.unit, zone: cells.zone))
    }
  }

  /// Numbers changed by their row; other types as they are.
  fileprivate func numbers(changed change: (Int, Double) -> Double) -> Column.Values {
    guard case .number(let cells) = self else { return self }
    return .number(cells.enumerated().map { change($0, $1) })
  }
}
