import Tooling

/// Points of a scatter.
enum PointMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    // Without a channel points stand in the middle of the plot.
    func places(_ name: String, _ middle: Double) -> [Double] {
      layer.has(name) ? plot.centres(layer, name) : [Double](repeating: middle, count: layer.rowCount)
    }
    let frame = plot.frame
    let xs = places("x", frame.left + frame.width / 2), ys = places("y", frame.top + frame.height / 2)
    var rows: [Int] = []
    rows.reserveCapacity(layer.rowCount)
    for row in 0..<layer.rowCount {
      let (x, y) = (xs[row], ys[row])
      if x >= frame.left - 1, x <= frame.right + 1, y >= frame.top - 1, y <= frame.bottom + 1 { rows.append(row) }
    }
    guard !rows.isEmpty else { return }
    let looks = MarkLooks(layer, plot, opacity: rows.count > 60 ? 0.7 : 0.85)
    let area = layer.channel("size")?.value?.double ?? layer.mark.number("size") ?? (rows.count > 100_000 ? 5 : rows.count > 400 ? 14 : 34)
    let sizes = plot.size.flatMap { scale in layer.channel("size")?.field == nil ? nil : layer.numbers("size")?.map(scale.area) }
    let shapes = plot.shapes.flatMap { scale in layer.channel("shape")?.isShown == true ? layer.labels("shape")?.map { scale.place($0) } : nil }
    let shape = layer.mark.shape == .square ? 1 : PointShape.place(layer.mark.text("shape") ?? layer.channel("shape")?.value?.string)
    if rows.count > MarkRaster.limit {
      var raster = MarkRaster(frame, opacity: looks.opacity, paints: looks.inks.map(\.paint))
      let radius = PointShape.radius(area)
      for row in rows {
        raster.stamp(xs[row], ys[row], radius: sizes.map { PointShape.radius($0[row]) } ?? radius, paint: looks.codes.isEmpty ? 0 : Int(looks.codes[row]))
      }
      raster.draw(&svg)
      return
    }
    let isHollow = layer.mark.flag("filled") == false
    let showsTooltip = rows.count <= Plot.tooltipLimit
    let isFaint = looks.opacities == nil && looks.opacity < 1
    for group in looks.groups(rows) {
      let faint = isFaint ? [("opacity", NumberText.coordinate(looks.opacity))] : []
      if isHollow {
        svg.open(group.ink, as: "stroke", [("fill", "none"), ("stroke-width", "1.5")] + faint)
      } else {
        svg.open(group.ink, as: "fill", faint)
      }
      for row in group.rows {
        var (element, attributes) = PointShape.element(shapes?[row] ?? shape, xs[row], ys[row], PointShape.radius(sizes?[row] ?? area))
        if let opacities = looks.opacities { attributes.append(("opacity", NumberText.coordinate(opacities[row]))) }
        if showsTooltip {
          svg.open(element, attributes)
          svg.leaf("title", [], plot.tooltip(layer, row))
          svg.close(element)
        } else {
          svg.empty(element, attributes)
        }
      }
      svg.close("g")
    }
  }
}
