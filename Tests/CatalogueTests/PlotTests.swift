import PlotTools
import Tabular
import TestSupport
import Testing
import Tooling

private func plot(_ name: String, _ table: Table, _ arguments: JSON) throws -> (figure: Figure, run: ToolRun) {
  let run = try runTool(plotTools.tool(name), inputs: ["table": table], arguments: arguments)
  return (try run.value("figure"), run)
}

extension Figure {
  fileprivate func dataset(_ name: String) -> Table? { datasets.first { $0.name == name }?.table }
  fileprivate var alt: String? { specification["description"]?.string }
}

struct PlotScatterTests {
  @Test func pointsAreTheRowsThatHaveBothValues() throws {
    let table = try table("x,y,kind,other\n1,2,a,q\n2,,b,q\n3,6,b,q\n4,8,b,q\n")
    let (figure, run) = try plot("plot.scatter", table, ["x": "x", "y": "y", "color": "kind", "title": "Sizes"])
    let points = try #require(figure.dataset("points"))
    #expect(points.names == ["x", "y", "kind"])
    #expect(points.column("x")?.values.numbers == [1, 3, 4])
    #expect(run.messages == ["1 row with missing values is not drawn"])
    #expect(figure.alt == "Scatter plot of y against x: 3 points; x from 1 to 4; y from 2 to 8; correlation 1; coloured by kind: a (1), b (2).")
    #expect(figure.specification["title"]?.string == "Sizes")
    #expect(figure.specification["mark"]?["type"]?.string == "circle")
    #expect(figure.specification["data"]?["name"]?.string == "points")
    let colour = figure.specification["encoding"]?["color"]
    #expect(colour?["type"]?.string == "nominal")
    #expect(colour?["sort"] == ["a", "b"])
  }

  @Test func oddNamesAreEscaped() throws {
    let name = #"a.b[0]\c "d""#
    let odd = try Table([Column(name, .number([1, 2])), Column("y", .number([1, 3]))])
    let figure = try plot("plot.scatter", odd, ["x": .text(name), "y": "y"]).figure
    let field = try #require(figure.specification["encoding"]?["x"]?["field"]?.string)
    #expect(field == #"a\.b\[0\]\\c "d""#)
    #expect(columnName(ofFieldPath: field) == name)
    #expect(figure.specification["encoding"]?["x"]?["title"]?.string == name)
  }

  @Test func infinitePointsAreLeftOut() throws {
    let table = try Table([Column("x", .number([1, .infinity, .nan, 4])), Column("y", .number([1, 2, 3, .nan]))])
    let (figure, run) = try plot("plot.scatter", table, ["x": "x", "y": "y"])
    #expect(figure.dataset("points")?.rowCount == 1)
    #expect(run.messages == ["2 rows with missing values are not drawn", "1 row with infinite values is not drawn"])
  }

  @Test func oneColumnMayPlaySeveralParts() throws {
    let figure = try plot("plot.scatter", table("x\n1\n2\n"), ["x": "x", "y": "x", "color": "x", "size": "x"]).figure
    #expect(figure.dataset("points")?.names == ["x"])
  }

  @Test func edges() throws {
    let empty = try plot("plot.scatter", table("x,y\n"), ["x": "x", "y": "y"])
    #expect(empty.figure.alt == "Scatter plot of y against x: 0 points.")
    _ = try plot("plot.scatter", table("x,y\n1,1\n"), ["x": "x", "y": "y"])
    let times = try plot("plot.scatter", table("t,y\n2024-01-01,1\n2024-01-02,2\n"), ["x": "t", "y": "y"]).figure
    #expect(times.specification["encoding"]?["x"]?["type"]?.string == "temporal")
  }

  @Test func mistakes() throws {
    let table = try table("x,kind\n1,a\n2,b\n")
    let text = ToolError.thrown { try plot("plot.scatter", table, ["x": "kind", "y": "x"]) }
    #expect(text?.message == "'x' needs a column of numbers or times, and 'kind' is text")
    #expect(text?.remedy == "plot.box draws numbers by groups")
    #expect(ToolError.thrown { try plot("plot.scatter", table, ["x": "x", "y": "z"]) }?.parameter == "y")
    let many = try Table([Column("x", .number((0..<60).map(Double.init))), Column("id", .text(TextValues((0..<60).map { "n\($0)" })))])
    #expect(
      ToolError.thrown { try plot("plot.scatter", many, ["x": "x", "y": "x", "color": "id"]) }?.message
        == "the column 'id' has 60 different values, and at most 50 can be told apart by colour")
    let opacity = #expect(throws: BindingFailure.self) { try plot("plot.scatter", many, ["x": "x", "y": "x", "opacity": 0]) }
    #expect(opacity?.description == "'opacity' must be above 0 and at most 1, not 0")
  }
}

struct PlotHistogramTests {
  @Test func agreesWithNumpy() throws {
    let reference = try toolReference("histogram.json")
    for (key, bins) in [("auto", "auto"), ("7", 7)] as [(String, JSON)] {
      let counted = try plot("plot.histogram", mixedTable(), ["x": "odd.name [mm]", "bins": bins])
      let table = try #require(counted.figure.dataset("bins"))
      #expect(table.column("count")?.values.numbers == reference[key]?["counts"]?.numbers)
      let edges = try #require(reference[key]?["edges"]?.numbers)
      #expect(zip(table.column("start")?.values.numbers ?? [], edges).allSatisfy { agree($0, $1) })
      #expect(zip(table.column("end")?.values.numbers ?? [], edges.dropFirst()).allSatisfy { agree($0, $1) })
      #expect(counted.run.messages == ["17 rows with missing values are not drawn"])
      let dense = try plot("plot.histogram", mixedTable(), ["x": "odd.name [mm]", "bins": bins, "density": true]).figure
      let densities = dense.dataset("bins")?.column("density")?.values.numbers ?? []
      #expect(zip(densities, reference[key]?["density"]?.numbers ?? []).allSatisfy { agree($0, $1) } && densities.count == edges.count - 1)
    }
  }

  @Test func groupsShareBinsAndComeToTheWhole() throws {
    let table = try mixedTable()
    let whole = try #require(try plot("plot.histogram", table, ["x": "whole", "bins": 5]).figure.dataset("bins"))
    let apart = try #require(try plot("plot.histogram", table, ["x": "whole", "bins": 5, "color": "is_large"]).figure.dataset("bins"))
    #expect(apart.rowCount == 10)
    let counts = try #require(apart.column("count")?.values.numbers)
    #expect((0..<5).map { counts[$0] + counts[$0 + 5] } == whole.column("count")?.values.numbers)
    #expect(apart.column("group")?.values.strings == (0..<10).map { $0 < 5 ? "false" : "true" })
  }

  @Test func edges() throws {
    let empty = try plot("plot.histogram", table("x\n"), ["x": "x"]).figure
    #expect(empty.dataset("bins")?.rowCount == 0)
    #expect(empty.alt == "Histogram of x: no values.")
    let some = try plot("plot.histogram", table("x\n1\n2\n2\n5\n"), ["x": "x", "bins": 2]).figure
    #expect(some.alt == "Histogram of x: 4 values from 1 to 5 in 2 bins; the fullest, 1 to 3, holds 3.")
    let constant = try plot("plot.histogram", table("x\n3\n3\n3\n"), ["x": "x"]).figure
    #expect(constant.dataset("bins")?.column("count")?.values.numbers == [3])
    let infinite = try Table([Column("x", .number([-.infinity, .infinity, .nan]))])
    #expect(try plot("plot.histogram", infinite, ["x": "x"]).figure.dataset("bins")?.rowCount == 0)
  }

  @Test func aMillionValuesAreBins() throws {
    let many = try Table([Column("x", .number((0..<1_000_000).map { Double($0 % 977) }))])
    let (figure, run) = try plot("plot.histogram", many, ["x": "x"])
    #expect((figure.dataset("bins")?.rowCount ?? 0) < 300)
    #expect(run.outputs["figure"]?.withBytes { $0.count } ?? 0 < 2_000)
  }

  @Test func mistakes() throws {
    let table = try table("x,t\n1,a\n")
    #expect(ToolError.thrown { try plot("plot.histogram", table, ["x": "t"]) }?.message == "'x' needs a column of numbers, and 't' is text")
    let none = #expect(throws: BindingFailure.self) { try plot("plot.histogram", table, ["x": "x", "bins": 0]) }
    #expect(none?.description == "'bins' must be in 1...10000, not 0")
    let word = #expect(throws: BindingFailure.self) { try plot("plot.histogram", table, ["x": "x", "bins": "some"]) }
    #expect(word?.description == "'bins' must be 'auto' or an integer in 1...10000, not 'some'")
  }
}

struct PlotBarTests {
  private func bars(_ figure: Figure) -> [String: Double] {
    guard let table = figure.dataset("bars"), let names = table.column("name")?.values.strings else { return [:] }
    return Dictionary(zip(names.compactMap { $0 }, table.column("value")?.values.numbers ?? [])) { first, _ in first }
  }

  @Test func agreesWithPandas() throws {
    let reference = try toolReference("bars.json")
    for aggregate in ["mean", "sum", "median", "count"] {
      let figure = try plot("plot.bar", mixedTable(), ["x": "kind", "y": "odd.name [mm]", "aggregate": .text(aggregate)]).figure
      let bars = bars(figure)
      let expected = try #require(reference[aggregate]?.members)
      #expect(bars.count == expected.count)
      for bar in expected { #expect(agree(bars[bar.name] ?? .nan, bar.value.double ?? .nan)) }
    }
  }

  @Test func ordersAndDirections() throws {
    let table = try table("k\nb\na\nb\nc\nc\nc\n")
    func order(_ arguments: JSON) throws -> JSON? {
      let figure = try plot("plot.bar", table, arguments).figure
      return figure.specification["encoding"]?["x"]?["sort"] ?? figure.specification["encoding"]?["y"]?["sort"]
    }
    #expect(try order(["x": "k"]) == ["a", "b", "c"])
    #expect(try order(["x": "k", "sort": "descending"]) == ["c", "b", "a"])
    #expect(try order(["x": "k", "sort": "ascending"]) == ["a", "b", "c"])
    let lying = try plot("plot.bar", table, ["x": "k", "horizontal": true]).figure
    #expect(lying.specification["encoding"]?["y"]?["field"]?.string == "name")
    #expect(lying.alt == "Bar chart of counts of rows by k: a 1, b 2, c 3.")
  }

  @Test func numbersStandBySizeAndLevelsInTheirOrder() throws {
    let numbers = try plot("plot.bar", table("k\n10\n9\n-1\n"), ["x": "k"]).figure
    #expect(numbers.specification["encoding"]?["x"]?["sort"] == ["-1", "9", "10"])
    let levels = try Table([Column("k", .dictionary(DictionaryValues(codes: [1, 0, -1], levels: ["low", "high"], isOrdered: true)))])
    let (figure, run) = try plot("plot.bar", levels, ["x": "k"])
    #expect(figure.specification["encoding"]?["x"]?["sort"] == ["low", "high"])
    #expect(run.messages == ["1 row with missing values is not drawn"])
  }

  @Test func coloursDivideBars() throws {
    let table = try table("k,g,v\na,x,1\na,y,3\nb,x,5\n")
    let counts = try plot("plot.bar", table, ["x": "k", "color": "g"]).figure
    #expect(counts.specification["encoding"]?["y"]?["stack"]?.string == "zero")
    #expect(counts.dataset("bars")?.rowCount == 3)
    let means = try plot("plot.bar", table, ["x": "k", "y": "v", "color": "g"]).figure
    #expect(means.specification["encoding"]?["xOffset"]?["field"]?.string == "group")
    #expect(means.alt == "Bar chart of the mean of v by k: a 2, b 5; divided by g.")
  }

  @Test func edgesAndMistakes() throws {
    #expect(try plot("plot.bar", table("k\n"), ["x": "k"]).figure.alt == "Bar chart of counts of rows by k: nothing to show.")
    let error = ToolError.thrown { try plot("plot.bar", try table("k\na\n"), ["x": "k", "aggregate": "mean"]) }
    #expect(error?.message == "'aggregate: mean' needs 'y', the column of numbers")
    let many = try Table([Column("id", .integer(Optionals((0..<500).map { Int64($0) }, zero: 0)))])
    #expect(ToolError.thrown { try plot("plot.bar", many, ["x": "id"]) }?.message == "the column 'id' has 500 different values, and at most 200 bars are drawn")
  }
}

struct PlotBoxTests {
  @Test func boxesAreTukeys() throws {
    let figure = try plot("plot.box", table("g,v\na,1\na,2\na,3\na,4\na,100\nb,5\nb,\n"), ["y": "v", "x": "g"]).figure
    let boxes = try #require(figure.dataset("boxes"))
    #expect(boxes.column("group")?.values.strings == ["a", "b"])
    #expect(boxes.column("median")?.values.numbers == [3, 5])
    #expect(boxes.column("upper_whisker")?.values.numbers == [4, 5])
    #expect(figure.dataset("outliers")?.column("value")?.values.numbers == [100])
    #expect(figure.specification["layer"]?.array?.count == 5)
    #expect(
      figure.alt
        == "Box plot of v by g, 6 values. a: median 3, quartiles 2 and 4, 1 outlier; b: median 5, quartiles 5 and 5, 0 outliers.")
  }

  @Test func edges() throws {
    let one = try plot("plot.box", table("v\n1\n2\n"), ["y": "v"]).figure
    #expect(one.alt == "Box plot of v, 2 values. median 1.5, quartiles 1.25 and 1.75, 0 outliers.")
    #expect(try plot("plot.box", table("v\n"), ["y": "v"]).figure.alt == "Box plot of v, 0 values.")
    #expect(ToolError.thrown { try plot("plot.box", table("v\nx\n"), ["y": "v"]) }?.parameter == "y")
  }
}
