import Tooling

/// Lines: one for each colour and detail, from left to right.
enum LineMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    let xs = plot.centres(layer, "x"), ys = plot.centres(layer, "y")
    let dash = DashPattern.text(layer.mark)
    // A dashed line without a colour is one to compare with: the diagonal of chance.
    let looks = LayerLooks(layer, plot, standard: dash == nil ? Palette.category(0) : "var(--c7,#6B6B6B)")
    let width = layer.mark.number("strokeWidth") ?? layer.channel("size")?.value?.double ?? (dash == nil ? 2 : 1.3)
    var attributes = [
      ("fill", "none"), ("stroke-width", NumberText.coordinate(min(20, max(0.25, width)))), ("stroke-linejoin", "round"), ("stroke-linecap", "round"),
    ]
    if looks.opacity < 1 { attributes.append(("opacity", NumberText.coordinate(looks.opacity))) }
    if let dash { attributes.append(("stroke-dasharray", dash)) }
    svg.open("g", attributes)
    for rows in series(layer, xs, ys) {
      let path = path(rows.map { row in xs[row].flatMap { x in ys[row].map { (x, $0) } } }, step: layer.mark.text("interpolate"))
      if !path.isEmpty { svg.empty("path", [("d", path), ("stroke", looks.paint(rows[0]))]) }
    }
    svg.close("g")
    if layer.mark.flag("point") == true || layer.mark.options["point"]?.members != nil {
      for group in looks.groups(0..<layer.rowCount) {
        svg.open("g", [("fill", group.paint)])
        for row in group.rows {
          guard let x = xs[row], let y = ys[row] else { continue }
          svg.open("circle", [("cx", NumberText.coordinate(x)), ("cy", NumberText.coordinate(y)), ("r", "3.2")])
          svg.leaf("title", [], plot.tooltip(layer, row))
          svg.close("circle")
        }
        svg.close("g")
      }
    }
  }

  /// Rows by series, each in the order in which it is drawn: along the axis of the independent variable, rows of one place as they stand,
  /// or all as they stand where `order` or a `sort` of null says so.
  static func series(_ layer: LayerData, _ xs: [Double?], _ ys: [Double?]) -> [[Int]] {
    let keys = ["color", "detail", "strokeDash"].compactMap { layer.channel($0)?.field == nil ? nil : layer.labels($0) }
    var places: [[String?]: Int] = [:]
    var series: [[Int]] = []
    for row in 0..<layer.rowCount {
      let key = keys.map { $0[row] }
      if let place = places[key] {
        series[place].append(row)
      } else {
        places[key] = series.count
        series.append([row])
      }
    }
    if let order = layer.channel("order") {
      guard order.field != nil, let numbers = layer.numbers("order") else { return series }
      return series.map { rows in rows.enumerated().sorted { (numbers[$0.element], $0.offset) < (numbers[$1.element], $1.offset) }.map(\.element) }
    }
    let isHorizontal = layer.mark.text("orient") == "horizontal"
    if layer.channel(isHorizontal ? "y" : "x")?.options["sort"] == .null { return series }
    let along = isHorizontal ? ys : xs
    return series.map { rows in
      rows.enumerated().sorted { (along[$0.element] ?? .infinity, $0.offset) < (along[$1.element] ?? .infinity, $1.offset) }.map(\.element)
    }
  }

  /// A line that breaks where a place is missing. Points in a straight line with both neighbours, to a hundredth of a pixel, are left out.
  static func path(_ places: [(Double, Double)?], step: String? = nil) -> String {
    func n(_ value: Double) -> String { NumberText.coordinate(value) }
    var text = ""
    var last: (Double, Double)?
    for place in places {
      guard let place else {
        last = nil
        continue
      }
      guard let before = last else {
        text += "M\(n(place.0)) \(n(place.1))"
        last = place
        continue
      }
      if abs(before.0 - place.0) < 0.005, abs(before.1 - place.1) < 0.005 { continue }
      switch step {
      case "step-after": text += "H\(n(place.0))V\(n(place.1))"
      case "step-before": text += "V\(n(place.1))H\(n(place.0))"
      case "step": text += "H\(n((before.0 + place.0) / 2))V\(n(place.1))H\(n(place.0))"
      default: text += n(before.0) == n(place.0) ? "V\(n(place.1))" : n(before.1) == n(place.1) ? "H\(n(place.0))" : "L\(n(place.0)) \(n(place.1))"
      }
      last = place
    }
    return text
  }
}

/// `strokeDash` as SVG has it.
enum DashPattern {
  static func text(_ mark: FigureMark) -> String? {
    let lengths = mark.options["strokeDash"]?.array?.compactMap(\.double).filter { $0.isFinite && $0 >= 0 && $0 < 1000 } ?? []
    return lengths.isEmpty ? nil : lengths.map(NumberText.coordinate).joined(separator: " ")
  }
}

/// Areas: between two lines, above the base, or stacked.
enum AreaMarks {
  static func draw(_ layer: LayerData, _ stack: StackedEnds?, _ plot: Plot, _ svg: inout SVGText) {
    let xs = plot.centres(layer, "x")
    let looks = LayerLooks(layer, plot, opacity: stack == nil ? 0.35 : 0.85)
    let tops: [Double?], bottoms: [Double?]
    if let stack {
      tops = stack.ends.map { plot.y.position($0.1) }
      bottoms = stack.ends.map { plot.y.position($0.0) }
    } else {
      tops = plot.centres(layer, "y")
      bottoms = layer.has("y2") ? plot.centres(layer, "y2") : [Double?](repeating: plot.y.base, count: layer.rowCount)
    }
    svg.open("g", [("opacity", NumberText.coordinate(looks.opacity))])
    for rows in LineMarks.series(layer, xs, tops) {
      let whole = rows.filter { xs[$0] != nil && tops[$0] != nil && bottoms[$0] != nil }
      guard let first = whole.first else { continue }
      let outline = whole.map { (xs[$0] ?? 0, tops[$0] ?? 0) } + whole.reversed().map { (xs[$0] ?? 0, bottoms[$0] ?? 0) }
      svg.empty("path", [("d", LineMarks.path(outline) + "z"), ("fill", looks.paint(first))])
    }
    svg.close("g")
  }
}
