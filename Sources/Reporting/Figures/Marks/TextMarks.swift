import Tooling

/// Labels at places: counts in a matrix's cells, names beside points. Names beside points that would lie over one another are left out.
enum TextMarks {
  static func draw(_ layer: LayerData, _ plot: Plot, _ svg: inout SVGText) {
    func places(_ name: String, _ middle: Double) -> [Double] {
      layer.has(name) ? plot.centres(layer, name) : [Double](repeating: middle, count: layer.rowCount)
    }
    let xs = places("x", plot.frame.left + plot.frame.width / 2), ys = places("y", plot.frame.top + plot.frame.height / 2)
    guard let texts = texts(layer)?.enumerated().map({ row, text in layer.override("text", row).map { ValueText.plain($0.value) } ?? text }) else { return }
    let sizes = layer.overridden("size", nil, standard: layer.mark.number("fontSize") ?? 12)
    let looks = MarkLooks(layer, plot, standard: "currentColor")
    let size = min(60, max(6, layer.mark.number("fontSize") ?? fontSize(plot, texts)))
    let dx = layer.mark.number("dx") ?? 0, dy = layer.mark.number("dy") ?? 0
    let anchor = switch layer.mark.text("align") { case "left": "start"; case "right": "end"; default: "middle" }
    let isPlain = layer.channel("color") == nil && layer.mark.text("color") == nil
    let isLoose = !plot.x.isBand && !plot.y.isBand
    var taken: [(left: Double, top: Double, right: Double, bottom: Double)] = []
    svg.open("g", [("text-anchor", anchor), ("font-size", NumberText.coordinate(size))] + (layer.mark.text("fontWeight") == "bold" ? [("font-weight", "600")] : []))
    for row in 0..<layer.rowCount {
      var (x, y) = (xs[row], ys[row])
      guard x.isFinite, y.isFinite, let text = texts[row], !text.isEmpty else { continue }
      if isLoose {
        let width = TextMeasure.width(text, size: size)
        if anchor == "middle", width < plot.frame.width {
          // Names stay inside the plot: beside a point at its edge, and below one at its top.
          x = min(max(x, plot.frame.left + width / 2), plot.frame.right - width / 2)
          if y + dy < plot.frame.top + size / 2, dy < 0 { y -= 2 * dy }
        }
        let left = x + dx - (anchor == "start" ? 0 : anchor == "end" ? width : width / 2)
        let box = (left: left, top: y + dy - size / 2, right: left + width, bottom: y + dy + size / 2)
        if taken.contains(where: { $0.left < box.right && box.left < $0.right && $0.top < box.bottom && box.top < $0.bottom }) { continue }
        taken.append(box)
      }
      var fill = looks.ink(row).paint
      if isPlain, let background = plot.backgrounds[Plot.cellKey(x, y)] { fill = background.luminance > 0.28 ? "#111" : "#fff" }
      let baseline = switch layer.mark.text("baseline") { case "top": size; case "bottom": -2.0; default: size * 0.35 }
      var own = fill == "currentColor" ? [] : [("fill", fill)]
      if let opacities = looks.opacities { own.append(("opacity", NumberText.coordinate(opacities[row]))) }
      if let sizes { own.append(("font-size", NumberText.coordinate(min(60, max(6, sizes[row]))))) }
      svg.label(text, x + dx, y + dy + baseline, own)
    }
    svg.close("g")
  }

  private static func texts(_ layer: LayerData) -> [String?]? {
    guard let channel = layer.channel("text") else {
      return layer.mark.text("text").map { [String?](repeating: $0, count: layer.rowCount) }
    }
    if let value = channel.value ?? channel.datum { return [String?](repeating: ValueText.plain(value.value), count: layer.rowCount) }
    if let format = channel.format.flatMap({ NumberFormat($0) }), let numbers = layer.numbers("text") {
      return numbers.map { $0.isNaN ? nil : format.texts([$0])[0] }
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
