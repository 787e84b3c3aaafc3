/// A plot with its axes: how much room they take around it, and its drawing.
struct PlotPanel {
  private(set) var plot: Plot
  let view: PlotView
  /// Which axes have labels; panels of a facet share those at its edges.
  var showsX = true, showsY = true
  /// Whether the axes are named here, and not once for all panels.
  var namesAxes = true
  private(set) var width = 0.0, height = 0.0
  private(set) var margins = Margins()
  private var xAxis: FigureAxis
  private var yAxis: FigureAxis

  /// Room around a plot area, in pixels.
  struct Margins {
    var left = 0.0, right = 0.0, top = 0.0, bottom = 0.0
  }

  init(_ view: PlotView, siblings: [String: [LayerData]] = [:]) {
    self.view = view
    plot = Plot(view, siblings: siblings)
    xAxis = FigureAxis(plot.x, nil, isShown: false, length: 0, isVertical: false, labelLimit: 0)
    yAxis = xAxis
  }

  private func hasAxis(_ name: String) -> Bool { plot.firstChannel(name)?.hasAxis ?? false }
  var xTitle: String? { hasAxis("x") ? plot.title("x") : nil }
  var yTitle: String? { hasAxis("y") ? plot.title("y") : nil }

  /// Fits axes to a plot area of this size, and finds the room that they take.
  mutating func fit(width: Double, height: Double) {
    (self.width, self.height) = (width, height)
    place(left: 0, top: 0)
    yAxis = FigureAxis(plot.y, plot.firstChannel("y"), isShown: hasAxis("y"), length: height, isVertical: true, labelLimit: showsY ? max(60, width * 0.7) : 0)
    xAxis = FigureAxis(plot.x, plot.firstChannel("x"), isShown: hasAxis("x"), length: width, isVertical: false, labelLimit: 150)
    let isNamedX = namesAxes && xTitle != nil && showsX, isNamedY = namesAxes && yTitle != nil && showsY
    let labelsX = xAxis.isShown && showsX, labelsY = yAxis.isShown && showsY
    margins = Margins(
      left: max((isNamedY ? 22 : 2) + (labelsY ? yAxis.labelExtent + 8 : 2), labelsX ? xAxis.overhang + 4 : 0),
      right: max(labelsX ? xAxis.overrun + 2 : 0, 6), top: view.title == nil ? 8 : 26,
      bottom: (labelsX ? xAxis.labelExtent + 10 : 4) + (isNamedX ? 22 : 4))
  }

  /// Fits the plot into a figure of its own.
  ///
  /// Bands of a y axis make it as high as they need; numbers take the height that is given, and the author's proportions the
  /// width within what there is.
  mutating func fitAlone(width available: Double, height: Double) {
    let titleRoom = (xTitle == nil ? 4.0 : 22.0)
    var inner = max(60, min(6000, height - 24 - titleRoom))
    if plot.y.isBand {
      let count = Double(max(1, plot.y.categories.count))
      inner = max(60, min(6000, count * (plot.x.isBand ? min(46, max(count > 60 ? 6 : 20, 300 / count)) : min(34, max(15, 330 / count)))))
    }
    var wide = max(60, available - 80)
    for _ in 0..<3 {
      fit(width: wide, height: inner)
      let room = max(60, available - margins.left - max(16, margins.right))
      wide = room
      if plot.x.isBand {
        let count = Double(max(1, plot.x.categories.count))
        wide = min(room, max(plot.y.isBand ? 90 : 200, count * (plot.y.isBand ? 76 : 110)))
      } else if let w = view.width, let h = view.height, w > 0, h > 0, !plot.y.isBand, w / h > 0.2, w / h < 5 {
        wide = min(room, max(260, inner * w / h))
      }
    }
    fit(width: wide, height: inner)
    margins.right = max(16, margins.right)
  }

  /// Puts the plot area at a place of the figure.
  private mutating func place(left: Double, top: Double) {
    plot.frame = Plot.Frame(left: left, top: top, width: width, height: height)
    plot.x.range = (plot.frame.left, plot.frame.right)
    plot.y.range = plot.y.isBand ? (plot.frame.top, plot.frame.bottom) : (plot.frame.bottom, plot.frame.top)
  }

  // MARK: Drawing

  /// - Parameter identifier: of its clip, unique in the page.
  mutating func draw(left: Double, top: Double, identifier: String, _ svg: inout SVGText) {
    place(left: left, top: top)
    let frame = plot.frame
    func n(_ number: Double) -> String { NumberText.coordinate(number) }
    svg.open(
      "g",
      [
        ("class", "panel"), ("data-frame", [frame.left, frame.top, frame.width, frame.height].map(n).joined(separator: " ")),
        ("data-x", AxisDescription.text(plot.x)), ("data-y", AxisDescription.text(plot.y)),
      ] + [("data-x-title", plot.title("x")), ("data-y-title", plot.title("y"))].compactMap { name, title in title.map { (name, $0) } })
    drawGrid(&svg)
    let isClipped = plot.needsClip
    if isClipped {
      svg.open("clipPath", [("id", identifier)])
      svg.rect(frame.left, frame.top, frame.width, frame.height)
      svg.close("clipPath")
    }
    svg.open("g", [("class", "marks")] + (isClipped ? [("clip-path", "url(#\(identifier))")] : []))
    MarkDrawing.draw(&plot, &svg)
    svg.close("g")
    drawAxes(&svg)
    if let title = view.title {
      svg.label(TextMeasure.fitted(title, size: 12, width: max(60, width + margins.right), isBold: true), frame.left + frame.width / 2, frame.top - 10, [("text-anchor", "middle"), ("font-weight", "600")])
    }
    svg.close("g")
  }

  private func drawGrid(_ svg: inout SVGText) {
    let frame = plot.frame
    svg.open("g", [("class", "grid"), ("stroke", "currentColor"), ("stroke-opacity", ".13"), ("fill", "none")])
    if !plot.x.isBand, xAxis.isShown, xAxis.hasGrid { for tick in xAxis.ticks { if let x = plot.x.position(tick) { svg.line(x, frame.top, x, frame.bottom) } } }
    if !plot.y.isBand, yAxis.isShown, yAxis.hasGrid { for tick in yAxis.ticks { if let y = plot.y.position(tick) { svg.line(frame.left, y, frame.right, y) } } }
    svg.close("g")
  }

  private func drawAxes(_ svg: inout SVGText) {
    let frame = plot.frame
    svg.open("g", [("stroke", "currentColor"), ("stroke-opacity", ".55"), ("fill", "none")])
    if xAxis.isShown, xAxis.hasLine { svg.line(frame.left, frame.bottom, frame.right, frame.bottom) }
    if yAxis.isShown, yAxis.hasLine, plot.y.isBand { svg.line(frame.left, frame.top, frame.left, frame.bottom) }
    svg.close("g")
    if xAxis.isShown, showsX {
      svg.open("g", [("class", "x"), ("fill-opacity", ".8")])
      drawXLabels(&svg)
      svg.close("g")
    }
    if yAxis.isShown, showsY {
      svg.open("g", [("class", "y"), ("fill-opacity", ".8")])
      for label in yAxis.labels {
        guard let y = place(label, plot.y) else { continue }
        svg.label(label.text, frame.left - 7, y + 4, [("text-anchor", "end")])
      }
      svg.close("g")
    }
    guard namesAxes else { return }
    if let title = xTitle, showsX {
      // Within the figure, also where the plot is narrower than its axis' name.
      let middle = frame.left + frame.width / 2, half = TextMeasure.width(title, size: 12, isBold: true) / 2 + 2
      let fitted = TextMeasure.fitted(title, size: 12, width: max(60, frame.width + margins.left + margins.right - 8), isBold: true)
      let x = max(min(middle, frame.right + margins.right - half), frame.left - margins.left + half)
      svg.label(fitted, x, frame.bottom + (xAxis.isShown ? xAxis.labelExtent + 10 : 4) + 14, [("text-anchor", "middle"), ("font-weight", "600")])
    }
    if let title = yTitle, showsY {
      let fitted = TextMeasure.fitted(title, size: 12, width: max(60, frame.height + margins.bottom), isBold: true)
      let half = TextMeasure.width(fitted, size: 12, isBold: true) / 2
      let y = min(max(frame.top + frame.height / 2, frame.top - margins.top + half), max(frame.top + frame.height / 2, frame.bottom + margins.bottom - half))
      let at = "translate(\(NumberText.coordinate(frame.left - margins.left + 12)) \(NumberText.coordinate(y))) rotate(-90)"
      svg.label(fitted, 0, 0, [("text-anchor", "middle"), ("transform", at), ("font-weight", "600")])
    }
  }

  private func drawXLabels(_ svg: inout SVGText) {
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

  private func place(_ label: FigureAxis.Label, _ scale: PositionScale) -> Double? {
    switch label.at {
    case .number(let number): scale.position(number)
    case .category(let category): scale.band(category).map { $0.start + $0.width / 2 }
    }
  }
}

/// A scale as a script reads it, to tell where a pointer is and to draw other ticks: its kind and its domain.
enum AxisDescription {
  static func text(_ scale: PositionScale) -> String {
    let parts: (String, Double, Double)
    switch scale.kind {
    case .linear(let low, let high): parts = ("linear", low, high)
    case .logarithmic(let low, let high): parts = ("log", low, high)
    case .temporal(let low, let high): parts = ("time", low, high)
    case .symmetricLogarithmic(let low, let high, let constant): return "symlog \(low) \(high) \(constant)"
    case .power(let low, let high, let exponent): return "pow \(low) \(high) \(exponent)"
    case .band: return "band"
    }
    return "\(parts.0) \(scale.isReversed ? parts.2 : parts.1) \(scale.isReversed ? parts.1 : parts.2)"
  }
}
