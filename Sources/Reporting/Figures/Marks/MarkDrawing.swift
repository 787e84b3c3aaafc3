import Tabular
import Tooling

/// Draws the layers of a plot, each mark in a file of its own.
enum MarkDrawing {
  static func draw(_ plot: inout Plot, _ svg: inout SVGText) {
    let (first, second) = (plot.sides("x")[0], plot.sides("y")[0])
    for place in plot.layers.indices {
      let layer = plot.layers[place]
      guard layer.rowCount > 0 else { continue }
      plot.takeSides(of: layer)
      let (hasOwnX, hasOwnY) = (layer.has("x") && layer.side("x") != first, layer.has("y") && layer.side("y") != second)
      let isAside = hasOwnX || hasOwnY
      // The axes that its marks are read by, where they are not those of the plot.
      if isAside { svg.open("g", [("data-axes", "\(hasOwnX ? "x2" : "x") \(hasOwnY ? "y2" : "y")")]) }
      defer { if isAside { svg.close("g") } }
      switch layer.mark.shape {
      case .point, .circle, .square: PointMarks.draw(layer, plot, &svg)
      case .line: LineMarks.draw(layer, plot, &svg)
      case .area: AreaMarks.draw(layer, plot.stacks[place], plot, &svg)
      case .bar, .rect: BarMarks.draw(layer, plot.stacks[place], &plot, &svg)
      case .rule: RuleMarks.draw(layer, plot, &svg)
      case .tick: TickMarks.draw(layer, plot, &svg)
      case .text: TextMarks.draw(layer, plot, &svg)
      // These are drawn as the layers that they are made of.
      case .boxplot, .errorbar, .errorband: break
      }
    }
  }
}

extension Plot {
  /// Where the rows of a layer stand along an axis: the middle of a band, or the number's place; NaN where nowhere.
  func centres(_ layer: LayerData, _ name: String) -> [Double] {
    let scale = name.hasPrefix("x") ? x : y
    if let value = layer.channel(name)?.value {
      let whole = name.hasPrefix("x") ? frame.width : frame.height
      let place = value.double ?? (value.string == "width" || value.string == "height" ? whole : .nan)
      return [Double](repeating: (name.hasPrefix("x") ? frame.left : frame.top) + place, count: layer.rowCount)
    }
    guard scale.isBand else { return scale.positions(layer.numbers(name) ?? [Double](repeating: .nan, count: layer.rowCount)) }
    guard let places = layer.places(name, among: scale.categories, missing: -1) else { return [Double](repeating: .nan, count: layer.rowCount) }
    let bands = scale.categories.map { scale.band($0) }, offsets = offsetBands(layer, name)
    return places.enumerated().map { row, place in
      guard place >= 0, let band = bands[Int(place)] else { return .nan }
      guard let offset = offsets?[row] else { return band.start + band.width / 2 }
      return band.start + (offset.start + offset.width / 2) * band.width
    }
  }

  /// The share of its band that a row has where `xOffset` or `yOffset` divides bands among groups, or moves rows within them.
  func offsetBands(_ layer: LayerData, _ name: String) -> [(start: Double, width: Double)]? {
    let channel = name + "Offset"
    guard layer.has(channel) else { return nil }
    if !layer.isDiscrete(channel), let numbers = layer.numbers(channel) {
      // Numbers spread over the band, as a beeswarm's do.
      let shown = layers.filter { $0.has(channel) }
      let domain = layer.channel(channel)?.scale["domain"]?.array?.compactMap(\.double) ?? []
      guard var (low, high) = domain.count == 2 ? (domain[0], domain[1]) : FigureTransform.extent(shown.flatMap { $0.numbers(channel) ?? [] }) else { return nil }
      if low >= high { (low, high) = (low - 1, high + 1) }
      return numbers.map { ((($0.isFinite ? $0 : (low + high) / 2) - low) / (high - low), 0) }
    }
    guard let labels = layer.labels(channel) else { return nil }
    var categories: [String] = []
    if let field = layer.channel(channel)?.field, field == layer.channel("color")?.field, case .categories(let names, _) = color {
      // Bars of a group stand in the order of their legend.
      categories = names
    } else {
      var seen: Set<String> = []
      for other in layers where other.has(channel) { for category in other.categories(channel) where seen.insert(category).inserted { categories.append(category) } }
    }
    let width = 1 / Double(max(1, categories.count))
    let places = Dictionary(categories.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return labels.map { label in (Double(label.flatMap { places[$0] } ?? 0) * width, width * 0.94) }
  }

  /// Marks beyond this many have no tooltips, which would weigh more than the marks.
  static let tooltipLimit = 400
}
