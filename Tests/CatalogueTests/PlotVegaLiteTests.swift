import PlotTools
import Tabular
import TestSupport
import Testing
import Tooling

/// Figures must be what they say they are: Vega-Lite itself compiles and draws them.
struct PlotVegaLiteTests {
  /// The figure with its rows in the JSON, as Vega-Lite itself wants them.
  private func inlined(_ figure: Figure) -> JSON {
    let datasets = figure.datasets.map { dataset in
      JSON.Member(
        dataset.name,
        .array(
          (0..<dataset.table.rowCount).map { row in
            .object(
              dataset.table.columns.map { column in
                .init(column.name, column.values.numbers.map { .measured($0[row]) } ?? column.values.strings?[row].map(JSON.text) ?? .null)
              })
          }))
    }
    return .object((figure.specification.members ?? []) + [.init("datasets", .object(datasets))])
  }

  /// Every other plot, and a chart of each mark and transform, as many marks as there must be at least.
  private static let calls: [(String, JSON, marks: Int)] = [
    ("plot.scatter", ["x": "odd.name [mm]", "y": "whole", "color": "is_large", "trend": "loess"], 185),
    ("plot.line", ["x": "whole", "y": "odd.name [mm]", "color": "is_large", "aggregate": "mean", "points": true], 2),
    ("plot.area", ["x": "whole", "y": "length", "color": "is_large", "aggregate": "sum"], 2),
    ("plot.density", ["x": "odd.name [mm]", "color": "is_large"], 4), ("plot.violin", ["y": "odd.name [mm]", "x": "is_large"], 2),
    ("plot.beeswarm", ["y": "odd.name [mm]", "x": "is_large"], 183), ("plot.hexbin", ["x": "odd.name [mm]", "y": "length", "gridsize": 8], 8),
    ("plot.heatmap", ["features": ["odd.name [mm]", "whole", "length"], "cluster": "both", "standardize": true], 600),
    ("plot.pairs", ["features": ["odd.name [mm]", "length"], "color": "is_large"], 300),
    ("plot.parallel_coordinates", ["features": ["odd.name [mm]", "whole", "length"], "color": "is_large"], 100),
    ("plot.volcano", ["x": "odd.name [mm]", "p": "is_large", "label": "kind"], 100), ("plot.residuals", ["truth": "odd.name [mm]", "predicted": "length"], 100),
    ("plot.roc", ["truth": "is_large", "scores": ["odd.name [mm]", "length"]], 3),
    ("plot.precision_recall", ["truth": "is_large", "scores": ["odd.name [mm]", "length"]], 3),
    ("plot.calibration", ["truth": "is_large", "scores": ["is_large"]], 2), ("plot.confusion_matrix", ["truth": "is_large", "predicted": "is_large"], 4),
  ]

  private static let charts: [JSON] = [
    ["mark": "bar", "encoding": ["x": ["field": "length", "bin": true], "y": ["aggregate": "count"], "color": "is_large"]],
    ["mark": "boxplot", "encoding": ["x": "is_large", "y": "length"]],
    ["mark": ["type": "errorbar", "extent": "stdev"], "encoding": ["x": "is_large", "y": "length"]],
    ["mark": ["type": "errorband", "extent": "iqr"], "encoding": ["x": ["field": "length", "bin": true], "y": "whole"]],
    ["mark": "point", "encoding": ["x": "length", "y": "whole", "shape": "is_large", "size": "length", "row": "is_large"]],
    [
      "encoding": ["x": "length", "y": "whole"],
      "layer": [["mark": "point"], ["mark": "line", "transform": [["loess": "whole", "on": "length"]]], ["mark": "line", "transform": [["regression": "whole", "on": "length", "method": "quad"]]]],
    ],
    [
      "transform": [["density": "length", "groupby": ["is_large"], "as": ["value", "density"]]], "mark": ["type": "area", "orient": "horizontal"],
      "encoding": ["x": ["field": "density", "stack": "center"], "y": "value", "color": "is_large", "column": "is_large"],
    ],
    ["hconcat": [["mark": "tick", "encoding": ["x": "length"]], ["mark": "rule", "encoding": ["y": ["field": "whole", "aggregate": "mean"]]]]],
    ["transform": [["fold": ["length", "whole"]]], "facet": "key", "columns": 2, "spec": ["mark": "bar", "encoding": ["x": ["field": "value", "bin": true], "y": ["aggregate": "count"]]]],
    ["mark": "rect", "encoding": ["x": ["field": "length", "bin": true], "y": ["field": "whole", "bin": true], "color": ["aggregate": "count"]]],
    [
      "encoding": ["x": "length"], "layer": [["mark": "point", "encoding": ["y": "whole"]], ["mark": "line", "encoding": ["y": "length"]]],
      "resolve": ["scale": ["y": "independent"]],
    ],
    ["mark": "point", "transform": [["filter": "datum.length > 1000000 && datum.whole > 2"]], "encoding": ["x": "length", "y": "whole"]],
    [
      "mark": "point",
      "transform": [["filter": ["and": [["field": "length", "range": [999_995, 1_000_005]], ["not": ["field": "whole", "lt": 3]], ["or": [["field": "whole", "valid": true], ["field": "is_large", "oneOf": ["true"]]]]]]]],
      "encoding": ["x": "length", "y": "whole"],
    ],
    [
      "mark": "point", "transform": [["calculate": "datum.length > 1000000 ? 'long' : 'short'", "as": "size"], ["calculate": "log(datum.whole + 1) / LN2", "as": "bits"]],
      "encoding": ["x": "size", "y": "bits"],
    ],
    [
      "mark": "line",
      "transform": [["window": [["op": "sum", "field": "whole", "as": "all"], ["op": "rank", "as": "rank"]], "sort": [["field": "length", "order": "ascending"]], "groupby": ["is_large"], "frame": [.null, 0]]],
      "encoding": ["x": "length", "y": "all", "color": "is_large"],
    ],
    ["mark": "point", "transform": [["joinaggregate": [["op": "mean", "field": "whole", "as": "middle"]], "groupby": ["is_large"]], ["filter": "datum.whole > datum.middle"]], "encoding": ["x": "length", "y": "whole"]],
    ["repeat": ["length", "whole"], "spec": ["mark": "bar", "encoding": ["x": ["field": ["repeat": "repeat"], "bin": true], "y": ["aggregate": "count"]]]],
    ["repeat": ["row": ["length", "whole"], "column": ["whole", "length"]], "spec": ["mark": "point", "encoding": ["x": ["field": ["repeat": "column"]], "y": ["field": ["repeat": "row"]]]]],
    ["repeat": ["layer": ["length", "whole"]], "spec": ["mark": "line", "encoding": ["x": "length", "y": ["field": ["repeat": "layer"]], "color": ["datum": ["repeat": "layer"]]]]],
    [
      "mark": "point",
      "encoding": [
        "x": "length", "y": "whole", "color": ["condition": ["test": "datum.whole > 5", "value": "red"], "value": "lightgray"],
        "size": ["condition": ["test": ["field": "length", "gt": 1_000_000], "value": 90], "value": 20],
      ],
    ],
    ["mark": "point", "encoding": ["x": "length", "y": "whole", "color": ["condition": ["test": "datum.whole > 5", "field": "is_large"], "value": "lightgray"], "opacity": ["condition": ["test": "datum.length > 1000000", "value": 1], "value": 0.3]]],
    ["transform": [["quantile": "length", "probs": [0.1, 0.5, 0.9]]], "mark": "text", "encoding": ["x": "prob", "y": "value", "text": ["field": "value", "format": ".1f"]]],
  ]

  @Test func vegaLiteDrawsEveryPlot() throws {
    guard let python = try Python.reference(needing: ["vl_convert"]) else { return }
    let table = try mixedTable()
    var calls: [(String, JSON, marks: Int)] = [
      ("plot.scatter", ["x": "odd.name [mm]", "y": "whole", "color": "is_large", "size": "length"], 183),
      ("plot.scatter", ["x": "odd.name [mm]", "y": "whole", "color": "length", "title": "A scale of colours"], 183),
      ("plot.histogram", ["x": "odd.name [mm]", "bins": 7], 7),
      ("plot.histogram", ["x": "odd.name [mm]", "bins": 7, "color": "is_large"], 14),
      ("plot.histogram", ["x": "odd.name [mm]", "bins": 7, "color": "is_large", "density": true], 14),
      ("plot.bar", ["x": "is_large"], 2),
      ("plot.bar", ["x": "is_large", "y": "odd.name [mm]", "color": "is_large", "horizontal": true, "sort": "descending"], 2),
      ("plot.box", ["y": "odd.name [mm]", "x": "is_large"], 2 + 2 + 2 + 2),
      ("plot.box", ["y": "whole"], 4),
    ]
    calls += Self.calls + Self.charts.map { ("plot.chart", $0, 1) }
    let specifications = try calls.map { name, arguments, _ in
      inlined(try runTool(plotTools.tool(name), inputs: [name == "plot.chart" ? "data" : "table": table], arguments: arguments).value("figure"))
    }
    let script = """
      import json, re, sys, vl_convert
      for spec in json.load(sys.stdin):
          svg = vl_convert.vegalite_to_svg(spec, vl_version=vl_convert.get_vegalite_versions()[-1])
          assert "NaN" not in svg and "undefined" not in svg, svg
          print(len(re.findall(r'<(?:path|line|rect|text)[^>]*aria-roledescription=', svg)))
      """
    let result = try runProgram(python, ["-c", script], input: Array(JSON.array(specifications).text.utf8))
    #expect(result.status == 0, "\(result.stderr)")
    let drawn = result.stdout.split(separator: "\n").compactMap { Int($0) }
    #expect(drawn.count == calls.count)
    for (call, count) in zip(calls, drawn) { #expect(count >= call.marks, "\(call.0) \(call.1.text) draws \(count) marks") }
  }
}
