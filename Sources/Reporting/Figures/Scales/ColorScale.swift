import Tooling

/// From data to colours.
enum ColorScale {
  case none
  /// Categories and a paint for each.
  case categories([String], [String: String])
  case continuous(Gradient)

  /// Ends of the domain and the palette between them.
  struct Gradient: Equatable {
    var low: Double, high: Double
    /// Of a diverging domain: what the palette's middle stands for.
    var middle: Double?
    var palette: Palette.Continuous
    var isLogarithmic: Bool
    var isReversed: Bool

    /// In 0...1 for numbers inside the domain; nil where a number has no colour.
    func position(_ number: Double) -> Double? {
      guard number.isFinite else { return nil }
      let share: Double
      if isLogarithmic {
        guard number > 0, high > low else { return nil }
        share = LogScale.share(number, low, high)
      } else if let middle, middle > low, middle < high {
        share = number < middle ? 0.5 * (number - low) / (middle - low) : 0.5 + 0.5 * (number - middle) / (high - middle)
      } else {
        share = high > low ? (number - low) / (high - low) : 0.5
      }
      return share
    }

    func color(at position: Double) -> RGB { palette.color(isReversed ? 1 - position : position) }
  }

  /// One scale for all layers that colour by data.
  init(_ layers: [LayerData]) {
    let coloured = layers.filter { $0.channel("color")?.isShown == true }
    guard let first = coloured.first, let channel = first.channel("color") else {
      self = .none
      return
    }
    if !first.isDiscrete("color") {
      var (low, high) = FigureTransform.extent(coloured.flatMap { $0.numbers("color") ?? [] }) ?? (0, 1)
      let domain = channel.scale["domain"]?.array?.compactMap(\.double) ?? []
      if let start = domain.first, let end = domain.last, domain.count > 1, start < end { (low, high) = (start, end) }
      let middle = channel.scale["domainMid"]?.double ?? (domain.count == 3 ? domain[1] : nil)
      // Without a scheme, a domain with a middle is one that diverges.
      let isDiverging = middle != nil || channel.scaleType == "diverging"
      let scheme = channel.scale["scheme"]?.string ?? channel.scale["scheme"]?["name"]?.string
      self = .continuous(
        Gradient(
          low: low, high: high, middle: middle ?? (channel.scaleType == "diverging" && low < 0 && high > 0 ? 0 : nil),
          palette: Self.range(channel).map(Palette.Continuous.stops) ?? Palette.Continuous(scheme: scheme ?? (isDiverging ? "blueorange" : nil)),
          isLogarithmic: channel.isLogarithmic && low > 0, isReversed: channel.scale["reverse"]?.bool == true))
      return
    }
    var names: [String] = []
    var seen: Set<String> = []
    for layer in coloured { for name in layer.categories("color") where seen.insert(name).inserted { names.append(name) } }
    let given = channel.scale["range"]?.array?.compactMap(\.string).compactMap(Self.paint) ?? []
    let isOrdered = first.type("color") == .ordinal && names.count > 2
    let scheme = channel.scale["scheme"]?.string
    let isContinuous = scheme.map { !Palette.categorical.contains($0.lowercased()) } ?? isOrdered
    var paints: [String: String] = [:]
    for (place, name) in names.enumerated() {
      paints[name] =
        !given.isEmpty ? given[place % given.count]
        : isContinuous ? Palette.ordered(place, of: names.count, Palette.Continuous(scheme: scheme)) : Palette.category(place, of: names.count)
    }
    self = .categories(names, paints)
  }

  func color(_ number: Double) -> RGB? {
    guard case .continuous(let gradient) = self else { return nil }
    return gradient.position(number).map { gradient.color(at: $0) }
  }

  func paint(_ category: String) -> String? {
    guard case .categories(_, let paints) = self else { return nil }
    return paints[category]
  }

  /// Colours that the author gives for a continuous scale, two or more.
  private static func range(_ channel: FigureChannel) -> [RGB]? {
    let colors = (channel.scale["range"]?.array ?? []).compactMap(\.string).compactMap { RGB(hex: $0) ?? RGB(name: $0) }
    return colors.count > 1 ? colors : nil
  }

  /// A colour of the specification as it may stand in an attribute: a few names, or hexadecimal. Nothing else reaches the page.
  ///
  /// Names of common colours are those of the palette, which follow the page's theme.
  static func paint(_ text: String) -> String? {
    if let color = RGB(hex: text) { return color.hex }
    return switch text {
    case "black", "currentColor": "currentColor"
    case "gray", "grey": "var(--c7,#6B6B6B)"
    case "lightgray", "lightgrey": "#b5b5b5"
    case "white": "#ffffff"
    case "red", "firebrick": "var(--c2,#D55E00)"
    case "blue", "steelblue": "var(--c1,#0072B2)"
    case "green": "var(--c3,#009E73)"
    case "orange": "var(--c5,#E69F00)"
    case "none", "transparent": "none"
    default: nil
    }
  }
}
