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
    svg.open("g", looks.opacity < 1 ? [("opacity", NumberText.coordinate(looks.opacity))] : [])
    for rows in LineMarks.series(layer, places, places, isAlongY: isAlongY) {
      let whole = rows.filter { places[$0].isFinite && starts[$0].isFinite && ends[$0].isFinite }
      guard let first = whole.first else { continue }
      func line(_ values: [Double], _ rows: some Sequence<Int>) -> String {
        LinePath.text(rows.map { isAlongY ? (values[$0], places[$0]) : (places[$0], values[$0]) }, interpolation)
      }
      let ink = looks.ink(first)
      let outline = line(ends, whole) + "L" + line(starts, whole.reversed()).dropFirst() + "z"
      svg.open("path", [("d", outline), ("fill", ink.paint)] + (ink.key.map { [("data-key", $0)] } ?? []))
      if let key = ink.key { svg.leaf("title", [], key) }
      svg.close("path")
      if hasLine { svg.empty("path", [("d", line(ends, whole)), ("fill", "none"), ("stroke", ink.paint), ("stroke-width", "2")]) }
    }
    svg.close("g")
  }
}
