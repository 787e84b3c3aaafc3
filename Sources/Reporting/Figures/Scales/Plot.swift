import Tabular
import Tooling

/// A plot with its scales, ready to be drawn.
struct Plot {
  var layers: [LayerData]
  /// For each layer the ends of its stacked bars or areas; nil where nothing is stacked.
  var stacks: [StackedEnds?]
  var x: PositionScale
  var y: PositionScale
  var color: ColorScale
  var size: SizeScale?
  var opacity: OpacityScale?
  var shapes: CategoryScale?
  var dashes: CategoryScale?
  /// The plot's inner rectangle.
  var frame = Frame(left: 0, top: 0, width: 0, height: 0)
  /// Colours of rectangles by their centre, so that text on them is dark or light as needed.
  var backgrounds: [String: RGB] = [:]

  struct Frame {
    var left: Double, top: Double, width: Double, height: Double
    var right: Double { left + width }
    var bottom: Double { top + height }
  }

  /// The scales of layers that have their own, by channel and side; those of the first side are the plot's.
  private(set) var xs: [Int: PositionScale] = [:]
  private(set) var ys: [Int: PositionScale] = [:]
  private var colors: [Int: ColorScale] = [:]

  /// - Parameter siblings: for each channel the layers that share its scale; the plot's own where it says nothing.
  init(_ view: PlotView, siblings: [String: [LayerData]] = [:]) {
    layers = view.layers
    stacks = layers.map(StackedEnds.init)
    func sharing(_ channel: String) -> [LayerData] { siblings[channel] ?? view.layers }
    func sided<Scale>(_ channel: String, _ scale: ([LayerData]) -> Scale) -> [Int: Scale] {
      let sides = Set(view.layers.map { $0.side(channel) })
      return Dictionary(uniqueKeysWithValues: sides.map { side in (side, scale(sharing(channel).filter { $0.side(channel) == side })) })
    }
    func position(_ channel: String) -> [Int: PositionScale] {
      sided(channel) { PositionScale(channel, $0.map { ($0, StackedEnds($0)) }) }
    }
    (xs, ys) = (position("x"), position("y"))
    colors = sided("color", ColorScale.init)
    func first(_ channel: String) -> Int { Self.sides(channel, view.layers)[0] }
    x = xs[first("x")] ?? PositionScale(.linear(0, 1))
    y = ys[first("y")] ?? PositionScale(.linear(0, 1))
    color = colors[first("color")] ?? .none
    size = SizeScale(sharing("size"))
    opacity = OpacityScale(sharing("opacity"))
    shapes = CategoryScale("shape", sharing("shape"))
    dashes = CategoryScale("strokeDash", sharing("strokeDash"))
  }

  /// The sides of a channel, the plot's own first: more than one where layers have scales of their own.
  func sides(_ channel: String) -> [Int] { Self.sides(channel, layers) }

  private static func sides(_ channel: String, _ layers: [LayerData]) -> [Int] {
    let shown = Set(layers.filter { $0.channel(channel)?.isShown == true }.map { $0.side(channel) }).sorted()
    return shown.isEmpty ? [layers.first?.side(channel) ?? 0] : shown
  }

  /// The plot as a layer sees it, with the scales that are the layer's.
  mutating func takeSides(of layer: LayerData) {
    if xs.count > 1, let scale = xs[layer.side("x")] { x = scale }
    if ys.count > 1, let scale = ys[layer.side("y")] { y = scale }
    if colors.count > 1, let scale = colors[layer.side("color")] { color = scale }
  }

  /// The plots that have one scale of a channel each: this one, or the layers of each side.
  func parted(by channel: String) -> [Plot] {
    let sides = sides(channel)
    guard sides.count > 1 else { return [self] }
    return sides.map { side in
      var part = self
      part.layers = layers.filter { $0.side(channel) == side }
      part.stacks = zip(layers, stacks).filter { $0.0.side(channel) == side }.map(\.1)
      if let first = part.layers.first { part.takeSides(of: first) }
      return part
    }
  }

  /// Sets where the scales' domains lie, in pixels.
  mutating func place(_ frame: Frame) {
    self.frame = frame
    func placed(_ scale: PositionScale, isVertical: Bool) -> PositionScale {
      var scale = scale
      scale.range = isVertical ? (scale.isBand ? (frame.top, frame.bottom) : (frame.bottom, frame.top)) : (frame.left, frame.right)
      return scale
    }
    xs = xs.mapValues { placed($0, isVertical: false) }
    ys = ys.mapValues { placed($0, isVertical: true) }
    if let scale = xs[sides("x")[0]] { x = scale }
    if let scale = ys[sides("y")[0]] { y = scale }
  }

  /// How an axis or a legend is called: as the first layer that says so has it, else by the first field.
  func title(_ channel: String) -> String? {
    let channels = layers.compactMap { $0.channel(channel) }.filter(\.isShown)
    return channels.contains { $0.isTitled } ? channels.first { $0.isTitled }?.label : channels.first { $0.field != nil }?.label
  }

  func firstChannel(_ name: String) -> FigureChannel? { layers.lazy.compactMap { $0.channel(name) }.first { $0.isShown } }

  /// Whether marks may lie beyond the frame, so that it must cut them.
  var needsClip: Bool {
    layers.contains { layer in ["x", "y"].contains { layer.channel($0)?.scale["domain"]?.array?.first?.double != nil } }
  }
}
