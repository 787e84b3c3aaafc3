import Tooling

/// Rules: across the whole plot, along one axis, or from point to point.
enum RuleMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    let looks = MarkLooks(layer, plot, standard: "currentColor", opacity: layer.has("color") ? 1 : 0.65)
    let ends = self.ends(layer, plot)
    let width = layer.mark.number("strokeWidth") ?? layer.mark.number("thickness") ?? layer.mark.number("size") ?? 1.3
    if layer.rowCount > MarkRaster.limit, DashPattern.text(layer.mark) == nil {
      // Most run along an axis.
      let thick = min(20, max(0.25, width))
      func isStraight(_ row: Int) -> Bool { ends[row].map { $0.0 == $0.2 || $0.1 == $0.3 } ?? false }
      MarkRaster.draw(ends.indices, of: looks, in: plot.frame, &svg, code: looks.code) { raster, rows in
        raster.fill(looks, rows.filter(isStraight)) { row in
          guard let end = ends[row] else { return nil }
          let isVertical = end.0 == end.2
          return isVertical ? (end.0 - thick / 2, min(end.1, end.3), thick, abs(end.3 - end.1)) : (min(end.0, end.2), end.1 - thick / 2, abs(end.2 - end.0), thick)
        }
        for row in rows where !isStraight(row) {
          guard let end = ends[row] else { continue }
          raster.stroke([(end.0, end.1), (end.2, end.3)], width: thick, paint: looks.code(row), opacity: looks.opacities?[row] ?? looks.opacity)
        }
      }
      return
    }
    var attributes = [("stroke-width", NumberText.coordinate(min(20, max(0.25, width))))]
    if looks.opacity < 1 { attributes.append(("opacity", NumberText.coordinate(looks.opacity))) }
    if let dash = DashPattern.text(layer.mark) { attributes.append(("stroke-dasharray", dash)) }
    svg.open("g", attributes)
    for group in looks.groups(0..<layer.rowCount) {
      svg.open(group.ink, as: "stroke")
      for row in group.rows { if let end = ends[row] { svg.line(end.0, end.1, end.2, end.3) } }
      svg.close("g")
    }
    svg.close("g")
  }

  private static func ends(_ layer: LayerData, _ plot: Plot) -> [(Double, Double, Double, Double)?] {
    func places(_ name: String) -> [Double?] {
      layer.has(name) ? plot.centres(layer, name).map { $0.isFinite ? $0 : nil } : [Double?](repeating: nil, count: layer.rowCount)
    }
    let (hasX, hasY) = (layer.has("x"), layer.has("y"))
    let xs = places("x"), ys = places("y"), x2 = places("x2"), y2 = places("y2")
    return (0..<layer.rowCount).map { row in
      switch (xs[row], ys[row]) {
      case (let x?, let y?):
        if layer.has("x2") || layer.has("y2") {
          guard !layer.has("x2") || x2[row] != nil, !layer.has("y2") || y2[row] != nil else { return nil }
          return (x, y, x2[row] ?? x, y2[row] ?? y)
        }
        // From the point down to the base, as a stem.
        return (x, y, plot.y.isBand ? plot.x.base : x, plot.y.isBand ? y : plot.y.base)
      case (let x?, nil):
        if hasY { return nil }
        if layer.has("x2") { return x2[row].map { (x, plot.frame.top + plot.frame.height / 2, $0, plot.frame.top + plot.frame.height / 2) } }
        return (x, plot.frame.top, x, plot.frame.bottom)
      case (nil, let y?):
        if hasX { return nil }
        if layer.has("y2") { return y2[row].map { (plot.frame.left + plot.frame.width / 2, y, plot.frame.left + plot.frame.width / 2, $0) } }
        return (plot.frame.left, y, plot.frame.right, y)
      case (nil, nil): return nil
      }
    }
  }
}

/// Ticks: short strokes across a band, or across the axis.
enum TickMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    let xs = plot.centres(layer, "x"), ys = plot.centres(layer, "y")
    let looks = MarkLooks(layer, plot, standard: layer.mark.options["thickness"] == nil ? nil : "currentColor")
    let isVertical = layer.mark.text("orient").map { $0 == "vertical" } ?? (plot.y.isBand || !plot.x.isBand && !(layer.has("y") && !layer.has("x")))
    let band = isVertical ? plot.y : plot.x
    let offsets = plot.offsetBands(layer, isVertical ? "y" : "x")
    let hasBandChannel = layer.has(isVertical ? "y" : "x")
    let length = layer.mark.number("size") ?? (band.isBand ? band.bandWidth * (offsets?.first.map { $0.width > 0 ? $0.width : 1 } ?? 1) : hasBandChannel ? 12 : 16)
    let thickness = min(20, max(0.25, layer.mark.number("thickness") ?? 1.5))
    // Without the channel a tick stands in the middle.
    func place(_ row: Int) -> (x: Double, y: Double)? {
      let x = layer.has("x") ? xs[row] : plot.frame.left + plot.frame.width / 2, y = layer.has("y") ? ys[row] : plot.frame.top + plot.frame.height / 2
      return x.isFinite && y.isFinite ? (x, y) : nil
    }
    if layer.rowCount > MarkRaster.limit {
      let (width, height) = isVertical ? (thickness, length) : (length, thickness)
      MarkRaster.draw(0..<layer.rowCount, of: looks, in: plot.frame, &svg, code: looks.code) { raster, rows in
        raster.fill(looks, rows) { row in place(row).map { ($0.x - width / 2, $0.y - height / 2, width, height) } }
      }
      return
    }
    svg.open("g", [("stroke-width", NumberText.coordinate(thickness)), ("opacity", NumberText.coordinate(looks.opacity))])
    for group in looks.groups(0..<layer.rowCount) {
      svg.open(group.ink, as: "stroke")
      for row in group.rows {
        guard let (x, y) = place(row) else { continue }
        if isVertical { svg.line(x, y - length / 2, x, y + length / 2) } else { svg.line(x - length / 2, y, x + length / 2, y) }
      }
      svg.close("g")
    }
    svg.close("g")
  }
}
