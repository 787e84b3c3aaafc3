import Tabular
import Tooling

/// A figure with its scales, ready to be drawn.
struct Plot {
  var layers: [LayerData]
  /// For each layer the ends of its stacked bars or areas; nil where nothing is stacked.
  var stacks: [StackedEnds?]
  var x: PositionScale
  var y: PositionScale
  var color: ColorScale
  /// The plot's inner rectangle.
  var frame = Frame(left: 0, top: 0, width: 0, height: 0)
  /// What stands at the head of all identifiers inside the SVG.
  var identifier: String
  /// Colours of rectangles by their centre, so that text on them is dark or light as needed.
  var backgrounds: [String: RGB] = [:]

  struct Frame {
    var left: Double, top: Double, width: Double, height: Double
    var right: Double { left + width }
    var bottom: Double { top + height }
  }

  init(_ specification: FigureSpecification, _ figure: Figure, identifier: String) throws(FigureError) {
    var layers: [LayerData] = []
    for layer in specification.layers { layers.append(contentsOf: try BoxPlotLayers.expanded(LayerData(layer, of: figure))) }
    self.layers = layers
    self.identifier = identifier
    stacks = layers.map(StackedEnds.init)
    color = ColorScale(layers)
    x = Self.scale("x", layers, stacks)
    y = Self.scale("y", layers, stacks)
  }

  /// One scale for all layers.
  private static func scale(_ name: String, _ layers: [LayerData], _ stacks: [StackedEnds?]) -> PositionScale {
    let given = layers.filter { $0.has(name) }
    guard let type = given.lazy.compactMap({ $0.type(name) }).first else { return PositionScale(.linear(0, 1)) }
    let isRect = given.contains { $0.mark.shape == .rect }
    if type == .nominal || type == .ordinal {
      var categories: [String] = []
      var seen: Set<String> = []
      for layer in given { for category in layer.categories(name) where seen.insert(category).inserted { categories.append(category) } }
      var scale = PositionScale(.band(categories))
      scale.padding = isRect ? 0.04 : 0.22
      return scale
    }
    var low = Double.infinity, high = -Double.infinity
    func add(_ number: Double, _ isLogarithmic: Bool) {
      guard number.isFinite, !isLogarithmic || number > 0 else { return }
      low = min(low, number)
      high = max(high, number)
    }
    let channel = given.lazy.compactMap { $0.channel(name) }.first { !($0.scale == .null) } ?? given[0].channel(name)
    let isLogarithmic = channel?.isLogarithmic == true
    for (layer, stack) in zip(layers, stacks) {
      for part in [name, name + "2"] { for number in layer.numbers(part) ?? [] { add(number, isLogarithmic) } }
      if let stack, stack.channel == name { for end in stack.ends { add(end.0, isLogarithmic); add(end.1, isLogarithmic) } }
    }
    let grows = given.contains { layer in
      (layer.mark.shape == .bar || layer.mark.shape == .area) && !layer.has(name + "2") && layer.growsAlong(name)
    }
    let wantsZero = channel?.scale["zero"]?.bool ?? grows
    if wantsZero, !isLogarithmic, low <= high { add(0, false) }
    if low > high { (low, high) = isLogarithmic ? (1, 10) : (0, 1) }
    let domain = channel?.scale["domain"]?.array?.compactMap(\.double) ?? []
    if domain.count == 2, domain[0] < domain[1], !isLogarithmic || domain[0] > 0 {
      (low, high) = (domain[0], domain[1])
    } else {
      if low == high { (low, high) = isLogarithmic ? (low / 2, high * 2) : low == 0 ? (0, 1) : (low - abs(low) / 2, high + abs(high) / 2) }
      if type != .temporal, !isLogarithmic, channel?.scale["nice"]?.bool != false { (low, high) = Ticks.nice(low, high, count: 6) }
    }
    if isLogarithmic { return PositionScale(.logarithmic(low, high)) }
    return PositionScale(type == .temporal ? .temporal(low, high) : .linear(low, high))
  }

  /// How an axis or a legend is called: as the first layer that says so has it, else by the first field.
  func title(_ channel: String) -> String? {
    let channels = layers.compactMap { $0.channel(channel) }.filter { $0.field != nil || $0.datum != nil }
    return channels.contains { $0.isTitled } ? channels.first { $0.isTitled }?.label : channels.first { $0.field != nil }?.label
  }

  func firstChannel(_ name: String) -> FigureChannel? {
    layers.lazy.compactMap { $0.channel(name) }.first { $0.field != nil || $0.datum != nil }
  }
}

extension LayerData {
  /// Whether bars or areas of the layer grow along `name`: along the quantitative channel, y where both are.
  func growsAlong(_ name: String) -> Bool {
    let other = name == "x" ? "y" : "x"
    let isNumeric = type(name) == .quantitative
    if !isNumeric { return false }
    let otherIsNumeric = has(other) && (type(other) == .quantitative || type(other) == .temporal)
    if !otherIsNumeric { return true }
    if let orientation = mark.text("orient") { return (orientation == "horizontal") == (name == "x") }
    // Bins lie along the channel that has two ends.
    if has(other + "2") { return true }
    return !has(name + "2") && name == "y"
  }
}
