import Reporting
import Tabular
import Testing
import Tooling

@Suite struct FigureTests {
  private func svg(_ figure: Figure, _ size: FigureSize = .small) throws -> String {
    try FigureRenderer.svg(of: figure, size: size, alt: "An \"alt\" text", identifier: "f1")
  }

  @Test(arguments: SampleFigures.all.indices) func theSameFigureGivesTheSameBytes(_ place: Int) throws {
    let sample = SampleFigures.all[place]
    let first = try svg(sample.make())
    #expect(try svg(sample.make()) == first, "\(sample.name)")
    #expect(first.hasPrefix("<svg viewBox=") && first.contains("role=\"img\" aria-label=\"An &quot;alt&quot; text\""))
    #expect(first.firstMatch(of: /[ "MLHVC,](nan|inf|-nan|-inf)[ "HVLM,z]/) == nil, "\(sample.name)")
    for match in first.matches(of: /[",]#([0-9a-fA-F]+)/) { #expect([3, 6].contains(match.output.1.count)) }
  }

  @Test func goldens() throws {
    for (name, make) in SampleFigures.all where ["confusion", "stacked histogram", "grouped bars", "calibration", "boxplot mark", "logarithmic"].contains(name) {
      // A line a mark, so that a difference can be read.
      try Golden.expect(try svg(make()).replacing("><", with: ">\n<") + "\n", "\(name.replacing(" ", with: "-")).svg")
    }
  }

  /// `1, 2, 10`, not `1, 10, 2`; and no two of many categories in one colour.
  @Test func manyCategoriesStandInTheOrderOfNumbers() throws {
    for prefix in ["", "fold "] {
      let names = (1...12).map { "\(prefix)\($0)" }.sorted()
      let table = try SampleFigures.table([("x", .number(names.indices.map(Double.init))), ("c", SampleFigures.text(names))])
      let figure = try SampleFigures.figure(
        #"{"data": {"name": "t"}, "mark": "bar", "encoding": {"x": {"field": "c"}, "y": {"field": "x", "type": "quantitative"}, "color": {"field": "c", "type": "nominal"}}}"#, [("t", table)])
      let drawing = try svg(figure, .full)
      let places = (1...12).compactMap { drawing.firstRange(of: ">\(prefix)\($0)</text>")?.lowerBound }
      #expect(places.count == 12 && places == places.sorted())
      #expect(Set(drawing.matches(of: /fill="(#[0-9a-f]{6})"/).map { String($0.output.1) }).count == 12)
    }
  }

  @Test func manyMarksBecomePixels() throws {
    let drawing = try svg(SampleFigures.manyPoints(), .full)
    #expect(drawing.contains("<image") && drawing.contains("href=\"data:image/png;base64,iVBORw0KGgo"))
    #expect(!drawing.contains("<circle cx=\"1") || drawing.matches(of: /<circle/).count < 10)
    #expect(drawing.utf8.count < 600_000)
  }

  /// Every mark of which there may be very many; lines and areas of many series.
  @Test(arguments: [
    #""bar", "encoding": {"x": {"field": "x"}, "y": {"field": "y"}}"#, #""tick", "encoding": {"x": {"field": "x"}}"#,
    #""rect", "encoding": {"x": {"field": "x"}, "x2": {"field": "y"}, "y": {"field": "y"}, "y2": {"field": "x"}}"#,
    #""rule", "encoding": {"x": {"field": "x"}, "y": {"field": "y"}, "x2": {"field": "y"}, "y2": {"field": "x"}}"#,
    #""line", "encoding": {"x": {"field": "place"}, "y": {"field": "y"}, "detail": {"field": "series"}}"#,
    #""area", "encoding": {"x": {"field": "place"}, "y": {"field": "y", "stack": null}, "detail": {"field": "series"}}"#,
  ])
  func marksPastFiveThousandBecomePixels(_ mark: String) throws {
    let count = 24_000
    let table = try SampleFigures.table([
      ("x", .number((0..<count).map { Double($0) / 7 })), ("y", .number((0..<count).map { Double(($0 &* 7919) % 1009) })),
      ("place", .number((0..<count).map { Double($0 % 300) })), ("series", .number((0..<count).map { Double($0 / 300) })),
    ])
    func drawing() throws -> String { try svg(SampleFigures.figure(#"{"data": {"name": "t"}, "mark": \#(mark)}"#, [("t", table)]), .full) }
    let first = try drawing()
    #expect(first.matches(of: /<image/).count == 1 && first.contains("iVBORw0KGgo"))
    #expect(first.utf8.count < 1_500_000)
    #expect(try drawing() == first)
  }

  /// Behind the image of all marks stands one of each category, hidden, no larger than its marks: what a legend shows alone.
  @Test func pixelsOfACategoryStandAlone() throws {
    let rows = Array(0..<6000)
    let xs: [Double] = rows.map { row in Double((row &* 7919) % 997) + (row % 2 == 0 ? 0.0 : 2000.0) }
    let ys: [Double] = rows.map { row in Double(row % 101) }
    let kinds: [String] = rows.map { row in row % 2 == 0 ? "near" : "far" }
    let table = try SampleFigures.table([("x", .number(xs)), ("y", .number(ys)), ("kind", SampleFigures.text(kinds))])
    func drawing(_ color: String) throws -> String {
      try svg(SampleFigures.figure(#"{"data": {"name": "t"}, "mark": "point", "encoding": {"x": {"field": "x"}, "y": {"field": "y"}\#(color)}}"#, [("t", table)]), .full)
    }
    let images = try drawing(#", "color": {"field": "kind"}"#).matches(of: /<image x="([\d.]+)" y="[\d.]+" width="([\d.]+)"[^>]*base64,[^"]*"([^>]*)\/>/)
    #expect(images.map(\.output.3) == [" class=\"together\"", " class=\"alone\" data-key=\"far\" visibility=\"hidden\"", " class=\"alone\" data-key=\"near\" visibility=\"hidden\""])
    let lefts = images.map { Double($0.output.1) ?? .nan }, widths = images.map { Double($0.output.2) ?? .nan }
    try #require(images.count == 3)
    #expect(lefts[2] + widths[2] < lefts[1])
    #expect(widths[0] > 2 * widths[1])
    #expect(try drawing("").matches(of: /<image/).count == 1)
  }

  /// A line of many points is drawn by those that its pixels need, and stays a line.
  @Test func aLongLineStaysOne() throws {
    let count = 200_000
    let table = try SampleFigures.table([("x", .number((0..<count).map(Double.init))), ("y", .number((0..<count).map { Double(($0 &* 7919) % 1009) }))])
    let drawing = try svg(SampleFigures.figure(#"{"data": {"name": "t"}, "mark": "line", "encoding": {"x": {"field": "x"}, "y": {"field": "y"}}}"#, [("t", table)]), .full)
    #expect(!drawing.contains("<image") && drawing.utf8.count < 80_000)
  }

  /// Estimated boxes of the labels of each axis do not overlap.
  @Test func labelsOfAnAxisDoNotTouch() throws {
    let numbers = [0, 1e-9, 123_456_789.5, 5]
    for high in numbers where high > 0 {
      let table = try SampleFigures.table([("x", .number([0, high])), ("y", .number([-high, high]))])
      let figure = try SampleFigures.figure(
        #"{"data": {"name": "t"}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}"#, [("t", table)])
      let drawing = try svg(figure)
      let labels = drawing.matches(of: /<text x="([\d.]+)" y="([\d.]+)" text-anchor="middle">([^<]+)</)
      // The axis' title, which is centred too, stands on another line.
      let line = labels.first?.output.2
      let places = labels.filter { $0.output.2 == line }.compactMap { match in Double(match.output.1).map { ($0, Double(match.output.3.count) * 5.2) } }
      for (a, b) in zip(places, places.dropFirst()) { #expect(b.0 - a.0 >= (a.1 + b.1) / 2, "\(drawing)") }
    }
  }

  @Test(arguments: [
    ("{}", "the figure has no marks"), (#"{"mark": "geoshape"}"#, "the mark 'geoshape' is not drawn here"),
    (#"{"data": {"name": "other"}, "mark": "point", "encoding": {"x": {"field": "x"}}}"#, "the figure has no data called 'other'"),
    (#"{"mark": "point", "encoding": {"x": {"field": "z", "type": "quantitative"}}}"#, "the data of 'x' have no column 'z'"),
  ])
  func whatCannotBeDrawnSaysWhy(_ specification: String, _ message: String) throws {
    let table = try SampleFigures.table([("x", .number([1, 2]))])
    let figure = try SampleFigures.figure(specification, [("t", table)])
    let error = try #require(throws: FigureError.self) { try FigureRenderer.svg(of: figure, size: .small, alt: "", identifier: "f") }
    #expect(error.message == message)
  }

  /// Specifications that make no sense are drawn somehow, or refused; they never trap.
  @Test func noSpecificationTraps() throws {
    let table = try SampleFigures.table([
      ("n", .number([1, .nan, -.infinity, 1e308, -1e308])), ("t", SampleFigures.text(["a", "b", "", "<", "a"])), ("i", .integer(Optionals([1, nil, .max, .min, 0], zero: 0))),
      ("m", .timestamp(TimestampValues(Optionals([0, nil, .max, .min, 1], zero: 0), unit: .nanosecond))),
    ])
    let empty = try SampleFigures.table([("n", .number([])), ("t", SampleFigures.text([])), ("i", .integer(Optionals([Int64](), zero: 0))), ("m", .timestamp(TimestampValues(Optionals([Int64](), zero: 0), unit: .second)))])
    for mark in ["point", "line", "area", "bar", "tick", "rule", "rect", "text", "boxplot"] {
      for x in ["n", "t", "i", "m"] {
        for y in ["n", "t", "i", "m"] {
          for extra in [#""color": {"field": "t"}"#, #""color": {"field": "n", "scale": {"type": "log"}}, "size": {"field": "n"}"#, #""x2": {"field": "n"}, "xOffset": {"field": "t"}"#, #""text": {"field": "n", "format": ".1%"}, "y2": {"field": "i"}, "opacity": {"field": "i"}"#] {
            for type in ["quantitative", "nominal", "temporal"] {
              let specification = """
                {"data": {"name": "t"}, "mark": "\(mark)", "encoding": {"x": {"field": "\(x)", "type": "\(type)", "scale": {"type": "log"}}, "y": {"field": "\(y)"}, \(extra)}}
                """
              _ = try? svg(SampleFigures.figure(specification, [("t", table)]))
              _ = try? svg(SampleFigures.figure(specification, [("t", empty)]))
            }
          }
        }
      }
    }
  }
}
