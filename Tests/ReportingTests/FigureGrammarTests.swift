import Reporting
import Tabular
import TestSupport
import Testing
import Tooling

/// Every mark, composition, scale and transform of the grammar: what rows transforms give, and what is drawn.
struct FigureGrammarTests {
  private static func parsed(_ json: String) throws -> JSON { try Array(json.utf8).withUnsafeBytes { try JSON(parsing: $0) } }

  private func transformed(_ step: String, _ csv: String) throws -> String {
    // Whole numbers as whole ones.
    try FigureTransform.apply(Self.parsed(step), to: Table(csv: csv)).csv.replacing(/\.0(?=[,\n])/, with: "")
  }

  // MARK: Transforms

  @Test(arguments: [
    (
      #"{"aggregate": [{"op": "count", "as": "n"}, {"op": "mean", "field": "v", "as": "m"}, {"op": "max", "field": "v"}], "groupby": ["g"]}"#,
      "g,v\na,1\nb,5\na,4\n", "g,n,m,max_v\na,2,2.5,4\nb,1,5,5\n"
    ),
    (#"{"aggregate": [{"op": "distinct", "field": "g", "as": "n"}]}"#, "g\na\nb\na\n", "n\n2\n"),
    (
      #"{"joinaggregate": [{"op": "sum", "field": "v", "as": "all"}], "groupby": ["g"]}"#, "g,v\na,1\nb,5\na,4\n",
      "g,v,all\na,1,5\nb,5,5\na,4,5\n"
    ),
    (#"{"bin": true, "field": "v", "as": "b"}"#, "v\n0.5\n7\n10\n", "v,b,b_end\n0.5,0,1\n7,7,8\n10,9,10\n"),
    (#"{"bin": {"maxbins": 4}, "field": "v", "as": ["from", "to"]}"#, "v\n0.1\n0.3\n0.9\n", "v,from,to\n0.1,0,0.2\n0.3,0.2,0.4\n0.9,0.8,1\n"),
    (#"{"bin": {"step": 3}, "field": "v", "as": "b"}"#, "v\n-1\n4\n", "v,b,b_end\n-1,-3,0\n4,3,6\n"),
    (#"{"regression": "y", "on": "x"}"#, "x,y\n0,1\n1,3\n2,5\n", "x,y\n0,1\n2,5\n"),
    (#"{"regression": "y", "on": "x", "groupby": ["g"], "as": ["at", "fit"]}"#, "g,x,y\na,0,0\na,1,2\nb,5,5\n", "g,at,fit\na,0,0\na,1,2\n"),
    (#"{"loess": "y", "on": "x", "bandwidth": 1}"#, "x,y\n0,0\n1,1\n2,2\n", "x,y\n0,0\n1,1\n2,2\n"),
    (#"{"quantile": "v", "probs": [0, 0.5, 1]}"#, "v\n3\n1\n2\n", "prob,value\n0,1\n0.5,2\n1,3\n"),
    (#"{"fold": ["a", "b"]}"#, "a,b,id\n1,2,x\n", "a,b,id,key,value\n1,2,x,a,1\n1,2,x,b,2\n"),
    (#"{"stack": "v", "groupby": ["g"], "as": ["from", "to"]}"#, "g,v\na,1\na,2\nb,4\n", "g,v,from,to\na,1,0,1\na,2,1,3\nb,4,0,4\n"),
    (#"{"stack": "v", "groupby": [], "offset": "normalize", "as": ["from", "to"]}"#, "v\n1\n3\n", "v,from,to\n1,0,0.25\n3,0.25,1\n"),
    (#"{"filter": "datum.v > 2 && datum.g != 'b'"}"#, "g,v\na,1\nb,5\na,4\na,\n", "g,v\na,4\n"),
    (#"{"filter": {"or": [{"field": "v", "lte": 1}, {"not": {"field": "g", "oneOf": ["a"]}}]}}"#, "g,v\na,1\nb,5\na,4\n", "g,v\na,1\nb,5\n"),
    (#"{"filter": {"field": "v", "range": [null, 4]}}"#, "v\n1\n5\n4\n", "v\n1\n4\n"),
    (#"{"filter": {"field": "v", "valid": false}}"#, "g,v\na,1\nb,\n", "g,v\nb,\n"),
    (#"{"filter": {"field": "t", "gte": {"year": 2024, "month": 2}}}"#, "t,v\n2024-01-31,1\n2024-02-01,2\n", "t,v\n2024-02-01,2\n"),
    (#"{"calculate": "datum.v % 2 ? 'odd' : 'even'", "as": "k"}"#, "v\n1\n4\n", "v,k\n1,odd\n4,even\n"),
    (#"{"calculate": "datum['a b'] * -2 + pow(2, 3)", "as": "w"}"#, "a b,c\n1,0\n,0\n4,0\n", "a b,c,w\n1,0,6\n,0,\n4,0,0\n"),
    (#"{"calculate": "'n' + round(datum.v)", "as": "w"}"#, "v\n1.5\n-2.5\n", "v,w\n1.5,n2\n-2.5,n-2\n"),
    (
      #"{"window": [{"op": "row_number", "as": "n"}, {"op": "rank", "as": "r"}, {"op": "dense_rank", "as": "d"}, {"op": "percent_rank", "as": "p"}, {"op": "cume_dist", "as": "c"}], "sort": [{"field": "v"}]}"#,
      "v\n3\n1\n3\n7\n8\n", "v,n,r,d,p,c\n3,2,2,2,0.25,0.6\n1,1,1,1,0,0.2\n3,3,2,2,0.25,0.6\n7,4,4,3,0.75,0.8\n8,5,5,4,1,1\n"
    ),
    (
      #"{"window": [{"op": "sum", "field": "v", "as": "all"}, {"op": "lag", "field": "g", "as": "before"}], "sort": [{"field": "v"}], "groupby": ["h"]}"#,
      "g,h,v\na,x,2\nb,x,1\nc,y,5\n", "g,h,v,all,before\na,x,2,3,b\nb,x,1,1,\nc,y,5,5,\n"
    ),
    (
      #"{"window": [{"op": "mean", "field": "v", "as": "m"}, {"op": "last_value", "field": "v", "as": "l"}], "frame": [-1, 1]}"#, "v\n1\n2\n6\n",
      "v,m,l\n1,1.5,2\n2,3,6\n6,4,6\n"
    ),
    // Rows that are peers have one window.
    (#"{"window": [{"op": "sum", "field": "v", "as": "s"}], "sort": [{"field": "k"}]}"#, "k,v\n1,1\n1,2\n2,4\n", "k,v,s\n1,1,3\n1,2,3\n2,4,7\n"),
    (#"{"window": [{"op": "sum", "field": "v", "as": "s"}], "sort": [{"field": "k"}], "ignorePeers": true}"#, "k,v\n1,1\n1,2\n2,4\n", "k,v,s\n1,1,1\n1,2,3\n2,4,7\n"),
  ])
  func transforms(_ step: String, _ csv: String, _ expected: String) throws {
    #expect(try transformed(step, csv) == expected)
  }

  @Test func densitiesComeToOne() throws {
    let table = try FigureTransform.apply(Self.parsed(#"{"density": "v", "extent": [-20, 30], "steps": 500}"#), to: Table(csv: "v\n1\n2\n4\n8\n"))
    let heights = try #require(table.column("density")?.values.numbers)
    #expect(heights.count == 501)
    #expect(abs(heights.reduce(0, +) * 0.1 - 1) < 1e-6)
  }

  @Test(arguments: [
    (#"{"mean": 1}"#, "the transform 'mean' is not drawn here"), (#"{"agregate": []}"#, "the transform 'agregate' is not drawn here; did you mean 'aggregate'?"),
    (#"{"aggregate": [{"op": "meen", "field": "v"}]}"#, "there is no aggregate 'meen'; did you mean 'mean'?"),
    (#"{"density": "w"}"#, "the data have no column 'w'"), (#"{"fold": ["value"]}"#, "the data have no column 'value'"),
    (#"{"aggregate": [{"op": "mean", "field": "g"}]}"#, "'mean' needs numbers, and 'g' is text"), (#"{"bin": true, "field": "g"}"#, "'g' is text, and numbers are needed"),
    (#"{"regression": "v", "on": "v", "method": "quadratic"}"#, "there is no method 'quadratic'"),
    (#"{"filter": "datum.w > 1"}"#, "the data have no column 'w'"), (#"{"filter": {"field": "v"}}"#, "a test of 'v' asks nothing"),
    (#"{"calculate": "datum.v +", "as": "w"}"#, "'datum.v +': the expression ends where a value should stand"),
    (#"{"window": [{"op": "rnk", "as": "r"}]}"#, "there is no operation of a window 'rnk'; did you mean 'rank'?"),
  ])
  func mistakes(_ step: String, _ message: String) throws {
    let error = #expect(throws: FigureError.self) { try transformed(step, "g,v\na,1\n") }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }

  // MARK: Drawings

  private static let rows = """
    g,h,x,y,z,t
    a,u,1,2.5,10,2024-01-05
    a,v,2,3.1,25,2024-02-11
    a,u,3,2.2,120,2024-03-02
    b,v,4,5.9,300,2024-04-20
    b,u,5,4.8,-40,2024-06-01
    b,v,6,7.2,2500,2024-08-15
    c,u,7,6.1,9000,2024-09-09
    c,v,8,9.4,-700,2024-12-30

    """

  static let drawings: [(name: String, specification: String)] = [
    ("point", #""mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}, "color": {"field": "g"}, "shape": {"field": "g"}, "size": {"field": "x", "type": "quantitative"}}"#),
    ("circle", #""mark": {"type": "circle", "size": 60}, "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}, "color": {"field": "y", "type": "quantitative"}}"#),
    ("square", #""mark": {"type": "square", "filled": false}, "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "g"}}"#),
    ("line", #""layer": [{"mark": {"type": "line", "interpolate": "monotone"}, "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}, {"mark": {"type": "line", "interpolate": "basis", "color": "orange"}, "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}, {"mark": {"type": "line", "interpolate": "cardinal", "color": "green", "point": true}, "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}]"#),
    ("dashes", #""mark": "line", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}, "strokeDash": {"field": "h"}}"#),
    ("area", #""mark": {"type": "area", "interpolate": "step"}, "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative", "stack": "normalize"}, "color": {"field": "h"}}"#),
    ("bar", #""mark": "bar", "encoding": {"x": {"field": "g", "sort": "-y"}, "y": {"aggregate": "sum", "field": "y"}, "color": {"field": "h"}}"#),
    ("histogram", #""mark": "bar", "encoding": {"x": {"field": "y", "bin": {"maxbins": 5}}, "y": {"aggregate": "count"}}"#),
    ("tick", #""mark": "tick", "encoding": {"x": {"field": "y", "type": "quantitative"}, "y": {"field": "h"}}"#),
    ("rule", #""layer": [{"mark": "rule", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}, {"mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": {"y": {"aggregate": "mean", "field": "y"}}}]"#),
    ("rect", #""mark": "rect", "encoding": {"x": {"field": "g"}, "y": {"field": "h"}, "color": {"aggregate": "mean", "field": "z", "scale": {"scheme": "blueorange", "domainMid": 0}}}"#),
    ("text", #""mark": "text", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}, "text": {"field": "y", "format": ".1f"}}"#),
    ("boxplot", #""mark": "boxplot", "encoding": {"x": {"field": "g"}, "y": {"field": "y", "type": "quantitative"}, "color": {"field": "g", "legend": null}}"#),
    ("errorbar", #""layer": [{"mark": {"type": "errorbar", "extent": "stdev"}, "encoding": {"x": {"field": "g"}, "y": {"field": "y", "type": "quantitative"}}}, {"mark": "point", "encoding": {"x": {"field": "g"}, "y": {"aggregate": "mean", "field": "y"}}}]"#),
    ("errorband", #""mark": {"type": "errorband", "extent": "ci"}, "encoding": {"x": {"field": "x", "bin": {"step": 4}}, "y": {"field": "y", "type": "quantitative"}}"#),
    ("violin", #""transform": [{"density": "y", "groupby": ["h"], "extent": [0, 12], "steps": 12}], "mark": {"type": "area", "orient": "horizontal"}, "encoding": {"x": {"field": "density", "type": "quantitative", "stack": "center", "title": null, "axis": {"labels": false, "grid": false}}, "y": {"field": "value", "type": "quantitative"}, "color": {"field": "h"}, "column": {"field": "h", "spacing": 0}}"#),
    ("regression", #""layer": [{"mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}, {"transform": [{"regression": "y", "on": "x"}], "mark": "line", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}, {"transform": [{"loess": "y", "on": "x", "bandwidth": 0.7}], "mark": {"type": "line", "strokeDash": [4, 2]}, "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}]"#),
    ("facet", #""mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}, "row": {"field": "h"}, "column": {"field": "g"}}"#),
    ("wrapped-facet", #""facet": {"field": "g"}, "columns": 2, "spec": {"layer": [{"mark": "line", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}]}, "resolve": {"scale": {"y": "independent"}}"#),
    ("concat", #""hconcat": [{"title": "First", "mark": "bar", "encoding": {"x": {"field": "g"}, "y": {"aggregate": "count"}}}, {"vconcat": [{"mark": "tick", "encoding": {"x": {"field": "y", "type": "quantitative"}}}, {"mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}]}]"#),
    ("two-axes", #""encoding": {"x": {"field": "x", "type": "quantitative"}}, "layer": [{"mark": "bar", "encoding": {"y": {"field": "y", "type": "quantitative"}}}, {"mark": {"type": "line", "color": "orange"}, "encoding": {"y": {"field": "z", "type": "quantitative"}}}], "resolve": {"scale": {"y": "independent"}}"#),
    ("condition", #""mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}, "color": {"condition": {"test": "datum.y > 5", "value": "red"}, "value": "lightgray"}, "size": {"condition": {"test": {"field": "x", "lt": 3}, "value": 120}, "value": 20}, "opacity": {"condition": {"test": "datum.g == 'a'", "value": 1}, "value": 0.4}}"#),
    ("condition-field", #""mark": "bar", "encoding": {"x": {"field": "x", "type": "ordinal"}, "y": {"field": "y", "type": "quantitative", "stack": null}, "color": {"condition": {"test": "datum.y > 3", "field": "g", "type": "nominal"}, "value": "lightgray"}}"#),
    ("logarithmic", #""mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative", "scale": {"type": "log"}}, "y": {"field": "z", "type": "quantitative", "scale": {"type": "symlog"}}}"#),
    ("root", #""mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative", "scale": {"type": "sqrt"}}, "y": {"field": "y", "type": "quantitative", "scale": {"reverse": true}}}"#),
    ("time", #""mark": "line", "encoding": {"x": {"field": "t", "type": "temporal"}, "y": {"field": "y", "type": "quantitative"}}"#),
    ("months", #""mark": "bar", "encoding": {"x": {"field": "t", "timeUnit": "yearquarter", "type": "ordinal"}, "y": {"aggregate": "sum", "field": "y"}}"#),
  ]

  @Test(arguments: drawings.indices) func goldens(_ place: Int) throws {
    let (name, specification) = Self.drawings[place]
    let figure = Figure(specification: try Self.parsed(#"{"data": {"name": "rows"}, \#(specification)}"#), datasets: [("rows", try Table(csv: Self.rows))])
    let drawing = try FigureRenderer.svg(of: figure, size: .small, alt: name, identifier: "f")
    #expect(drawing.firstMatch(of: /nan|inf"/) == nil)
    try Golden.expect(drawing.replacing("><", with: ">\n<") + "\n", "figure-\(name).svg")
  }

  /// Panels of a facet share their scales, and those of a concatenation have their own.
  @Test func sharedScales() throws {
    func axes(_ specification: String) throws -> [String] {
      let figure = Figure(specification: try Self.parsed(#"{"data": {"name": "rows"}, \#(specification)}"#), datasets: [("rows", try Table(csv: Self.rows))])
      let drawing = try FigureRenderer.svg(of: figure, size: .full, alt: "", identifier: "f")
      return drawing.matches(of: /data-x="([^"]+)"/).map { String($0.output.1) }
    }
    let plot = #""mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}"#
    #expect(try axes(plot + #", "column": {"field": "h"}}"#) == ["linear 1.0 8.0", "linear 1.0 8.0"])
    #expect(try axes(plot + #", "column": {"field": "g"}}, "resolve": {"scale": {"x": "independent"}}"#) == ["linear 1.0 3.0", "linear 4.0 6.0", "linear 7.0 8.0"])
    #expect(try axes(#""hconcat": [{\#(plot)}}, {"mark": "point", "encoding": {"x": {"field": "y", "type": "quantitative"}}}]"#) == ["linear 1.0 8.0", "linear 2.0 10.0"])
  }

  @Test func anUnknownMarkIsTold() throws {
    let figure = Figure(specification: try Self.parsed(#"{"mark": "boxplt"}"#), datasets: [])
    let error = #expect(throws: FigureError.self) { try FigureRenderer.svg(of: figure, size: .small, alt: "", identifier: "f") }
    #expect(error?.message == "the mark 'boxplt' is not drawn here; did you mean 'boxplot'?")
  }
}
