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

  @Test func vegaLiteDrawsEveryPlot() throws {
    guard let python = try Python.reference(needing: ["vl_convert"]) else { return }
    let table = try mixedTable()
    let calls: [(String, JSON, marks: Int)] = [
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
    let specifications = try calls.map { name, arguments, _ in
      inlined(try runTool(plotTools.tool(name), inputs: ["table": table], arguments: arguments).value("figure"))
    }
    let script = """
      import json, re, sys, vl_convert
      for spec in json.load(sys.stdin):
          svg = vl_convert.vegalite_to_svg(spec, vl_version=vl_convert.get_vegalite_versions()[-1])
          assert "NaN" not in svg and "undefined" not in svg, svg
          print(len(re.findall(r'<(?:path|line|rect)[^>]*aria-roledescription=', svg)))
      """
    let result = try runProgram(python, ["-c", script], input: Array(JSON.array(specifications).text.utf8))
    #expect(result.status == 0, "\(result.stderr)")
    let drawn = result.stdout.split(separator: "\n").compactMap { Int($0) }
    #expect(drawn.count == calls.count)
    for (call, count) in zip(calls, drawn) { #expect(count >= call.marks, "\(call.0) \(call.1.text) draws \(count) marks") }
  }
}
