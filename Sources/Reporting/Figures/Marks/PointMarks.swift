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
    let scaled = plot.size.flatMap { scale in layer.channel("size")?.field == nil ? nil : layer.numbers("size")?.map(scale.area) }
    let sizes = layer.overridden("size", scaled, standard: area)
    var shapes = plot.shapes.flatMap { scale in layer.channel("shape")?.isShown == true ? layer.labels("shape")?.map { scale.place($0) } : nil }
    let shape = layer.mark.shape == .square ? 1 : PointShape.place(layer.mark.text("shape") ?? layer.channel("shape")?.value?.string)
    if layer.overrides["shape"] != nil {
      shapes = (0..<layer.rowCount).map { row in layer.override("shape", row).map { PointShape.place($0.string) } ?? shapes?[row] ?? shape }
    }
    if rows.count > MarkRaster.limit {
      var discs = RasterDiscs()
      let radius = PointShape.radius(area)
      MarkRaster.draw(rows, of: looks, in: frame, &svg, code: looks.code) { raster, rows in
        for row in rows {
          discs.stamp(
            xs[row], ys[row], radius: sizes.map { PointShape.radius($0[row]) } ?? radius, paint: looks.code(row), opacity: looks.opacities?[row] ?? looks.opacity,
            on: &raster)
        }
      }
      return
    }
    let isHollow = layer.mark.flag("filled") == false
    let tooltips = rows.count <= Plot.tooltipLimit ? Tooltips(layer) : nil
    let isFaint = looks.opacities == nil && looks.opacity < 1
    for group in looks.groups(rows) {
      // Symbols that a script must not stretch when it does the rest.
      let faint = (isFaint ? [("opacity", NumberText.coordinate(looks.opacity))] : []) + (shapes != nil || shape != 0 ? [("class", "points")] : [])
      if isHollow {
        svg.open(group.ink, as: "stroke", [("fill", "none"), ("stroke-width", "1.5")] + faint)
      } else {
        svg.open(group.ink, as: "fill", faint)
      }
      for row in group.rows {
        let own = looks.opacities.map { [("opacity", NumberText.coordinate($0[row]))] } ?? [], title = tooltips?.text(row)
        let radius = PointShape.radius(sizes?[row] ?? area), symbol = shapes?[row] ?? shape
        if symbol == 0 {
          svg.circle(xs[row], ys[row], radius, own, title: title)
          continue
        }
        let (element, attributes) = PointShape.element(symbol, xs[row], ys[row], radius)
        guard let title else {
          svg.empty(element, attributes + own)
          continue
        }
        svg.open(element, attributes + own)
        svg.leaf("title", [], title)
        svg.close(element)
      }
      svg.close("g")
    }
  }
}
