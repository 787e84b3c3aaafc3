import Tooling

/// The axes of a panel: at which edge each stands, and the room that it takes there.
struct PanelAxes {
  enum Edge { case bottom, left, top, right }

  struct Placed {
    /// As a script knows its scale: `x` and `y`, and `x2` and `y2` for a second one.
    let name: String
    let edge: Edge
    let axis: FigureAxis
    /// Which of the channel's scales it tells.
    let side: Int
    var scale: PositionScale
    let hasLabels: Bool
    /// Nil where it is named elsewhere, or not at all.
    let title: String?
    let paint: String
    /// From the plot's edge, where another axis stands between.
    var offset = 0.0

    var isVertical: Bool { edge == .left || edge == .right }
    var isFirst: Bool { name.count == 1 }
    /// Across the axis, without what keeps it from the next.
    var labelRoom: Double { hasLabels ? axis.labelExtent + (isVertical ? 8 : 10) : isVertical ? 2 : 4 }
    var room: Double { labelRoom + (title == nil ? (isVertical ? 2 : 4) : 22) }
  }

  private(set) var all: [Placed] = []

  init() {}

  /// - Parameters:
  ///   - shows: which channels' labels stand here; panels of a facet share those at its edges.
  ///   - named: whether axes are named here, and not once for all panels.
  init(_ plot: Plot, shows: (x: Bool, y: Bool), named: Bool) {
    for channel in ["x", "y"] {
      let parts = plot.parted(by: channel), sides = plot.sides(channel), isVertical = channel == "y"
      let paints = parts.count > 1 ? parts.map(Self.paint) : []
      for (place, part) in parts.enumerated() {
        let definition = part.firstChannel(channel), isShown = definition?.hasAxis ?? false
        let showsLabels = place > 0 || (isVertical ? shows.y : shows.x), length = isVertical ? plot.frame.height : plot.frame.width
        let limit = isVertical ? (showsLabels ? max(60, plot.frame.width * 0.7) : 0) : 150
        let scale = isVertical ? part.y : part.x
        let axis = FigureAxis(scale, definition, isShown: isShown, length: length, isVertical: isVertical, labelLimit: limit)
        let opposite = place > 0 || ["right", "top"].contains(definition?.axis["orient"]?.string ?? "")
        var placed = Placed(
          name: place == 0 ? channel : "\(channel)\(place + 1)", edge: isVertical ? (opposite ? .right : .left) : (opposite ? .top : .bottom), axis: axis,
          side: sides[place], scale: scale, hasLabels: isShown && showsLabels,
          title: isShown && showsLabels && (named || place > 0) ? part.title(channel) : nil,
          paint: Set(paints).count > 1 ? paints[place] ?? "currentColor" : "currentColor")
        placed.offset = all.filter { $0.edge == placed.edge }.reduce(0) { $0 + $1.room + 4 }
        all.append(placed)
      }
    }
  }

  /// Follows the plot to another place of the figure.
  mutating func move(with plot: Plot) {
    for place in all.indices { if let scale = (all[place].isVertical ? plot.ys : plot.xs)[all[place].side] { all[place].scale = scale } }
  }

  /// The colour that all marks of a scale have; nil where it means something itself.
  private static func paint(_ part: Plot) -> String? {
    guard let layer = part.layers.first(where: { $0.channel("color")?.isShown != true }) else { return nil }
    return MarkLooks(layer, part).inks.first?.paint
  }

  func first(_ name: String) -> Placed? { all.first { $0.name == name } }

  /// How far axes reach from the plot's edge.
  func reach(_ edge: Edge) -> Double {
    all.filter { $0.edge == edge }.map { $0.offset + $0.room }.max() ?? (edge == .left ? 4 : edge == .bottom ? 8 : 0)
  }

  // MARK: Drawing

  func drawGrid(_ frame: Plot.Frame, _ svg: inout SVGText) {
    svg.open("g", [("class", "grid"), ("stroke", "currentColor"), ("stroke-opacity", ".13"), ("fill", "none")])
    for placed in all where placed.isFirst && !placed.scale.isBand && placed.axis.isShown && placed.axis.hasGrid {
      for place in placed.axis.ticks.compactMap(placed.scale.position) {
        if placed.isVertical { svg.line(frame.left, place, frame.right, place) } else { svg.line(place, frame.top, place, frame.bottom) }
      }
    }
    svg.close("g")
  }

  func draw(_ frame: Plot.Frame, _ margins: PlotPanel.Margins, _ svg: inout SVGText) {
    svg.open("g", [("stroke", "currentColor"), ("stroke-opacity", ".55"), ("fill", "none")])
    for placed in all where placed.axis.isShown && placed.axis.hasLine {
      switch placed.edge {
      case .bottom: svg.line(frame.left, frame.bottom + placed.offset, frame.right, frame.bottom + placed.offset)
      case .top: svg.line(frame.left, frame.top - placed.offset, frame.right, frame.top - placed.offset)
      // Numbers along y are read by the grid.
      case .left: if placed.scale.isBand { svg.line(frame.left - placed.offset, frame.top, frame.left - placed.offset, frame.bottom) }
      case .right: if placed.scale.isBand { svg.line(frame.right + placed.offset, frame.top, frame.right + placed.offset, frame.bottom) }
      }
    }
    svg.close("g")
    for placed in all where placed.hasLabels {
      svg.open("g", [("class", placed.name), ("fill-opacity", ".8")])
      for label in placed.axis.labels { if let place = Self.place(label, placed.scale) { draw(label.text, at: place, placed, frame, &svg) } }
      svg.close("g")
    }
    for placed in all { if let title = placed.title { draw(title: title, placed, frame, margins, &svg) } }
  }

  private func draw(_ text: String, at place: Double, _ placed: Placed, _ frame: Plot.Frame, _ svg: inout SVGText) {
    func turned(_ x: Double, _ y: Double, _ anchor: String) {
      svg.label(text, 0, 0, [("text-anchor", anchor), ("transform", "translate(\(NumberText.coordinate(x)) \(NumberText.coordinate(y))) rotate(-40)")])
    }
    switch placed.edge {
    case .left: svg.label(text, frame.left - placed.offset - 7, place + 4, [("text-anchor", "end")])
    case .right: svg.label(text, frame.right + placed.offset + 7, place + 4, [("text-anchor", "start")])
    case .bottom:
      if placed.axis.isTurned { turned(place + 3, frame.bottom + 12, "end") } else { svg.label(text, place, frame.bottom + placed.offset + 16, [("text-anchor", "middle")]) }
    case .top:
      if placed.axis.isTurned { turned(place, frame.top - 6, "start") } else { svg.label(text, place, frame.top - placed.offset - 7, [("text-anchor", "middle")]) }
    }
  }

  private func draw(title: String, _ placed: Placed, _ frame: Plot.Frame, _ margins: PlotPanel.Margins, _ svg: inout SVGText) {
    let paint = placed.paint == "currentColor" ? [] : [("fill", placed.paint)]
    guard placed.isVertical else {
      // Within the figure, also where the plot is narrower than its axis' name.
      let middle = frame.left + frame.width / 2, half = TextMeasure.width(title, size: 12, isBold: true) / 2 + 2
      let fitted = TextMeasure.fitted(title, size: 12, width: max(60, frame.width + margins.left + margins.right - 8), isBold: true)
      let x = max(min(middle, frame.right + margins.right - half), frame.left - margins.left + half)
      let y = placed.edge == .bottom ? frame.bottom + placed.offset + placed.labelRoom + 14 : frame.top - placed.offset - placed.labelRoom - 8
      svg.label(fitted, x, y, [("text-anchor", "middle"), ("font-weight", "600")] + paint)
      return
    }
    let fitted = TextMeasure.fitted(title, size: 12, width: max(60, frame.height + margins.bottom), isBold: true)
    let half = TextMeasure.width(fitted, size: 12, isBold: true) / 2
    let y = min(max(frame.top + frame.height / 2, frame.top - margins.top + half), max(frame.top + frame.height / 2, frame.bottom + margins.bottom - half))
    let isLeft = placed.edge == .left
    let x = isLeft ? frame.left - (placed.offset == 0 ? max(margins.left, placed.room) : placed.offset + placed.room) + 12 : frame.right + placed.offset + placed.labelRoom + 6
    let at = "translate(\(NumberText.coordinate(x)) \(NumberText.coordinate(y))) rotate(\(isLeft ? -90 : 90))"
    svg.label(fitted, 0, 0, [("text-anchor", "middle"), ("transform", at), ("font-weight", "600")] + paint)
  }

  private static func place(_ label: FigureAxis.Label, _ scale: PositionScale) -> Double? {
    switch label.at {
    case .number(let number): scale.position(number)
    case .category(let category): scale.band(category).map { $0.start + $0.width / 2 }
    }
  }
}
