/// Rules: across the whole plot, along one axis, or from point to point.
enum RuleMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    let looks = LayerLooks(layer, plot, standard: "currentColor", opacity: layer.has("color") ? 1 : 0.65)
    let ends = self.ends(layer, plot)
    var attributes = [("stroke-width", NumberText.coordinate(min(20, max(0.25, layer.mark.number("strokeWidth") ?? layer.mark.number("size") ?? 1.3))))]
    if looks.opacity < 1 { attributes.append(("opacity", NumberText.coordinate(looks.opacity))) }
    if let dash = DashPattern.text(layer.mark) { attributes.append(("stroke-dasharray", dash)) }
    svg.open("g", attributes)
    for group in looks.groups(0..<layer.rowCount) {
      svg.open("g", [("stroke", group.paint)])
      for row in group.rows { if let end = ends[row] { svg.line(end.0, end.1, end.2, end.3) } }
      svg.close("g")
    }
    svg.close("g")
  }

  private static func ends(_ layer: LayerData, _ plot: Plot) -> [(Double, Double, Double, Double)?] {
    let count = layer.rowCount
    let none = [Double?](repeating: nil, count: count)
    let (hasX, hasY) = (layer.has("x"), layer.has("y"))
    let xs = hasX ? plot.centres(layer, "x") : none
    let ys = hasY ? plot.centres(layer, "y") : none
    let x2 = layer.has("x2") ? plot.centres(layer, "x2") : none
    let y2 = layer.has("y2") ? plot.centres(layer, "y2") : none
    return (0..<count).map { row in
      switch (xs[row], ys[row]) {
      case (let x?, let y?):
        if layer.has("x2") || layer.has("y2") {
          guard !layer.has("x2") || x2[row] != nil, !layer.has("y2") || y2[row] != nil else { return nil }
          return (x, y, x2[row] ?? x, y2[row] ?? y)
        }
        // From the point down to the base, as a stem.
        return (x, y, plot.y.isBand ? plot.x.base : x, plot.y.isBand ? y : plot.y.base)
      case (let x?, nil):
        return hasY ? nil : x2[row].map { (x, plot.frame.bottom, $0, plot.frame.bottom) } ?? (x, plot.frame.top, x, plot.frame.bottom)
      case (nil, let y?):
        return hasX ? nil : (plot.frame.left, y, plot.frame.right, y)
      case (nil, nil): return nil
      }
    }
  }
}

/// Ticks: short strokes across a band, or across the axis.
enum TickMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    let xs = plot.centres(layer, "x"), ys = plot.centres(layer, "y")
    let looks = LayerLooks(layer, plot)
    let isVertical = layer.mark.text("orient").map { $0 == "vertical" } ?? (plot.y.isBand || !plot.x.isBand)
    let band = isVertical ? plot.y : plot.x
    let length = layer.mark.number("size") ?? (band.isBand ? band.bandWidth : 12)
    svg.open("g", [("stroke-width", NumberText.coordinate(min(20, max(0.25, layer.mark.number("thickness") ?? 1.5)))), ("opacity", NumberText.coordinate(looks.opacity))])
    for group in looks.groups(0..<layer.rowCount) {
      svg.open("g", [("stroke", group.paint)])
      for row in group.rows {
        // Without the channel a tick stands on the axis itself.
        let x = layer.has("x") ? xs[row] : plot.frame.left + length / 2
        let y = layer.has("y") ? ys[row] : plot.frame.bottom - length / 2
        guard let x, let y else { continue }
        if isVertical { svg.line(x, y - length / 2, x, y + length / 2) } else { svg.line(x - length / 2, y, x + length / 2, y) }
      }
      svg.close("g")
    }
    svg.close("g")
  }
}
