import Tooling

/// Where the parts of a figure stand: room for legend, titles and labels first, the plot in what remains.
struct FigureLayout {
  private(set) var width: Double
  private(set) var height: Double
  private(set) var needsClip: Bool
  private let xAxis: FigureAxis
  private let yAxis: FigureAxis

  init(plot: inout Plot, legend: FigureLegend, specification: FigureSpecification, size: FigureSize) {
    let legendHeight = legend.height(width: size.width)
    let top = 10 + legendHeight
    let rightMargin = 16.0
    let xTitle = plot.firstChannel("x")?.hasAxis == false ? nil : plot.title("x")
    let yTitle = plot.firstChannel("y")?.hasAxis == false ? nil : plot.title("y")
    let hasX = plot.firstChannel("x").map(\.hasAxis) ?? false
    let hasY = plot.firstChannel("y").map(\.hasAxis) ?? false
    let xTitleRoom = xTitle == nil || !hasX ? 4.0 : 22.0
    let yTitleRoom = yTitle == nil || !hasY ? 2.0 : 22.0

    // Bands of a y axis make the figure as high as they need; numbers take the height that is given.
    var innerHeight = size.height - top - 24 - xTitleRoom
    if plot.y.isBand {
      let count = Double(max(1, plot.y.categories.count))
      let step = plot.x.isBand ? min(46, max(20, 300 / count)) : min(34, max(15, 330 / count))
      innerHeight = max(60, count * step)
    }
    innerHeight = max(60, min(6000, innerHeight))

    plot.y.range = plot.y.isBand ? (0, innerHeight) : (innerHeight, 0)
    let limit = size.width * 0.42
    yAxis = FigureAxis(plot.y, plot.firstChannel("y"), isShown: hasY, length: innerHeight, isVertical: true, labelLimit: limit, title: yTitle)
    var left = yTitleRoom + yAxis.labelExtent + 8

    var innerWidth = max(60, size.width - left - rightMargin)
    if plot.x.isBand {
      let count = Double(max(1, plot.x.categories.count))
      innerWidth = min(innerWidth, max(plot.y.isBand ? 90 : 200, count * (plot.y.isBand ? 76 : 110)))
    } else if let w = specification.width, let h = specification.height, w > 0, h > 0, !plot.y.isBand, w / h > 0.2, w / h < 5 {
      // The author's proportions, within the room that there is.
      innerWidth = min(innerWidth, max(260, innerHeight * w / h))
    }
    plot.x.range = (0, innerWidth)
    xAxis = FigureAxis(plot.x, plot.firstChannel("x"), isShown: hasX, length: innerWidth, isVertical: false, labelLimit: 150, title: xTitle)
    left = max(left, xAxis.overhang + 4)

    let bottomRoom = (hasX ? xAxis.labelExtent + 10 : 6) + xTitleRoom
    plot.frame = Plot.Frame(left: left, top: top, width: innerWidth, height: innerHeight)
    plot.x.range = (plot.frame.left, plot.frame.right)
    plot.y.range = plot.y.isBand ? (plot.frame.top, plot.frame.bottom) : (plot.frame.bottom, plot.frame.top)
    width = max(left + innerWidth + rightMargin, min(size.width, legend.naturalWidth + 8))
    height = plot.frame.bottom + bottomRoom
    needsClip = plot.layers.contains { layer in ["x", "y"].contains { layer.channel($0)?.scale["domain"]?.array?.first?.double != nil } }
  }

  func drawGrid(_ plot: Plot, _ svg: inout SVGText) {
    svg.open("g", [("stroke", "currentColor"), ("stroke-opacity", ".13"), ("fill", "none")])
    if !plot.x.isBand, xAxis.isShown, xAxis.hasGrid { for tick in xAxis.ticks { if let x = plot.x.position(tick) { svg.line(x, plot.frame.top, x, plot.frame.bottom) } } }
    if !plot.y.isBand, yAxis.isShown, yAxis.hasGrid { for tick in yAxis.ticks { if let y = plot.y.position(tick) { svg.line(plot.frame.left, y, plot.frame.right, y) } } }
    svg.close("g")
  }

  func drawAxes(_ plot: Plot, _ svg: inout SVGText) {
    let frame = plot.frame
    svg.open("g", [("stroke", "currentColor"), ("stroke-opacity", ".55"), ("fill", "none")])
    if xAxis.isShown { svg.line(frame.left, frame.bottom, frame.right, frame.bottom) }
    if yAxis.isShown, plot.y.isBand { svg.line(frame.left, frame.top, frame.left, frame.bottom) }
    svg.close("g")
    svg.open("g", [("fill-opacity", ".8")])
    if xAxis.isShown { drawXLabels(plot, &svg) }
    if yAxis.isShown { drawYLabels(plot, &svg) }
    svg.close("g")
    svg.open("g", [("font-weight", "600")])
    if let title = xAxis.title, xAxis.isShown {
      svg.label(TextMeasure.fitted(title, size: 12, width: width - 8, isBold: true), min(max(frame.left + frame.width / 2, halfWidth(title)), width - halfWidth(title)), height - 6, [("text-anchor", "middle")])
    }
    if let title = yAxis.title, yAxis.isShown {
      let y = min(max(frame.top + frame.height / 2, halfWidth(title)), max(height - halfWidth(title), height / 2))
      let fitted = TextMeasure.fitted(title, size: 12, width: height - 4, isBold: true)
      svg.label(fitted, 0, 0, [("text-anchor", "middle"), ("transform", "translate(12 \(NumberText.coordinate(y))) rotate(-90)")])
    }
    svg.close("g")
  }

  private func halfWidth(_ text: String) -> Double { TextMeasure.width(text, size: 12, isBold: true) / 2 + 2 }

  private func drawXLabels(_ plot: Plot, _ svg: inout SVGText) {
    let y = plot.frame.bottom + 16
    for label in xAxis.labels {
      guard let x = place(label, plot.x) else { continue }
      if xAxis.isTurned {
        let at = "translate(\(NumberText.coordinate(x + 3)) \(NumberText.coordinate(y - 4))) rotate(-40)"
        svg.label(label.text, 0, 0, [("text-anchor", "end"), ("transform", at)])
      } else {
        svg.label(label.text, x, y, [("text-anchor", "middle")])
      }
    }
  }

  private func drawYLabels(_ plot: Plot, _ svg: inout SVGText) {
    for label in yAxis.labels {
      guard let y = place(label, plot.y) else { continue }
      svg.label(label.text, plot.frame.left - 7, y + 4, [("text-anchor", "end")])
    }
  }

  private func place(_ label: FigureAxis.Label, _ scale: PositionScale) -> Double? {
    switch label.at {
    case .number(let number): scale.position(number)
    case .category(let category): scale.band(category).map { $0.start + $0.width / 2 }
    }
  }
}
