import Tooling

/// Points of a scatter.
enum PointMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    let xs = plot.centres(layer, "x"), ys = plot.centres(layer, "y")
    let rows = (0..<layer.rowCount).filter { row in
      guard let x = xs[row], let y = ys[row] else { return false }
      return x >= plot.frame.left - 1 && x <= plot.frame.right + 1 && y >= plot.frame.top - 1 && y <= plot.frame.bottom + 1
    }
    guard !rows.isEmpty else { return }
    let isCrowded = rows.count > 400
    let looks = LayerLooks(layer, plot, opacity: rows.count > 60 ? 0.7 : 0.85)
    let area = layer.channel("size")?.value?.double ?? layer.mark.number("size") ?? (isCrowded ? 14 : 34)
    let sizes = sizes(layer)
    let shapes = shapes(layer)
    let isHollow = layer.mark.flag("filled") == false
    let showsTooltip = rows.count <= Plot.tooltipLimit
    if rows.count > MarkRaster.limit, shapes == nil {
      let points = rows.map { row in
        MarkRaster.Point(x: xs[row] ?? 0, y: ys[row] ?? 0, radius: radius(sizes?[row] ?? area), paint: looks.paint(row))
      }
      MarkRaster.draw(points, opacity: looks.opacity, frame: plot.frame, &svg)
      return
    }

    for group in looks.groups(rows) {
      let ink: [(String, String)] =
        isHollow ? [("fill", "none"), ("stroke", group.paint), ("stroke-width", "1.5")] : [("fill", group.paint)]
      svg.open("g", ink + (looks.opacities == nil && looks.opacity < 1 ? [("opacity", NumberText.coordinate(looks.opacity))] : []))
      for row in group.rows {
        guard let x = xs[row], let y = ys[row] else { continue }
        let r = radius(sizes?[row] ?? area)
        var attributes: [(String, String)] = []
        if let opacities = looks.opacities { attributes.append(("opacity", NumberText.coordinate(opacities[row]))) }
        let shape = shapes?[row] ?? (layer.mark.shape == .square ? 1 : 0)
        let element = shape == 0 ? "circle" : "path"
        let place =
          shape == 0
          ? [("cx", NumberText.coordinate(x)), ("cy", NumberText.coordinate(y)), ("r", NumberText.coordinate(r))]
          : [("d", outline(shape, x, y, r))]
        if showsTooltip {
          svg.open(element, place + attributes)
          svg.leaf("title", [], plot.tooltip(layer, row))
          svg.close(element)
        } else {
          svg.empty(element, place + attributes)
        }
      }
      svg.close("g")
    }
  }

  /// Sizes are areas in square pixels, as in Vega-Lite.
  private static func radius(_ area: Double) -> Double { area.isFinite ? min(60, max(0.5, (max(0, area) / 3.141_59).squareRoot())) : 2 }

  private static func sizes(_ layer: LayerData) -> [Double]? {
    guard layer.channel("size")?.field != nil, let numbers = layer.numbers("size") else { return nil }
    let finite = numbers.filter(\.isFinite)
    guard let high = finite.max(), let low = finite.min() else { return nil }
    let start = min(0, low)
    return numbers.map { $0.isFinite && high > start ? 12 + 260 * ($0 - start) / (high - start) : 20 }
  }

  private static func shapes(_ layer: LayerData) -> [Int]? {
    guard layer.channel("shape")?.field != nil, let labels = layer.labels("shape") else { return nil }
    let places = Dictionary(layer.categories("shape").enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return labels.map { ($0.flatMap { places[$0] } ?? 0) % 5 }
  }

  /// Square, triangle, diamond, cross: of about the area of a circle of radius `r`.
  private static func outline(_ shape: Int, _ x: Double, _ y: Double, _ r: Double) -> String {
    func n(_ value: Double) -> String { NumberText.coordinate(value) }
    switch shape {
    case 1: return "M\(n(x - 0.89 * r)) \(n(y - 0.89 * r))h\(n(1.78 * r))v\(n(1.78 * r))h\(n(-1.78 * r))z"
    case 2: return "M\(n(x)) \(n(y - 1.35 * r))l\(n(1.25 * r)) \(n(2.2 * r))h\(n(-2.5 * r))z"
    case 3: return "M\(n(x)) \(n(y - 1.3 * r))l\(n(1.3 * r)) \(n(1.3 * r))l\(n(-1.3 * r)) \(n(1.3 * r))l\(n(-1.3 * r)) \(n(-1.3 * r))z"
    default:
      let a = 0.42 * r, b = 1.25 * r
      return "M\(n(x - a)) \(n(y - b))h\(n(2 * a))v\(n(b - a))h\(n(b - a))v\(n(2 * a))h\(n(a - b))v\(n(b - a))h\(n(-2 * a))v\(n(a - b))h\(n(a - b))v\(n(-2 * a))h\(n(b - a))z"
    }
  }
}
