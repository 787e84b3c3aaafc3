package import Tooling

/// Draws a figure as SVG. The same figure gives the same bytes, on every machine.
///
/// Ink is the page's text colour and categories are the page's variables, so one drawing serves light, dark and print.
package enum FigureRenderer {
  package static func svg(of figure: Figure, size: FigureSize, alt: String, identifier: String) throws(FigureError) -> String {
    let specification = try FigureSpecification(figure.specification)
    var plot = try Plot(specification, figure, identifier: identifier)
    let legend = FigureLegend(plot)
    let layout = FigureLayout(plot: &plot, legend: legend, specification: specification, size: size)

    var svg = SVGText()
    svg.open(
      "svg",
      [
        ("viewBox", "0 0 \(NumberText.coordinate(layout.width)) \(NumberText.coordinate(layout.height))"),
        ("width", NumberText.coordinate(layout.width)), ("height", NumberText.coordinate(layout.height)), ("role", "img"),
        ("aria-label", alt), ("font-family", TextMeasure.family), ("font-size", "12"), ("fill", "currentColor"),
      ])
    if layout.needsClip {
      svg.open("clipPath", [("id", identifier + "-clip")])
      svg.rect(plot.frame.left, plot.frame.top, plot.frame.width, plot.frame.height)
      svg.close("clipPath")
    }
    layout.drawGrid(plot, &svg)
    svg.open("g", layout.needsClip ? [("clip-path", "url(#\(identifier)-clip)")] : [])
    MarkDrawing.draw(&plot, &svg)
    svg.close("g")
    layout.drawAxes(plot, &svg)
    legend.draw(width: layout.width, &svg)
    svg.close("svg")
    return svg.text
  }
}
