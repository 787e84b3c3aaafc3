import Tooling

/// Lines: one for each colour, dash and detail, along the axis of the independent variable.
enum LineMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    let xs = plot.centres(layer, "x"), ys = plot.centres(layer, "y")
    let dash = DashPattern.text(layer.mark)
    // A dashed line without a colour is one to compare with: the diagonal of chance.
    let looks = MarkLooks(layer, plot, standard: dash == nil ? Palette.category(0) : "var(--c7,#6B6B6B)")
    // With a fill lines are the outlines of shapes.
    let isFilled = layer.channel("fill")?.isShown == true || layer.mark.text("fill") != nil || layer.mark.flag("filled") == true
    let width = layer.mark.number("strokeWidth") ?? layer.channel("size")?.value?.double ?? layer.channel("strokeWidth")?.value?.double ?? (dash == nil ? 2 : 1.3)
    let series = series(layer, xs, ys)
    let isMany = series.count > 60
    var attributes = isFilled ? [] : [("fill", "none")]
    if !isFilled || layer.mark.number("strokeWidth") != nil {
      attributes += [("stroke-width", NumberText.coordinate(min(20, max(0, width)))), ("stroke-linejoin", "round"), ("stroke-linecap", "round")]
    }
    let opacity = looks.opacity < 1 ? looks.opacity : isMany && !isFilled && layer.mark.number("opacity") == nil ? 0.5 : 1
    if opacity < 1 { attributes.append(("opacity", NumberText.coordinate(opacity))) }
    if let dash { attributes.append(("stroke-dasharray", dash)) }
    let dashes = plot.dashes.flatMap { scale in layer.channel("strokeDash")?.isShown == true ? layer.labels("strokeDash")?.map { DashPattern.text(place: scale.place($0)) } : nil }
    svg.open("g", attributes)
    let interpolation = layer.mark.text("interpolate")
    for rows in series {
      let path = LinePath.text(rows.map { (xs[$0], ys[$0]) }, interpolation)
      guard !path.isEmpty, let first = rows.first else { continue }
      let ink = looks.ink(first)
      var own = [("d", isFilled ? path + "z" : path), (isFilled ? "fill" : "stroke", ink.paint)]
      if let dash = dashes?[first] { own.append(("stroke-dasharray", dash)) }
      if let key = ink.key { own.append(("data-key", key)) }
      if series.count <= Plot.tooltipLimit, isFilled || layer.has("detail") {
        svg.open("path", own)
        svg.leaf("title", [], isFilled ? plot.tooltip(layer, first) : seriesName(layer, first))
        svg.close("path")
      } else {
        svg.empty("path", own)
      }
    }
    svg.close("g")
    guard layer.mark.flag("point") == true || layer.mark.options["point"]?.members != nil else { return }
    for group in looks.groups(0..<layer.rowCount) {
      svg.open(group.ink, as: "fill")
      for row in group.rows where xs[row].isFinite && ys[row].isFinite {
        svg.open("circle", [("cx", NumberText.coordinate(xs[row])), ("cy", NumberText.coordinate(ys[row])), ("r", "3.2")])
        svg.leaf("title", [], plot.tooltip(layer, row))
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
    let keys = ["color", "detail", "strokeDash"].compactMap { layer.channel($0)?.field == nil ? nil : layer.labels($0) }
    var places: [[String?]: Int] = [:]
    var series: [[Int]] = keys.isEmpty ? [Array(0..<layer.rowCount)] : []
    if !keys.isEmpty {
      for row in 0..<layer.rowCount {
        let key = keys.map { $0[row] }
        if let place = places[key] {
          series[place].append(row)
        } else {
          places[key] = series.count
          series.append([row])
        }
      }
    }
    if let order = layer.channel("order") {
      guard order.field != nil, let numbers = layer.numbers("order") else { return series }
      return series.map { rows in rows.enumerated().sorted { (numbers[$0.element], $0.offset) < (numbers[$1.element], $1.offset) }.map(\.element) }
    }
    let isVertical = isAlongY ?? (layer.mark.text("orient") == "horizontal")
    if layer.channel(isVertical ? "y" : "x")?.options["sort"] == .null { return series }
    let along = isVertical ? ys : xs
    func key(_ row: Int) -> Double { along[row].isNaN ? .infinity : along[row] }
    return series.map { rows in rows.enumerated().sorted { (key($0.element), $0.offset) < (key($1.element), $1.offset) }.map(\.element) }
  }
}
