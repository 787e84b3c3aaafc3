import Tooling

/// Bars and rectangles: over bands, bins, or between two ends.
enum BarMarks {
  static func draw(_ layer: LayerData, _ stack: StackedEnds?, _ plot: inout Plot, _ svg: inout SVGText) {
    let horizontal = extents(layer, "x", stack, plot)
    let vertical = extents(layer, "y", stack, plot)
    // Histograms of several groups that are not stacked lie over each other, so each lets the others through.
    let isOverlaid = stack == nil && layer.channel("color")?.field != nil && layer.has("x2") != layer.has("y2") && !plot.x.isBand && !plot.y.isBand
    let looks = MarkLooks(layer, plot, opacity: isOverlaid && layer.mark.shape == .bar ? 0.55 : 1)
    let tooltips = layer.rowCount <= Plot.tooltipLimit ? Tooltips(layer) : nil
    let isCell = plot.x.isBand && plot.y.isBand
    if layer.rowCount > MarkRaster.limit {
      MarkRaster.draw(0..<layer.rowCount, of: looks, in: plot.frame, &svg, code: looks.code) { raster, rows in
        raster.fill(looks, rows) { row in
          guard let x = horizontal[row], let y = vertical[row] else { return nil }
          return (x.start, y.start, x.length, y.length)
        }
      }
      return
    }
    let isRounded = isCell && layer.rowCount <= 400
    for group in looks.groups(0..<layer.rowCount) {
      svg.open(group.ink, as: "fill", looks.opacities == nil && looks.opacity < 1 ? [("opacity", NumberText.coordinate(looks.opacity))] : [])
      for row in group.rows {
        guard let x = horizontal[row], let y = vertical[row] else { continue }
        var attributes: [(String, String)] = []
        if let opacities = looks.opacities { attributes.append(("opacity", NumberText.coordinate(opacities[row]))) }
        if isRounded { attributes.append(("rx", "2")) }
        svg.rect(x.start, y.start, x.length, y.length, attributes, title: tooltips?.text(row))
        if isCell, let color = RGB(hex: group.ink.paint) {
          plot.backgrounds[Plot.cellKey(x.start + x.length / 2, y.start + y.length / 2)] = color
        }
      }
      svg.close("g")
    }
  }

  private static func extents(_ layer: LayerData, _ name: String, _ stack: StackedEnds?, _ plot: Plot) -> [(start: Double, length: Double)?] {
    let scale = name == "x" ? plot.x : plot.y
    func between(_ a: Double?, _ b: Double?) -> (start: Double, length: Double)? {
      guard let a, let b, a.isFinite, b.isFinite else { return nil }
      return (min(a, b), abs(a - b))
    }
    if let stack, stack.channel == name { return stack.ends.map { between(scale.position($0.0), scale.position($0.1)) } }
    if scale.isBand {
      guard let places = layer.places(name, among: scale.categories, missing: -1) else { return whole(name, layer, plot) }
      let bands = scale.categories.map { scale.band($0) }
      let offsets = plot.offsetBands(layer, name)
      let width = (layer.mark.number("size") ?? layer.channel("size")?.value?.double).map { min(max(0, $0), scale.step) }
      return places.enumerated().map { row, place -> (start: Double, length: Double)? in
        guard place >= 0, let band = bands[Int(place)] else { return nil }
        if let offset = offsets?[row] { return (band.start + offset.start * band.width, offset.width * band.width) }
        if let width { return (band.start + (band.width - width) / 2, width) }
        return (band.start, band.width)
      }
    }
    guard let first = layer.numbers(name) else { return whole(name, layer, plot) }
    if layer.has(name + "2") {
      let ends = plot.centres(layer, name + "2")
      // Bins stand a hair apart, so that each is seen.
      let isBin = layer.mark.shape == .bar && !layer.growsAlong(name)
      return zip(first, ends).map { a, b in
        between(scale.position(a), b).map { isBin && $0.length > 3 ? ($0.start + 0.5, $0.length - 1) : $0 }
      }
    }
    if layer.growsAlong(name) { return first.map { between(scale.base, scale.position($0)) } }
    // A bar at a number without a second end: as wide as the nearest neighbours allow.
    let width = layer.mark.number("size") ?? spacing(first, scale) * 0.8
    return first.map { scale.position($0).map { ($0 - width / 2, width) } }
  }

  /// Without the channel, all the way.
  private static func whole(_ name: String, _ layer: LayerData, _ plot: Plot) -> [(start: Double, length: Double)?] {
    let extent = name == "x" ? (plot.frame.left, plot.frame.width) : (plot.frame.top, plot.frame.height)
    guard let size = layer.mark.number("size") else { return [(start: Double, length: Double)?](repeating: extent, count: layer.rowCount) }
    let width = min(max(0, size), extent.1)
    return [(start: Double, length: Double)?](repeating: (extent.0 + (extent.1 - width) / 2, width), count: layer.rowCount)
  }

  private static func spacing(_ numbers: [Double], _ scale: PositionScale) -> Double {
    let places = Set(numbers.compactMap { scale.position($0) }).sorted()
    let smallest = zip(places.dropFirst(), places).map { $0 - $1 }.min() ?? 18
    return min(40, max(1, smallest))
  }
}

extension Plot {
  static func cellKey(_ x: Double, _ y: Double) -> String { "\(Int(x.rounded())),\(Int(y.rounded()))" }
}
