import Tooling

/// Labels at places: counts in a matrix's cells, names beside points.
enum TextMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    let xs = layer.has("x") ? plot.centres(layer, "x") : [Double?](repeating: plot.frame.left + plot.frame.width / 2, count: layer.rowCount)
    let ys = layer.has("y") ? plot.centres(layer, "y") : [Double?](repeating: plot.frame.top + plot.frame.height / 2, count: layer.rowCount)
    guard let texts = texts(layer) else { return }
    let looks = LayerLooks(layer, plot, standard: "currentColor")
    let size = min(60, max(6, layer.mark.number("fontSize") ?? fontSize(plot, texts)))
    let dx = layer.mark.number("dx") ?? 0, dy = layer.mark.number("dy") ?? 0
    let anchor = switch layer.mark.text("align") { case "left": "start"; case "right": "end"; default: "middle" }
    let isPlain = layer.channel("color") == nil && layer.mark.text("color") == nil
    svg.open("g", [("text-anchor", anchor), ("font-size", NumberText.coordinate(size))] + (layer.mark.text("fontWeight") == "bold" ? [("font-weight", "600")] : []))
    for row in 0..<layer.rowCount {
      guard let x = xs[row], let y = ys[row], let text = texts[row], !text.isEmpty else { continue }
      var fill = looks.paint(row)
      if isPlain, let background = plot.backgrounds[Plot.cellKey(x, y)] { fill = background.luminance > 0.28 ? "#111" : "#fff" }
      let baseline = switch layer.mark.text("baseline") { case "top": size; case "bottom": -2.0; default: size * 0.35 }
      svg.label(text, x + dx, y + dy + baseline, fill == "currentColor" ? [] : [("fill", fill)])
    }
    svg.close("g")
  }

  private static func texts(_ layer: LayerData) -> [String?]? {
    guard let channel = layer.channel("text") else {
      return layer.mark.text("text").map { [String?](repeating: $0, count: layer.rowCount) }
    }
    if let value = channel.value ?? channel.datum { return [String?](repeating: ValueText.plain(value.value), count: layer.rowCount) }
    if let format = channel.format, let numbers = layer.numbers("text") {
      return numbers.map { $0.isNaN ? nil : TickLabels.labels([$0], format: format)[0] }
    }
    return layer.labels("text")
  }

  /// Labels in cells shrink until the longest fits.
  private static func fontSize(_ plot: Plot, _ texts: [String?]) -> Double {
    guard plot.x.isBand, plot.y.isBand else { return 12 }
    let widest = texts.compactMap { $0 }.map { TextMeasure.width($0, size: 1) }.max() ?? 1
    return min(14, max(7, min(plot.x.bandWidth * 0.86 / max(0.1, widest), plot.y.bandWidth * 0.6)))
  }
}
