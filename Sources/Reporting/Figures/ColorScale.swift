import Tooling

/// From data to colours.
enum ColorScale {
  case none
  /// Categories and a paint for each.
  case categories([String], [String: String])
  /// Ends of the domain, the middle of a diverging one, and the palette.
  case continuous(low: Double, high: Double, palette: Palette.Continuous, isLogarithmic: Bool)

  /// One scale for all layers that colour by data.
  init(_ layers: [LayerData]) {
    let coloured = layers.filter { layer in layer.channel("color").map { $0.field != nil || $0.datum != nil } ?? false }
    guard let first = coloured.first, let channel = first.channel("color") else {
      self = .none
      return
    }
    if first.type("color") == .quantitative {
      let values = coloured.flatMap { $0.numbers("color") ?? [] }.filter(\.isFinite)
      let domain = channel.scale["domain"]?.array?.compactMap(\.double) ?? []
      let low = domain.first ?? values.min() ?? 0
      let high = domain.count > 1 ? domain[domain.count - 1] : values.max() ?? 1
      self = .continuous(
        low: low, high: high, palette: Palette.Continuous(scheme: channel.scale["scheme"]?.string),
        isLogarithmic: channel.isLogarithmic && low > 0)
      return
    }
    var names: [String] = []
    for layer in coloured { for name in layer.categories("color") where !names.contains(name) { names.append(name) } }
    let given = channel.scale["range"]?.array?.compactMap(\.string).compactMap(Self.paint) ?? []
    var paints: [String: String] = [:]
    for (place, name) in names.enumerated() {
      paints[name] = given.isEmpty ? Palette.category(place, of: names.count) : given[place % given.count]
    }
    self = .categories(names, paints)
  }

  func position(_ number: Double) -> Double? {
    guard case .continuous(let low, let high, _, let isLogarithmic) = self, number.isFinite else { return nil }
    if isLogarithmic { return number > 0 && high > low ? LogScale.share(number, low, high) : nil }
    return high > low ? (number - low) / (high - low) : 0.5
  }

  func color(_ number: Double) -> RGB? {
    guard case .continuous(_, _, let palette, _) = self else { return nil }
    return position(number).map { palette.color($0) }
  }

  func paint(_ category: String) -> String? {
    guard case .categories(_, let paints) = self else { return nil }
    return paints[category]
  }

  /// A colour of the specification as it may stand in an attribute: a few names, or hexadecimal. Nothing else reaches the page.
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
    default: nil
    }
  }
}
