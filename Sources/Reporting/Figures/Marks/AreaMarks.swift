import Tooling

/// Areas: between two lines, above the base, or stacked; upright, or lying along y.
enum AreaMarks {
  static func draw(_ layer: LayerData, _ stack: StackedEnds?, _ plot: Plot, _ svg: inout SVGText) {
    let isAlongY = stack.map { $0.channel == "x" } ?? (layer.growsAlong("x") && !layer.growsAlong("y"))
    let (value, along) = isAlongY ? ("x", "y") : ("y", "x")
    let scale = isAlongY ? plot.x : plot.y
    let places = plot.centres(layer, along)
    let looks = MarkLooks(layer, plot, opacity: stack == nil ? 0.35 : 0.85)
    let starts: [Double], ends: [Double]
    if let stack {
      (starts, ends) = (scale.positions(stack.ends.map(\.0)), scale.positions(stack.ends.map(\.1)))
    } else {
      ends = plot.centres(layer, value)
      starts = layer.has(value + "2") ? plot.centres(layer, value + "2") : [Double](repeating: scale.base, count: layer.rowCount)
    }
    let interpolation = layer.mark.text("interpolate")
    let hasLine = layer.mark.flag("line") == true || layer.mark.options["line"]?.members != nil
    func line(_ values: [Double], _ rows: [Int]) -> [LinePath.Place] {
      let all = rows.map { isAlongY ? (x: values[$0], y: places[$0]) : (x: places[$0], y: values[$0]) }
      return layer.rowCount > MarkRaster.limit ? LinePath.thinned(all, isAlongY: isAlongY) : all
    }
    let shapes = LineMarks.series(layer, places, places, isAlongY: isAlongY).compactMap { rows -> (row: Int, ends: [LinePath.Place], starts: [LinePath.Place])? in
      let whole = rows.filter { places[$0].isFinite && starts[$0].isFinite && ends[$0].isFinite }
      return whole.first.map { ($0, line(ends, whole), line(starts, whole)) }
    }
    if shapes.reduce(0, { $0 + $1.ends.count + $1.starts.count }) > 2 * MarkRaster.limit {
      MarkRaster.draw(shapes.indices, of: looks, in: plot.frame, &svg, code: { looks.code(shapes[$0].row) }) { raster, places in
        for shape in places.map({ shapes[$0] }) {
          raster.fill(outline: shape.ends + shape.starts.reversed(), paint: looks.code(shape.row), opacity: looks.opacity)
          if hasLine { raster.stroke(shape.ends, width: 2, paint: looks.code(shape.row), opacity: looks.opacity) }
        }
      }
      return
    }
    svg.open("g", looks.opacity < 1 ? [("opacity", NumberText.coordinate(looks.opacity))] : [])
    for shape in shapes {
      let ink = looks.ink(shape.row), line = LinePath.text(shape.ends, interpolation)
      let outline = line + "L" + LinePath.text(shape.starts.reversed(), interpolation).dropFirst() + "z"
      svg.open("path", [("d", outline), ("fill", ink.paint)] + (ink.key.map { [("data-key", $0)] } ?? []))
      if let key = ink.key { svg.leaf("title", [], key) }
      svg.close("path")
      if hasLine { svg.empty("path", [("d", line), ("fill", "none"), ("stroke", ink.paint), ("stroke-width", "2")]) }
    }
    svg.close("g")
  }
}
