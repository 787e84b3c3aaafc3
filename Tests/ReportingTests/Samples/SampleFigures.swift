import Tabular
import Tooling

/// One figure of each sort that the house's tools make, from data that are the same on every machine.
enum SampleFigures {
  static func figure(_ specification: String, _ tables: [(name: String, table: Table)]) throws -> Figure {
    Figure(specification: try Array(specification.utf8).withUnsafeBytes { try JSON(parsing: $0) }, datasets: tables)
  }

  static func table(_ columns: [(String, Column.Values)]) throws -> Table { try Table(columns.map { Column($0.0, $0.1) }) }
  static func text(_ values: [String]) -> Column.Values { .text(TextValues(values)) }

  /// Numbers from 0 to 1 that look random (a linear congruential generator).
  struct Noise {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
    /// About normal: the sum of twelve uniform numbers.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + next() } }
  }

  static let all: [(name: String, make: @Sendable () throws -> Figure)] = [
    ("roc", roc), ("precision recall", precisionRecall), ("confusion", confusion), ("residuals", residuals), ("scatter", scatter),
    ("scatter by number", scatterByNumber), ("histogram", histogram), ("stacked histogram", stackedHistogram), ("bars", bars),
    ("grouped bars", groupedBars), ("horizontal bars", horizontalBars), ("box plot", boxPlot), ("boxplot mark", boxplotMark), ("importances", importances),
    ("calibration", calibration), ("training", training), ("long labels", longLabels), ("many points", manyPoints), ("time", time),
    ("logarithmic", logarithmic), ("correlation", correlation), ("area", area), ("empty", empty),
  ]

  static func roc() throws -> Figure {
    var x: [Double] = [], y: [Double] = [], names: [String] = []
    for (name, power) in [("B (AUC = 0.991)", 0.06), ("M (AUC = 0.974)", 0.14), ("micro-average", 0.1)] {
      for step in 0...40 {
        let rate = Double(step * step) / 1600
        x.append(rate)
        let root = rate.squareRoot().squareRoot().squareRoot()
        let above = 0.22 + 0.78 * root * (1 - power) + power * rate
        y.append(step == 0 ? 0 : min(1, above))
        names.append(name)
      }
    }
    return try figure(
      """
      {"title": "ROC curve", "description": "ROC curves of two classes, both far above the diagonal of chance", "width": 320, "height": 320, "layer": [
        {"data": {"name": "chance"}, "mark": {"type": "line", "strokeDash": [4, 4], "color": "gray", "strokeWidth": 1.5}, "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}},
        {"data": {"name": "curve"}, "mark": {"type": "line", "interpolate": "step-after"}, "encoding": {
          "x": {"field": "fpr", "type": "quantitative", "title": "False positive rate", "scale": {"domain": [0, 1]}},
          "y": {"field": "tpr", "type": "quantitative", "title": "True positive rate", "scale": {"domain": [0, 1]}},
          "color": {"field": "class", "type": "nominal", "title": "Class"}}}]}
      """,
      [
        ("curve", table([("fpr", .number(x)), ("tpr", .number(y)), ("class", text(names))])),
        ("chance", table([("x", .number([0, 1])), ("y", .number([0, 1]))])),
      ])
  }

  static func precisionRecall() throws -> Figure {
    let recall = (0...50).map { Double($0) / 50 }
    let precision = recall.map { 1 - 0.35 * $0 * $0 * $0 * $0 * $0 }
    return try figure(
      """
      {"title": "Precision–recall curve", "description": "Precision stays near 1 up to a recall of 0.9", "layer": [
        {"data": {"name": "curve"}, "mark": {"type": "line"}, "encoding": {
          "x": {"field": "recall", "type": "quantitative", "title": "Recall", "scale": {"domain": [0, 1]}},
          "y": {"field": "precision", "type": "quantitative", "title": "Precision", "scale": {"domain": [0, 1]}}}},
        {"mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": {"y": {"datum": 0.37}}}]}
      """, [("curve", table([("recall", .number(recall)), ("precision", .number(precision))]))])
  }

  static func confusion() throws -> Figure {
    let classes = ["benign", "malignant", "uncertain"]
    var actual: [String] = [], predicted: [String] = [], counts: [Int64] = []
    for (row, a) in classes.enumerated() {
      for (column, p) in classes.enumerated() {
        actual.append(a)
        predicted.append(p)
        counts.append([[88, 1, 1], [3, 50, 0], [2, 4, 11]][row][column])
      }
    }
    return try figure(
      """
      {"title": "Confusion matrix", "description": "Most cases lie on the diagonal; 3 malignant ones were called benign",
       "data": {"name": "matrix"}, "encoding": {"x": {"field": "predicted", "type": "ordinal", "title": "Predicted"}, "y": {"field": "actual", "type": "ordinal", "title": "Actual"}},
       "layer": [{"mark": "rect", "encoding": {"color": {"field": "count", "type": "quantitative", "scale": {"scheme": "blues", "domain": [0, 88]}, "legend": null}}},
                 {"mark": {"type": "text"}, "encoding": {"text": {"field": "count", "type": "quantitative"}}}]}
      """,
      [("matrix", table([("actual", text(actual)), ("predicted", text(predicted)), ("count", .integer(Optionals(counts, zero: 0)))]))])
  }

  static func residuals() throws -> Figure {
    var noise = Noise(3)
    let predicted = (0..<120).map { _ in 80 + 220 * noise.next() }
    let residual = predicted.map { noise.normal() * (10 + $0 / 8) }
    return try figure(
      """
      {"title": "Residuals", "layer": [
        {"data": {"name": "points"}, "mark": "point", "encoding": {"x": {"field": "predicted", "type": "quantitative", "title": "Predicted"}, "y": {"field": "residual", "type": "quantitative", "title": "Residual"}}},
        {"mark": "rule", "encoding": {"y": {"datum": 0}}}]}
      """, [("points", table([("predicted", .number(predicted)), ("residual", .number(residual))]))])
  }

  static func scatter() throws -> Figure {
    var noise = Noise(5)
    var x: [Double] = [], y: [Double] = [], species: [String] = []
    for (name, cx, cy) in [("Adelie", 38.8, 18.3), ("Chinstrap", 48.8, 18.4), ("Gentoo", 47.5, 15.0)] {
      for _ in 0..<70 {
        let shared = noise.normal()
        x.append(cx + 1.6 * shared + 1.6 * noise.normal())
        y.append(cy + 0.5 * shared + 0.6 * noise.normal())
        species.append(name)
      }
    }
    return try figure(
      """
      {"title": "Bills of three species", "description": "Bill length against depth: three clouds, one a species", "data": {"name": "penguins"}, "mark": "point", "encoding": {
        "x": {"field": "bill_length_mm", "type": "quantitative", "title": "Bill length (mm)"}, "y": {"field": "bill_depth_mm", "type": "quantitative", "title": "Bill depth (mm)"},
        "color": {"field": "species", "type": "nominal", "title": "Species"}, "shape": {"field": "species", "type": "nominal"}}}
      """, [("penguins", table([("bill_length_mm", .number(x)), ("bill_depth_mm", .number(y)), ("species", text(species))]))])
  }

  static func scatterByNumber() throws -> Figure {
    var noise = Noise(8)
    let x = (0..<700).map { _ in noise.normal() }, y = x.map { $0 * 0.6 + noise.normal() }
    let z = zip(x, y).map { $0 + $1 }
    return try figure(
      """
      {"data": {"name": "points"}, "mark": {"type": "point"}, "encoding": {"x": {"field": "PC1", "type": "quantitative"}, "y": {"field": "PC2", "type": "quantitative"}, "color": {"field": "score", "type": "quantitative", "title": "Score"}}}
      """, [("points", table([("PC1", .number(x)), ("PC2", .number(y)), ("score", .number(z))]))])
  }

  private static func bins(_ center: Double, _ count: Double) -> [Double] {
    (0..<24).map { bin in
      let d = (Double(bin) * 2 + 1 - center) / 8
      return (count / (1 + d * d * d * d)).rounded()
    }
  }

  static func histogram() throws -> Figure {
    let starts = (0..<24).map { Double($0 * 2) }
    return try figure(
      """
      {"title": "Mean radius", "data": {"name": "bins"}, "mark": "bar", "encoding": {"x": {"field": "from", "type": "quantitative", "title": "Mean radius (µm)"}, "x2": {"field": "to"}, "y": {"field": "count", "type": "quantitative", "title": "Rows"}}}
      """, [("bins", table([("from", .number(starts)), ("to", .number(starts.map { $0 + 2 })), ("count", .number(bins(18, 90)))]))])
  }

  static func stackedHistogram() throws -> Figure {
    let starts = (0..<24).map { Double($0 * 2) }
    return try figure(
      """
      {"title": "Mean radius by diagnosis", "data": {"name": "bins"}, "mark": "bar", "encoding": {"x": {"field": "from", "type": "quantitative", "title": "Mean radius"}, "x2": {"field": "to"}, "y": {"field": "count", "type": "quantitative", "title": "Rows"}, "color": {"field": "diagnosis", "type": "nominal"}}}
      """,
      [
        (
          "bins",
          table([
            ("from", .number(starts + starts)), ("to", .number((starts + starts).map { $0 + 2 })), ("count", .number(bins(14, 90) + bins(30, 40))),
            ("diagnosis", text([String](repeating: "B", count: 24) + [String](repeating: "M", count: 24))),
          ])
        )
      ])
  }

  static func bars() throws -> Figure {
    try figure(
      """
      {"data": {"name": "counts"}, "mark": "bar", "encoding": {"x": {"field": "class", "type": "nominal", "title": null}, "y": {"field": "count", "type": "quantitative", "title": "Rows"}}}
      """, [("counts", table([("class", text(["benign", "malignant", "uncertain"])), ("count", .number([14320, 9120, 1177]))]))])
  }

  static func groupedBars() throws -> Figure {
    let models = ["forest", "logistic", "boosting", "k-nearest"].flatMap { [$0, $0, $0] }
    let folds = (0..<4).flatMap { _ in ["train", "validation", "test"] }
    return try figure(
      """
      {"title": "Accuracy by model", "data": {"name": "scores"}, "mark": "bar", "encoding": {"x": {"field": "model", "type": "nominal", "title": "Model", "sort": null}, "xOffset": {"field": "part"}, "y": {"field": "accuracy", "type": "quantitative", "title": "Accuracy", "axis": {"format": "%"}}, "color": {"field": "part", "type": "nominal", "title": "Part", "sort": null}}}
      """,
      [
        (
          "scores",
          table([
            ("model", text(models)), ("part", text(folds)), ("accuracy", .number([1, 0.956, 0.951, 0.98, 0.972, 0.965, 1, 0.965, 0.97, 0.96, 0.93, 0.94])),
          ])
        )
      ])
  }

  static func horizontalBars() throws -> Figure {
    try figure(
      """
      {"data": {"name": "counts"}, "mark": "bar", "encoding": {"y": {"field": "country", "type": "nominal", "sort": "-x", "title": null}, "x": {"field": "share", "type": "quantitative", "title": "Share of samples", "axis": {"format": "%"}}}}
      """,
      [("counts", table([("country", text(["Norway", "Germany", "United Kingdom of Great Britain", "Spain", "Italy"])), ("share", .number([0.09, 0.34, 0.22, 0.18, 0.17]))]))])
  }

  static func boxPlot() throws -> Figure {
    try figure(
      """
      {"title": "Scores by group", "data": {"name": "boxes"}, "encoding": {"x": {"field": "group", "type": "nominal", "title": "Group"}}, "layer": [
        {"mark": "rule", "encoding": {"y": {"field": "low", "type": "quantitative", "title": "Score"}, "y2": {"field": "high"}}},
        {"mark": {"type": "bar", "size": 46}, "encoding": {"y": {"field": "q1", "type": "quantitative"}, "y2": {"field": "q3"}, "color": {"field": "group", "type": "nominal", "legend": null}}},
        {"mark": {"type": "tick", "color": "white", "size": 46, "thickness": 2}, "encoding": {"y": {"field": "median", "type": "quantitative"}}},
        {"data": {"name": "outliers"}, "mark": {"type": "point", "size": 20}, "encoding": {"y": {"field": "value", "type": "quantitative"}}}]}
      """,
      [
        (
          "boxes",
          table([
            ("group", text(["a", "b", "c", "d"])), ("low", .number([2, 3, 1, 5])), ("q1", .number([4, 5, 3.5, 6])), ("median", .number([5, 6.2, 5, 7])),
            ("q3", .number([6.4, 7.3, 6.1, 8])), ("high", .number([9, 10, 8, 9.5])),
          ])
        ), ("outliers", table([("group", text(["a", "a", "d"])), ("value", .number([12, 11.2, 2]))])),
      ])
  }

  static func boxplotMark() throws -> Figure {
    var noise = Noise(9)
    let groups = ["control", "drug A", "drug B"].flatMap { [String](repeating: $0, count: 60) }
    let values = groups.enumerated().map { place, _ in noise.normal() * 2 + Double(place / 60) * 1.5 + 10 }
    return try figure(
      """
      {"data": {"name": "rows"}, "mark": "boxplot", "encoding": {"y": {"field": "group", "type": "nominal", "title": null}, "x": {"field": "value", "type": "quantitative", "title": "Response"}}}
      """, [("rows", table([("group", text(groups)), ("value", .number(values))]))])
  }

  static func importances() throws -> Figure {
    let names = ["worst concave points", "worst perimeter", "mean concave points", "worst radius", "worst area", "mean perimeter", "mean concavity", "area error", "worst texture", "mean radius"]
    let values = [0.142, 0.131, 0.108, 0.104, 0.089, 0.061, 0.055, 0.031, 0.018, 0.016]
    return try figure(
      """
      {"title": "Permutation importances", "description": "Concave points and perimeter matter most", "data": {"name": "importances"}, "encoding": {"y": {"field": "feature", "type": "nominal", "sort": null, "title": null}}, "layer": [
        {"mark": "bar", "encoding": {"x": {"field": "importance", "type": "quantitative", "title": "Loss of accuracy when permuted"}}},
        {"mark": "rule", "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}}]}
      """,
      [
        (
          "importances",
          table([("feature", text(names)), ("importance", .number(values)), ("low", .number(values.map { $0 * 0.85 })), ("high", .number(values.map { $0 * 1.15 }))])
        )
      ])
  }

  static func calibration() throws -> Figure {
    let x = (0..<10).map { 0.05 + Double($0) / 10 }
    let y = x.map { $0 + 0.25 * ($0 - 0.5) * (1 - $0) * $0 * 4 }
    return try figure(
      """
      {"title": "Calibration", "layer": [
        {"data": {"name": "diagonal"}, "mark": {"type": "line", "strokeDash": [4, 4], "color": "gray"}, "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "x", "type": "quantitative"}}},
        {"data": {"name": "bins"}, "mark": {"type": "line", "point": true}, "encoding": {"x": {"field": "predicted", "type": "quantitative", "title": "Mean predicted probability"}, "y": {"field": "observed", "type": "quantitative", "title": "Observed share"}}}]}
      """, [("bins", table([("predicted", .number(x)), ("observed", .number(y))])), ("diagonal", table([("x", .number([0, 1]))]))])
  }

  static func training() throws -> Figure {
    var noise = Noise(2)
    let epochs = (1...60).map(Double.init)
    let loss = epochs.map { 2.2 / ($0 + 2) + 0.04 + 0.01 * noise.next() }, validation = epochs.map { 2.0 / ($0 + 2) + 0.1 + 0.0012 * $0 + 0.02 * noise.next() }
    return try figure(
      """
      {"title": "Training", "data": {"name": "history"}, "mark": "line", "encoding": {"x": {"field": "epoch", "type": "quantitative", "title": "Epoch"}, "y": {"field": "loss", "type": "quantitative", "title": "Loss"}, "color": {"field": "part", "type": "nominal", "title": null}}}
      """,
      [
        (
          "history",
          table([
            ("epoch", .number(epochs + epochs)), ("loss", .number(loss + validation)),
            ("part", text([String](repeating: "training", count: 60) + [String](repeating: "validation", count: 60))),
          ])
        )
      ])
  }

  static func longLabels() throws -> Figure {
    let names = (1...14).map { "Department of very long names, number \($0)" }
    return try figure(
      """
      {"data": {"name": "rows"}, "mark": "bar", "encoding": {"x": {"field": "name", "type": "nominal", "sort": null}, "y": {"field": "value", "type": "quantitative"}, "color": {"field": "name", "type": "nominal", "legend": null}}}
      """, [("rows", table([("name", text(names)), ("value", .number(names.indices.map { Double(($0 * 7) % 11 + 2) }))]))])
  }

  static func manyPoints() throws -> Figure {
    var noise = Noise(4)
    let groups = (0..<12_000).map { ["T cells", "B cells", "NK cells", "Monocytes"][$0 % 4] }
    let x = groups.indices.map { Double($0 % 4) * 3 + noise.normal() }, y = groups.indices.map { Double(($0 % 4) * ($0 % 4) % 5) * 2 + noise.normal() }
    return try figure(
      """
      {"title": "UMAP of 12,000 cells", "data": {"name": "cells"}, "mark": {"type": "point"}, "encoding": {"x": {"field": "UMAP1", "type": "quantitative"}, "y": {"field": "UMAP2", "type": "quantitative"}, "color": {"field": "type", "type": "nominal", "title": "Cell type"}}}
      """, [("cells", table([("UMAP1", .number(x)), ("UMAP2", .number(y)), ("type", text(groups))]))])
  }

  static func time() throws -> Figure {
    var noise = Noise(6)
    let ticks = (0..<300).map { Int64(1_672_531_200 + $0 * 86_400 * 3) }
    let values = ticks.indices.map { 100 + Double($0) / 4 + 6 * noise.normal() }
    return try figure(
      """
      {"data": {"name": "series"}, "mark": {"type": "line", "strokeWidth": 1.5}, "encoding": {"x": {"field": "day", "type": "temporal", "title": null}, "y": {"field": "value", "type": "quantitative", "title": "Cases a week"}}}
      """,
      [("series", table([("day", .timestamp(TimestampValues(Optionals(ticks, zero: 0), unit: .second))), ("value", .number(values))]))])
  }

  static func logarithmic() throws -> Figure {
    let x: [Double] = [0.0001, 0.000316, 0.001, 0.00316, 0.01, 0.0316, 0.1, 0.316, 1, 3.16, 10, 31.6, 100]
    let y = x.indices.map { (place: Int) -> Double in 0.97 - 0.004 * Double((place - 7) * (place - 7)) }
    return try figure(
      """
      {"title": "Validation curve", "data": {"name": "grid"}, "layer": [
        {"mark": "area", "encoding": {"x": {"field": "C", "type": "quantitative", "scale": {"type": "log"}}, "y": {"field": "low", "type": "quantitative", "scale": {"zero": false}, "title": "Accuracy"}, "y2": {"field": "high"}}},
        {"mark": {"type": "line", "point": true}, "encoding": {"x": {"field": "C", "type": "quantitative", "scale": {"type": "log"}, "title": "C (inverse regularisation)"}, "y": {"field": "score", "type": "quantitative"}}}]}
      """, [("grid", table([("C", .number(x)), ("score", .number(y)), ("low", .number(y.map { $0 - 0.03 })), ("high", .number(y.map { $0 + 0.03 }))]))])
  }

  static func correlation() throws -> Figure {
    let names = ["radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "symmetry"]
    var a: [String] = [], b: [String] = [], r: [Double] = []
    for (i, x) in names.enumerated() {
      for (j, y) in names.enumerated() {
        a.append(x)
        b.append(y)
        r.append(i == j ? 1 : Double((i * 7 + j * 7 + i * j * 3) % 19) / 9.5 - 1)
      }
    }
    return try figure(
      """
      {"title": "Correlations", "data": {"name": "pairs"}, "encoding": {"x": {"field": "a", "type": "nominal", "sort": null, "title": null}, "y": {"field": "b", "type": "nominal", "sort": null, "title": null}}, "layer": [
        {"mark": "rect", "encoding": {"color": {"field": "r", "type": "quantitative", "title": "Pearson's r", "scale": {"scheme": "redblue", "domain": [-1, 1]}}}},
        {"mark": "text", "encoding": {"text": {"field": "r", "type": "quantitative", "format": ".2f"}}}]}
      """, [("pairs", table([("a", text(a)), ("b", text(b)), ("r", .number(r))]))])
  }

  static func area() throws -> Figure {
    let x = (0..<40).map(Double.init)
    let names = ["susceptible", "infected", "recovered"]
    var xs: [Double] = [], ys: [Double] = [], groups: [String] = []
    for (place, name) in names.enumerated() {
      for value in x {
        xs.append(value)
        groups.append(name)
        let s = 1 / (1 + (value / 16) * (value / 16) * (value / 16)), i = 0.4 / (1 + ((value - 16) / 6) * ((value - 16) / 6))
        ys.append(place == 0 ? s * 0.9 : place == 1 ? i : max(0, 1 - s * 0.9 - i))
      }
    }
    return try figure(
      """
      {"data": {"name": "rows"}, "mark": "area", "encoding": {"x": {"field": "day", "type": "quantitative", "title": "Day"}, "y": {"field": "share", "type": "quantitative", "title": "Share", "axis": {"format": "%"}}, "color": {"field": "state", "type": "nominal", "sort": null, "title": null}}}
      """, [("rows", table([("day", .number(xs)), ("share", .number(ys)), ("state", text(groups))]))])
  }

  static func empty() throws -> Figure {
    try figure(
      """
      {"data": {"name": "rows"}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}
      """, [("rows", table([("x", .number([.nan])), ("y", .number([.infinity]))]))])
  }
}
