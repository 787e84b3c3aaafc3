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
  private var axes = PanelAxes()

  /// Room around a plot area, in pixels.
  struct Margins {
    var left = 0.0, right = 0.0, top = 0.0, bottom = 0.0
  }

  init(_ view: PlotView, siblings: [String: [LayerData]] = [:]) {
    self.view = view
    plot = Plot(view, siblings: siblings)
  }

  private func title(_ channel: String) -> String? { plot.parted(by: channel).first.flatMap { $0.firstChannel(channel)?.hasAxis == true ? $0.title(channel) : nil } }
  var xTitle: String? { title("x") }
  var yTitle: String? { title("y") }

  /// Fits axes to a plot area of this size, and finds the room that they take.
  mutating func fit(width: Double, height: Double) {
    (self.width, self.height) = (width, height)
    plot.place(Plot.Frame(left: 0, top: 0, width: width, height: height))
    axes = PanelAxes(plot, shows: (showsX, showsY), named: namesAxes)
    let below = axes.first("x").flatMap { $0.hasLabels ? $0.axis : nil }
    let head: Double = view.title == nil ? 8 : 26
    margins = Margins(
      left: max(axes.reach(.left), below.map { $0.overhang + 4 } ?? 0), right: max(axes.reach(.right), below.map { $0.overrun + 2 } ?? 0, 6),
      top: axes.reach(.top) + head, bottom: axes.reach(.bottom))
  }

  /// Fits the plot into a figure of its own.
  ///
  /// Bands of a y axis make it as high as they need; numbers take the height that is given, and the author's proportions the
  /// width within what there is.
  mutating func fitAlone(width available: Double, height: Double) {
    let titleRoom = xTitle == nil ? 4.0 : 22.0
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

  // MARK: Drawing

  /// - Parameter identifier: of its clip, unique in the page.
  mutating func draw(left: Double, top: Double, identifier: String, _ svg: inout SVGText) {
    plot.place(Plot.Frame(left: left, top: top, width: width, height: height))
    axes.move(with: plot)
    let frame = plot.frame
    func n(_ number: Double) -> String { NumberText.coordinate(number) }
    svg.open(
      "g",
      [
        ("class", "panel"), ("data-frame", [frame.left, frame.top, frame.width, frame.height].map(n).joined(separator: " ")),
      ] + scaleAttributes)
    axes.drawGrid(frame, &svg)
    let isClipped = plot.needsClip
    if isClipped {
      svg.open("clipPath", [("id", identifier)])
      svg.rect(frame.left, frame.top, frame.width, frame.height)
      svg.close("clipPath")
    }
    svg.open("g", [("class", "marks")] + (isClipped ? [("clip-path", "url(#\(identifier))")] : []))
    MarkDrawing.draw(&plot, &svg)
    svg.close("g")
    axes.draw(frame, margins, &svg)
    if let title = view.title {
      svg.label(TextMeasure.fitted(title, size: 12, width: max(60, width + margins.right), isBold: true), frame.left + frame.width / 2, frame.top - axes.reach(.top) - 10, [("text-anchor", "middle"), ("font-weight", "600")])
    }
    svg.close("g")
  }

  /// The scales as a script reads them, each with what its axis is called.
  private var scaleAttributes: [(String, String)] {
    ["x", "y"].flatMap { channel in
      plot.parted(by: channel).prefix(2).enumerated().flatMap { place, part -> [(String, String)] in
        let name = "data-\(channel)\(place == 0 ? "" : "2")"
        return [(name, AxisDescription.text(channel == "x" ? part.x : part.y))] + (part.title(channel).map { [(name + "-title", $0)] } ?? [])
      }
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
