package import Tooling

/// Draws a figure as SVG. The same figure gives the same bytes, on every machine.
///
/// Ink is the page's text colour and categories are the page's variables, so one drawing serves light, dark and print.
package enum FigureRenderer {
  /// - Parameters:
  ///   - size: of the whole; a figure may be higher than that where its categories or panels need it.
  ///   - identifier: what stands at the head of all identifiers inside the SVG, unique in the page.
  package static func svg(of figure: Figure, size: FigureSize, alt: String, identifier: String) throws(FigureError) -> String {
    var panel = Panel(try ViewCompiler(figure).compile())
    var legends: [FigureLegend] = []
    for plot in panel.plots { for legend in FigureLegend.legends(of: plot) where !legends.contains(where: { $0.tellsTheSame(as: legend) }) { legends.append(legend) } }
    let head = legends.reduce(0) { $0 + $1.height(width: size.width) }
    var left = 0.0, top = head
    switch panel {
    case .plot(var plot):
      plot.fitAlone(width: size.width, height: size.height - head - 10)
      left = plot.margins.left
      top += max(10, plot.margins.top)
      panel = .plot(plot)
    case .grid(var grid):
      grid.fit(width: size.width - 4)
      left = 2
      top += 2
      panel = .grid(grid)
    }
    let width = max(left + panel.size.width + panel.margins.right, min(size.width, legends.map(\.naturalWidth).max().map { $0 + 8 } ?? 0))
    let height = top + panel.size.height + panel.margins.bottom

    var svg = SVGText()
    svg.open(
      "svg",
      [
        ("viewBox", "0 0 \(NumberText.coordinate(width)) \(NumberText.coordinate(height))"), ("width", NumberText.coordinate(width)),
        ("height", NumberText.coordinate(height)), ("role", "img"), ("aria-label", alt), ("font-family", TextMeasure.family), ("font-size", "12"),
        ("fill", "currentColor"),
      ])
    panel.draw(left: left, top: top, identifier: identifier + "-clip", &svg)
    var y = 0.0
    for legend in legends {
      legend.draw(top: y, width: width, &svg)
      y += legend.height(width: size.width)
    }
    svg.close("svg")
    return svg.text
  }
}
