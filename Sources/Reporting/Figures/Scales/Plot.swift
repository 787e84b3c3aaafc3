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

  /// - Parameter siblings: for each channel the layers that share its scale; the plot's own where it says nothing.
  init(_ view: PlotView, siblings: [String: [LayerData]] = [:]) {
    layers = view.layers
    stacks = layers.map(StackedEnds.init)
    func sharing(_ channel: String) -> [LayerData] { siblings[channel] ?? view.layers }
    func position(_ channel: String) -> PositionScale {
      PositionScale(channel, sharing(channel).map { ($0, StackedEnds($0)) })
    }
    x = position("x")
    y = position("y")
    color = ColorScale(sharing("color"))
    size = SizeScale(sharing("size"))
    opacity = OpacityScale(sharing("opacity"))
    shapes = CategoryScale("shape", sharing("shape"))
    dashes = CategoryScale("strokeDash", sharing("strokeDash"))
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
