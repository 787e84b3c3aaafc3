import Tooling

/// Lines: one for each colour, dash and detail, along the axis of the independent variable.
enum LineMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    let xs = plot.centres(layer, "x"), ys = plot.centres(layer, "y")
    let dash = DashPattern.text(layer.mark)
    // A dashed line without a colour is one to compare with: the diagonal of chance.
    let looks = MarkLooks(layer, plot, standard: dash == nil ? nil : "var(--c7,#6B6B6B)")
    // With a fill lines are the outlines of shapes.
    let isFilled = layer.channel("fill")?.isShown == true || layer.mark.text("fill") != nil || layer.mark.flag("filled") == true
    let width = layer.mark.number("strokeWidth") ?? layer.channel("size")?.value?.double ?? layer.channel("strokeWidth")?.value?.double ?? (dash == nil ? 2 : 1.3)
    let series = series(layer, xs, ys)
    var paths = series.map { rows in rows.map { (x: xs[$0], y: ys[$0]) } }
    if layer.rowCount > MarkRaster.limit, !isFilled { paths = paths.map { LinePath.thinned($0) } }
    let isMany = series.count > 60
    var attributes = isFilled ? [] : [("fill", "none")]
    if !isFilled || layer.mark.number("strokeWidth") != nil {
      attributes += [("stroke-width", NumberText.coordinate(min(20, max(0, width)))), ("stroke-linejoin", "round"), ("stroke-linecap", "round")]
    }
    let opacity = looks.opacity < 1 ? looks.opacity : isMany && !isFilled && layer.mark.number("opacity") == nil ? 0.5 : 1
    if opacity < 1 { attributes.append(("opacity", NumberText.coordinate(opacity))) }
    if let dash { attributes.append(("stroke-dasharray", dash)) }
    if isFilled ? series.count > MarkRaster.limit : dash == nil && paths.reduce(0, { $0 + $1.count }) > MarkRaster.limit {
      let heads = series.map(\.first)
      MarkRaster.draw(series.indices, of: looks, in: plot.frame, &svg, code: { heads[$0].map(looks.code) ?? 0 }) { raster, places in
        for place in places {
          guard let first = heads[place] else { continue }
          let path = paths[place], opacity = looks.opacities?[first] ?? opacity
          if isFilled {
            raster.fill(outline: path.filter { $0.x.isFinite && $0.y.isFinite }, paint: looks.code(first), opacity: opacity)
          } else {
            raster.stroke(path, width: min(20, max(0, width)), paint: looks.code(first), opacity: opacity)
          }
        }
      }
      return
    }
    let dashes = plot.dashes.flatMap { scale in layer.channel("strokeDash")?.isShown == true ? layer.labels("strokeDash")?.map { DashPattern.text(place: scale.place($0)) } : nil }
    svg.open("g", attributes)
    let interpolation = layer.mark.text("interpolate")
    let tooltips = Tooltips(layer)
    for (places, rows) in zip(paths, series) {
      let path = LinePath.text(places, interpolation)
      guard !path.isEmpty, let first = rows.first else { continue }
      let ink = looks.ink(first)
      var own = [("d", isFilled ? path + "z" : path), (isFilled ? "fill" : "stroke", ink.paint)]
      if let dash = dashes?[first] { own.append(("stroke-dasharray", dash)) }
      if let key = ink.key { own.append(("data-key", key)) }
      if series.count <= Plot.tooltipLimit, isFilled || layer.has("detail") {
        svg.open("path", own)
        svg.leaf("title", [], isFilled ? tooltips.text(first) : seriesName(layer, first))
        svg.close("path")
      } else {
        svg.empty("path", own)
      }
    }
    svg.close("g")
    // Points on a line of so many would be the line.
    guard layer.mark.flag("point") == true || layer.mark.options["point"]?.members != nil, layer.rowCount <= MarkRaster.limit else { return }
    for group in looks.groups(0..<layer.rowCount) {
      svg.open(group.ink, as: "fill")
      for row in group.rows where xs[row].isFinite && ys[row].isFinite {
        svg.open("circle", [("cx", NumberText.coordinate(xs[row])), ("cy", NumberText.coordinate(ys[row])), ("r", "3.2")])
        svg.leaf("title", [], tooltips.text(row))
        svg.close("circle")
      }
      svg.close("g")
    }
  }

  /// What a line among many is called: the values that set it apart.
  private static func seriesName(_ layer: LayerData, _ row: Int) -> String {
    ["color", "strokeDash", "detail"].compactMap { name in
      guard let channel = layer.channel(name), channel.field != nil, let label = layer.labels(name)?[row] else { return nil }
      return "\(channel.label ?? name): \(label)"
    }.joined(separator: "\n")
  }

  /// Rows by series, each in the order in which it is drawn: along the axis of the independent variable, rows of one place as they stand,
  /// or all as they stand where `order` or a `sort` of null says so.
  static func series(_ layer: LayerData, _ xs: [Double], _ ys: [Double], isAlongY: Bool? = nil) -> [[Int]] {
    let keys = ["color", "detail", "strokeDash"].compactMap { layer.channel($0)?.field == nil ? nil : layer.codes($0) }
    var series: [[Int]] = [Array(0..<layer.rowCount)]
    for codes in keys { series = series.flatMap { parted($0, by: codes) } }
    if keys.count > 1 { series.sort { ($0.first ?? 0) < ($1.first ?? 0) } }
    if let order = layer.channel("order") {
      guard order.field != nil, let numbers = layer.numbers("order") else { return series }
      return series.map { sorted($0, by: numbers) }
    }
    let isVertical = isAlongY ?? (layer.mark.text("orient") == "horizontal")
    if layer.channel(isVertical ? "y" : "x")?.options["sort"] == .null { return series }
    return series.map { sorted($0, by: isVertical ? ys : xs) }
  }

  /// Rows of one code each, in the order of the first of each.
  private static func parted(_ rows: [Int], by codes: [Int32]) -> [[Int]] {
    var places = [Int](repeating: -1, count: Int(codes.max() ?? -1) + 2)
    var parts: [[Int]] = []
    for row in rows {
      let code = Int(codes[row]) + 1
      if places[code] < 0 {
        places[code] = parts.count
        parts.append([])
      }
      parts[places[code]].append(row)
    }
    return parts
  }

  /// Rows by a number, those of one number as they stand, missing ones last.
  private static func sorted(_ rows: [Int], by numbers: [Double]) -> [Int] {
    func key(_ row: Int) -> Double { numbers[row].isNaN ? .infinity : numbers[row] }
    // Most tables stand in order already.
    if zip(rows, rows.dropFirst()).allSatisfy({ key($0) <= key($1) }) { return rows }
    return rows.sorted { a, b in
      let (x, y) = (key(a), key(b))
      return x == y ? a < b : x < y
    }
  }
}
