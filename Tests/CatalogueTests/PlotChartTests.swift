import PlotTools
import Tabular
import TestSupport
import Testing
import Tooling

private func chart(_ arguments: JSON, tables: [Table] = []) throws -> Figure {
  let table = try Table(csv: "g,x,y,t\na,1,2,2024-01-01\nb,3,4,2024-02-01\n")
  let lists: [String: [any ArtifactValue]] = tables.isEmpty ? [:] : ["tables": tables]
  return try runTool(plotTools.tool("plot.chart"), inputs: ["data": table], lists: lists, arguments: arguments).value("figure")
}

/// The mistakes of a body, each with its line and column.
private func mistakes(_ body: SourceNode) throws -> [String] {
  var diagnostics: [Diagnostic] = []
  let place = SourceRange(line: 1, column: 1)
  let tool = try plotTools.tool("plot.chart")
  _ = tool.bind(body, at: place, scope: BindingScope(catalogue: ToolCatalogue([tool])), diagnostics: &diagnostics)
  return diagnostics.map { "\($0.range?.start.line ?? 0): \($0.severity): \($0.message)" }
}

/// A mapping whose fields stand on lines of their own.
private func mapping(_ line: Int, _ fields: [(String, SourceNode)]) -> SourceNode {
  let range = SourceRange(line: line, column: 1)
  return SourceNode(.mapping(fields.enumerated().map { SourceField($1.0, at: SourceRange(line: line + $0, column: 1), $1.1) }), at: range)
}

private func text(_ text: String, _ line: Int) -> SourceNode { SourceNode(.scalar(text, isPlain: true), at: SourceRange(line: line, column: 8)) }

struct PlotChartTests {
  @Test func channelsBecomeWhole() throws {
    let figure = try chart(["mark": "point", "encoding": ["x": "x", "y": ["field": "y", "aggregate": "mean"], "color": "g", "tooltip": ["x", "t"]]])
    #expect(figure.specification["data"] == ["name": "data"])
    #expect(figure.specification["encoding"]?["x"] == ["field": "x", "type": "quantitative"])
    #expect(figure.specification["encoding"]?["y"] == ["field": "y", "aggregate": "mean", "type": "quantitative"])
    #expect(figure.specification["encoding"]?["color"] == ["field": "g", "type": "nominal"])
    #expect(figure.specification["encoding"]?["tooltip"] == [["field": "x", "type": "quantitative"], ["field": "t", "type": "temporal"]])
    #expect(figure.specification["description"]?.string == "Chart of point: x x, y mean of y, color g, tooltip x, tooltip t; 2 rows.")
    #expect(figure.datasets.map(\.name) == ["data"])
  }

  @Test func onlyNamedColumnsAreKept() throws {
    let figure = try chart(["mark": "bar", "encoding": ["x": "g", "y": ["aggregate": "count"]]])
    #expect(figure.datasets[0].table.names == ["g"])
    #expect(figure.specification["encoding"]?["y"] == ["aggregate": "count", "type": "quantitative"])
  }

  @Test func transformsMakeColumns() throws {
    let figure = try chart([
      "layer": [["mark": "line", "transform": [["regression": "y", "on": "x", "groupby": ["g"]]], "encoding": ["x": "x", "y": "y", "color": "g"]]]
    ])
    #expect(figure.specification["layer"]?.array?[0]["encoding"]?["y"]?["type"] == "quantitative")
    let error = ToolError.thrown { try chart(["mark": "area", "transform": [["density": "x"]], "encoding": ["x": "value", "y": "densty"]]) }
    #expect(error?.message == "there is no column 'densty'; did you mean 'density'?")
    #expect(error?.parameter == "encoding.y")
  }

  @Test func furtherTablesAreNamedByTheirPlace() throws {
    let other = try Table(csv: "x,z\n1,2\n")
    let figure = try chart(["mark": "point", "encoding": ["x": "x"], "layer": [["data": ["name": "table_1"], "mark": "rule", "encoding": ["x": "z"]]]], tables: [other])
    #expect(figure.datasets.map(\.name) == ["data", "table_1"])
    #expect(ToolError.thrown { try chart(["layer": [["data": ["name": "table_2"], "mark": "rule"]]], tables: [other]) }?.message == "the chart has no table 'table_2'")
  }

  @Test func columnsThatAreNotThere() throws {
    let error = ToolError.thrown { try chart(["mark": "point", "encoding": ["x": ["field": "xx"]]]) }
    #expect(error?.message == "there is no column 'xx'; did you mean 'x'?")
    #expect(error?.parameter == "encoding.x.field")
    let far = ToolError.thrown { try chart(["mark": "point", "encoding": ["x": "temperature"]]) }
    #expect(far?.remedy == "columns are g, x, y, t")
    let inner = ToolError.thrown { try chart(["vconcat": [["mark": "point", "encoding": ["x": "x"]], ["mark": "point", "transform": [["bin": true, "field": "q"]]]]]) }
    #expect(inner?.parameter == "vconcat[2].transform[1]")
    #expect(ToolError.thrown { try chart(["title": "Nothing"]) }?.message == "the chart has no mark")
  }

  @Test func mistakesAreToldAtTheirPlaces() throws {
    let body = mapping(2, [
      ("data", text("$t", 2)), ("mark", text("boxplt", 3)),
      ("encoding", mapping(5, [("colour", text("g", 5)), ("x", mapping(6, [("feild", text("x", 6)), ("type", text("quantitativ", 7))]))])),
      ("transform", SourceNode(.list([mapping(9, [("densty", text("x", 9))])]), at: SourceRange(line: 9, column: 1))),
      ("layer", text("point", 11)),
    ])
    #expect(
      try mistakes(body) == [
        "3: error: there is no mark 'boxplt'; did you mean 'boxplot'?", "5: error: 'encoding' has no channel 'colour'; did you mean 'color'?",
        "6: error: 'encoding.x' has no field 'feild'; did you mean 'field'?", "7: error: there is no type 'quantitativ'; did you mean 'quantitative'?",
        "9: error: there is no transform 'densty'; did you mean 'density'?", "11: error: 'layer' must be a list of views, not a single value",
      ])
  }

  @Test func expressionsThatMakeNoSenseAreToldAtTheirColumns() throws {
    func step(_ line: Int, _ fields: [(String, SourceNode)]) -> SourceNode { SourceNode(.list([mapping(line, fields)]), at: SourceRange(line: line, column: 1)) }
    func columns(_ transform: SourceNode, _ encoding: [(String, SourceNode)] = []) throws -> [String] {
      var diagnostics: [Diagnostic] = []
      let tool = try plotTools.tool("plot.chart"), place = SourceRange(line: 1, column: 1)
      _ = tool.bind(
        mapping(2, [("data", text("$t", 2)), ("mark", text("bar", 3)), ("transform", transform), ("encoding", mapping(9, encoding))]), at: place,
        scope: BindingScope(catalogue: ToolCatalogue([tool])), diagnostics: &diagnostics)
      return diagnostics.map { "\($0.range?.start.line ?? 0):\($0.range?.start.column ?? 0): \($0.message)" }
    }
    #expect(try columns(step(5, [("filter", text("datum.x >> 3", 5))])) == ["5:17: '>' cannot stand here"])
    #expect(try columns(step(5, [("calculate", text("lg(datum.x)", 5))])).contains { $0.hasPrefix("5:8: there is no function 'lg'") })
    #expect(try columns(step(5, [("calculate", text("datum.x", 5))])) == ["5:1: 'transform[1]' needs 'as', the name of what is calculated"])
    #expect(try columns(step(5, [("filter", mapping(5, [("field", text("x", 5)), ("greater", text("3", 6))]))])).first?.hasPrefix("6:1: 'transform[1].filter' has no field 'greater'") == true)
    #expect(try columns(step(5, [("window", SourceNode(.list([mapping(6, [("op", text("rnk", 6))])]), at: SourceRange(line: 6, column: 1)))])) == ["6:8: there is no operation of a window 'rnk'; did you mean 'rank'?"])
    let condition = mapping(10, [("condition", mapping(11, [("test", text("datum.x <", 11)), ("value", text("red", 12))]))])
    #expect(try columns(step(5, [("filter", text("datum.x > 3", 5))]), [("color", condition)]) == ["11:17: the expression ends where a value should stand"])
  }

  @Test func whatExpressionsReadIsKept() throws {
    let figure = try chart([
      "mark": "point", "transform": [["calculate": "datum.y > 2 ? 'high' : 'low'", "as": "level"], ["filter": ["field": "g", "equal": "a"]]],
      "encoding": ["x": "x", "color": "level", "opacity": ["condition": ["test": "datum.t != null", "value": 1], "value": 0.2]],
    ])
    #expect(figure.datasets[0].table.names == ["g", "x", "y", "t"])
    #expect(figure.specification["encoding"]?["color"] == ["field": "level", "type": "nominal"])
    let error = ToolError.thrown { try chart(["mark": "point", "transform": [["filter": "datum.yy > 2"]], "encoding": ["x": "x"]]) }
    #expect(error?.message == "there is no column 'yy'; did you mean 'y'?")
    #expect(error?.parameter == "transform[1].filter")
  }

  @Test func repeatedChartsAreWrittenOut() throws {
    let wrapped = try chart(["repeat": ["x", "y"], "spec": ["mark": "bar", "encoding": ["x": ["field": ["repeat": "repeat"], "bin": true], "y": ["aggregate": "count"]]]])
    #expect(wrapped.specification["columns"] == 2 && wrapped.specification["repeat"] == nil)
    #expect(wrapped.specification["concat"]?.array?.map { $0["encoding"]?["x"]?["field"] } == ["x", "y"])
    let layered = try chart(["repeat": ["layer": ["x", "y"]], "spec": ["mark": "line", "encoding": ["x": "t", "y": ["field": ["repeat": "layer"]], "color": ["datum": ["repeat": "layer"]]]]])
    #expect(layered.specification["layer"]?.array?.map { $0["encoding"]?["y"]?["title"] } == ["x, y", "x, y"])
    let error = ToolError.thrown { try chart(["mark": "bar", "encoding": ["x": ["field": ["repeat": "row"]]]]) }
    #expect(error?.message == "nothing is repeated here as 'row'")
    #expect(ToolError.thrown { try chart(["repeat": ["q"], "spec": ["mark": "bar", "encoding": ["x": ["field": ["repeat": "repeat"]]]]]) }?.parameter == "spec.encoding.x.field")
  }

  @Test func partsOfAxesThatAreNotDrawnAreWarnedOf() throws {
    let axis = mapping(6, [("axis", mapping(7, [("labelAngel", text("40", 7))])), ("field", text("x", 8))])
    #expect(
      try mistakes(mapping(2, [("data", text("$t", 2)), ("mark", text("bar", 3)), ("encoding", mapping(5, [("x", axis)]))])) == [
        "7: warning: 'encoding.x.axis' has no 'labelAngel' that is drawn here; did you mean 'labelAngle'?"
      ])
  }

  @Test func tablesOfPartsAreInputs() throws {
    let layers = SourceNode(
      .list([
        mapping(3, [("mark", text("point", 3))]), mapping(5, [("data", text("$curve", 5)), ("mark", text("line", 6))]),
        mapping(7, [("data", text("$other.table", 7)), ("mark", text("line", 8))]), mapping(9, [("data", text("$curve", 9)), ("mark", text("rule", 10))]),
      ]), at: SourceRange(line: 3, column: 1))
    var diagnostics: [Diagnostic] = []
    let tool = try plotTools.tool("plot.chart")
    let binding = tool.bind(
      mapping(1, [("data", text("$t", 1)), ("layer", layers)]), at: SourceRange(line: 1, column: 1), scope: BindingScope(catalogue: ToolCatalogue([tool])),
      diagnostics: &diagnostics)
    #expect(diagnostics.isEmpty)
    #expect(binding.inputs.map(\.name) == ["data", "tables"])
    let sources = binding.inputs[1].sources.map { source in if case .reference(let reference, _) = source { "\(reference)" } else { "" } }
    #expect(sources == ["$curve", "$other.table"])
    #expect(binding.parameters[0].argument.value?.description == "[{mark: point}, {data: {name: table_1}, mark: line}, {data: {name: table_2}, mark: line}, {data: {name: table_1}, mark: rule}]")
    #expect(binding.parameters[0].places["layer[2].mark"] == SourceRange(line: 6, column: 8))
  }
}
